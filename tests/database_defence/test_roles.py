"""What exists for whom: rows that raw SQL gives to each database role, whatever the WHERE says or forgets."""

import psycopg
import pytest

from tests.database_defence.standing import Standing, standing
from tests.database_defence.town import ANALYST, STAFF, Town

ORDINARY = ("answered", "appealed", "asked", "about_saran")
OF_SARAN = ("answered", "appealed", "asked")
OF_THE_RECEIPT = (
    *("case", "case_key", "sealed_part", "message", "attachment", "agency_package", "ledger_entry"),
    *("satisfaction", "appeal"),
)
"""What exists for a citizen, of the own case."""
INTEGRITY = ("escalated", "integrity", "referred")
HANGING = {
    "case_link",
    "case_similar",
    "case_unrelated",
    "presence",
    "reminder",
    "task",
    "waiting",
    "agency_package",
    "answer",
    "appeal",
    "attachment",
    "case_key",
    "case_search",
    "conflict_statement",
    "explanation",
    "identity_request",
    "ledger_entry",
    "message",
    "note",
    "notice",
    "recusal",
    "referral",
    "satisfaction",
    "sealed_part",
    "theme_decision",
    "theme_suggestion",
}

PERSONAL = {"reminder"}
"""Of a person, not of the team (test_law.py)."""


def cases_seen(connection: psycopg.Connection, table: str = "case") -> set[int]:
    """By a statement that forgot its WHERE."""
    column = "id" if table == "case" else "case_id"
    return {row[0] for row in connection.execute(f'SELECT {column} FROM "{table}"') if row[0] is not None}


def seen_by(town: Town, who: Standing, table: str = "case") -> set[int]:
    with standing(town.owner_url, who) as connection:
        return cases_seen(connection, table)


def all_of(town: Town, table: str) -> set[int]:
    with town.owner() as owner:
        return cases_seen(owner, table)


def test_every_table_of_a_case_is_known_to_these_tests(town: Town) -> None:
    assert set(town.hanging()) == HANGING
    assert {table for table in HANGING if not all_of(town, table)} == set(), "a table without a row proves nothing"


@pytest.mark.parametrize(
    ("login", "names"),
    [
        ("tuya", ORDINARY + INTEGRITY),
        ("bat", ORDINARY + INTEGRITY),
        ("saran", OF_SARAN),
        ("sukh", ORDINARY),
        ("zaya", ()),
        ("oyun", ()),
        ("dorj", ()),
        ("khulan", ()),
        ("enkh", ()),
    ],
)
def test_a_member_of_staff_meets_the_cases_of_their_teams_alone(town: Town, login: str, names: tuple[str, ...]) -> None:
    assert seen_by(town, town.staff(login)) == town.ids(*names)


@pytest.mark.parametrize("table", sorted(HANGING - PERSONAL))
def test_what_hangs_on_a_case_exists_for_its_team_exactly_when_the_case_does(town: Town, table: str) -> None:
    hanging = all_of(town, table)
    assert seen_by(town, town.staff("tuya"), table) == hanging
    assert seen_by(town, town.staff("saran"), table) == hanging & town.ids(*OF_SARAN)
    assert seen_by(town, town.staff("sukh"), table) == hanging & town.ids(*ORDINARY)
    assert seen_by(town, town.staff("oyun"), table) == set()


@pytest.mark.parametrize("claim", ["", "0", "-1", "999999", "9223372036854775807"])
def test_claiming_to_be_nobody_gives_nothing(town: Town, claim: str) -> None:
    with standing(town.owner_url, Standing(STAFF)) as connection:
        connection.execute("SELECT set_config('caseapp.actor_id', %s, true)", (claim,))
        for table in ["case", *sorted(HANGING)]:
            assert cases_seen(connection, table) == set(), table


def test_clearance_is_a_key_held_and_not_a_setting_claimed(town: Town) -> None:
    with standing(town.owner_url, town.staff("saran")) as connection:
        connection.execute("SELECT set_config('caseapp.paths', 'integrity', true)")
        connection.execute("SELECT set_config('caseapp.actor_paths', '{ordinary,integrity}', true)")
        assert not cases_seen(connection) & town.ids(*INTEGRITY)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(
                "INSERT INTO team_member (team, user_id, sealed_key, added_at) VALUES ('integrity', %s, '', now())",
                (town.id_of("saran"),),
            )


