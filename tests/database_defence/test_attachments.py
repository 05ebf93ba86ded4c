"""Files by SQL alone: what was filed is evidence, of its own case for ever, seen by those who see the case."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from caseapp.vault.drafts import owner_of_secret
from tests.browsers import Browser, come
from tests.conftest import KEYS
from tests.database_defence.standing import REFUSED, Standing, login, standing, state
from tests.database_defence.town import PAPER, Town

PUBLIC, STAFF, JOBS = "caseapp_public", "caseapp_staff", "caseapp_jobs"
WITH_FILES = ("asked", "about_saran", "integrity")
MOVE = "UPDATE attachment SET case_id = %(case)s, draft_id = NULL, message_id = %(message)s WHERE id = %(id)s"
REFUSALS = (REFUSED, psycopg.errors.RaiseException, psycopg.errors.CheckViolation)


def done(connection: psycopg.Connection, statement: str, said: object = None) -> int:
    """How many rows the statement changed, 0 when it is refused; nothing of it stays."""
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(statement, said).rowcount  # type: ignore[arg-type]
    except REFUSALS:
        return 0


@pytest.fixture
def file_of(town: Town) -> dict[str, int]:
    """By the name of the case, the id of the file that came with its petitioner's letter."""
    with town.owner() as owner:
        rows = dict(owner.execute("SELECT case_id, id FROM attachment WHERE case_id IS NOT NULL").fetchall())
    return {name: rows[town.cases[name].id] for name in WITH_FILES}


@pytest.fixture
def waiting(town: Town) -> Iterator[Browser]:
    """A citizen's browser with a complete file in its draft, holding the receipt of `asked`."""
    browser = Browser(town.lives.around).showing(town.cases["asked"])
    browser.keeps(text="")
    browser.sends("paper.txt", PAPER, "text/plain")
    yield browser
    with browser.work() as uow:
        uow.session.execute(text("DELETE FROM draft"))


def holder(town: Town, browser: Browser, name: str | None = "asked") -> Standing:
    receipt = town.citizen(name).receipt if name else None
    return Standing(PUBLIC, receipt=receipt, draft=owner_of_secret(KEYS.lookup, browser.secret))


