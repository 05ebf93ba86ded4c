"""How sealed things refuse."""


class SealBroken(ValueError):
    """The key is not the right one, or the ciphertext was altered, cut or moved to another place."""


class WrongPassword(ValueError):
    """The password does not unlock this private key."""


class NoKey(Exception):
    """No reader of this session holds a copy of the key."""
