"""Whole lives of real cases, played by everybody in any order: no state without its entry, its permission, its second
person; what is refused leaves nothing. The rows are read from the table itself, so that new ones are played, too."""

from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.life import STEPS
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action, Channel, Kind, Mode, Path, Status
from caseapp.services import ledger
from caseapp.services.agency import handover
from caseapp.services.casework import explaining
from caseapp.services.staff import conflicts
from caseapp.services.uow import open_unit_of_work
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import COMPLAINT, REPORT, Lives
from tests.services.good_form import OF_THE_MOMENT, SIMPLE, order

CITIZEN = "citizen"
DESK = ("tuya", "ganaa", "bat", "saran", "sukh")
OTHERS = ("zaya", "oyun", "dorj", "khulan")
"""Who have no step of a case to take, at whatever door; the Agency's liaison takes one through a door of its own."""
ENDS = {Action.WITHDRAW, Action.MERGE}
SECOND = ("approve_", "decline_", "return_answer")


@dataclass(frozen=True)
class Row:
    """What an outsider with the owner's eyes sees of the case and of the newest entry that changed its state."""

    path: Path
    status: Status
    seq: int
    entries: int
    verb: str
    after: Status
    actor: int | None
    entry_seq: int


class RecordedLife(RuleBasedStateMachine):
    lives: Lives
    clock: Clock
    """Set on a class of the test's own: a machine takes no arguments."""

    @initialize(integrity=st.booleans(), named=st.booleans(), by_hand=st.booleans())
    def file(self, integrity: bool, named: bool, by_hand: bool) -> None:
        mode, channel = Mode.NAMED if named else Mode.ANONYMOUS, Channel.POST if by_hand else Channel.WEB
        kind, words = (Kind.CORRUPTION, REPORT) if integrity else (Kind.COMPLAINT, COMPLAINT)
        self.case = self.lives.file(words, kind=kind, mode=mode, channel=channel)
        self.proposer: int | None = None
        self.steps = 0

    # What is there ---------------------------------------------------------------------------------------------------
    def row(self) -> Row:
        query = text(
            "SELECT c.path, c.status, c.status_seq, e.verb, e.status_after, e.actor_id, e.seq,"
            " (SELECT count(*) FROM ledger_entry WHERE chain = e.chain AND status_after IS NOT NULL) AS entries"
            ' FROM "case" c JOIN ledger_entry e ON e.case_id = c.id AND e.status_after IS NOT NULL'
            " WHERE c.id = :id ORDER BY e.seq DESC LIMIT 1"
        )
        with self.lives.owner.connect() as connection:
            found = connection.execute(query, {"id": self.case.id}).one()
        return Row(
            Path(found.path),
            Status(found.status),
            found.status_seq,
            found.entries,
            found.verb,
            Status(found.status_after),
            found.actor_id,
            found.seq,
        )

    def may(self, who: str) -> frozenset[Permission]:
        if who == CITIZEN:
            return frozenset({Permission.THREAD_WRITE})
        return self.lives.cast.signed_in(who).permissions

    # Taking steps ----------------------------------------------------------------------------------------------------
    def take(self, who: str, command: c.Command) -> bool:
        before = self.row()
        try:
            if who == CITIZEN:
                with self.lives.citizen(self.case) as uow:
                    steps.take_own_step(uow, command)
            else:
                self.lives.cast.step(who, self.case.number, command)
        except (Refused, RuleBroken):
            assert self.row() == before, f"{command.action} by {who} was refused and left something"
            return False
        self.check(who, command.action, before)
        return True

    def check(self, who: str, action: Action, before: Row) -> None:
        """The step is a row of the table, taken by somebody who may, told by one entry in their name."""
        after, me = self.row(), None if who in {CITIZEN, "enkh"} else self.lives.cast.id_of(who)
        rows = [
            step
            for step in STEPS
            if before.path in step.paths
            and (step.before, step.action, step.after) == (before.status, action, after.status)
            and (step.path_after or before.path) is after.path
            and step.permission in self.may(who)
        ]
        assert rows, f"{who} took {action} from {before.status} to {after.status}: no such row for them"
        assert after.verb in {step.verb for step in rows}
        assert after.entries == before.entries + 1
        assert who == "enkh" or after.actor == me
        if action.value.startswith(SECOND):
            assert self.proposer is not None and me is not None and me != self.proposer
        if action.value.startswith("propose_"):
            self.proposer = me
        self.steps += 1

    def order(self, action: Action, who: str) -> c.Command:
        return order(self.lives, action, self.row().path, who if who in DESK[:4] else "bat", self.clock.now.date())

    def offered(self, who: str) -> list[Action]:
        try:
            with self.lives.cast.at(who) as uow:
                case = steps.gate.load_case(uow, self.case.number, uow.actor.permissions)
                return [offer.action for offer in steps.offers(uow, case) if offer.missing is None]
        except Refused:
            return []

    # What people do --------------------------------------------------------------------------------------------------
    @rule(data=st.data(), people=st.lists(st.sampled_from(DESK), min_size=1, max_size=5))
    def take_what_is_offered(self, data: st.DataObject, people: list[str]) -> None:
        """Most of what happens; the ends are left to chance, or most lives would be short."""
        for who in people:
            self.clock.forward(minutes=30)  # the same letter twice within moments counts as sent by mistake
            if offers := [action for action in self.offered(who) if action not in ENDS]:
                action = data.draw(st.sampled_from(offers), label="action")
                assert self.take(who, self.order(action, who)), f"{action} was offered to {who} and refused"

    @rule(who=st.sampled_from((*DESK, *OTHERS, CITIZEN)), action=st.sampled_from(Action))
    def try_anything(self, who: str, action: Action) -> None:
        self.take(who, self.order(action, who))

    @precondition(lambda self: self.row().status is Status.AWAITING_UNIT)
    @rule()
    def the_unit_answers(self) -> None:
        before = self.row()
        with self.lives.cast.at("zaya") as uow:
            waiting = [one.id for one in explaining.questions(uow) if one.answered_at is None]
            for one in waiting:
                explaining.answer(uow, one, "Ачаалал их байсан.")
        assert self.row() == before

    @precondition(lambda self: self.row().status in {Status.REFERRED, Status.AGENCY_RECEIVED})
    @rule()
    def the_agency_acknowledges(self) -> None:
        before, cast = self.row(), self.lives.cast
        with cast.at("tuya") as uow:
            query = text("SELECT reference FROM agency_package WHERE case_id = :id")
            reference = str(uow.session.scalar(query, {"id": self.case.id}))
        try:
            with cast.at("enkh") as uow:
                handover.acknowledge(uow, reference, c.Acknowledge("А-17", self.clock.now.date()))
        except (Refused, RuleBroken):
            assert self.row() == before
        else:
            self.check("enkh", Action.ACKNOWLEDGE, before)

    @rule(who=st.sampled_from(DESK[:4]))
    def state_no_conflict(self, who: str) -> None:
        before = self.row()
        try:
            with self.lives.cast.at(who) as uow:
                conflicts.state_none(uow, self.case.number)
        except Refused:
            pass
        assert self.row() == before

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.clock.forward(days=days)

    # What holds after every one of these ---------------------------------------------------------------------------
    @invariant()
    def the_state_is_what_its_entry_says(self) -> None:
        row = self.row()
        assert (row.seq, row.status) == (row.entry_seq, row.after)

    def teardown(self) -> None:
        with open_unit_of_work(self.lives.around, system(Door.AUDIT)) as uow:
            assert ledger.verify(uow)[1] == ()


def test_every_action_of_the_table_is_played() -> None:
    """A new row with an action that has no order here is not left out in silence."""
    assert {step.action for step in STEPS} == set(SIMPLE) | OF_THE_MOMENT


def test_no_sequence_reaches_a_state_without_entry_permission_and_second_person(lives: Lives, clock: Clock) -> None:
    class Life(RecordedLife):
        pass

    Life.lives, Life.clock = lives, clock
    run_state_machine_as_test(
        Life,
        settings=settings(
            derandomize=True,  # which lives are played may not depend on the day; the slow test plays others
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    with lives.owner.connect() as connection:
        query = "SELECT DISTINCT status_after FROM ledger_entry WHERE status_after IS NOT NULL"
        reached = {Status(row[0]) for row in connection.execute(text(query))}
    assert len(reached) > 12, sorted(reached)
