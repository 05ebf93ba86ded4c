"""All tables in one import, for the migrations and for the test that models equal migrations."""

from caseapp.models import analysis, case, drafts, ledger, people, reference, steps, thread
from caseapp.models.base import Base

ALL = (analysis, case, drafts, ledger, people, reference, steps, thread)
METADATA = Base.metadata
