"""Two copies of one authority that differ in cases about one officer alone, and all that an officer can look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.compartments import Team
from caseapp.domain.policy import Permission, Role, permissions_of
from caseapp.domain.vocab import Action, Kind, Mode, Outcome, Theme
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.queries.filtering import QUEUES
from caseapp.services.casework import tasks
from caseapp.services.law import reminding
from caseapp.services.petitioner import writing
from caseapp.services.staff import identity, people, teams
from caseapp.services.uow import open_unit_of_work
from caseapp.web import create_app
from tests import database
from tests.browsers import Browser
from tests.conftest import KEYS, SETTINGS, Clock
from tests.lives import COMPLAINT, REPORT, FiledCase, Lives
from tests.people import PASSWORD, Cast

NEVER = "2026-4839-2051-7"  # the number of no case


@dataclass(frozen=True)
class Pair:
    """Two officers of one role: the hidden cases are about the first; the second has nothing to do with them."""

    role: Role
    recused: str
    uninvolved: str


PAIRS = (
    Pair(Role.INSPECTOR, "saran", "anu"),
    Pair(Role.INTEGRITY_INSPECTOR, "bat", "nomin"),
    Pair(Role.HEAD, "ganaa", "tuya"),
    Pair(Role.UNIT_OFFICER, "zaya", "oyuna"),
)
_TWINS = (
    ("anu", "Ану", Role.INSPECTOR, "INS", (Team.CASEWORK,)),
    ("nomin", "Номин", Role.INTEGRITY_INSPECTOR, "INS", (Team.CASEWORK, Team.INTEGRITY)),
    ("oyuna", "Оюуна", Role.UNIT_OFFICER, "AIM-061", ()),
    ("delger", "Дэлгэр", Role.INTEGRITY_INSPECTOR, "INS", (Team.CASEWORK, Team.INTEGRITY)),
    ("ochir", "Очир", Role.HEAD, "INS", (Team.CASEWORK, Team.INTEGRITY)),
)
WORKER, HEAD = "delger", "ochir"
"""Who work on all the cases, seen or hidden: neither is compared with anybody."""


class World:
    """One copy of the authority with its own application."""

    def __init__(self, url: str) -> None:
        self.clock = Clock()
        self.engine, self.owner = application_engine(url), database.owner_engine(url)
        around = surroundings(self.engine, KEYS, self.clock)
        self.cast = Cast(around, "")
        self.lives = Lives(around, self.cast, self.owner)
        self.app: Flask = create_app(SETTINGS, around)

    def close(self) -> None:
        self.engine.dispose()
        self.owner.dispose()

    def remind(self) -> None:
        """The worker's morning."""
        with open_unit_of_work(self.lives.around, system(Door.JOBS)) as uow:
            reminding.remind(uow)

    def ids(self, query: str) -> list[int]:
        with self.owner.connect() as connection:
            return [int(row[0]) for row in connection.execute(text(query))]


@contextmanager
def opened(url: str) -> Iterator[World]:
    world = World(url)
    try:
        yield world
    finally:
        world.close()


def hire(world: World) -> None:
    """Officers who have each a colleague of the same role."""
    for login, name, role, unit, _ in _TWINS:
        with world.cast.at("tuya") as uow:
            unit_id = world.lives.unit(unit)
        with world.cast.at("dorj") as uow:
            people.create_person(
                uow,
                login=login,
                name=name,
                post="Ажилтан",
                roles=frozenset({role}),
                password=PASSWORD,
                unit_id=unit_id,
                must_change=False,
            )
    world.cast._ids.clear()
    for login, _, _, _, own in _TWINS:
        for team in own:
            with world.cast.at("tuya") as uow:
                teams.add_member(uow, team, world.cast.id_of(login))


