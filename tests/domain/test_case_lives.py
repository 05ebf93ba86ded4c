"""Whole lives of cases, played by several people in any order: what must hold after every single step of them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from caseapp.domain import commands as c
from caseapp.domain import workflow
from caseapp.domain.actors import Actor, ActorKind
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.facts import CaseFacts
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action, Kind, Mode, Path, Status, Theme
from caseapp.domain.workflow import Offer, Step
from tests.domain.cast import (
    ACTORS,
    LIAISON,
    STAFF,
    TODAY,
    WHOLE,
    after,
    id_of,
    integrity,
    is_approval,
    ordinary,
    recuse,
    triage,
)
from tests.domain.lawyers_table import LINES, Line
from tests.domain.orders import ORDERS

PEOPLE = st.sampled_from(STAFF)
ENDS = {Action.WITHDRAW, Action.MERGE}
KNOWN_BEFORE_TYPING = {
    Reason.NEEDS_ASSIGNEE,
    Reason.NEEDS_NO_CONFLICT,
    Reason.NEEDS_ANOTHER_PERSON,
    Reason.NEEDS_INTEGRITY_THEME,
    Reason.NO_LEGAL_DEADLINE,
    Reason.ALREADY_EXTENDED,
    Reason.NOT_ALLOWED,
    Reason.APPEAL_TIME_OVER,
    Reason.APPEAL_FOR_HEAD,
    Reason.DECIDED_BEFORE,
    Reason.NOT_NOW,
}
"""What a button can know; an assignment's own statement of no conflict is typed."""
NEVER_OF_INTEGRITY = {Status.WITHDRAWN, Status.ANSWER_PROPOSED, Status.ANSWERED, Status.FORWARDED, Status.RETURNED}
WITH_AGENCY = {Status.REFERRED, Status.AGENCY_RECEIVED}


def offer_of(facts: CaseFacts, action: Action, actor: Actor) -> Offer | None:
    return next((offer for offer in workflow.offers(facts, actor) if offer.action is action), None)


def attempt(facts: CaseFacts, command: c.Command, actor: Actor, today: date) -> Step | None:
    """The step, or None when refused; either way as the offer had said."""
    offer = offer_of(facts, command.action, actor)
    try:
        step = workflow.plan(facts, command, actor, today)
    except RuleBroken as broken:
        if offer is None:
            assert broken.reason in {Reason.NOT_NOW, Reason.NOT_ALLOWED}
        elif offer.missing is not None:
            assert broken.reason is offer.missing
        else:
            typed = {Reason.NEEDS_NO_CONFLICT, Reason.DECIDED_BEFORE} if command.action is Action.ASSIGN else set()
            assert broken.reason not in KNOWN_BEFORE_TYPING - typed
        return None
    assert offer == Offer(command.action, None)
    return step


