"""The door of the citizens: no account, no script, no private key of anybody else."""

from caseapp.web.public import (
    arriving,
    filing,
    informing,
    leaving,
    letter_files,
    linking,
    own_case,
    own_letter,
    proofs,
    receipts,
    starting,
    tracking,
)
from caseapp.web.public.door import bp

VIEWS = (
    arriving,
    filing,
    informing,
    leaving,
    letter_files,
    linking,
    own_case,
    own_letter,
    proofs,
    receipts,
    starting,
    tracking,
)
__all__ = ["VIEWS", "bp"]
