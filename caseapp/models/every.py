"""All tables in one import, for the migrations and for the test that models equal migrations."""

from caseapp.models import (
    analysis,
    bodies,
    case,
    desk,
    drafts,
    law,
    ledger,
    letters,
    links,
    people,
    reference,
    steps,
    thread,
    views,
)
from caseapp.models.base import Base

ALL = (analysis, bodies, case, desk, drafts, law, ledger, letters, links, people, reference, steps, thread, views)
METADATA = Base.metadata
