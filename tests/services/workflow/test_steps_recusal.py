"""Hard rule 1 and its shadow: who is complained about neither works on the case nor learns that there is one."""

import pytest
from sqlalchemy import Engine, text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Kind, Mode, Theme
from caseapp.services.casework import desk, explaining
from caseapp.services.staff import conflicts
from caseapp.services.workflow import steps
from tests.lives import REPORT, FiledCase, Lives
from tests.services.conftest import Supervise
from tests.services.seeing import Eyes

NEVER = "2026-4839-2051-7"
WORDS = ("дараалал", "гурван", "хахууль", "төгрөг", "цонх")


def about(lives: Lives, *logins: str, **filing: object) -> FiledCase:
    """A complaint about these members of staff, triaged by Tuya."""
    filed = lives.file(**filing)  # type: ignore[arg-type]
    kind = Kind(filing.get("kind", Kind.COMPLAINT))  # type: ignore[arg-type]
    theme = Theme.BRIBERY if kind.is_integrity else Theme.STAFF_CONDUCT
    officials = tuple(lives.cast.id_of(login) for login in logins)
    lives.cast.step("tuya", filed.number, c.Register())
    lives.cast.step("tuya", filed.number, lives.triage_of(theme, kind=kind, officials=officials))
    return filed


def refusal(lives: Lives, number: str, assignee: str) -> Reason:
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("tuya", number, c.Assign(lives.cast.id_of(assignee)))
    return broken.value.reason


def recused(lives: Lives, filed: FiledCase) -> dict[str, str]:
    with lives.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT u.login, r.ground FROM recusal r JOIN staff_user u ON u.id = r.user_id WHERE r.case_id = :id"),
            {"id": filed.id},
        )
        return {row.login: row.ground for row in rows}


def test_the_official_complained_about_is_never_the_assignee(lives: Lives) -> None:
    filed = about(lives, "saran")
    assert refusal(lives, filed.number, "saran") is Reason.ASSIGNEE_IS_RECUSED
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))
    assert lives.status(filed) == "in_progress"


def test_nobody_above_or_below_the_official_is_the_assignee(lives: Lives, supervise: Supervise) -> None:
    supervise("saran", "gerel")
    supervise("sukh", "saran")
    supervise("gerel", "dulam")
    supervise("dulam", "bat")
    filed = about(lives, "gerel")
    assert recused(lives, filed) == {
        "gerel": "subject",
        "saran": "line",
        "sukh": "line",
        "dulam": "line",
        "bat": "line",
    }
    for login in ("saran", "sukh", "bat"):
        assert refusal(lives, filed.number, login) is Reason.ASSIGNEE_IS_RECUSED
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("ganaa")))


def test_a_colleague_under_the_same_head_is_not_in_the_line(lives: Lives, supervise: Supervise) -> None:
    supervise("saran", "ganaa")
    supervise("bat", "ganaa")
    filed = about(lives, "saran")
    assert set(recused(lives, filed)) == {"saran", "ganaa"}
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))


def test_a_ring_of_supervisors_ends_the_search_for_the_line(lives: Lives, supervise: Supervise) -> None:
    supervise("saran", "bat")
    supervise("bat", "saran")
    assert set(recused(lives, about(lives, "saran"))) == {"saran", "bat"}


def test_whoever_comes_into_the_line_later_is_shut_out_from_then_on(lives: Lives, supervise: Supervise) -> None:
    filed = about(lives, "gerel")
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("saran")))
    with lives.cast.at("saran") as uow:
        assert desk.open_case(uow, filed.number)
    supervise("dulam", "saran")
    assert refusal(lives, filed.number, "saran") is Reason.ASSIGNEE_IS_RECUSED
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        desk.open_case(uow, filed.number)


def test_whoever_left_the_line_stays_shut_out(lives: Lives, supervise: Supervise) -> None:
    supervise("saran", "gerel")
    filed = about(lives, "gerel")
    supervise("saran", None)
    assert refusal(lives, filed.number, "saran") is Reason.ASSIGNEE_IS_RECUSED
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        desk.open_case(uow, filed.number)