def live(world: World) -> tuple[str, ...]:
    """Numbers of cases that everybody of their teams may see."""
    world.clock.forward(days=-34)
    late = _in_work(world, COMPLAINT)
    world.clock.forward(days=30)
    other = _in_work(world, "Лавлагаа авахад цахим систем гацаж байна.", Theme.E_SERVICE)
    with_unit = _in_work(world, COMPLAINT)
    world.cast.step(WORKER, with_unit.number, c.RequestExplanation(world.lives.unit("AIM-061"), "Яагаад?"))
    filed = world.lives.file(REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    world.cast.step(WORKER, filed.number, c.Register())
    world.clock.forward(days=4)
    return late.number, other.number, with_unit.number


def _in_work(
    world: World, words: str, theme: Theme = Theme.QUEUE, *officials: str, kind: Kind = Kind.COMPLAINT
) -> FiledCase:
    filed = world.lives.file(words, kind=kind)
    world.cast.step(WORKER, filed.number, c.Register())
    about = tuple(world.cast.id_of(login) for login in officials)
    world.cast.step(WORKER, filed.number, world.lives.triage_of(theme, kind=kind, officials=about))
    world.cast.step(WORKER, filed.number, c.Assign(world.cast.id_of(WORKER), no_conflict=True))
    return filed


def _enclose(world: World, filed: FiledCase) -> None:
    """A letter of the citizen with a file, which nobody has read."""
    browser = Browser(world.lives.around).showing(filed)
    browser.keeps(text="")
    browser.sends("баримт.txt", "Баримтын хуулбар".encode())
    with browser.work() as uow:
        writing.citizen_message(uow, "Баримтаа хавсаргав.", browser.all_of_it())


def hide(world: World, official: str) -> tuple[str, ...]:
    """Numbers of cases about one officer, in every state that some list shows."""
    cast, conduct = world.cast, Theme.STAFF_CONDUCT
    world.clock.forward(days=-40)
    overdue = _in_work(world, COMPLAINT, conduct, official)
    world.clock.forward(days=39)
    proposed = _in_work(world, COMPLAINT, conduct, official)
    answer = c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Гомдол үндэслэлтэй.")
    cast.step(WORKER, proposed.number, answer)
    asked = _in_work(world, COMPLAINT, conduct, official)
    cast.step(WORKER, asked.number, c.RequestExplanation(world.lives.unit("AIM-061"), "Яагаад уурласан бэ?"))
    written = _in_work(world, COMPLAINT, conduct, official)
    _enclose(world, written)
    with cast.at(WORKER) as uow:
        identity.ask(uow, written.number, "Утасдана.")
        writing.write_note(uow, written.number, "Тэмдэглэл.")
        tasks.give(uow, written.number, "Цонхны бичлэгийг авах.", cast.id_of(WORKER), uow.today)
    fresh = world.lives.file(COMPLAINT)
    cast.step(WORKER, fresh.number, c.Register())
    cast.step(WORKER, fresh.number, world.lives.triage_of(conduct, officials=(cast.id_of(official),)))
    corrupt = _in_work(world, REPORT, Theme.BRIBERY, official, kind=Kind.CORRUPTION)
    cast.step(WORKER, corrupt.number, c.ProposeReferral("Шинжтэй.", with_identity=False))
    world.clock.forward(days=1)
    return tuple(one.number for one in (overdue, proposed, asked, written, fresh, corrupt))


@dataclass(frozen=True)
class Asked:
    """What is typed into addresses: numbers of cases, and rows of explanations, files and tasks."""

    numbers: tuple[str, ...]
    rows: tuple[int, ...]


def guessed(world: World, hidden: tuple[str, ...]) -> Asked:
    """As somebody would type it who had heard of the hidden cases; and a number of no case."""
    tables = ("explanation", "attachment", "task")
    wanted = ", ".join(f"'{number}'" for number in hidden)
    rows = " UNION ALL ".join(
        f'SELECT t.id FROM {table} t JOIN "case" c ON c.id = t.case_id WHERE c.number IN ({wanted})' for table in tables
    )
    return Asked((*hidden, NEVER), (*world.ids(rows), 1))


def addresses(app: Flask, role: Role, asked: Asked) -> Iterator[str]:
    """Everything that somebody of this role can open at the inspectors' door, with each of these behind it."""
    allowed = permissions_of(frozenset({role}))
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        access = getattr(app.view_functions[rule.endpoint], "access", frozenset())
        if rule.endpoint.startswith("casework.") and "GET" in (rule.methods or ()) and access & allowed:
            yield from _of(app, rule, asked)
    if Permission.CASE_READ in allowed:
        yield from QUERIES
    if Permission.ANALYSIS_READ in allowed:
        yield from (
            "/analysis/2026Q1?edition=internal",
            "/analysis/2026Q1?edition=public",
            "/analysis/2026Q1/internal.csv",
        )


def orders(app: Flask, role: Role, asked: Asked) -> Iterator[str]:
    """Where somebody of this role can send a form about one of these."""
    allowed = permissions_of(frozenset({role}))
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        access = getattr(app.view_functions[rule.endpoint], "access", frozenset())
        if rule.endpoint.startswith("casework.") and "POST" in (rule.methods or ()) and access & allowed:
            yield from _of(app, rule, asked) if {"number", "explanation_id"} & rule.arguments else ()


QUERIES = (
    *(f"/casework/?queue={name}" for name in QUEUES),
    *(f"/casework/?queue=all&sort={name}" for name in ("received", "number")),
    *(
        f"/casework/?queue=all&q={words}"
        for words in ("дараалал", "гурван+өдөр", "хахууль", "төгрөг", "цонх", "99112233")
    ),
    *(f"/casework/?queue=all&theme={theme}" for theme in ("staff_conduct", "queue", "bribery")),
    "/casework/?queue=all&status=answer_proposed",
    *(f"/casework/export?format=csv&queue={name}" for name in ("all", "overdue", "approve")),
    "/casework/export?format=csv&queue=all&titles=1",
    "/casework/export?format=xlsx&queue=all",
    "/casework/export?format=csv&queue=all&q=дараалал",
)
_WORDS = {
    "suffix": ("csv", "xlsx"),
    "name": tuple(action.value for action in Action),
    "action": tuple(action.value for action in Action),
    "code": ("AIM-061",),
    "speech": ("mn",),
    "copy": ("original", "cleaned"),
    "kind": ("pdf",),
    "what": ("note", "message", "identity"),
}


def _of(app: Flask, rule: Rule, asked: Asked) -> Iterator[str]:
    names = sorted(rule.arguments)
    values: list[tuple[str | int, ...]] = [
        asked.numbers if name == "number" else _WORDS.get(name, asked.rows) for name in names
    ]
    for chosen in product(*values):
        yield app.url_map.bind("localhost").build(rule.endpoint, dict(zip(names, chosen, strict=True)))
