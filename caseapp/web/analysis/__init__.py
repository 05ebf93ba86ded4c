"""The analysts' door: quarters, their analysis on the page, and the same object as PDF, CSV and JSON."""

from caseapp.web.analysis import quarters
from caseapp.web.analysis.door import bp

VIEWS = (quarters,)
__all__ = ["VIEWS", "bp"]
