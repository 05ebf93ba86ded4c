"""What the columns of others' lists are called, and the words in them: as the 11-11 centre and the hotlines write."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from caseapp.domain.vocab import Kind, Service


class Column(StrEnum):
    """In the order of the template; `HEADS` says how each is recognised."""

    NUMBER = "number"
    DAY = "day"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    KIND = "kind"
    SERVICE = "service"
    UNIT = "unit"
    TEXT = "text"


NEEDED = (Column.NUMBER, Column.TEXT)

HEADS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        "дугаар",
        "бүртгэлийн дугаар",
        "өргөдлийн дугаар",
        "гомдлын дугаар",
        "хүсэлтийн дугаар",
        "дуудлагын дугаар",
        "number",
        "reference",
        "reference number",
        "case number",
        "call number",
        "id",
    ),
    Column.DAY: (
        "огноо",
        "өдөр",
        "хүлээн авсан өдөр",
        "хүлээн авсан огноо",
        "бүртгэсэн өдөр",
        "бүртгэсэн огноо",
        "ирсэн огноо",
        "day",
        "date",
        "received",
        "received on",
        "day of receipt",
    ),
    Column.FAMILY_NAME: ("овог", "эцэг эхийн нэр", "эцгийн нэр", "family name", "surname", "last name"),
    Column.GIVEN_NAME: (
        "нэр",
        "овог нэр",
        "иргэний нэр",
        "өргөдөл гаргагч",
        "гомдол гаргагч",
        "name",
        "given name",
        "first name",
        "full name",
        "petitioner",
    ),
    Column.PHONE: ("утас", "утасны дугаар", "холбогдох утас", "холбоо барих утас", "phone", "telephone"),
    Column.EMAIL: ("имэйл", "и мэйл", "имэйл хаяг", "цахим шуудан", "e mail", "email"),
    Column.ADDRESS: ("хаяг", "оршин суугаа хаяг", "шуудангийн хаяг", "address", "postal address"),
    Column.KIND: ("төрөл", "хандалтын төрөл", "өргөдлийн төрөл", "kind", "type"),
    Column.SERVICE: ("үйлчилгээ", "үйлчилгээний төрөл", "чиглэл", "service"),
    Column.UNIT: ("нэгж", "холбогдох нэгж", "хэлтэс", "unit", "office"),
    Column.TEXT: (
        "агуулга",
        "утга",
        "товч утга",
        "товч агуулга",
        "гомдлын агуулга",
        "өргөдлийн агуулга",
        "хүсэлтийн агуулга",
        "санал хүсэлтийн агуулга",
        "text",
        "content",
        "description",
        "what happened",
    ),
}

KINDS: Mapping[str, Kind] = {
    "": Kind.COMPLAINT,
    "гомдол": Kind.COMPLAINT,
    "complaint": Kind.COMPLAINT,
    "өргөдөл": Kind.REQUEST,
    "хүсэлт": Kind.REQUEST,
    "санал хүсэлт": Kind.REQUEST,
    "request": Kind.REQUEST,
    "санал": Kind.SUGGESTION,
    "suggestion": Kind.SUGGESTION,
    "талархал": Kind.THANKS,
    "thanks": Kind.THANKS,
    "шүүмжлэл": Kind.CRITICISM,
    "criticism": Kind.CRITICISM,
    "авлига": Kind.CORRUPTION,
    "авлигын мэдээлэл": Kind.CORRUPTION,
    "corruption": Kind.CORRUPTION,
    "ашиг сонирхлын зөрчил": Kind.CONFLICT_OF_INTEREST,
    "conflict of interest": Kind.CONFLICT_OF_INTEREST,
}
"""11-11 says «санал хүсэлт» for both: taken as a request, which has the legal term, so that nobody waits longer."""

SERVICES: Mapping[str, Service] = {
    "": Service.OTHER,
    "иргэний бүртгэл": Service.CIVIL,
    "иргэний улсын бүртгэл": Service.CIVIL,
    "civil registration": Service.CIVIL,
    "эд хөрөнгийн бүртгэл": Service.PROPERTY,
    "эд хөрөнгийн эрхийн бүртгэл": Service.PROPERTY,
    "эд хөрөнгийн эрхийн улсын бүртгэл": Service.PROPERTY,
    "property rights registration": Service.PROPERTY,
    "хуулийн этгээдийн бүртгэл": Service.LEGAL_ENTITY,
    "хуулийн этгээдийн улсын бүртгэл": Service.LEGAL_ENTITY,
    "legal entity registration": Service.LEGAL_ENTITY,
    "архив": Service.ARCHIVE,
    "архив лавлагаа": Service.ARCHIVE,
    "архивын лавлагаа": Service.ARCHIVE,
    "archive and references": Service.ARCHIVE,
    "бусад": Service.OTHER,
    "other": Service.OTHER,
}

_BETWEEN = re.compile(r"[^0-9a-zа-яёөү]+")


def folded(words: str) -> str:
    """Small letters, single spaces, no signs: «Эцэг (эх)-ийн нэр» and «эцэг эх ийн нэр» are one."""
    return _BETWEEN.sub(" ", words.casefold()).strip()


_COLUMN_OF = {folded(head): column for column, heads in HEADS.items() for head in heads} | {
    "эцэг эх ийн нэр": Column.FAMILY_NAME
}


def recognised(head: Sequence[str]) -> dict[Column, int]:
    """Where each column stands; the first of two that mean the same counts."""
    found: dict[Column, int] = {}
    for place, words in enumerate(head):
        column = _COLUMN_OF.get(folded(words))
        if column is not None:
            found.setdefault(column, place)
    return found
