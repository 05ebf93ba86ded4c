"""What the rules know of a case: facts only, never a word of what was written."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.vocab import Kind, Mode, Path, Status, Theme


@dataclass(frozen=True)
class CaseFacts:
    """`decided_on` is the local day of the decision; `appeal_until` the last day on which a citizen may appeal."""

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
    worker_ids: frozenset[int] | None = None
    """Those of the team whose roles let them work on cases, where it is known."""
    appeal_until: date | None = None
    filed_by_hand: bool = False
    """On paper, by telephone or at the counter: the petitioner holds no page of their own."""
    forwarded: bool = False
    """The competent body is named: what was closed so can come back."""
    is_repeat: bool = False
    """Linked to an earlier case as its repetition."""
    refers_to_answer: bool = False
    """The proposed answer says no more than that it was answered before."""
    appealed: bool = False
    """The petitioner was not satisfied at least once: a head's matter from then on."""
    earlier_deciders: frozenset[int] = frozenset()
    """Who proposed or approved the answer that the latest appeal is against."""
    appeal_heads: frozenset[int] = frozenset()
    """Members of the case's team who may decide appeals and for whom this case exists."""
    today: date | None = None

    @property
    def is_appeal(self) -> bool:
        """On the integrity path it is no longer the answer that is in question."""
        return self.appealed and self.path is Path.ORDINARY

    @property
    def assignable(self) -> frozenset[int]:
        """Who may be given the case: of its team, able to work, neither complained about nor having decided before."""
        able = self.team_ids if self.worker_ids is None else self.team_ids & self.worker_ids
        return able - self.recused_ids - self.kept_out

    @property
    def kept_out(self) -> frozenset[int]:
        """Who can neither be given the case nor decide on it, having decided before."""
        return self.earlier_deciders if self.is_appeal else frozenset()
