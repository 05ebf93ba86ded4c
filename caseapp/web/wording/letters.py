"""Words of the authority's letters: what a template may name, and an invented case to look at it with."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.errors import Reason
from caseapp.domain.letters import Placeholder, SentHow

MEANING: dict[Placeholder, LazyString] = {
    Placeholder.NUMBER: _l("number of the case"),
    Placeholder.RECEIVED: _l("day of receipt"),
    Placeholder.KIND: _l("kind of the case"),
    Placeholder.SERVICE: _l("service"),
    Placeholder.UNIT: _l("unit that it is about"),
    Placeholder.TODAY: _l("today's date"),
    Placeholder.DUE: _l("day by which an answer is due"),
    Placeholder.EXTENSION: _l("the new day by which an answer is due, where the term was extended"),
    Placeholder.EARLIER_NUMBER: _l("number of the earlier answer, where the case repeats another"),
    Placeholder.EARLIER_DAY: _l("day of the earlier answer, where the case repeats another"),
}
REASONS: dict[Reason, LazyString] = {
    Reason.TEMPLATE_EXISTS: _l(
        "There is a letter for this outcome and kind already. Open it in the list and change it."
    ),
    Reason.TEMPLATE_MOVED: _l(
        "Another head has changed this letter meanwhile, or put it aside. Copy your text, open the letter in the list"
        " and compare."
    ),
    Reason.BAD_INDEX: _l("The index has at most 20 signs: letters, digits, a dot, a stroke or a hyphen."),
    Reason.NOT_ONE_PDF: _l("Choose one PDF: the signed letter."),
}
SENT_HOW: dict[SentHow, LazyString] = {
    SentHow.POSTED: _l("Sent by post"),
    SentHow.HANDED: _l("Handed over"),
    SentHow.TOLD: _l("Told by word of mouth"),
}
EXAMPLE: dict[Placeholder, str] = {
    Placeholder.NUMBER: "2026-1234-5678-9",
    Placeholder.RECEIVED: "2026 оны 3 дугаар сарын 2",
    Placeholder.KIND: "Гомдол",
    Placeholder.SERVICE: "Иргэний бүртгэл",
    Placeholder.UNIT: "Жишээ дүүргийн бүртгэлийн хэлтэс",
    Placeholder.TODAY: "2026 оны 3 дугаар сарын 30",
    Placeholder.DUE: "2026 оны 4 дүгээр сарын 1",
    Placeholder.EXTENSION: "2026 оны 5 дугаар сарын 1",
    Placeholder.EARLIER_NUMBER: "26/17",
    Placeholder.EARLIER_DAY: "2026 оны 1 дүгээр сарын 12",
}
"""In Mongolian alone, the language of the state's letters."""
SIGNED_COVER = "Таны хандсан асуудалд өгсөн хариу албан бичгийн гарын үсэг зурсан хувийг хавсаргав."
"""What goes with a signed copy to its petitioner."""
VERBS: dict[str, LazyString] = {
    "answer.posted": _l("Letter sent or handed over"),
    "answer.signed": _l("Signed copy put in"),
    "letter_index.changed": _l("Index of the letters' numbers changed"),
    "answer_template.changed": _l("Template of a letter changed"),
    "answer_template.retired": _l("Template of a letter put aside"),
    "answer_template.returned": _l("Template of a letter offered again"),
}
