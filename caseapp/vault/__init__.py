"""Keys and ciphers: bytes in, bytes out; knows no case, no user and no database."""