def test_a_second_triage_shuts_out_the_assignee_that_it_names(lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    lives.cast.step("saran", filed.number, lives.close())
    with lives.citizen(filed) as uow:
        steps.take_own_step(uow, c.Appeal("Саран байцаагч өөрөө оролцсон."))
    lives.cast.step("tuya", filed.number, lives.triage_of(officials=(lives.cast.id_of("saran"),)))
    with lives.owner.connect() as connection:
        assignee = connection.scalar(text('SELECT assignee_id FROM "case" WHERE id = :id'), {"id": filed.id})
    assert assignee is None
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        desk.open_case(uow, filed.number)


def test_whoever_names_themselves_loses_sight_of_the_case_with_that_step(lives: Lives) -> None:
    filed = lives.file()
    lives.cast.step("saran", filed.number, c.Register())
    lives.cast.step("saran", filed.number, lives.triage_of(officials=(lives.cast.id_of("saran"),)))
    assert recused(lives, filed) == {"saran": "subject"}
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        desk.open_case(uow, filed.number)


@pytest.mark.parametrize("login", ["saran", "ganaa", "bat", "sukh"])
@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.CORRUPTION])
def test_for_a_recused_officer_the_lists_are_as_if_the_case_had_never_come(
    lives: Lives, eyes: Eyes, login: str, kind: Kind
) -> None:
    lives.answered("saran", "tuya")
    lives.triaged("bat")
    before = eyes.lists(login, *WORDS)
    about(lives, login, kind=kind)
    assert eyes.lists(login, *WORDS) == before
    assert eyes.lists("tuya", *WORDS) != before


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.CORRUPTION])
def test_for_a_recused_head_the_statistics_are_as_if_the_case_had_never_come(
    lives: Lives, eyes: Eyes, kind: Kind
) -> None:
    lives.answered("saran", "tuya")
    before = eyes.statistics("ganaa")
    about(lives, "ganaa", kind=kind)
    assert eyes.statistics("ganaa") == before
    assert eyes.statistics("tuya") == before, "what is not approved yet is counted for every reader alike"


@pytest.mark.parametrize(
    ("login", "kind"), [("saran", Kind.COMPLAINT), ("ganaa", Kind.CORRUPTION), ("ganaa", Kind.COMPLAINT)]
)
def test_to_a_recused_officer_each_service_answers_as_for_a_number_that_never_existed(
    lives: Lives, eyes: Eyes, login: str, kind: Kind
) -> None:
    filed = about(lives, login, kind=kind)
    asked, never = eyes.about(login, filed.number), eyes.about(login, NEVER)
    assert asked == never
    assert len([said for said in asked.values() if said == ("Refused", "refused")]) > 50
    assert eyes.about("tuya", filed.number) != never


def test_a_case_cannot_be_merged_into_one_that_does_not_exist_for_the_officer(lives: Lives) -> None:
    mine, other = lives.in_progress("saran"), about(lives, "saran")
    reasons = []
    for number in (other.number, NEVER):
        with pytest.raises(RuleBroken) as broken:
            lives.cast.step("saran", mine.number, c.Merge(number))
        reasons.append(broken.value.reason)
    assert reasons == [Reason.NO_SUCH_CASE] * 2


def test_a_refused_opening_is_written_down_the_same_for_both(lives: Lives) -> None:
    filed = about(lives, "saran")
    before = lives.verbs(filed)
    for number in (filed.number, NEVER):
        with pytest.raises(Refused) as refused, lives.cast.at("saran") as uow:
            desk.open_case(uow, number)
        assert (str(refused.value), refused.value.what) == ("refused", number)
    assert lives.verbs(filed) == before


def test_an_own_statement_of_conflict_ends_all_sight_of_the_case(lives: Lives, eyes: Eyes) -> None:
    lives.answered("saran", "tuya")
    before = eyes.lists("saran", *WORDS)
    filed = lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, filed.number)
    assert eyes.lists("saran", *WORDS) == before
    assert eyes.about("saran", filed.number) == eyes.about("saran", NEVER)
    assert refusal(lives, filed.number, "saran") is Reason.ASSIGNEE_IS_RECUSED


def test_a_recused_unit_officer_is_not_asked_and_sees_no_question(lives: Lives, eyes: Eyes) -> None:
    filed = about(lives, "zaya")
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("saran")))
    with lives.cast.at("saran") as uow:
        conflicts.state_none(uow, filed.number)
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("saran", filed.number, c.RequestExplanation(lives.unit("AIM-061"), "Яагаад?"))
    assert broken.value.reason is Reason.NO_SUCH_PERSON
    assert eyes.answer("zaya", explaining.questions) == ()


def test_a_unit_officer_named_later_loses_the_question_asked_before(lives: Lives, owner_engine: Engine) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.RequestExplanation(lives.unit("AIM-061"), "Яагаад?"))
    with lives.cast.at("zaya") as uow:
        asked = explaining.questions(uow)[0].id
    with owner_engine.begin() as owner:
        owner.execute(
            text("INSERT INTO recusal (case_id, user_id, ground, recorded_at) VALUES (:c, :u, 'subject', now())"),
            {"c": filed.id, "u": lives.cast.id_of("zaya")},
        )
    with lives.cast.at("zaya") as uow:
        assert explaining.questions(uow) == ()
    for act in (explaining.open_question, lambda uow, one: explaining.answer(uow, one, "Хариу.")):
        with pytest.raises(Refused), lives.cast.at("zaya") as uow:
            act(uow, asked)


def test_an_anonymous_report_shuts_out_as_a_named_one_does(lives: Lives, eyes: Eyes) -> None:
    before = eyes.lists("bat", *WORDS)
    filed = about(lives, "bat", words=REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    assert recused(lives, filed) == {"bat": "subject"}
    assert eyes.lists("bat", *WORDS) == before
