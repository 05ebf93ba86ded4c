"""Several cases on one matter, and one for another body, as officers and petitioners see them on their pages."""

import io

from flask import Flask

from caseapp.domain import commands as c
from caseapp.domain.filing import Identity
from caseapp.domain.vocab import Outcome
from tests.lives import FiledCase, Lives
from tests.visiting import Visitor

HERS = "Манай гудамжны бүртгэлийн цонх өглөө бүр хаалттай, ээжийгээ дагуулж дөрвөн удаа очлоо. Нууц үг: цэцэгс."
HIS = "Бүртгэлийн цонх хаалттай байна. Аав маань тэргэнцэртэй, гурван удаа дэмий явлаа. Нууц үг: уулс."
TSETSEG = Identity(family_name="Ганбат", given_name="Цэцэг", register_number="УБ90010112", phone="88001122")


def page_of(app: Flask, filed: FiledCase) -> Visitor:
    petitioner = Visitor(app, "en")
    petitioner.go("/track")
    petitioner.send(code=filed.receipt.code)
    return petitioner


def test_saran_links_two_cases_after_looking_at_both(saran: Visitor, lives: Lives) -> None:
    one, other = lives.in_progress("saran", words=HERS), lives.in_progress("saran", words=HIS, identity=TSETSEG)
    page = saran.go(f"/casework/cases/{one.number}/link?other={other.number}")
    assert HERS in page.main
    assert HIS in page.main
    page = saran.send("", other=other.number, kind="group")
    assert "The two cases are linked." in page.main
    assert other.number in page.main
    page = saran.send("unlink")
    assert "The link is removed." in page.main


def test_a_number_that_is_none_is_told_as_one_that_she_may_not_see(saran: Visitor, lives: Lives) -> None:
    one, secret = lives.in_progress("saran"), lives.under_integrity()
    told = set()
    for number in ("2026-4839-2051-7", secret.number):
        page = saran.go(f"/casework/cases/{one.number}/link?other={number}")
        told.add(page.main.replace(number, "…"))
        page = saran.send("", other=number, kind="group")
        assert page.status == 400
        told.add(page.main.replace(number, "…"))
    assert len(told) == 2


def test_saran_says_that_a_case_found_alike_is_not_related_and_it_stays_away(saran: Visitor, lives: Lives) -> None:
    first, second = (lives.in_progress("saran", words=HERS) for _ in range(2))

    def suggested() -> bool:
        box = saran.go(f"/casework/cases/{second.number}").html.select_one("#linked")
        return first.number in box.get_text()  # type: ignore[union-attr]

    assert suggested()
    page = saran.send("/unrelated")
    assert "The two are not suggested any more." in page.main and not suggested()
    page = saran.send("/alike")
    assert "Similar cases were looked for again." in page.main and not suggested()
    assert "Not related to a case that looked alike" in saran.go(f"/casework/cases/{first.number}").main


def test_a_group_is_answered_with_one_text_case_by_case(saran: Visitor, lives: Lives) -> None:
    cases = [lives.in_progress("saran", words=HERS) for _ in range(2)]
    cases.append(lives.in_progress("bat", words=HIS))
    for other in cases[1:]:
        saran.go(f"/casework/cases/{other.number}/link?other={cases[0].number}")
        saran.send("", kind="group")
    page = saran.go(f"/casework/cases/{cases[0].number}/group")
    assert "3 cases" in page.main
    page = saran.send(
        "",
        cases=[one.number for one in cases],
        outcome=Outcome.UPHELD.value,
        legal_ground="16 дугаар зүйл",
        letter="Цонх нэмлээ.",
    )
    assert page.main.count("answer proposed") == 2
    assert "Only the case officer can do this." in page.main
    assert [lives.status(one) for one in cases] == ["answer_proposed", "answer_proposed", "in_progress"]


