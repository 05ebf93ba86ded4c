"""A populated database of its own: one case of each sort, which the tests of this folder read and never change."""

from dataclasses import dataclass, replace
from datetime import timedelta

import psycopg
from sqlalchemy import make_url

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.linking import LinkKind
from caseapp.services.casework import alike, desk, linking, tasks
from caseapp.services.law import reminding
from caseapp.services.petitioner import satisfaction, writing
from caseapp.services.staff import identity
from caseapp.services.uow import open_unit_of_work
from caseapp.services.workflow import steps
from caseapp.vault.receipts import lookup_of_receipt
from tests.browsers import Browser
from tests.database_defence.standing import Standing
from tests.lives import FiledCase, Lives

STAFF, ANALYST = "caseapp_staff", "caseapp_analyst"
PAPER = "Баримтын хуулбар, нэг хуудас.".encode()
"""A text file that citizens add to their letters."""


@dataclass(frozen=True)
class Town:
    """`about_saran` is a complaint of which Saran is the official complained about."""

    owner_url: str
    lives: Lives
    cases: dict[str, FiledCase]

    def id_of(self, login: str) -> int:
        return self.lives.cast.id_of(login)

    def staff(self, login: str) -> Standing:
        return Standing(STAFF, self.id_of(login))

    def citizen(self, name: str) -> Standing:
        lookup = lookup_of_receipt(self.lives.around.keys.lookup, self.cases[name].receipt.secret)
        return Standing("caseapp_public", receipt=lookup)

    def ids(self, *names: str) -> set[int]:
        return {self.cases[name].id for name in names}

    def owner(self) -> psycopg.Connection:
        return psycopg.connect(
            make_url(self.owner_url).set(drivername="postgresql").render_as_string(hide_password=False)
        )

    def hanging(self) -> list[str]:
        """All tables whose rows belong to a case."""
        with self.owner() as owner:
            rows = owner.execute(
                "SELECT table_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND column_name = 'case_id' ORDER BY 1"
            )
            return [row[0] for row in rows]


def found_town(owner_url: str, lives: Lives) -> Town:
    """By real people's steps, as the cases of a working day."""
    cases = {
        "answered": lives.answered("saran", "tuya"),
        "appealed": lives.answered("saran", "tuya"),
        "asked": lives.in_progress("saran", notice_email="citizen@example.mn"),
        "about_saran": lives.file("Саран байцаагч намайг үүдэнд нь хоёр цаг зогсоолоо."),
        "escalated": lives.in_progress("saran"),
        "integrity": lives.under_integrity("bat"),
        "referred": lives.referred("bat", "tuya"),
    }
    step = lives.cast.step
    about = cases["about_saran"].number
    step("tuya", about, c.Register())
    step("tuya", about, lives.triage_of(officials=(lives.cast.id_of("saran"),)))
    step("saran", cases["escalated"].number, c.Escalate("Хахуулийн шинжтэй."))
    asked = cases["asked"].number
    with lives.cast.at("saran") as uow:
        identity.ask(uow, asked, "Хаягийг нь тодруулах хэрэгтэй.")
        writing.write_note(uow, asked, "Цонхны дарааллыг үзсэн.")
        writing.write_message(uow, asked, "Таны гомдлыг судалж байна.")
    step("saran", asked, c.AskCitizen("Аль өдөр ирсэн бэ?"))
    step("saran", asked, c.Resume())
    with lives.cast.at("saran") as uow:
        tasks.give(uow, asked, "Цонхны хуваарийг авах.", lives.cast.id_of("saran"), uow.today)
        linking.link(uow, asked, cases["answered"].number, LinkKind.REPEAT_OF)
        desk.open_case(uow, asked)
        alike.dismiss(uow, asked, cases["appealed"].number)
    step("saran", asked, c.RequestExplanation(lives.unit("AIM-061"), "Цонх яагаад хаалттай байсан бэ?"))
    with lives.citizen(cases["appealed"]) as uow:
        satisfaction.give(uow, 2, "Хариу ойлгомжгүй байна.")
        steps.take_own_step(uow, c.Appeal("Хариуг хүлээн зөвшөөрөхгүй байна."))
    with open_unit_of_work(lives.around, system(Door.JOBS)) as uow:
        reminding.remind(replace(uow, now=uow.now + timedelta(days=60)))
    for name in ("asked", "about_saran", "integrity"):
        _write_with_a_file(lives, cases[name])
    return Town(owner_url, lives, cases)


def _write_with_a_file(lives: Lives, filed: FiledCase) -> None:
    browser = Browser(lives.around).showing(filed)
    browser.keeps(text="")
    browser.sends("Баримт.txt", PAPER, "text/plain")
    letter = browser.all_of_it()
    with browser.work() as uow:
        writing.citizen_message(uow, "Баримтаа хавсаргав.", letter)