def test_a_unit_officer_reads_the_question_to_their_unit_and_nothing_else_of_the_case(town: Town) -> None:
    asked = town.ids("asked")
    with standing(town.owner_url, town.staff("zaya")) as connection:
        seen = {table: cases_seen(connection, table) for table in HANGING}
        parts = connection.execute("SELECT compartment, part FROM sealed_part").fetchall()
        readers = connection.execute("SELECT compartment, reader FROM case_key").fetchall()
    assert {table for table, ids in seen.items() if ids} == {"explanation", "sealed_part", "case_key"}
    assert seen["explanation"] == asked
    assert [part for _, part in parts] == ["extract"]
    assert all(compartment.startswith("extract/") for compartment, _ in [*parts, *readers])
    assert {reader for _, reader in readers} == {f"member:{town.id_of('zaya')}"}


def test_without_a_receipt_the_public_door_sees_no_case(town: Town) -> None:
    for who in (Standing("caseapp_public"), Standing("caseapp_public", receipt=bytes(32))):
        for table in OF_THE_RECEIPT:
            assert seen_by(town, who, table) == set(), table


def test_being_somebody_of_the_staff_opens_nothing_at_the_public_door(town: Town) -> None:
    assert seen_by(town, Standing("caseapp_public", town.id_of("tuya"))) == set()


@pytest.mark.parametrize("name", ["asked", "referred", "appealed"])
def test_a_receipt_gives_its_own_case_alone(town: Town, name: str) -> None:
    for table in OF_THE_RECEIPT:
        assert seen_by(town, town.citizen(name), table) == all_of(town, table) & town.ids(name), table


def test_a_receipt_gives_neither_notes_nor_extracts_nor_others_copies_of_the_keys(town: Town) -> None:
    with standing(town.owner_url, town.citizen("asked")) as connection:
        parts = {row[0] for row in connection.execute("SELECT compartment FROM sealed_part")}
        readers = {row[0] for row in connection.execute("SELECT reader FROM case_key")}
    assert parts == {"report", "identity"}
    assert readers == {"receipt"}


def test_a_citizen_writes_to_no_other_case(town: Town) -> None:
    other = town.cases["answered"].id
    with standing(town.owner_url, town.citizen("asked")) as connection:
        changed = connection.execute('UPDATE "case" SET citizen_wrote_at = now()')
        assert changed.rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(
                "INSERT INTO message (id, case_id, author, sent_at) VALUES (1, %s, 'citizen', now())", (other,)
            )


def test_the_analysts_role_meets_ordinary_cases_and_integrity_as_numbers_only(town: Town) -> None:
    counted = town.ids(*ORDINARY) - town.ids("about_saran")
    with standing(town.owner_url, Standing(ANALYST, town.id_of("oyun"))) as connection:
        assert cases_seen(connection) == counted
        assert cases_seen(connection, "theme_decision") == all_of(town, "theme_decision") & counted
        counts = connection.execute("SELECT measure, cases FROM integrity_counts('-infinity', 'infinity')").fetchall()
    assert dict(counts)["received"] == len(INTEGRITY)
    assert dict(counts)["referred"] == 1


@pytest.mark.parametrize("login", [None, "saran", "oyun", "tuya", "ganaa"])
def test_a_complaint_about_an_officer_is_counted_for_no_reader_until_it_is_counted_for_all(
    town: Town, login: str | None
) -> None:
    """Nobody's figures depend on who they are, or on who they claim to be: Saran stands for any recused person."""
    who = Standing(ANALYST, town.id_of(login) if login else None)
    assert seen_by(town, who) == town.ids(*ORDINARY) - town.ids("about_saran")


@pytest.mark.parametrize(
    ("login", "verb", "counts_all"),
    [("tuya", "report.counted", True), ("tuya", "report.frozen", False), ("oyun", "report.counted", False)],
)
def test_a_head_counts_all_cases_only_after_the_ledger_was_told(
    town: Town, login: str, verb: str, counts_all: bool
) -> None:
    """In the same transaction, in so many words."""
    with standing(town.owner_url, Standing(ANALYST, town.id_of(login))) as connection:
        connection.execute(
            "INSERT INTO ledger_entry (chain, seq, at, actor_kind, verb, detail, previous, hash)"
            " SELECT 'staff/' || %(id)s, t.seq + 1, now(), 'staff', %(verb)s, '{}', t.hash, ''"
            " FROM ledger_tip('staff/' || %(id)s) t",
            {"id": town.id_of(login), "verb": verb},
        )
        assert bool(cases_seen(connection) & town.ids("about_saran")) is counts_all


