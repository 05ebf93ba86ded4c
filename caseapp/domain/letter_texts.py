"""The letters as first delivered, in the language of the state; the heads change them under Letters from then on.

The right to complain further is in none of them: the layout and the citizen's page add it from the rules, so that no
letter can lose it."""

from dataclasses import dataclass

from caseapp.domain.vocab import Kind, Outcome


@dataclass(frozen=True)
class LetterText:
    """`kind` None is for every kind that has no letter of its own for this outcome."""

    outcome: Outcome
    kind: Kind | None
    subject: str
    body: str

    @property
    def code(self) -> str:
        return code_of(self.outcome, self.kind)


def code_of(outcome: Outcome, kind: Kind | None) -> str:
    return f"{outcome}/{kind}" if kind else outcome.value


_GREETING = "Эрхэм иргэн Та\n\n"
_NUMBERED = "(бүртгэлийн дугаар: {{ number }}, хүлээн авсан өдөр: {{ received }})"
_ABOUT = "\n\nҮйлчилгээ: {{ service }}\nНэгж: {{ unit }}\n\n"
_THANKS = "\n\nБидэнд хандсан Танд баярлалаа."
_FOUND = "Шалгалтаар дараах зүйл тогтоогдлоо:\n\n……\n\n"
_DONE = "Авсан арга хэмжээ, хийж дуусах хугацаа:\n\n……"
_BASIS = "Бид дараах баримт, тайлбарыг үндэслэлээ:\n\n……"
_SORRY = "\n\nТанд учирсан чирэгдэлд хүлцэл өчье."


def _opening(what: str) -> str:
    return f"{_GREETING}Таны ирүүлсэн {what} {_NUMBERED} хянан үзлээ.{_ABOUT}"


_ANY = _opening("өргөдөл, гомдлыг")
_COMPLAINT, _REQUEST = _opening("гомдлыг"), _opening("өргөдлийг")
_CRITICISM, _TIP = _opening("шүүмжлэлийг"), _opening("мэдээллийг")
_SUGGESTION = f"{_GREETING}Таны ирүүлсэн саналыг {_NUMBERED} судаллаа.{_ABOUT}"
_PART = "Үндэслэлтэй гэж үзсэн хэсэг, авсан арга хэмжээ:\n\n……\n\nҮндэслэлгүй гэж үзсэн хэсэг, шалтгаан:\n\n……"
_TAKEN_UP = "\n\nҮйлчилгээг сайжруулахад оролцсон Танд баярлалаа."

