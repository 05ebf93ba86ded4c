"""What comes in with a request, before any view sees it: text without control signs, numbers that can be a row's."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from flask import Request, abort
from werkzeug.datastructures import ImmutableDict, ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, Map, PathConverter, UnicodeConverter, ValidationError
from werkzeug.routing.converters import DEFAULT_CONVERTERS
from werkzeug.utils import cached_property

from caseapp.domain.quarters import Quarter

LARGEST = 2**63 - 1
"""No row of the database has a larger number."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""All control signs but newline and tab: the database takes no NUL, and nobody types one."""


def plain(text: str) -> str:
    """What a person typed, with newlines of one kind and without control signs."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def row_number(text: str) -> int | None:
    """The number of a row, if the text is one at all."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    return number if (number := int(text)) <= LARGEST else None


def small_count(text: str) -> int:
    """A count of at most three digits; whatever else was sent counts nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 0


def quarter_of(address: str) -> Quarter:
    """The quarter that a page's address names; any other text is the address of no page."""
    try:
        return Quarter.parse(address)
    except ValueError:
        abort(404)


class Typed(ImmutableMultiDict[str, Any]):
    """A form's values, each of them plain."""

    def __init__(self, given: Any = None) -> None:
        pairs = MultiDict(given).items(multi=True)
        super().__init__([(name, plain(value) if isinstance(value, str) else value) for name, value in pairs])


Receiver = Callable[[str, str], Any]
"""Takes a file by its name and declared type, and gives what its bytes are written to."""


class _Dropped:
    """Where a file goes that no view asked for: nowhere, and least of all to a disk."""

    def write(self, data: bytes) -> int:
        return len(data)

    def seek(self, _to: int) -> None:
        return


class PlainRequest(Request):
    """Every door's request. In an address a value with a control sign counts as not given, and any bytes are read.

    Files go to the `receiver` that a view has set before it reads the form, and nowhere else."""

    parameter_storage_class = Typed
    receiver: Receiver | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the library says what it knows
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,  # noqa: ARG002
    ) -> Any:
        if self.receiver is None or not filename:
            return _Dropped()
        return self.receiver(plain(filename), content_type or "")

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