CHANGES = (
    'UPDATE attachment SET case_id = (SELECT c.id FROM "case" c WHERE c.id <> case_id LIMIT 1)',
    "UPDATE attachment SET case_id = NULL, draft_id = (SELECT id FROM draft LIMIT 1)",
    "UPDATE attachment SET message_id = NULL",
    "UPDATE attachment SET size = size + 1",
    "UPDATE attachment SET has_cleaned = NOT has_cleaned",
    "UPDATE attachment SET complete = false",
    "UPDATE attachment SET author = 'staff'",
    "UPDATE attachment SET added_at = now()",
    "UPDATE attachment SET id = id + 1",
    "DELETE FROM attachment",
    "UPDATE attachment_chunk SET ciphertext = 'x'",
    "DELETE FROM attachment_chunk",
    "DELETE FROM attachment_chunk WHERE copy = 'cleaned'",
    "INSERT INTO attachment_chunk SELECT id, 'original', 99, 'x' FROM attachment WHERE case_id IS NOT NULL",
    "INSERT INTO attachment_chunk SELECT id, 'cleaned', 99, 'x' FROM attachment WHERE case_id IS NOT NULL",
    "INSERT INTO attachment_chunk SELECT id, 'original', 0, 'x' FROM attachment WHERE case_id IS NOT NULL"
    " ON CONFLICT (attachment_id, copy, seq) DO UPDATE SET ciphertext = 'x'",
    "UPDATE draft SET id = 'x'; DELETE FROM draft; DELETE FROM attachment WHERE case_id IS NOT NULL",
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_filed_is_changed_by_nobody(town: Town, change: str) -> None:
    """Nor by the citizen whose it is, nor by a head, nor by the jobs or an administrator."""
    for who in (
        town.citizen("asked"),
        town.staff("tuya"),
        Standing(JOBS),
        Standing("caseapp_admin", town.id_of("dorj")),
    ):
        with standing(town.owner_url, who) as connection:
            assert done(connection, change) == 0, who.role


def test_not_even_the_owner_changes_what_was_filed_by_an_ordinary_statement(town: Town) -> None:
    with town.owner() as owner:
        for change in (
            "UPDATE attachment SET size = 0",
            "UPDATE attachment_chunk SET ciphertext = 'x'",
            "DELETE FROM attachment_chunk",
        ):
            assert done(owner, change) == 0, change


def test_staff_keep_the_scanners_first_word_and_nothing_else(town: Town, file_of: dict[str, int]) -> None:
    verdict = "UPDATE attachment SET verdict = %s WHERE id = %s"
    with standing(town.owner_url, town.staff("tuya")) as connection:
        connection.execute(verdict, ("infected", file_of["asked"]))
        assert done(connection, verdict, ("clean", file_of["asked"])) == 0
        assert done(connection, verdict, ("infected", file_of["integrity"])) == 1
    for who in (town.citizen("asked"), town.staff("saran")):
        with standing(town.owner_url, who) as connection:
            assert done(connection, verdict, ("clean", file_of["integrity"])) == 0, who.role
    with standing(town.owner_url, town.citizen("asked")) as connection:
        assert done(connection, verdict, ("clean", file_of["asked"])) == 0


@pytest.mark.parametrize(
    ("login", "names"),
    [
        ("tuya", WITH_FILES),
        ("saran", ("asked",)),
        ("sukh", ("asked", "about_saran")),
        ("zaya", ()),
        ("oyun", ()),
        ("dorj", ()),
    ],
)
def test_a_file_and_its_pieces_exist_for_those_for_whom_the_case_does(
    town: Town, file_of: dict[str, int], login: str, names: tuple[str, ...]
) -> None:
    wanted = {file_of[name] for name in names}
    with standing(town.owner_url, town.staff(login)) as connection:
        assert {row[0] for row in connection.execute("SELECT id FROM attachment")} == wanted
        assert {row[0] for row in connection.execute("SELECT attachment_id FROM attachment_chunk")} == wanted


@pytest.mark.parametrize("name", ["asked", "integrity", "answered"])
def test_a_receipt_shows_the_files_of_its_own_case(town: Town, file_of: dict[str, int], name: str) -> None:
    wanted = {file_of[name]} if name in file_of else set()
    with standing(town.owner_url, town.citizen(name)) as connection:
        assert {row[0] for row in connection.execute("SELECT id FROM attachment")} == wanted
        assert {row[0] for row in connection.execute("SELECT attachment_id FROM attachment_chunk")} == wanted


def letter_of(town: Town, name: str, author: str) -> int | None:
    with town.owner() as owner:
        row = owner.execute(
            "SELECT id FROM message WHERE case_id = %s AND author = %s LIMIT 1", (town.cases[name].id, author)
        ).fetchone()
    return row[0] if row else None


def test_a_file_goes_with_a_letter_of_the_own_case_and_nowhere_else(town: Town, waiting: Browser) -> None:
    file = waiting.files()[0].id
    own, theirs = letter_of(town, "asked", "citizen"), letter_of(town, "integrity", "citizen")
    from_staff, asked, other = letter_of(town, "asked", "staff"), town.cases["asked"].id, town.cases["integrity"].id
    assert own and theirs and from_staff
    with standing(town.owner_url, holder(town, waiting)) as connection:
        for case, message in (
            (other, theirs),
            (other, own),
            (other, None),
            (asked, theirs),
            (asked, from_staff),
            (asked, None),  # it would look as if it had come with the report, and be in its proof
        ):
            assert done(connection, MOVE, {"id": file, "case": case, "message": message}) == 0, (case, message)
        assert done(connection, MOVE, {"id": file, "case": asked, "message": own}) == 1
    with standing(town.owner_url, holder(town, waiting, None)) as connection:
        assert done(connection, MOVE, {"id": file, "case": asked, "message": own}) == 0


@pytest.mark.parametrize("who", ["tuya", "saran"])
def test_staff_file_nothing_in_a_citizens_name(town: Town, waiting: Browser, who: str) -> None:
    """Even with the browser's own mark in their hands."""
    file, asked = waiting.files()[0].id, town.cases["asked"].id
    staff = Standing(STAFF, town.id_of(who), draft=owner_of_secret(KEYS.lookup, waiting.secret))
    with standing(town.owner_url, staff) as connection:
        for author in ("citizen", "staff"):
            said = {"id": file, "case": asked, "message": letter_of(town, "asked", author)}
            assert done(connection, MOVE, said) == 0, author
        assert done(connection, MOVE, {"id": file, "case": asked, "message": None}) == 0


@pytest.mark.parametrize(("role", "other"), [(PUBLIC, "staff"), (STAFF, "citizen")])
def test_a_door_sends_files_in_its_own_peoples_name(town: Town, waiting: Browser, role: str, other: str) -> None:
    new = (
        "INSERT INTO attachment (id, draft_id, author, added_at, size, verdict, has_cleaned, complete)"
        " VALUES (1, %s, %s, now(), 0, 'clean', false, %s)"
    )
    own = "citizen" if role == PUBLIC else "staff"
    who = Standing(role, town.id_of("tuya"), draft=owner_of_secret(KEYS.lookup, waiting.secret))
    with standing(town.owner_url, who) as connection:
        assert done(connection, new, (waiting.place.id, own, False)) == 1
        assert done(connection, new, (waiting.place.id, other, False)) == 0
        assert done(connection, new, (waiting.place.id, own, True)) == 0


def test_a_file_that_has_not_come_whole_is_not_filed(town: Town, waiting: Browser) -> None:
    half = waiting.begins("half.txt", "text/plain")
    come(half, PAPER)
    said = {"id": half.id, "case": town.cases["asked"].id, "message": letter_of(town, "asked", "citizen")}
    refused = pytest.raises(psycopg.errors.CheckViolation, match="filed_whole")
    with standing(town.owner_url, holder(town, waiting)) as connection, refused:
        connection.execute(MOVE, said)


def test_what_is_complete_gets_no_further_piece_even_before_it_is_filed(town: Town, waiting: Browser) -> None:
    file = (waiting.files()[0].id,)
    half = waiting.begins("half.txt", "text/plain")
    come(half, PAPER)
    with standing(town.owner_url, holder(town, waiting)) as connection:
        assert done(connection, "INSERT INTO attachment_chunk VALUES (%s, 'original', 9, 'x')", file) == 0
        assert done(connection, "DELETE FROM attachment_chunk WHERE attachment_id = %s", file) == 0
        connection.execute("INSERT INTO attachment_chunk VALUES (%s, 'cleaned', 0, 'x')", (half.id,))
        assert connection.execute("DELETE FROM attachment_chunk").rowcount == 1, "a cleaned copy that failed"
        assert done(connection, "UPDATE attachment SET complete = false WHERE id = %s", file) == 0
        assert done(connection, "DELETE FROM attachment WHERE id = %s", file) == 1


def test_while_a_piece_is_on_its_way_nobody_completes_the_file(town: Town, waiting: Browser) -> None:
    """Else it would be added to what another transaction has filed meanwhile."""
    half = waiting.begins("half.txt", "text/plain")
    come(half, PAPER)
    completed: list[int] = []

    def complete() -> None:
        with login(town.owner_url) as second:
            state(second, holder(town, waiting))
            completed.append(second.execute("UPDATE attachment SET complete = true WHERE id = %s", (half.id,)).rowcount)
            second.rollback()

    with standing(town.owner_url, holder(town, waiting)) as first:
        first.execute("INSERT INTO attachment_chunk VALUES (%s, 'original', 9, 'x')", (half.id,))
        meanwhile = threading.Thread(target=complete)
        meanwhile.start()
        meanwhile.join(0.3)
        assert completed == []
        first.rollback()
        meanwhile.join(20)
    assert completed == [1]


def test_an_appeal_names_the_answer_itself_and_moves_no_other_case(town: Town) -> None:
    appeal = "INSERT INTO appeal (id, case_id, answer_id, filed_at) VALUES (1, %s, %s, now()) RETURNING answer_id"
    answered, asked = town.cases["answered"].id, town.cases["asked"].id
    with town.owner() as owner:
        answer = owner.execute("SELECT id FROM answer WHERE case_id = %s", (answered,)).fetchone()
        another = owner.execute("SELECT id FROM answer WHERE case_id <> %s", (answered,)).fetchone()
    assert answer and another
    with standing(town.owner_url, town.citizen("answered")) as connection:
        assert connection.execute(appeal, (answered, another[0])).fetchone() == answer
        for case in (asked, town.cases["integrity"].id, 4711):
            with (
                pytest.raises(psycopg.errors.RaiseException, match="nothing of the receipt's own"),
                connection.transaction(),
            ):
                connection.execute(appeal.replace("(1,", "(2,"), (case, None))
    with standing(town.owner_url, town.citizen("asked")) as connection:
        assert done(connection, appeal, (asked, None)) == 0
    with standing(town.owner_url, town.staff("tuya")) as connection:
        assert done(connection, appeal, (answered, None)) == 0


def test_satisfaction_is_given_once_and_in_the_own_case(town: Town) -> None:
    give = "INSERT INTO satisfaction (case_id, score, given_at) VALUES (%s, %s, now())"
    answered, appealed = town.cases["answered"].id, town.cases["appealed"].id
    with standing(town.owner_url, town.citizen("answered")) as connection:
        assert done(connection, give, (answered, 5)) == 1
        assert done(connection, give, (answered, 6)) == done(connection, give, (answered, 0)) == 0
        assert done(connection, give, (town.cases["asked"].id, 5)) == 0
    with standing(town.owner_url, town.citizen("appealed")) as connection:
        with pytest.raises(psycopg.errors.UniqueViolation), connection.transaction():
            connection.execute(give, (appealed, 1))
        assert (
            done(connection, "UPDATE satisfaction SET score = 1") == done(connection, "DELETE FROM satisfaction") == 0
        )
    with standing(town.owner_url, town.staff("tuya")) as connection:
        assert done(connection, give, (answered, 5)) == done(connection, "UPDATE satisfaction SET score = 5") == 0


def test_whether_a_code_or_a_number_is_known_is_all_that_is_said(town: Town) -> None:
    receipt = town.citizen("asked").receipt
    with standing(town.owner_url, Standing(PUBLIC)) as connection:
        near = connection.execute("SELECT known_receipt(%s)", ([bytes(32), receipt],)).fetchone()
        assert near == (receipt,)
        assert connection.execute("SELECT known_receipt(%s)", ([bytes(32)],)).fetchone() == (None,)
        assert connection.execute("SELECT known_receipt('{}')").fetchone() == (None,)
        assert connection.execute('SELECT count(*) FROM "case"').fetchone() == (0,)
    external = b"e" * 32
    with town.owner() as owner:
        owner.execute('UPDATE "case" SET external_lookup = %s WHERE id = %s', (external, town.cases["integrity"].id))
        state(owner, town.staff("saran"))
        said = owner.execute("SELECT * FROM known_externals(%s)", ([bytes(32), external],)).fetchall()
        assert said == [(external,)]
        assert owner.execute('SELECT count(*) FROM "case" WHERE external_lookup IS NOT NULL').fetchone() == (0,)
        owner.rollback()