_UPHELD = (
    LetterText(
        Outcome.UPHELD,
        None,
        "Өргөдөл, гомдлыг шийдвэрлэсэн тухай",
        f"{_ANY}Таны хандсан асуудал үндэслэлтэй байна. {_FOUND}{_DONE}{_THANKS}",
    ),
    LetterText(
        Outcome.UPHELD,
        Kind.COMPLAINT,
        "Гомдлыг барагдуулсан тухай",
        f"{_COMPLAINT}Таны гомдол үндэслэлтэй байна. {_FOUND}Зөрчлийг арилгахаар дараах арга хэмжээ авлаа:\n\n……"
        f"{_SORRY}{_THANKS}",
    ),
    LetterText(
        Outcome.UPHELD,
        Kind.REQUEST,
        "Өргөдлийг шийдвэрлэсэн тухай",
        f"{_REQUEST}Таны хүсэлтийг хангаж, дараах байдлаар шийдвэрлэлээ:\n\n……\n\nТанд хийх зүйл, бүрдүүлэх баримт:"
        f"\n\n……{_THANKS}",
    ),
    LetterText(
        Outcome.UPHELD,
        Kind.SUGGESTION,
        "Саналыг дэмжсэн тухай",
        f"{_SUGGESTION}Таны саналыг дэмжиж, дараах байдлаар тусгахаар боллоо:\n\n……\n\nХэрэгжүүлэх хугацаа, хариуцах "
        f"нэгж:\n\n……{_TAKEN_UP}",
    ),
    LetterText(
        Outcome.UPHELD,
        Kind.CRITICISM,
        "Шүүмжлэлийг хүлээн авсан тухай",
        f"{_CRITICISM}Таны шүүмжлэл үндэслэлтэй байна. {_FOUND}{_DONE}{_SORRY}{_TAKEN_UP}",
    ),
    LetterText(
        Outcome.UPHELD,
        Kind.TIP,
        "Мэдээллийг шалгасан тухай",
        f"{_TIP}Таны мэдээлэл баталгаажлаа. {_FOUND}{_DONE}{_THANKS}",
    ),
)
_PARTLY_UPHELD = (
    LetterText(
        Outcome.PARTLY_UPHELD,
        None,
        "Өргөдөл, гомдлыг хянан үзсэн тухай",
        f"{_ANY}Таны хандсан асуудлын зарим хэсэг үндэслэлтэй байна.\n\n{_PART}{_THANKS}",
    ),
    LetterText(
        Outcome.PARTLY_UPHELD,
        Kind.COMPLAINT,
        "Гомдлыг хянан үзсэн тухай",
        f"{_COMPLAINT}Таны гомдлын зарим хэсэг үндэслэлтэй байна.\n\n{_PART}{_SORRY}{_THANKS}",
    ),
    LetterText(
        Outcome.PARTLY_UPHELD,
        Kind.REQUEST,
        "Өргөдлийг хэсэгчлэн шийдвэрлэсэн тухай",
        f"{_REQUEST}Таны хүсэлтийн дараах хэсгийг хангалаа:\n\n……\n\nХангах боломжгүй хэсэг, шалтгаан:\n\n……{_THANKS}",
    ),
)
_NOT_UPHELD = (
    LetterText(
        Outcome.NOT_UPHELD,
        None,
        "Өргөдөл, гомдлыг хянан үзсэн тухай",
        f"{_ANY}Таны хандсан асуудлыг шалгахад үндэслэл тогтоогдсонгүй. Шалтгаан нь:\n\n……\n\n{_BASIS}{_THANKS}",
    ),
    LetterText(
        Outcome.NOT_UPHELD,
        Kind.COMPLAINT,
        "Гомдлыг хянан үзсэн тухай",
        f"{_COMPLAINT}Шалгалтаар Таны гомдолд дурдсан зөрчил тогтоогдсонгүй. Шалтгаан нь:\n\n……\n\n{_BASIS}{_THANKS}",
    ),
    LetterText(
        Outcome.NOT_UPHELD,
        Kind.REQUEST,
        "Өргөдлийг хангах боломжгүй тухай",
        f"{_REQUEST}Таны хүсэлтийг дараах шалтгаанаар хангах боломжгүй байна:\n\n……\n\nТанд байгаа өөр боломж:\n\n……"
        f"{_THANKS}",
    ),
    LetterText(
        Outcome.NOT_UPHELD,
        Kind.SUGGESTION,
        "Саналд хариу өгөх тухай",
        f"{_SUGGESTION}Таны саналыг одоогоор хэрэгжүүлэх боломжгүй байна. Шалтгаан нь:\n\n……{_TAKEN_UP}",
    ),
    LetterText(
        Outcome.NOT_UPHELD,
        Kind.TIP,
        "Мэдээллийг шалгасан тухай",
        f"{_TIP}Шалгалтаар мэдээлэлд дурдсан зөрчил тогтоогдсонгүй. Шалтгаан нь:\n\n……\n\n{_BASIS}{_THANKS}",
    ),
)
_EXPLAINED = (
    LetterText(
        Outcome.EXPLAINED,
        None,
        "Тайлбар өгөх тухай",
        f"{_ANY}Таны асуусан зүйлийн тухай дараах тайлбарыг өгч байна:\n\n……\n\nТанд хийх зүйл:\n\n……{_THANKS}",
    ),
    LetterText(
        Outcome.EXPLAINED,
        Kind.SUGGESTION,
        "Саналд хариу өгөх тухай",
        f"{_SUGGESTION}Саналын тухай дараах тайлбарыг өгч байна:\n\n……{_TAKEN_UP}",
    ),
    LetterText(
        Outcome.EXPLAINED,
        Kind.THANKS,
        "Талархалд хариу өгөх тухай",
        f"{_GREETING}Таны талархлыг {_NUMBERED} холбогдох албан хаагчид уламжиллаа. Цаг гарган бичсэн Танд баярлалаа.",
    ),
    LetterText(
        Outcome.EXPLAINED,
        Kind.CRITICISM,
        "Шүүмжлэлд хариу өгөх тухай",
        f"{_CRITICISM}Таны хэлсэн зүйлийн тухай дараах тайлбарыг өгч байна:\n\n……{_TAKEN_UP}",
    ),
)
_AGAIN = (
    LetterText(
        Outcome.REPEAT,
        None,
        "Давтан өргөдлийн тухай",
        f"{_ANY}Таны өргөдөлд урьд хариу өгснөөс хойш шинэ нөхцөл байдал дурдаагүй тул дахин хянан үзэх үндэслэл "
        "тогтоогдсонгүй. Өмнөх хариуны дугаар, огноо:\n\n{{ earlier_number }}, {{ earlier_day }}\n\n"
        f"Шинэ нөхцөл байдал, баримт гарвал Та дахин хандах эрхтэй.{_THANKS}",
    ),
    LetterText(
        Outcome.REPEAT,
        Kind.COMPLAINT,
        "Давтан гомдлын тухай",
        f"{_COMPLAINT}Таны гомдолд урьд хариу өгснөөс хойш шинэ нөхцөл байдал дурдаагүй тул дахин хянан үзэх үндэслэл "
        "тогтоогдсонгүй. Өмнөх хариуны дугаар, огноо:\n\n{{ earlier_number }}, {{ earlier_day }}\n\n"
        f"Шинэ нөхцөл байдал, баримт гарвал Та дахин гомдол гаргах эрхтэй.{_THANKS}",
    ),
)
LETTERS: tuple[LetterText, ...] = (*_UPHELD, *_PARTLY_UPHELD, *_NOT_UPHELD, *_EXPLAINED, *_AGAIN)

UNTITLED = "Хариу хүргүүлэх тухай"
"""The title of a letter for which nobody wrote one."""


def title_for(outcome: Outcome, kind: Kind) -> str:
    """As delivered: the title of the letter for this kind, else of the one for every kind."""
    titles = {letter.code: letter.subject for letter in LETTERS}
    return titles.get(code_of(outcome, kind), titles[outcome.value])
