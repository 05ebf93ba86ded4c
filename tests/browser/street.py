"""Cases in every state that shows something else, so that every page and every step's form can be visited."""

from dataclasses import dataclass, field

from caseapp.domain import commands as c
from caseapp.domain.days import local_day
from caseapp.domain.linking import LinkKind
from caseapp.domain.vocab import Action, Channel, Kind, Mode, NoReferralReason, Outcome, Theme
from caseapp.services.answers import replying
from caseapp.services.casework import linking, tasks
from caseapp.services.petitioner import writing
from caseapp.services.staff import identity
from tests.conftest import MONDAY_MORNING
from tests.lives import REPORT, FiledCase, Lives

TITLE = "Гэрчилгээний дараалал гурван өдөр үргэлжилсэн, цонх бүр өөр юм ярьсан тухай"
ANSWER = c.ProposeAnswer(Outcome.UPHELD, "Хууль, 16 дугаар зүйл", "Гомдол үндэслэлтэй. Хоёр цонх нэмлээ.")
WHY = "Шалтгаан нь тодорхой."


@dataclass
class Street:
    """Tuya can see every house; Bat proposes what she decides on."""

    lives: Lives
    cases: dict[str, FiledCase] = field(default_factory=dict)

    def __getitem__(self, name: str) -> FiledCase:
        return self.cases[name]

    def settle(self) -> "Street":
        self._ordinary()
        self._integrity()
        return self

    def _step(self, who: str, filed: FiledCase, *orders: c.Command) -> FiledCase:
        for order in orders:
            self.lives.cast.step(who, filed.number, order)
        return filed

    def _ordinary(self) -> None:
        lives, step = self.lives, self._step
        tuyas = lives.in_progress("tuya", Theme.QUEUE, Theme.RUNAROUND, channel=Channel.POST)
        with lives.cast.at("bat") as uow:
            identity.ask(uow, tuyas.number, "Утасдаж тодруулах шаардлагатай.")
            writing.write_message(uow, tuyas.number, "Аль өдөр ирсэн бэ?")
        with lives.citizen(tuyas) as uow:
            writing.citizen_message(uow, "Лхагва гарагт.")
        with lives.cast.at("tuya") as uow:
            replying.keep(uow, None, replying.NewTemplate("Хүлээн авсан тухай", "Таны гомдлыг хүлээн авлаа.", None))
            tasks.give(uow, tuyas.number, "Дараалал яагаад үүссэнийг асуух.", uow.actor.user_id or 0, uow.today)
        self.cases |= {
            "received": lives.file(),
            "registered": step("tuya", lives.file(), c.Register()),
            "triaged": lives.triaged("bat", mode=Mode.CONFIDENTIAL),
            "returned": step("bat", lives.triaged("bat"), c.ReturnIncomplete("Дугаараа бичнэ үү.")),
            "in progress": tuyas,
            "awaiting unit": step(
                "bat", lives.in_progress("bat"), c.RequestExplanation(lives.unit("AIM-061"), "Дараалал юунаас вэ?")
            ),
            "awaiting citizen": step("bat", lives.in_progress("bat"), c.AskCitizen("Аль өдөр вэ?")),
            "to approve": step("bat", lives.in_progress("bat"), ANSWER),
            "answered": lives.answered(),
            "closed": step("saran", lives.answered(), lives.close()),
            "not yet opened": step("bat", lives.triaged("bat"), c.Assign(lives.cast.id_of("tuya"))),
            "forwarded": step("bat", lives.triaged("bat"), c.Forward("police", "Харьяаллын дагуу.")),
        }
        self._link()

    def _link(self) -> None:
        """Tuya's case repeats one that was answered, and stands in a group."""
        number = self["in progress"].number
        with self.lives.cast.at("tuya") as uow:
            linking.link(uow, number, self["answered"].number, LinkKind.REPEAT_OF)
            linking.link(uow, number, self["triaged"].number, LinkKind.GROUP)

    def _integrity(self) -> None:
        lives, step = self.lives, self._step
        report = {"words": REPORT, "kind": Kind.CORRUPTION, "mode": Mode.ANONYMOUS}
        no_referral = c.ProposeNoReferral(NoReferralReason.NOTHING_TO_GO_ON, WHY)
        number = c.Acknowledge("АТГ-2026/117", local_day(MONDAY_MORNING))
        self.cases |= {
            "report": lives.triaged("bat", Theme.BRIBERY, **report),
            "return proposed": step("bat", lives.triaged("bat", Theme.BRIBERY, **report), c.ProposeReturn(WHY)),
            "report in progress": lives.under_integrity("tuya"),
            "referral proposed": step("bat", lives.under_integrity(), c.ProposeReferral(WHY, with_identity=False)),
            "no referral proposed": step("bat", lives.under_integrity(), no_referral),
            "referred": lives.referred(),
            "with the Agency": step("bat", lives.referred(), number),
        }

    def steps(self, who: str = "tuya") -> dict[Action, FiledCase]:
        """For each action a case where this person may take it now."""
        return {action: filed for filed in self.cases.values() for action in self.lives.offered(who, filed)}