class CaseLife(RuleBasedStateMachine):
    """One case; people see it as the database shows it to them: their team's, unless they are recused."""

    facts: CaseFacts
    today: date
    proposer: int | None
    referred_by: set[int | None]
    returned: bool
    answered_by: frozenset[int | None]

    @initialize(path=st.sampled_from(Path), kind=st.sampled_from([k for k in Kind if not k.is_integrity]))
    def arrive(self, path: Path, kind: Kind) -> None:
        self.today, self.proposer, self.referred_by, self.returned = TODAY, None, set(), False
        self.answered_by = frozenset()
        blank = {"assignee_id": None, "themes": frozenset(), "no_conflict_stated_by": frozenset()}
        if path is Path.ORDINARY:
            self.facts = ordinary(Status.RECEIVED, kind=kind, mode=Mode.NAMED, **blank)
        else:
            self.facts = integrity(Status.RECEIVED, **blank)

    def _sees(self, actor: Actor) -> bool:
        if actor.kind is ActorKind.CITIZEN:
            return True
        if actor is LIAISON:
            return self.facts.status in WITH_AGENCY
        return actor.clears(self.facts.path) and actor.user_id not in self.facts.recused_ids

    def _take(self, command: c.Command, actor: Actor) -> None:
        step = attempt(self.facts, command, actor, self.today)
        if step is None:
            return
        before, self.facts = self.facts, after(self.facts, step, command, actor, self.today)
        line = Line(before.path, before.status, command.action, step.after, self.facts.path, step.permission)
        assert line in LINES
        assert actor.may(step.permission)
        self._check_two_persons(command.action, actor)

    def _check_two_persons(self, action: Action, actor: Actor) -> None:
        if is_approval(action):
            assert self.proposer is not None
            assert actor.user_id not in {None, self.proposer}
        if action is Action.APPROVE_ANSWER:
            assert not self.facts.appealed or actor.user_id not in self.facts.earlier_deciders
            self.answered_by = frozenset({self.proposer, actor.user_id})
        if action is Action.APPEAL:
            self.facts = replace(self.facts, earlier_deciders=self.answered_by)
        if action is Action.APPROVE_REFERRAL:
            self.referred_by = {self.proposer, actor.user_id}
        if action in {Action.APPROVE_RETURN, Action.ESCALATE}:
            self.returned = action is Action.APPROVE_RETURN
        if action.value.startswith("propose_"):
            self.proposer = actor.user_id

    def _offered(self) -> list[tuple[Actor, Offer]]:
        seeing = [actor for actor in ACTORS if self._sees(actor)]
        pairs = [(actor, offer) for actor in seeing for offer in workflow.offers(self.facts, actor)]
        return [(actor, offer) for actor, offer in pairs if offer.action not in ENDS]

    @precondition(lambda self: self._offered())
    @rule(data=st.data())
    def take_what_is_offered(self, data: st.DataObject) -> None:
        actor, offer = data.draw(st.sampled_from(self._offered()), label="who and what")
        self._take(data.draw(ORDERS[offer.action], label="order"), actor)

    @precondition(lambda self: any(offer.missing is None for _, offer in self._offered()))
    @rule(data=st.data())
    def take_what_nothing_stands_against(self, data: st.DataObject) -> None:
        """In good form, so that lives get far."""
        free = {offer.action: actor for actor, offer in self._offered() if offer.missing is None}
        action = data.draw(st.sampled_from(sorted(free)), label="action")
        self._take(self._in_good_form(action, free[action]), free[action])

    def _in_good_form(self, action: Action, actor: Actor) -> c.Command:
        if action is Action.TRIAGE:
            theme = Theme.BRIBERY if self.facts.path is Path.INTEGRITY else Theme.DELAY
            return triage(kind=Kind.COMPLAINT, themes=frozenset({theme}))
        if action is Action.ASSIGN:
            return c.Assign(id_of(actor), no_conflict=True)
        return c.Acknowledge("А-17", self.today) if action is Action.ACKNOWLEDGE else WHOLE[action]

    @rule(actor=st.sampled_from(ACTORS), command=st.one_of(list(ORDERS.values())))
    def try_anything(self, actor: Actor, command: c.Command) -> None:
        if self._sees(actor) and command.action not in ENDS:
            self._take(command, actor)

    @precondition(lambda self: self.today > TODAY + timedelta(days=100))
    @rule(actor=st.sampled_from(ACTORS), command=st.one_of([ORDERS[action] for action in sorted(ENDS)]))
    def end_it_early(self, actor: Actor, command: c.Command) -> None:
        if self._sees(actor):
            self._take(command, actor)

    @rule(actor=PEOPLE)
    def state_no_conflict(self, actor: Actor) -> None:
        if self._sees(actor) and actor.may(Permission.CASE_WORK):
            stated = self.facts.no_conflict_stated_by | {id_of(actor)}
            self.facts = replace(self.facts, no_conflict_stated_by=stated)

    @precondition(lambda self: not self.facts.recused_ids)
    @rule(actor=PEOPLE)
    def step_aside(self, actor: Actor) -> None:
        if self._sees(actor) and actor.may(Permission.CASE_WORK):
            self.facts = recuse(self.facts, id_of(actor))

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.facts = replace(self.facts, today=self.today)

    @invariant()
    def integrity_is_never_withdrawn_nor_answered_on_the_ordinary_path(self) -> None:
        assert self.facts.path is Path.ORDINARY or self.facts.status not in NEVER_OF_INTEGRITY

    @invariant()
    def the_agency_hears_of_integrity_only_and_through_two_persons(self) -> None:
        if self.facts.status in WITH_AGENCY:
            assert self.facts.path is Path.INTEGRITY
            assert any(theme.is_integrity for theme in self.facts.themes)
            assert len(self.referred_by - {None}) == 2

    @invariant()
    def nobody_who_gave_the_contested_answer_has_the_case_again(self) -> None:
        assert not self.facts.is_appeal or self.facts.assignee_id not in self.facts.earlier_deciders

    @invariant()
    def nobody_works_on_a_case_about_themselves(self) -> None:
        assert self.facts.assignee_id not in self.facts.recused_ids

    @invariant()
    def integrity_goes_on_among_the_ordinary_only_when_two_agreed_to_return_it(self) -> None:
        matter = self.facts.kind.is_integrity or any(theme.is_integrity for theme in self.facts.themes)
        assert self.facts.path is Path.INTEGRITY or not matter or self.returned


