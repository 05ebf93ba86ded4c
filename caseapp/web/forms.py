"""Forms of all doors: the token, our own words for every error, what was typed kept through everything."""

from typing import Any

from flask import abort, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from caseapp.domain.addresses import LONGEST, mailbox_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.web.wording import of_reason

STALE = _l("This page stood open for too long. Nothing is lost: check what you wrote and send it again.")
CHOOSE = _l("Choose one of those that are offered here.")
_SAID_BY_WTFORMS = {
    "Not a valid integer value.": _l("Enter a number."),
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
}


class _OwnWords:
    """What WTForms itself finds wrong, in our words: it knows no Mongolian."""

    def gettext(self, text: str) -> str:
        return str(_SAID_BY_WTFORMS.get(text, text))

    def ngettext(self, _one: str, _many: str, _count: int) -> str:
        return str(CHOOSE)


class Form(FlaskForm):
    """A form checks shape, never rules; `broken` shows a rule's reason above it, `stale` that it must be sent again."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: FlaskForm) -> _OwnWords:
            return _OwnWords()

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, Any] | None:
            """No form here takes a file: what came as one under a field's name was not typed."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return (request.form or None) if form.is_submitted() else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.broken: list[LazyString | str] = []
        self.reasons: set[Reason] = set()
        self.stale = False

    def refuse(self, broken: RuleBroken) -> None:
        self.broken.append(of_reason(broken.reason))
        self.reasons.add(broken.reason)

    @property
    def general_errors(self) -> list[LazyString | str]:
        """What concerns no field of its own."""
        stale = [STALE] if self.stale or "csrf_token" in self.errors else []
        return [*stale, *self.broken]

    @property
    def field_errors(self) -> list[tuple[str, str]]:
        """(field's id, message) in the order of the page."""
        return [(f.id, f.errors[0]) for f in self if f.errors and f.name != "csrf_token"]


def demand_token() -> None:
    """For a button that has no form of its own: refused unless a fresh page of ours sent it."""
    if not Form().validate():
        abort(400)


def needed(message: LazyString) -> InputRequired:
    """The message says what to do: «Юу болсныг бичнэ үү»."""
    return InputRequired(message)


class Filled:
    """As `needed`, but spaces do not count."""

    field_flags = {"required": True}

    def __init__(self, message: LazyString) -> None:
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if not isinstance(field.data, str) or not field.data.strip():
            raise StopValidation(self.message)


def at_most(signs: int) -> Length:
    return Length(max=signs, message=_l("This is too long: at most %(signs)s signs.", signs=signs))


class Mailbox:
    """An e-mail address, if anything but spaces was typed; a text that is too long is not looked at any further."""

    field_flags = {"maxlength": LONGEST}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        typed = field.data or ""
        at_most(LONGEST)(form, field)
        if typed.strip() and mailbox_of(typed.strip()) is None:
            raise StopValidation(_l("Write the e-mail address in full, for example bat@example.mn."))


def optional() -> Optional:
    return Optional()
