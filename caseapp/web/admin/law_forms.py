"""What an administrator fills in about the law: a rule, a day; and what is to become of the open cases."""

import hashlib
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from caseapp.domain.rules import CASE_TERMS
from caseapp.services.law.reckoning import Moves
from caseapp.web.fields import DayField
from caseapp.web.forms import CHOOSE, Filled, Form, at_most, needed
from caseapp.web.wording.report import MEASURES

MOVE, LEAVE = "move", "leave"
NOT_AS_SHOWN = _l("This is not what was shown before: look at it once more, then confirm.")


class Confirmed(Form):
    """A form that is looked at before it is saved: the first press shows what would move, the second one saves it."""

    looked = HiddenField()
    open_cases = RadioField(
        _l("What of the cases that are open now?"),
        choices=[
            SelectChoice(MOVE, _l("Count their days anew, too")),
            SelectChoice(LEAVE, _l("Leave them: only cases from now on")),
        ],
        validate_choice=False,
    )

    def details(self) -> dict[str, Any]:
        return {}

    def mark(self, moves: object) -> str:
        """Stands for what was typed and what was shown; a form that says so was not changed in between."""
        return hashlib.sha256(repr((sorted(self.details().items()), moves)).encode()).hexdigest()[:20]

    def asks(self, moves: Moves) -> bool:
        """Whether something is to be chosen for the open cases at all."""
        return bool(moves.by_days)

    def is_confirmed(self, moves: Moves) -> bool:
        """Pressed below what it shows now, with a choice for the open cases where there are any."""
        if request.form.get("go") != "save":
            return False
        if self.looked.data != self.mark(moves):
            self.broken.append(NOT_AS_SHOWN)
            return False
        if self.asks(moves) and self.open_cases.data not in {MOVE, LEAVE}:
            self.open_cases.errors = [CHOOSE]
            return False
        return True

    @property
    def moves_open_cases(self) -> bool:
        return bool(self.open_cases.data == MOVE)


class RuleForm(Confirmed):
    value = IntegerField(
        _l("Value"), [needed(_l("Enter a number.")), NumberRange(0, 1000, _l("Enter a number from 0 to 1000."))]
    )
    unit = SelectField(
        _l("Counted in"), choices=[SelectChoice(unit, MEASURES[unit]) for unit in ("calendar", "working")]
    )
    basis_mn = TextAreaField(_l("Legal basis in Mongolian"), [Filled(_l("Name the legal basis.")), at_most(1000)])
    basis_en = TextAreaField(_l("Legal basis in English"), [Filled(_l("Name the legal basis.")), at_most(1000)])
    source = StringField(_l("Source"), [Filled(_l("Name the source.")), at_most(300)])
    verified = BooleanField(_l("Verified against the text of the law"))
    pauses_while_awaiting_citizen = BooleanField(_l("The term stands still while we wait for the citizen's answer"))
    pause_basis_mn = TextAreaField(_l("Legal basis of the pause in Mongolian"), [at_most(1000)])
    pause_basis_en = TextAreaField(_l("Legal basis of the pause in English"), [at_most(1000)])

    def keep_to(self, code: str) -> None:
        """Of a rule that no case runs under, nothing is asked about days and pauses."""
        if code not in CASE_TERMS:
            del self.unit, self.pauses_while_awaiting_citizen, self.pause_basis_mn, self.pause_basis_en

    def asks(self, moves: Moves) -> bool:
        """A new version is chosen even where it moves no day: cases name the version that they run under."""
        return bool(moves.cases)

    def details(self) -> dict[str, Any]:
        known = {name: self[name].data for name in ("value", "basis_mn", "basis_en", "source")}
        known["verified"] = bool(self.verified.data)
        if "unit" in self:
            known |= {
                "unit": self.unit.data,
                "pauses": bool(self.pauses_while_awaiting_citizen.data),
                "pause_basis_mn": (self.pause_basis_mn.data or "").strip(),
                "pause_basis_en": (self.pause_basis_en.data or "").strip(),
            }
        return known


class SpecialDayForm(Confirmed):
    day = DayField(_l("Day"), validators=[needed(_l("Enter the day."))])
    name_mn = StringField(_l("Name in Mongolian"), [Filled(_l("Enter the name.")), at_most(200)])
    name_en = StringField(_l("Name in English"), [Filled(_l("Enter the name.")), at_most(200)])
    working = BooleanField(_l("Work was moved to this day"))

    def details(self) -> dict[str, Any]:
        return {
            "day": self.day.required_day(),
            "name_mn": self.name_mn.data,
            "name_en": self.name_en.data,
            "working": bool(self.working.data),
        }


class RemovalForm(Confirmed):
    """A day that becomes one like any other."""