TestCaseLife = CaseLife.TestCase
TestCaseLife.settings = settings(max_examples=60, stateful_step_count=50)

IDS_OF_ALL = frozenset(id_of(actor) for actor in STAFF)
IDS = st.frozensets(st.sampled_from(sorted(IDS_OF_ALL)))
SOMEBODY = st.one_of(st.none(), st.sampled_from(sorted(IDS_OF_ALL)))
ANY_FACTS = st.builds(
    CaseFacts,
    st.sampled_from(Path),
    st.sampled_from(Status),
    st.sampled_from(Kind),
    st.sampled_from(Mode),
    assignee_id=SOMEBODY,
    proposed_by_id=SOMEBODY,
    themes=st.frozensets(st.sampled_from(Theme), max_size=2),
    extended=st.booleans(),
    due_is_legal=st.booleans(),
    extension_max_days=st.sampled_from([0, 10, 30]),
    no_conflict_stated_by=IDS,
    recused_ids=IDS,
    team_ids=IDS,
    appeal_until=st.one_of(st.none(), st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=2))),
    appealed=st.booleans(),
    earlier_deciders=IDS,
    appeal_heads=IDS,
    today=st.just(TODAY),
)


@settings(max_examples=200)
@given(ANY_FACTS, st.sampled_from(ACTORS), st.data())
def test_a_button_shows_exactly_what_a_step_would_meet(facts: CaseFacts, actor: Actor, data: st.DataObject) -> None:
    offers = workflow.offers(facts, actor)
    assert len({offer.action for offer in offers}) == len(offers)
    for action in Action:
        attempt(facts, data.draw(ORDERS[action]), actor, TODAY)


@settings(max_examples=200)
@given(ANY_FACTS, st.sampled_from(ACTORS))
def test_an_offered_step_with_nothing_missing_is_taken_by_an_order_in_good_form(facts: CaseFacts, actor: Actor) -> None:
    facts = replace(facts, extension_max_days=30, recused_ids=frozenset(), team_ids=IDS_OF_ALL)
    facts = replace(facts, earlier_deciders=facts.earlier_deciders - {WHOLE[Action.ASSIGN].assignee_id})  # type: ignore[attr-defined]
    for offer in workflow.offers(facts, actor):
        order = WHOLE[offer.action]
        if offer.action is Action.TRIAGE and facts.path is Path.INTEGRITY:
            order = triage(kind=Kind.CORRUPTION)
        assert (attempt(facts, order, actor, TODAY) is not None) is (offer.missing is None)
