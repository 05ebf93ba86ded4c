"""Choices of forms, from closed lists and from rows."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import LazyString
from wtforms import SelectChoice

from caseapp.web.wording import label


def of(members: Iterable[StrEnum]) -> list[SelectChoice]:
    return [SelectChoice(member.value, label(member)) for member in members]


def with_blank(choices: list[SelectChoice], words: LazyString) -> list[SelectChoice]:
    return [SelectChoice("", words), *choices]
