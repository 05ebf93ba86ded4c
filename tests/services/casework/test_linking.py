"""Cases that belong together: repeats, groups and duplicates, linked by people and found alike by hashes."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.filing import Identity
from caseapp.domain.linking import LinkKind
from caseapp.domain.vocab import Mode, Outcome, Status, Theme
from caseapp.services import gate
from caseapp.services.casework import alike as similar
from caseapp.services.casework import desk, linking
from caseapp.services.staff import conflicts
from tests.lives import COMPLAINT, FiledCase, Lives

OTHER_WORDS = "Хуулийн этгээдийн гэрчилгээний хаягийг өөрчлөх хүсэлтийг сар гаруй шийдвэрлэхгүй байна. Утсаа авдаггүй."
OF_ONE_MATTER = (
    "Сүхбаатар дүүргийн бүртгэлийн хэлтэс өглөө долоон цагаас өмнө дугаарлахгүй бол тухайн өдөр үйлчлэхээ больсон."
    " Хөгшчүүл хүйтэнд гадаа хоёр цаг зогсож байна. Цонхны тоог нэмж, цагийн захиалгыг утсаар авдаг болгоно уу."
)
REWORDED = (
    "Сүхбаатар дүүргийн бүртгэлийн хэлтэс өглөө долоон цагаас өмнө дугаарлахгүй бол тухайн өдөр үйлчлэхгүй гэнэ."
    " Манай ээж хүйтэнд гадаа хоёр цаг зогсоод өвдчихлөө. Цонхны тоог нэмээч, цагийн захиалга авдаг болгооч."
)
ELSE = Identity(family_name="Ганбат", given_name="Цэцэг", register_number="УБ90010112", phone="88001122")


def link(lives: Lives, who: str, one: FiledCase, other: FiledCase, kind: LinkKind) -> None:
    with lives.cast.at(who) as uow:
        linking.link(uow, one.number, other.number, kind)


def beside(lives: Lives, who: str, filed: FiledCase) -> linking.Linked:
    with lives.cast.at(who) as uow:
        case = gate.load_case(uow, filed.number, frozenset(uow.actor.permissions))
        return linking.of(uow, case, opened=True)


def linked(lives: Lives, who: str, filed: FiledCase) -> set[tuple[str, str]]:
    return {(one.beside.how, one.beside.number) for one in beside(lives, who, filed).links}


def alike(lives: Lives, who: str, filed: FiledCase) -> set[tuple[str, str]]:
    """(why, number): a case may look alike for both reasons."""
    found = beside(lives, who, filed).alike
    assert len({one.beside.number for one in found}) == len(found), "each case once"
    persons = {("person", one.beside.number) for one in found if one.same_person}
    return persons | {("matter", one.beside.number) for one in found if one.score}


def facts(lives: Lives, filed: FiledCase) -> tuple[bool, bool]:
    """(is a repeat, is in a group), as the counts will see it."""
    with lives.owner.connect() as connection:
        row = connection.execute(text('SELECT is_repeat, in_group FROM "case" WHERE id = :id'), {"id": filed.id}).one()
    return row.is_repeat, row.in_group


def refusal(lives: Lives, who: str, one: FiledCase, other: FiledCase, kind: LinkKind) -> Reason:
    with pytest.raises(RuleBroken) as broken:
        link(lives, who, one, other, kind)
    return broken.value.reason


def registered(lives: Lives, words: str, who: str = "saran", **more: object) -> FiledCase:
    filed = lives.file(words, **more)  # type: ignore[arg-type]
    lives.cast.step(who, filed.number, c.Register())
    return filed


def test_the_same_words_are_found_alike_at_registration_and_other_words_are_not(lives: Lives) -> None:
    first, strange = registered(lives, OF_ONE_MATTER), registered(lives, OTHER_WORDS, identity=ELSE)
    second = registered(lives, REWORDED, identity=ELSE)
    assert ("matter", first.number) in alike(lives, "bat", second)
    assert ("matter", second.number) in alike(lives, "bat", first)
    assert ("matter", strange.number) not in alike(lives, "bat", second)


def test_one_petitioner_is_recognised_by_what_only_they_have(lives: Lives) -> None:
    first, second = registered(lives, COMPLAINT), registered(lives, OTHER_WORDS)
    by_another = registered(lives, OF_ONE_MATTER, identity=ELSE)
    assert alike(lives, "bat", second) == {("person", first.number)}
    assert alike(lives, "bat", by_another) == set()


def test_a_shared_given_name_makes_nobody_the_same_person(lives: Lives) -> None:
    registered(lives, COMPLAINT, identity=Identity(given_name="Болд", phone="99112233"))
    second = registered(lives, OTHER_WORDS, identity=Identity(given_name="Болд", phone="99445566"))
    assert alike(lives, "bat", second) == set()


def test_whoever_asked_for_confidence_is_connected_with_nothing(lives: Lives) -> None:
    registered(lives, COMPLAINT)
    hidden = registered(lives, OTHER_WORDS, mode=Mode.CONFIDENTIAL)
    assert alike(lives, "bat", hidden) == set()
    assert "identity.compared" not in lives.verbs(hidden)


def test_a_repeat_points_at_the_earlier_case_whichever_was_named_first(lives: Lives) -> None:
    first = registered(lives, COMPLAINT)
    lives.around.clock.forward(days=3)  # type: ignore[attr-defined]
    second = registered(lives, COMPLAINT)
    link(lives, "saran", first, second, LinkKind.REPEAT_OF)
    assert facts(lives, second) == (True, False)
    assert facts(lives, first) == (False, False)
    assert linked(lives, "bat", second) == {("repeat_of", first.number)}
    assert alike(lives, "bat", second) == set(), "what is linked is no longer suggested"
    assert lives.verbs(first)[-1] == lives.verbs(second)[-1] == "case.linked"


def test_three_on_the_same_matter_are_a_group_and_two_are_not(lives: Lives) -> None:
    one, two, three = (registered(lives, COMPLAINT) for _ in range(3))
    link(lives, "saran", two, one, LinkKind.GROUP)
    assert facts(lives, one) == facts(lives, two) == (False, False)
    link(lives, "saran", three, two, LinkKind.GROUP)
    assert {facts(lives, filed) for filed in (one, two, three)} == {(False, True)}
    with lives.cast.at("bat") as uow:
        assert {member.case.number for member in linking.group(uow, three.number)} == {
            one.number,
            two.number,
            three.number,
        }
    with lives.cast.at("saran") as uow:
        linking.unlink(uow, one.number, three.number)
    assert {facts(lives, filed) for filed in (one, two, three)} == {(False, False)}


def test_a_case_is_linked_once_and_never_to_itself_or_to_nothing(lives: Lives) -> None:
    one, two = registered(lives, COMPLAINT), registered(lives, COMPLAINT)
    link(lives, "saran", one, two, LinkKind.DUPLICATE)
    assert refusal(lives, "saran", two, one, LinkKind.GROUP) is Reason.ALREADY_LINKED
    assert refusal(lives, "saran", one, one, LinkKind.GROUP) is Reason.NO_SUCH_CASE
    nowhere = FiledCase("2026-4839-2051-7", one.receipt, 0)
    assert refusal(lives, "saran", one, nowhere, LinkKind.GROUP) is Reason.NO_SUCH_CASE


def test_two_groups_do_not_grow_into_one(lives: Lives) -> None:
    cases = [registered(lives, COMPLAINT) for _ in range(4)]
    link(lives, "saran", cases[0], cases[1], LinkKind.GROUP)
    link(lives, "saran", cases[2], cases[3], LinkKind.GROUP)
    assert refusal(lives, "saran", cases[0], cases[3], LinkKind.GROUP) is Reason.OTHER_GROUP


def test_a_case_of_the_integrity_team_is_no_case_to_link_to(lives: Lives) -> None:
    ordinary, secret = registered(lives, COMPLAINT), lives.under_integrity()
    assert refusal(lives, "saran", ordinary, secret, LinkKind.GROUP) is Reason.NO_SUCH_CASE
    assert refusal(lives, "bat", ordinary, secret, LinkKind.GROUP) is Reason.NO_SUCH_CASE


def test_whoever_is_shut_out_of_one_is_shut_out_of_both_and_of_all_that_is_bound_to_them(lives: Lives) -> None:
    saran = lives.cast.id_of("saran")
    about_her = lives.file(OF_ONE_MATTER)
    lives.cast.step("tuya", about_her.number, c.Register())
    lives.cast.step("tuya", about_her.number, lives.triage_of(officials=(saran,)))
    one, two = registered(lives, COMPLAINT), registered(lives, COMPLAINT)
    link(lives, "saran", one, two, LinkKind.GROUP)
    link(lives, "tuya", two, about_her, LinkKind.DUPLICATE)
    with lives.cast.at("saran") as uow:
        for filed in (one, two, about_her):
            with pytest.raises(Refused):
                desk.open_case(uow, filed.number)
    assert linked(lives, "bat", two) == {("group", one.number), ("duplicate", about_her.number)}


def test_who_steps_aside_later_leaves_the_whole_matter(lives: Lives) -> None:
    one, two, apart = registered(lives, COMPLAINT), registered(lives, COMPLAINT), registered(lives, COMPLAINT)
    link(lives, "saran", one, two, LinkKind.GROUP)
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, one.number)
    with lives.cast.at("saran") as uow:
        assert desk.open_case(uow, apart.number).case.number == apart.number
        with pytest.raises(Refused):
            desk.open_case(uow, two.number)
    assert "recusal.recorded" in lives.verbs(two)


def test_what_looks_alike_never_tells_a_recused_person_of_a_case(lives: Lives) -> None:
    first = registered(lives, OF_ONE_MATTER, who="bat")
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, first.number)
    second = registered(lives, REWORDED, who="saran")
    assert alike(lives, "saran", second) == set()
    assert ("matter", first.number) in alike(lives, "bat", second), "found for others, whoever registered it"


def test_a_repeat_shows_the_earlier_answer_and_the_earlier_ledger_tells_who_read_it(lives: Lives) -> None:
    first = lives.answered()
    second = lives.in_progress("saran")
    link(lives, "saran", second, first, LinkKind.REPEAT_OF)
    reads = lives.verbs(first).count("case.read")
    with lives.cast.at("saran") as uow:
        earlier = linking.earlier(uow, second.number)
    assert earlier.number == first.number
    assert earlier.answers[0]["letter"] == "Гомдол үндэслэлтэй."
    assert lives.verbs(first).count("case.read") == reads + 1


def test_a_repeat_is_answered_by_reference_only_after_a_final_answer_and_by_a_head(lives: Lives) -> None:
    first, second = lives.in_progress("saran"), lives.in_progress("saran")
    by_reference = c.ProposeAnswer(Outcome.REPEAT, "Хууль", "Өмнөх хариуг үзнэ үү.")
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("saran", second.number, by_reference)
    assert broken.value.reason is Reason.NEEDS_EARLIER_CASE
    link(lives, "saran", second, first, LinkKind.REPEAT_OF)
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("saran", second.number, by_reference)
    assert broken.value.reason is Reason.NEEDS_EARLIER_ANSWER
    lives.cast.step("saran", first.number, c.ProposeAnswer(Outcome.UPHELD, "Хууль", "Үндэслэлтэй."))
    lives.cast.step("bat", first.number, c.ApproveAnswer())
    lives.cast.step("saran", second.number, by_reference)
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("bat", second.number, c.ApproveAnswer())
    assert broken.value.reason is Reason.REPEAT_FOR_HEAD
    lives.cast.step("tuya", second.number, c.ApproveAnswer())
    with lives.cast.at("tuya") as uow:
        case = gate.load_case(uow, second.number, frozenset(uow.actor.permissions))
        assert (case.status, case.outcome) == (Status.ANSWERED, Outcome.REPEAT)


def test_what_is_said_to_be_not_related_is_never_suggested_again(lives: Lives) -> None:
    first, second, third = (registered(lives, COMPLAINT) for _ in range(3))
    with lives.cast.at("saran") as uow:
        similar.dismiss(uow, second.number, first.number)
    assert lives.verbs(first)[-1] == lives.verbs(second)[-1] == "case.unrelated"
    for _ in range(2):
        for one, other in ((first, second), (second, first)):
            assert other.number not in {number for _why, number in alike(lives, "bat", one)}
            assert third.number in {number for _why, number in alike(lives, "bat", one)}
        with lives.cast.at("bat") as uow:
            similar.look_again(uow, second.number)
    with pytest.raises(RuleBroken) as broken, lives.cast.at("bat") as uow:
        similar.dismiss(uow, first.number, second.number)
    assert broken.value.reason is Reason.ALREADY_DONE
    link(lives, "saran", second, first, LinkKind.REPEAT_OF)
    assert linked(lives, "bat", second) == {("repeat_of", first.number)}


def test_a_case_that_is_looked_at_again_learns_of_those_that_were_registered_meanwhile(lives: Lives) -> None:
    filed = registered(lives, COMPLAINT)
    later = registered(lives, COMPLAINT)
    with lives.owner.begin() as owner:
        owner.execute(text("DELETE FROM case_similar"))
    assert alike(lives, "bat", filed) == set()
    with lives.cast.at("bat") as uow:
        similar.look_again(uow, filed.number)
    assert later.number in {number for _why, number in alike(lives, "bat", filed)}
    lives.withdraw(filed)
    with pytest.raises(RuleBroken) as broken, lives.cast.at("bat") as uow:
        similar.look_again(uow, filed.number)
    assert broken.value.reason is Reason.NOT_NOW


def test_whoever_must_not_see_one_of_two_cases_dismisses_nothing_of_it(lives: Lives) -> None:
    first, hidden = registered(lives, COMPLAINT), registered(lives, COMPLAINT)
    lives.cast.step("bat", hidden.number, lives.triage_of(Theme.QUEUE, officials=(lives.cast.id_of("saran"),)))
    with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
        similar.dismiss(uow, first.number, hidden.number)
    assert broken.value.reason is Reason.NO_SUCH_CASE
    assert "case.unrelated" not in lives.verbs(first)