def test_the_auditors_role_meets_the_status_of_all_cases_and_the_whole_ledger(town: Town) -> None:
    auditor = Standing("caseapp_auditor", town.id_of("khulan"))
    assert seen_by(town, auditor) == town.ids(*ORDINARY, *INTEGRITY)
    assert seen_by(town, auditor, "ledger_entry") == all_of(town, "ledger_entry")


def test_the_agencys_role_meets_what_was_referred_and_no_other_case(town: Town) -> None:
    agency = Standing("caseapp_agency", town.id_of("enkh"))
    assert seen_by(town, agency) == town.ids("referred")
    assert seen_by(town, agency, "agency_package") == town.ids("referred")
    with standing(town.owner_url, agency) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(
            "INSERT INTO ledger_entry (chain, seq, case_id, at, actor_kind, verb, detail, previous, hash)"
            " SELECT 'case/' || %(id)s, t.seq + 1, %(id)s, now(), 'system', 'x', '{}', t.hash, ''"
            " FROM ledger_tip('case/' || %(id)s) t",
            {"id": town.cases["integrity"].id},
        )


def test_a_guessed_number_and_one_that_never_existed_give_a_recused_officer_the_same(town: Town) -> None:
    question = 'SELECT * FROM "case" WHERE number = %s'
    with standing(town.owner_url, town.staff("saran")) as connection:
        about = connection.execute(question, (town.cases["about_saran"].number,)).fetchall()
        never = connection.execute(question, ("2026-0000-0000-0",)).fetchall()
        total = connection.execute('SELECT count(*) FROM "case"').fetchone()
        found = connection.execute("SELECT count(DISTINCT case_id) FROM case_search WHERE tokens && tokens").fetchone()
    assert about == never == []
    assert total == found == (len(OF_SARAN),)


@pytest.mark.parametrize(("login", "names"), [("saran", OF_SARAN), ("sukh", ORDINARY), ("oyun", ())])
def test_the_searching_function_finds_only_what_its_caller_sees(town: Town, login: str, names: tuple[str, ...]) -> None:
    with standing(town.owner_url, town.staff(login)) as connection:
        found = {row[0] for row in connection.execute("SELECT search_cases('{}', 'report')")}
    assert found == all_of(town, "case_search") & town.ids(*names)


@pytest.mark.parametrize(
    "call", ["record_recusals({id}, '{{1}}', '{{subject}}', now())", "move_case({id}, 'integrity', 'triaged', 9)"]
)
def test_the_functions_that_move_rows_treat_an_unseen_case_as_one_that_never_existed(town: Town, call: str) -> None:
    said = set()
    for case_id in (town.cases["about_saran"].id, town.cases["integrity"].id, 4711):
        with standing(town.owner_url, town.staff("saran")) as connection:
            with pytest.raises(psycopg.errors.RaiseException) as refused:
                connection.execute(f"SELECT {call.format(id=case_id)}")
            said.add(refused.value.diag.message_primary)
    assert said == {"case: not visible"}


@pytest.mark.parametrize("name", ["integrity", "about_saran"])
def test_the_ledgers_tip_tells_nobody_of_a_case_that_they_do_not_see(town: Town, name: str) -> None:
    chain = f"case/{town.cases[name].id}"
    for who in (town.staff("saran"), Standing("caseapp_public"), Standing("caseapp_admin", town.id_of("dorj"))):
        with standing(town.owner_url, who) as connection:
            try:
                tip = connection.execute("SELECT seq FROM ledger_tip(%s)", (chain,)).fetchone()
            except psycopg.Error:
                continue
            assert tip == (0,), who.role


def test_a_team_shows_its_members_to_its_members_only(town: Town) -> None:
    for login, teams in {"saran": {"casework"}, "bat": {"casework", "integrity"}, "oyun": set(), "zaya": set()}.items():
        with standing(town.owner_url, town.staff(login)) as connection:
            assert {row[0] for row in connection.execute("SELECT team FROM team_member")} == teams, login


def test_only_a_head_releases_a_member_of_a_team(town: Town) -> None:
    for login, released in {"bat": 0, "saran": 0, "oyun": 0, "tuya": 1}.items():
        with standing(town.owner_url, town.staff(login)) as connection:
            done = connection.execute(
                "DELETE FROM team_member WHERE team = 'casework' AND user_id = %s", (town.id_of("sukh"),)
            )
            assert done.rowcount == released, login
