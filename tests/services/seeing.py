"""Everything that the services show to a member of staff, as one value that can be compared with another."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from caseapp.domain import commands as c
from caseapp.domain.actors import Door
from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Action, Cause, NoReferralReason, Outcome
from caseapp.queries.filtering import QUEUES, Filter
from caseapp.services import lists
from caseapp.services.casework import desk, explaining, queues, stepping, views
from caseapp.services.petitioner import writing
from caseapp.services.quarterly import analysis
from caseapp.services.staff import conflicts, identity
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps
from tests.lives import BOLD, Lives

FIRST_QUARTER = Quarter(2026, 1)


class Enough(Exception):
    """Ends a unit of work without keeping anything of it."""


@dataclass
class Eyes:
    """What people see, asked through the doors' own services."""

    lives: Lives

    def answer(self, login: str, ask: Callable[[UnitOfWork], Any], door: Door | None = None) -> Any:
        """What the service says, as plain values; a refusal is an answer, too, and nothing that was asked for stays."""
        said: Any = None
        try:
            with self.lives.cast.at(login, door) as uow:
                said = ask(uow)
                said = asdict(said) if is_dataclass(said) and not isinstance(said, type) else said
                raise Enough
        except Enough:
            return said
        except (Refused, RuleBroken) as no:
            return type(no).__name__, str(no)

    def lists(self, login: str, *searches: str) -> dict[str, Any]:
        """Queues, counts and searches of the desk, questions to the unit, people and units."""
        seen: dict[str, Any] = {
            f"queue {name}": self.answer(login, lambda uow, name=name: queues.list_cases(uow, Filter(queue=name)))
            for name in QUEUES
        }
        for words in searches:
            seen[f"search {words}"] = self.answer(
                login, lambda uow, words=words: queues.list_cases(uow, Filter(queue="all"), words)
            )
        seen["views"] = self.answer(login, views.shown)
        for typed in (BOLD.register_number, BOLD.phone, BOLD.given_name):
            seen[f"person {typed}"] = self.answer(
                login, lambda uow, typed=typed: queues.find_person(uow, Filter(queue="all"), typed)
            )
        seen["questions"] = self.answer(login, explaining.questions)
        seen["people"] = self.answer(login, lists.people)
        return seen

    def statistics(self, login: str) -> dict[str, Any]:
        return {
            edition: self.answer(
                login, lambda uow, edition=edition: analysis.build(uow, FIRST_QUARTER, edition), Door.ANALYSIS
            )
            for edition in analysis.EDITIONS
        }

    def about(self, login: str, number: str) -> dict[str, Any]:
        """Whatever can be asked about one number; the number itself is left out of the answers."""
        found = {
            name: self.answer(login, lambda uow, ask=ask: ask(uow, number)) for name, ask in _questions(self.lives)
        }
        return {name: _without(said, number) for name, said in found.items()}


def _without(said: Any, number: str) -> Any:
    return said.replace(number, "…") if isinstance(said, str) else said


def _commands(lives: Lives) -> tuple[c.Command, ...]:
    unit, saran = lives.unit("AIM-061"), lives.cast.id_of("saran")
    return (
        c.Register(),
        lives.triage_of(),
        c.ReturnIncomplete("Хавсралт дутуу."),
        c.Complete("Нөхлөө."),
        c.Forward("police", "Харьяаллын дагуу."),
        c.TakeBack("Буцаасан."),
        c.Escalate("Шинжтэй."),
        c.ProposeReturn("Буцаая."),
        c.ApproveReturn(),
        c.DeclineReturn("Үгүй."),
        c.Assign(saran, no_conflict=True),
        c.RequestExplanation(unit, "Яагаад?"),
        c.ExplanationReceived(),
        c.AskCitizen("Тодруулна уу."),
        c.Resume(),
        c.Extend(10, "Хугацаа."),
        c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."),
        c.ApproveAnswer(),
        c.ReturnAnswer("Дахин."),
        c.ProposeReferral("Үндэслэл.", with_identity=False),
        c.ApproveReferral(),
        c.DeclineReferral("Үгүй."),
        c.ProposeNoReferral(NoReferralReason.NO_INTEGRITY_MATTER, "Үгүй."),
        c.ApproveNoReferral(),
        c.DeclineNoReferral("Үгүй."),
        c.Close(Cause.STAFFING, "Сургамж."),
        c.Withdraw(),
        c.Merge("2026-0000-0000-0"),
        c.Reopen("Дахин."),
        c.Appeal("Болоогүй."),
    )


def _questions(lives: Lives) -> list[tuple[str, Callable[[UnitOfWork, str], Any]]]:
    asked: list[tuple[str, Callable[[UnitOfWork, str], Any]]] = [
        ("page", desk.open_case),
        ("number filter", lambda uow, n: queues.list_cases(uow, Filter(queue="all", number=n))),
        ("number search", lambda uow, n: queues.list_cases(uow, Filter(queue="all"), n)),
        ("note", lambda uow, n: writing.write_note(uow, n, "Тэмдэглэл.")),
        ("message", lambda uow, n: writing.write_message(uow, n, "Захидал.")),
        ("ask identity", lambda uow, n: identity.ask(uow, n, "Үндэслэл.")),
        ("grant identity", lambda uow, n: identity.decide(uow, n, 1, granted=True)),
        ("identity", identity.reveal),
        ("no conflict", conflicts.state_none),
        ("conflict", conflicts.declare),
    ]
    for command in _commands(lives):
        asked.append((f"step {command.action}", lambda uow, n, command=command: steps.take_step(uow, n, command)))
    for action in Action:
        asked.append((f"form {action}", lambda uow, n, action=action: stepping.chances(uow, n, action, "mn")))
    return asked
