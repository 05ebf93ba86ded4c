"""The demonstration's texts: what invented citizens and officers wrote, loaded from JSON lines."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from caseapp.domain.filing import Identity
from caseapp.domain.units import UNITS, UnitLevel
from caseapp.domain.vocab import Kind, Outcome, Service, Theme

_FOLDER = Path(__file__).parent / "texts"
_OPENINGS = ("", "Сайн байна уу. ", "Өргөдөл гаргагч миний бие дараах зүйлийг мэдэгдье. ")
_CLOSINGS = ("", " Шалгаж, хариу өгнө үү.", " Хариуг нь хүлээж байна.")
_LATIN_OPENINGS = ("", "sain bna uu, ", "sain baitsgaana uu. ")
_LATIN_CLOSINGS = ("", " hariu ugnu uu", " hariug n huleej bna")


@dataclass(frozen=True)
class Report:
    """What a citizen wrote, with the inspector's labels; `grounds` is what a referral of it would say."""

    text: str
    kind: Kind
    service: Service
    themes: frozenset[Theme]
    subject: str
    grounds: str
    place: str | None


@dataclass(frozen=True)
class Letter:
    """An answer as it could be given to reports of this service and these themes."""

    service: Service
    themes: frozenset[Theme]
    outcome: Outcome
    body: str
    legal_ground: str
    lessons: str


@dataclass(frozen=True)
class Library:
    """All that the demonstration quotes; `reasons` by the action that they stand for."""

    complaints: tuple[Report, ...]
    integrity: tuple[Report, ...]
    letters: tuple[Letter, ...]
    petitioners: tuple[Identity, ...]
    questions: tuple[str, ...]
    from_citizens: tuple[str, ...]
    notes: tuple[str, ...]
    reasons: dict[str, tuple[str, ...]]


@cache
def library() -> Library:
    messages, reasons = _rows("messages"), dict[str, list[str]]()
    for row in _rows("reasons"):
        reasons.setdefault(row["action"], []).append(row["text"])
    return Library(
        complaints=tuple(_report(row) for row in _rows("complaints")),
        integrity=tuple(_report(row) for row in _rows("integrity")),
        letters=tuple(_letter(row) for row in _rows("answers")),
        petitioners=tuple(Identity(**row) for row in _rows("people")),
        questions=tuple(row["text"] for row in messages if row["from"] == "staff" and _asks(row["text"])),
        from_citizens=tuple(row["text"] for row in messages if row["from"] == "citizen"),
        notes=tuple(row["text"] for row in _rows("notes")),
        reasons={action: tuple(texts) for action, texts in reasons.items()},
    )


def _asks(text: str) -> bool:
    return any(ending in text for ending in ("?", " үү", " уу"))


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _report(row: dict[str, Any]) -> Report:
    return Report(
        text=row["text"],
        kind=Kind(row["kind"]),
        service=Service(row["service"]),
        themes=frozenset(Theme(theme) for theme in row["themes"]),
        subject=row["subject"],
        grounds=row.get("grounds", ""),
        place=_place_in(row["text"]),
    )


def _letter(row: dict[str, Any]) -> Letter:
    return Letter(
        service=Service(row["service"]),
        themes=frozenset(Theme(theme) for theme in row["themes"]),
        outcome=Outcome(row["outcome"]),
        body=row["body"],
        legal_ground=row["legal_ground"],
        lessons=row["lessons"],
    )


def _place_in(text: str) -> str | None:
    """The unit whose district or aimag the text names, so that no case about Khovd lies with Khentii."""
    for unit in sorted(UNITS, key=lambda u: u.level is not UnitLevel.DISTRICT):
        name, kind = unit.name_mn.split()[:2]
        named = f"{name} {kind[:4]}" in text if name in {"Төв", "Сүхбаатар"} else name in text
        if unit.level in {UnitLevel.DISTRICT, UnitLevel.AIMAG} and named:
            return unit.code
    return None


def retold(text: str, time: int) -> str:
    """The `time`th telling of a text, from 0: a greeting and a closing differ, what happened stays the same."""
    if time == 0:
        return text
    latin = sum("a" <= sign <= "z" for sign in text.lower()) > len(text) // 2
    openings, closings = (_LATIN_OPENINGS, _LATIN_CLOSINGS) if latin else (_OPENINGS, _CLOSINGS)
    return f"{openings[time % len(openings)]}{text}{closings[(time + time // 3) % len(closings)]}"


THANKED = Letter(
    service=Service.OTHER,
    themes=frozenset(),
    outcome=Outcome.EXPLAINED,
    body="Таны талархлын үгийг тухайн хамт олонд уншиж танилцууллаа. Бидэнд урам хайрласан Танд баярлалаа.",
    legal_ground="Иргэдээс төрийн байгууллага, албан тушаалтанд гаргасан өргөдөл, гомдлыг шийдвэрлэх тухай хууль",
    lessons="Сайн туршлагыг бусад нэгжид танилцуулна.",
)


def letter_for(report: Report, random: Random) -> Letter:
    """The letter that fits best: same themes weigh most, then the same service; only a complaint is found upheld."""
    if report.kind is Kind.THANKS:
        return THANKED
    complains = report.kind not in {Kind.SUGGESTION, Kind.REQUEST}
    themes = frozenset(theme for theme in report.themes if complains and not theme.is_integrity)
    service = Service.OTHER if report.kind is Kind.SUGGESTION else report.service

    def fit(letter: Letter) -> tuple[float, bool]:
        all_of_them = themes | letter.themes
        return (len(themes & letter.themes) / len(all_of_them) if all_of_them else 1.0), letter.service is service

    best = max(fit(letter) for letter in library().letters)
    return random.choice([letter for letter in library().letters if fit(letter) == best])
