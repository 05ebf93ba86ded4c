"""A unit is asked about an extract: it learns the question, not who complained, and no other unit learns anything."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Role
from caseapp.services import gate
from caseapp.services.casework import desk, explaining
from caseapp.services.staff import people
from tests.lives import BOLD, COMPLAINT, FiledCase, Lives

EXTRACT, REPLY = "Гуравдугаар цонх яагаад хаалттай байсан бэ?", "Тэр өдөр систем зогссон."


@pytest.fixture
def another_officer(lives: Lives) -> Iterator[str]:
    """Bold answers for another unit; gone after the test."""
    with lives.cast.at("dorj") as uow:
        person = people.create_person(
            uow,
            login="bold",
            name="Болд",
            post="Мэргэжилтэн",
            roles=frozenset({Role.UNIT_OFFICER}),
            password="Цэнхэр тэнгэр 2026",
            unit_id=lives.unit("AIM-064"),
            must_change=False,
        )
    lives.cast._ids.clear()
    yield "bold"
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        for table in ("staff_session", "role_grant", "staff_credential"):
            owner.execute(text(f"DELETE FROM {table} WHERE user_id = :id"), {"id": person})
        owner.execute(text("DELETE FROM staff_user WHERE id = :id"), {"id": person})


def asked(lives: Lives, unit: str = "AIM-061", extract: str = EXTRACT) -> FiledCase:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.RequestExplanation(lives.unit(unit), extract))
    return filed


def question(lives: Lives, login: str = "zaya") -> int:
    with lives.cast.at(login) as uow:
        return explaining.questions(uow)[0].id


def test_the_unit_reads_the_extract_and_answers_once(lives: Lives) -> None:
    filed = asked(lives)
    one = question(lives)
    with lives.cast.at("zaya") as uow:
        assert explaining.open_question(uow, one).text == EXTRACT
        explaining.answer(uow, one, REPLY)
    with lives.cast.at("zaya") as uow:
        assert explaining.open_question(uow, one).reply == REPLY
    with pytest.raises(RuleBroken) as broken, lives.cast.at("zaya") as uow:
        explaining.answer(uow, one, "Өөрөөр хэлье.")
    assert broken.value.reason is Reason.REQUEST_DECIDED
    with lives.cast.at("saran") as uow:
        questions = desk.open_case(uow, filed.number).questions
    assert [(q.officers, q.extract, q.reply) for q in questions] == [(("Заяа",), EXTRACT, REPLY)]
    assert "explanation.answered" in lives.verbs(filed)


def test_an_empty_reply_is_none(lives: Lives) -> None:
    asked(lives)
    with pytest.raises(RuleBroken) as broken, lives.cast.at("zaya") as uow:
        explaining.answer(uow, explaining.questions(uow)[0].id, "  ")
    assert broken.value.reason is Reason.NEEDS_TEXT


def test_the_unit_learns_nothing_of_the_case_but_the_question(lives: Lives) -> None:
    filed = asked(lives)
    with lives.cast.at("zaya") as uow:
        shown = repr((explaining.questions(uow), explaining.open_question(uow, explaining.questions(uow)[0].id)))
    for word in (filed.number, str(filed.id), COMPLAINT, BOLD.family_name, BOLD.register_number, BOLD.phone):
        assert word not in shown
    with pytest.raises(Refused), lives.cast.at("zaya") as uow:
        desk.open_case(uow, filed.number)


def test_each_opening_by_the_unit_stands_in_the_ledger(lives: Lives) -> None:
    filed = asked(lives)
    one, before = question(lives), lives.last_entry(filed)
    with lives.cast.at("zaya") as uow:
        explaining.open_question(uow, one)
    with lives.owner.connect() as connection:
        entry = connection.execute(
            text("SELECT verb, actor_id, detail FROM ledger_entry WHERE case_id = :id AND seq > :seq"),
            {"id": filed.id, "seq": before},
        ).one()
    assert tuple(entry) == ("case.read", lives.cast.id_of("zaya"), {"compartment": "extract"})


def test_another_unit_sees_nothing_and_opens_nothing(lives: Lives, another_officer: str) -> None:
    asked(lives)
    asked(lives, "AIM-064", "Өөр асуулт.")
    one = question(lives)
    with lives.cast.at(another_officer, Door.CASEWORK) as uow:
        assert [explaining.open_question(uow, q.id).text for q in explaining.questions(uow)] == ["Өөр асуулт."]
    for act in (explaining.open_question, lambda uow, wanted: explaining.answer(uow, wanted, REPLY)):
        with pytest.raises(Refused), lives.cast.at(another_officer, Door.CASEWORK) as uow:
            act(uow, one)
    with pytest.raises(Refused), lives.cast.at("zaya") as uow:
        explaining.open_question(uow, 4711)


def test_whoever_answers_for_no_unit_is_refused(lives: Lives) -> None:
    asked(lives)
    for login in ("saran", "gerel", "oyun"):
        with pytest.raises(Refused), lives.cast.at(login) as uow:
            explaining.questions(uow)


def test_each_question_has_a_key_of_its_own(lives: Lives) -> None:
    filed = asked(lives)
    lives.cast.step("saran", filed.number, c.ExplanationReceived())
    lives.cast.step("saran", filed.number, c.RequestExplanation(lives.unit("AIM-061"), "Хоёр дахь асуулт."))
    with lives.owner.connect() as connection:
        found = connection.execute(
            text(
                "SELECT compartment, array_agg(reader ORDER BY reader) AS readers FROM case_key"
                " WHERE compartment LIKE 'extract/%' GROUP BY compartment"
            )
        ).all()
    assert len(found) == 2
    assert all(row.readers == [f"member:{lives.cast.id_of('zaya')}", "recovery", "team:casework"] for row in found)


def test_a_unit_without_an_officer_is_not_asked(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    for unit, reason in ((lives.unit("AIM-064"), Reason.NO_SUCH_PERSON), (999_999, Reason.NO_SUCH_UNIT)):
        with pytest.raises(RuleBroken) as broken:
            lives.cast.step("saran", filed.number, c.RequestExplanation(unit, EXTRACT))
        assert broken.value.reason is reason
    assert lives.status(filed) == "in_progress"


def test_the_extract_is_kept_from_the_citizen(lives: Lives) -> None:
    filed = asked(lives)
    with lives.owner.connect() as connection:
        compartment = connection.scalar(text("SELECT compartment FROM case_key WHERE compartment LIKE 'extract/%'"))
    for kept in (compartment, "notes", "notice"):
        with pytest.raises(Refused), lives.citizen(filed) as uow:
            gate.open_parts(uow, gate.load_own_case(uow), kept)
