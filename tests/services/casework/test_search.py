"""Words of sealed reports are found by whoever holds the team's key, and by nobody else."""

import pytest

from caseapp.domain import commands as c
from caseapp.domain.vocab import Kind, Mode, Theme
from caseapp.queries.filtering import Filter
from caseapp.services.casework import desk, queues
from tests.lives import FiledCase, Lives

TEXT = "Гэрчилгээний ДУГААР буруу бичигджээ; ёслолын өрөөнд үүдний жижүүр хөөсөн. Reference ABC-77."


def found(lives: Lives, login: str, words: str) -> set[str]:
    with lives.cast.at(login) as uow:
        return {row.number for row in queues.list_cases(uow, Filter(queue="all"), words).rows}


@pytest.fixture
def filed(lives: Lives) -> FiledCase:
    """Bat has registered it; another case stands beside it."""
    lives.triaged("saran", words="Лавлагаа авах гэж гурван өдөр явлаа.")
    return lives.triaged("bat", words=TEXT)


@pytest.mark.parametrize(
    "words",
    [
        "дугаар",
        "ДУГААР",
        "Гэрчилгээ",
        "гэрчилгээгээ",
        "гэрч",
        "буруу бичигдсэн",
        "ёслол",
        "еслол",
        "өрөө",
        "ороо",
        "үүдний",
        "уудний",
        "жижүүр",
        "жижуур",
        "хөөсөн",
        "хоосон",
        "abc",
        "77",
        "reference 77",
        "дугаар, буруу!",
        "жижүүр",
    ],
)
def test_a_word_is_found_by_itself_its_beginning_and_its_usual_slips(
    lives: Lives, filed: FiledCase, words: str
) -> None:
    assert found(lives, "saran", words) == {filed.number}


@pytest.mark.parametrize("words", ["дуг", "угаар", "дугаар хогтоор", "байхгүй", "бичигний"])
def test_what_is_not_there_is_not_found(lives: Lives, filed: FiledCase, words: str) -> None:
    assert filed.number not in found(lives, "saran", words)


@pytest.mark.parametrize("words", ["!", "…", "а", "- -"])
def test_a_search_without_a_word_finds_nothing(lives: Lives, filed: FiledCase, words: str) -> None:
    assert found(lives, "saran", words) == set()


def test_blanks_are_no_search(lives: Lives, filed: FiledCase) -> None:
    assert filed.number in found(lives, "saran", "   ")


def test_place_and_remedy_are_searched_but_not_who_complained(lives: Lives) -> None:
    filed = lives.triaged("saran", where="Замын-Үүд дэх цонх", remedy="Уучлал гуйх")
    assert found(lives, "saran", "замын") == found(lives, "saran", "уучлал") == {filed.number}
    for words in ("Дорлиг", "Болд", "УК85051512", "99112233"):
        assert found(lives, "saran", words) == set(), words


def test_before_it_is_registered_no_word_of_a_case_is_found(lives: Lives) -> None:
    filed = lives.file(TEXT)
    assert found(lives, "saran", "жижүүр") == set()
    lives.cast.step("sukh", filed.number, c.Register())
    assert found(lives, "saran", "жижүүр") == {filed.number}


def test_a_member_of_both_teams_finds_in_both_and_of_one_in_one(lives: Lives) -> None:
    ordinary = lives.triaged("saran", words=TEXT)
    integrity = lives.triaged("bat", Theme.BRIBERY, words=TEXT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    assert found(lives, "bat", "жижүүр буруу") == {ordinary.number, integrity.number}
    assert found(lives, "saran", "жижүүр буруу") == {ordinary.number}


def test_the_same_word_has_another_hash_in_the_other_team(lives: Lives) -> None:
    ordinary = lives.triaged("bat", words=TEXT)
    integrity = lives.triaged("bat", Theme.BRIBERY, words=TEXT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    hashes = {}
    with lives.owner.connect() as connection:
        for row in connection.exec_driver_sql("SELECT case_id, tokens FROM case_search"):
            hashes[row.case_id] = set(row.tokens)
    assert hashes[ordinary.id] and hashes[integrity.id]
    assert not hashes[ordinary.id] & hashes[integrity.id]


def test_after_escalation_only_the_integrity_team_finds_it_from_its_first_opening_on(
    lives: Lives, filed: FiledCase
) -> None:
    lives.cast.step("bat", filed.number, c.Escalate("Шинжтэй."))
    assert found(lives, "saran", "жижүүр") == set()
    with lives.cast.at("tuya") as uow:
        assert desk.open_case(uow, filed.number).opened
    assert found(lives, "bat", "жижүүр") == found(lives, "ganaa", "жижүүр") == {filed.number}
    assert found(lives, "saran", "жижүүр") == set()
