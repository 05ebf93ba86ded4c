"""The citizens' door and the analysis: it reads what was approved for everybody; nothing else of it exists there."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from caseapp.domain.actors import citizen
from caseapp.domain.errors import Refused
from caseapp.domain.quarters import Quarter
from caseapp.domain.vocab import Kind
from caseapp.services.quarterly import publishing
from caseapp.services.quarterly.analysis import INTERNAL, PUBLIC, digest_of
from caseapp.services.quarterly.publishing import Published
from caseapp.services.uow import Surroundings, open_unit_of_work
from tests.conftest import Clock
from tests.lives import Lives
from tests.services.quarters import IN_Q2, Q1, Q2, build, freeze

IN_Q3 = IN_Q2.replace(month=8)
LINES = 16
"""More than the smallest number of cases that a public edition prints."""


def published(house: Surroundings) -> tuple[Published, ...]:
    with open_unit_of_work(house, citizen()) as uow:
        return publishing.published(uow)


def latest(house: Surroundings) -> Published | None:
    with open_unit_of_work(house, citizen()) as uow:
        return publishing.latest(uow)


def test_before_anything_is_approved_nothing_is_published(house: Surroundings, lives: Lives) -> None:
    lives.file()
    assert (published(house), latest(house)) == ((), None)
    with open_unit_of_work(house, citizen()) as uow, pytest.raises(Refused):
        publishing.edition(uow, Q1)


def test_an_internal_edition_is_not_published_by_its_approval(house: Surroundings, lives: Lives, clock: Clock) -> None:
    clock.now = IN_Q2
    freeze(lives, Q1, INTERNAL)
    assert (published(house), latest(house)) == ((), None)
    with open_unit_of_work(house, citizen()) as uow, pytest.raises(Refused):
        publishing.edition(uow, Q1)


def test_each_quarter_is_published_in_its_newest_version_and_the_latest_comes_first(
    house: Surroundings, lives: Lives, clock: Clock
) -> None:
    for _ in range(LINES):
        lives.file()
    clock.now = IN_Q2
    for edition in (PUBLIC, INTERNAL):
        freeze(lives, Q1, edition)
    clock.now = IN_Q3
    freeze(lives, Q2, PUBLIC)
    for _ in range(LINES):
        lives.answered()
    freeze(lives, Q2, PUBLIC)
    _, digest = freeze(lives, Quarter(2025, 4), PUBLIC)
    assert [(one.quarter, one.version) for one in published(house)] == [(Q2, 1), (Q1, 1), (Quarter(2025, 4), 1)]
    assert published(house)[2].digest == digest
    assert published(house)[1].published_on == IN_Q2.date()
    assert latest(house) == published(house)[0]


def test_a_correction_takes_the_place_of_what_it_corrects(
    house: Surroundings, lives: Lives, clock: Clock, owner_engine: Engine
) -> None:
    for _ in range(LINES):
        lives.file()
    clock.now = IN_Q2
    freeze(lives, Q1, PUBLIC)
    with owner_engine.begin() as owner:
        owner.execute(text("UPDATE \"case\" SET kind = 'request', filed_kind = 'request'"))
    assert freeze(lives, Q1, PUBLIC)[0] == 2
    found = published(house)
    assert [(one.quarter, one.version) for one in found] == [(Q1, 2)]
    with open_unit_of_work(house, citizen()) as uow:
        edition = publishing.edition(uow, Q1)
    assert (edition.version, edition.digest) == (2, found[0].digest)
    assert digest_of(edition.facts) == edition.digest


def test_what_is_shown_in_short_is_what_the_edition_prints_and_never_a_count_of_today(
    house: Surroundings, lives: Lives, clock: Clock
) -> None:
    for _ in range(LINES):
        lives.file()
    for _ in range(2):
        lives.file(kind=Kind.CORRUPTION)
    clock.now = IN_Q2
    freeze(lives, Q1, PUBLIC)
    before = latest(house)
    assert before is not None
    facts = build(lives, Q1, PUBLIC)
    assert before.counts.received == facts["balance"]["received"] == LINES
    assert (before.counts.decided, before.counts.in_time) == (facts["timeliness"]["decided"], 0)
    assert before.counts.integrity_received is None, "two reports are withheld"
    for _ in range(LINES):
        lives.answered()
    assert latest(house) == before


def test_the_database_itself_shows_the_citizens_door_no_internal_edition(
    lives: Lives, clock: Clock, app_engine: Engine
) -> None:
    clock.now = IN_Q2
    for edition in (INTERNAL, PUBLIC):
        freeze(lives, Q1, edition)
    with app_engine.connect() as connection:
        connection.execute(text("SET LOCAL ROLE caseapp_public"))
        assert list(connection.scalars(text("SELECT edition FROM frozen_report"))) == [PUBLIC]
        assert connection.scalar(text("SELECT count(*) FROM frozen_report WHERE edition = 'internal'")) == 0


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE frozen_report SET digest = ''",
        "DELETE FROM frozen_report",
        "INSERT INTO frozen_report (quarter, edition, version, facts, digest, ledger_head, frozen_at, frozen_by_id)"
        " VALUES ('2026Q1', 'public', 9, '{}', '', '', now(), 1)",
    ],
)
def test_the_citizens_door_publishes_and_changes_nothing(app_engine: Engine, order: str) -> None:
    with app_engine.connect() as connection:
        connection.execute(text("SET LOCAL ROLE caseapp_public"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(order))


def test_the_analysts_role_still_reads_both_editions(lives: Lives, clock: Clock, app_engine: Engine) -> None:
    clock.now = IN_Q2
    for edition in (INTERNAL, PUBLIC):
        freeze(lives, Q1, edition)
    with app_engine.connect() as connection:
        connection.execute(text("SET LOCAL ROLE caseapp_analyst"))
        assert set(connection.scalars(text("SELECT edition FROM frozen_report"))) == {INTERNAL, PUBLIC}
