"""A word for each thing that a person writes into a case, and lives of cases in which all of them are written."""

import json
from collections.abc import Iterator

from caseapp.domain import commands as c
from caseapp.domain.filing import Identity
from caseapp.domain.vocab import Kind, Outcome, Theme
from caseapp.services.casework import explaining
from caseapp.services.petitioner import satisfaction, writing
from caseapp.services.staff import identity
from caseapp.services.workflow import steps
from tests.browsers import Browser
from tests.lives import COMPLAINT, FiledCase, Lives

WORDS = {
    "report": "зөндзагалмайт",
    "when": "гурваннамарт",
    "where": "хөхчулуутдэлгүүр",
    "remedy": "нөхөнбичүүлэхсэн",
    "family": "Цоохорбаатар",
    "given": "Уранбилэгтэн",
    "register": "ФЮ93847561",
    "phone": "88776655441",
    "email": "uranbileg.tsokhor@example.mn",
    "address": "Сүүнцагаанхотхон",
    "message": "хариутусгайлбар",
    "asked": "тодотгомаарасуулт",
    "note": "ажлынцэвэртэмдэг",
    "title": "товчгарчигтхэрэг",
    "extract": "хэлтсийнасуулгат",
    "reply": "хэлтсийнхариулт",
    "ground": "үндэслэлтэйхүсэлт",
    "letter": "албанзахидлынүг",
    "legal": "хуулийнзүйлзаалт",
    "lessons": "сургамжтайүгүүд",
    "escalation": "дамжуулахшалтгаан",
    "referral": "шилжүүлэхүндэслэл",
    "draft": "бичижбайгаадуусаагүй",
    "draft_file": "ноорогтхавсаргасан",
    "file_name": "хавсралтфайлыннэр",
    "file": "хавсралтандбичсэнүг",
    "satisfaction": "сэтгэлханамжсэтгэгдэл",
    "appeal": "гомдолтойүлдсэншалтгаан",
}
"""Words that stand nowhere else; one for each thing that a person writes into a case."""


def spellings(word: str) -> Iterator[bytes]:
    """As UTF-8 and UTF-16, as JSON escapes, as a hex dump; in capitals and in small letters."""
    for form in {word, word.lower(), word.upper()}:
        yield form.encode()
        yield form.encode("utf-16-le")
        yield json.dumps(form)[1:-1].encode()
        yield form.encode().hex().encode()


PATTERNS = {spelling: name for name, word in WORDS.items() for spelling in spellings(word)}


def found_in(content: bytes, patterns: dict[bytes, str] = PATTERNS) -> set[str]:
    return {name for pattern, name in patterns.items() if pattern in content}


def filed(lives: Lives, kind: Kind = Kind.COMPLAINT) -> FiledCase:
    w = WORDS
    who = Identity(w["family"], w["given"], w["register"], w["phone"], w["email"], w["address"])
    return lives.file(
        f"{COMPLAINT} {w['report']}", kind, identity=who, when=w["when"], where=w["where"], remedy=w["remedy"]
    )


def left_open(lives: Lives) -> Browser:
    """Somebody typed, chose a file and went away."""
    browser, w = Browser(lives.around), WORDS
    browser.keeps(text=w["draft"], where=w["draft"])
    browser.sends(f"{w['draft_file']}.txt", w["draft_file"].encode(), "text/plain")
    return browser


def letter_with_a_file(lives: Lives, one: FiledCase) -> None:
    browser, w = Browser(lives.around).showing(one), WORDS
    browser.keeps(text=w["message"])
    browser.sends(f"{w['file_name']}.txt", w["file"].encode(), "text/plain")
    letter = browser.all_of_it()
    with browser.work() as uow:
        writing.citizen_message(uow, w["message"], letter)


def whole_lives(lives: Lives) -> tuple[FiledCase, FiledCase]:
    """An ordinary case to its end, and one that was escalated and referred; every kind of text is written once."""
    w, step = WORDS, lives.cast.step
    one, other = filed(lives), filed(lives)
    for case in (one, other):
        step("saran", case.number, c.Register())
        step("saran", case.number, c.Triage(**{**vars(lives.triage_of(Theme.QUEUE)), "title": w["title"]}))
        step("saran", case.number, c.Assign(lives.cast.id_of("saran"), no_conflict=True))
    step("saran", one.number, c.AskCitizen(w["asked"]))
    letter_with_a_file(lives, one)
    step("saran", one.number, c.Resume())
    with lives.cast.at("saran") as uow:
        identity.ask(uow, one.number, w["ground"])
        writing.write_note(uow, one.number, w["note"])
    step("saran", one.number, c.RequestExplanation(lives.unit("AIM-061"), w["extract"]))
    with lives.cast.at("zaya") as uow:
        explaining.answer(uow, explaining.questions(uow)[0].id, w["reply"])
    step("saran", one.number, c.ExplanationReceived())
    step("saran", one.number, c.ProposeAnswer(Outcome.UPHELD, w["legal"], w["letter"]))
    step("tuya", one.number, c.ApproveAnswer())
    step("saran", one.number, c.Close(lives.close().cause, w["lessons"]))
    with lives.citizen(one) as uow:
        satisfaction.give(uow, 3, w["satisfaction"])
        steps.take_own_step(uow, c.Appeal(w["appeal"]))
    left_open(lives)
    step("saran", other.number, c.Escalate(w["escalation"]))
    step("bat", other.number, c.Triage(**vars(lives.triage_of(Theme.BRIBERY))))
    step("bat", other.number, c.Assign(lives.cast.id_of("bat"), no_conflict=True))
    step("bat", other.number, c.ProposeReferral(w["referral"], with_identity=True))
    step("tuya", other.number, c.ApproveReferral())
    return one, other
