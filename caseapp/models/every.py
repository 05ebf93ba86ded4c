"""All tables in one import, for the migrations and for the test that models equal migrations."""

from caseapp.models import analysis, case, ledger, people, reference, steps
from caseapp.models.base import Base

ALL = (analysis, case, ledger, people, reference, steps)
METADATA = Base.metadata