def test_saran_forwards_by_the_register_prints_the_letter_and_takes_it_back(saran: Visitor, lives: Lives) -> None:
    filed = lives.triaged("saran", words=HERS)
    page = saran.go(f"/casework/cases/{filed.number}/step/forward")
    assert "To be forwarded by" in page.main
    page = saran.send("", body="police")
    assert "in time" in page.main
    letter = saran.client.post(
        f"/casework/cases/{filed.number}/covering-letter",
        data={"csrf_token": saran.page.html.select_one("input[name=csrf_token]")["value"]},  # type: ignore[index]
    )
    assert letter.data.startswith(b"%PDF")
    assert "attachment" in letter.headers["Content-Disposition"]
    assert "Police" in page_of(lives_app(saran), filed).go("/case").main
    saran.take(filed.number, "take_back", text="Цагдаагаас буцаасан.")
    petitioner = page_of(lives_app(saran), filed)
    assert "Who has it now" not in petitioner.go("/case").main
    assert "sent it back" in petitioner.page.main


def lives_app(visitor: Visitor) -> Flask:
    return visitor.app


def test_a_signed_copy_for_one_petitioner_never_reaches_the_other(saran: Visitor, app: Flask, lives: Lives) -> None:
    goes_on, joined = lives.in_progress("saran"), lives.triaged("saran")
    lives.cast.step("saran", joined.number, c.Merge(goes_on.number))
    lives.cast.step("saran", goes_on.number, c.ProposeAnswer(Outcome.UPHELD, "Хууль", "Цонх нэмлээ."))
    lives.cast.step("tuya", goes_on.number, c.ApproveAnswer())
    page = saran.go(f"/casework/cases/{goes_on.number}")
    assert joined.number in page.html.select_one("#answer-letter").get_text()  # type: ignore[union-attr]
    for filed, other, name in ((goes_on, joined, "one.pdf"), (joined, goes_on, "two.pdf")):
        case = f"/casework/cases/{filed.number}"
        token = saran.go(case).html.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
        letter = saran.client.post(f"{case}/letter/pdf", data={"csrf_token": token}).data
        saran.go(case)
        saran.send("/signed-letter")
        saran.upload([(io.BytesIO(letter), name, "application/pdf")], "put")
        page = page_of(app, filed).page
        assert name in page.text and "The signed letter" in page.main and "appeal to the head" in page.main
        assert name not in page_of(app, other).page.text


def test_two_petitioners_of_a_merged_matter_never_read_each_other(saran: Visitor, app: Flask, lives: Lives) -> None:
    goes_on, joined = lives.in_progress("saran", words=HERS), lives.triaged("saran", words=HIS, identity=TSETSEG)
    saran.take(joined.number, "merge", into_number=goes_on.number)
    hers, his = page_of(app, goes_on), page_of(app, joined)
    his.go("/case")
    his.send(button=("action", "message"), text="Миний захидал: уулс.")
    shown = saran.go(f"/casework/cases/{goes_on.number}").main
    assert HIS in shown
    assert "Миний захидал: уулс." in shown
    lives.cast.step("saran", goes_on.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Цонх нэмлээ."))
    lives.cast.step("tuya", goes_on.number, c.ApproveAnswer())
    for one, own, others in ((hers, "цэцэгс", "уулс"), (his, "уулс", "цэцэгс")):
        page = one.go("/case")
        assert "Цонх нэмлээ." in page.main
        assert own in page.main
        assert others not in page.text
    assert "How the joint examination stands" in his.page.main
    assert goes_on.number not in his.page.text
    assert joined.number not in hers.page.text


def test_dorj_looks_at_a_body_before_he_saves_it(app: Flask, lives: Lives) -> None:
    dorj = Visitor(app, "en")
    dorj.sign_in("dorj")
    dorj.go("/admin/bodies")
    page = dorj.send(
        "",
        button=("go", "look"),
        code="city_council",
        name_mn="Хурал",
        name_en="Council",
        address="Улаанбаатар",
        phone="11",
    )
    assert "How it will be used" in page.main
    assert "No forwarded case names it." in page.main
    assert "/admin/bodies/city_council" not in page.links()
    page = dorj.send("", button=("go", "save"))
    assert "/admin/bodies/city_council" in page.links()
    page = dorj.go("/admin/bodies/city_council")
    assert page.html.select_one("input[name=name_mn]")["value"] == "Хурал"  # type: ignore[index]
    assert dorj.go("/admin/bodies/nowhere").status == 404
