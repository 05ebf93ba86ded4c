"""Cases in bulk for measuring: sealed and told as true ones, written straight into a demonstration's tables."""

from caseapp.demo.seed.ground import Ground, survey
from caseapp.demo.seed.sowing import Field, Refusal, sow, sow_at

__all__ = ["Field", "Ground", "Refusal", "sow", "sow_at", "survey"]
