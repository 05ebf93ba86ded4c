"""What the rules know of a case: facts only, never a word of what was written."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.vocab import Kind, Mode, Path, Status, Theme


@dataclass(frozen=True)
class CaseFacts:
    """`decided_on` is the local day of the decision; `appeal_until` the last day on which a citizen may reopen."""

    path: Path
    status: Status
    kind: Kind
    mode: Mode
    assignee_id: int | None = None
    proposed_by_id: int | None = None
    themes: frozenset[Theme] = frozenset()
    extended: bool = False
    due_is_legal: bool = True
    extension_max_days: int = 30
    no_conflict_stated_by: frozenset[int] = frozenset()
    recused_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    appeal_until: date | None = None
    filed_by_hand: bool = False
    """On paper, by telephone or at the counter: the petitioner holds no page of their own."""
    today: date | None = None
