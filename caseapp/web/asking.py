"""What comes in with a request, before any view sees it: text without control signs, numbers that can be a row's."""

import re
from typing import Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import ImmutableDict, ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, Map, PathConverter, UnicodeConverter, ValidationError
from werkzeug.routing.converters import DEFAULT_CONVERTERS
from werkzeug.utils import cached_property

LARGEST = 2**63 - 1
"""No row of the database has a larger number."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""All control signs but newline and tab: the database takes no NUL, and nobody types one."""


def plain(text: str) -> str:
    """What a person typed, with newlines of one kind and without control signs."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def row_number(text: str) -> int | None:
    """The number of a row, if the text is one at all."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    return number if (number := int(text)) <= LARGEST else None


class Typed(ImmutableMultiDict[str, Any]):
    """A form's values, each of them plain."""

    def __init__(self, given: Any = None) -> None:
        pairs = MultiDict(given).items(multi=True)
        super().__init__([(name, plain(value) if isinstance(value, str) else value) for name, value in pairs])


class PlainRequest(Request):
    """Every door's request. In an address a value with a control sign counts as not given, and any bytes are read."""

    parameter_storage_class = Typed

    @cached_property
    def args(self) -> MultiDict[str, str]:
        given = parse_qsl(self.query_string.decode(errors="replace"), keep_blank_values=True)
        return ImmutableMultiDict([(name, value) for name, value in given if not _CONTROL.search(value)])


class _PlainText(UnicodeConverter):
    def to_python(self, value: str) -> str:
        if _CONTROL.search(value):
            raise ValidationError
        return value


class _PlainPath(PathConverter):
    def to_python(self, value: str) -> str:
        if _CONTROL.search(value):
            raise ValidationError
        return value


class _RowNumber(IntegerConverter):
    regex = "[0-9]{1,19}"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST, **kwargs})


class Addresses(Map):
    """An address with a control sign in it, or a number that no row has, leads nowhere."""

    default_converters = ImmutableDict(
        {
            **DEFAULT_CONVERTERS,
            "default": _PlainText,
            "string": _PlainText,
            "path": _PlainPath,
            "int": _RowNumber,
        }
    )
