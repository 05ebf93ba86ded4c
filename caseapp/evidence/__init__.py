"""What citizens attach: told apart, copied without what names its maker, scanned; bytes in, bytes out."""
