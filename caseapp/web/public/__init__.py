"""The door of the citizens: no account, no script, no private key of anybody else."""

from caseapp.web.public import filing, tracking
from caseapp.web.public.door import bp

VIEWS = (filing, tracking)
__all__ = ["VIEWS", "bp"]
