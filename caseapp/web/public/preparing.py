"""The form at hand, made ready: choices, token, the draft that belongs to it in this browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, ValidationError

from caseapp.domain.actors import Door
from caseapp.domain.drafts import Place
from caseapp.domain.vocab import Kind, Mode
from caseapp.services import lists
from caseapp.services.files import arriving
from caseapp.services.files.arriving import Arrived
from caseapp.web import draft_cookie
from caseapp.web.asking import small_count
from caseapp.web.choices import of, with_blank
from caseapp.web.extensions import language
from caseapp.web.public import drafting, tokens
from caseapp.web.public.forms import INTEGRITY_KINDS, MAX_TEXT, ORDINARY_KINDS, ReportForm
from caseapp.web.public.pacing_at_the_door import hold_back_draft
from caseapp.web.work import unit_of_work

LONGEST = 2 * MAX_TEXT
"""Signs of all answers together."""


@dataclass(frozen=True)
class Side:
    """One of the two doors to file at; `name` is its address."""

    name: str
    kinds: tuple[Kind, ...]
    protected: bool


SIDES = {
    "complaint": Side("complaint", ORDINARY_KINDS, protected=False),
    "integrity": Side("integrity", INTEGRITY_KINDS, protected=True),
}


@dataclass(repr=False)
class Writing:
    """One form of one person: `files` are those of its draft, `files_lost` when there had been more."""

    side: Side
    form: ReportForm
    secret: bytes
    files: list[Arrived] = field(default_factory=list)
    files_lost: bool = False
    is_ours: bool = True
    """The form came from a page of ours, not too long ago; of any other nothing is kept."""

    @property
    def place(self) -> Place | None:
        return drafting.place_of(self.secret, self.form.mark.data)

    def keep(self, step: int) -> bool:
        """Saves every value as it stands, right or wrong, and looks at the draft's files, against those seen last.

        True where this browser's draft now holds all that the page would carry."""
        saved, has_secret = self._save(step), draft_cookie.current_secret() is not None
        seen = self.form.files.data or "0"
        self.files = arriving.listed(drafting.opened(self.place) if saved is None and has_secret else saved)
        self.files_lost = small_count(seen) > len(self.files)
        self.form.files.data = str(len(self.files))
        return saved is not None and has_secret and not self.files_lost

    def _save(self, step: int) -> dict[str, Any] | None:
        """What the draft holds then; None where nothing is kept: an empty form leaves no draft."""
        values, place = self.form.values(), self.place
        if place is None or not self.is_ours or not values.get("text", "").strip() or _too_long(values):
            return None
        if hold_back_draft(_weight(values)):
            return None
        also = {"side": self.side.name, "mark": self.form.mark.data, "token": self.form.token.data, "step": step}
        return drafting.save(place, form=values, **also)


def _too_long(values: Mapping[str, str]) -> bool:
    """More than any form that can be sent: it rides in the page, and is not stored besides."""
    return sum(len(value) for value in values.values()) > LONGEST


def _weight(values: Mapping[str, str]) -> int:
    """In bytes."""
    return sum(len(value.encode()) for value in values.values())


def prepared(form: ReportForm, kinds: tuple[Kind, ...]) -> ReportForm:
    """The form with its choices but the units, and a token when it is new; an old or another browser's is stale."""
    form.kind.choices = of(kinds)
    if Kind.CORRUPTION in kinds and Kind.COMPLAINT not in kinds:
        form.mode.choices = of(reversed(Mode))
    if form.kind.data not in {kind.value for kind in kinds} and len(kinds) == 1:
        form.kind.data = kinds[0].value
    if tokens.receipt_of_token(form.token.data or "") is None:
        form.token.data, form.stale = tokens.new_token(), form.is_submitted()
    if not tokens.is_mark(form.mark.data or ""):
        form.mark.data = tokens.new_mark()
    return form


def with_units(form: ReportForm) -> ReportForm:
    """For whoever is to choose one, or to see which one was chosen."""
    with unit_of_work(Door.PUBLIC) as uow:
        units = lists.places(uow)
    form.unit.choices = with_blank(
        [SelectChoice(str(unit.id), unit.name(language())) for unit in units], _l("I am not sure")
    )
    return form


def begun(side: Side) -> Writing:
    """An empty form, at the unit that a poster's address named."""
    form = prepared(ReportForm(), side.kinds)
    given: dict[str, Any] = {"token": form.token.data, "mark": form.mark.data}
    chosen = _unit_of(request.args.get("unit", ""))
    form.process(data={**given, "kind": side.kinds[0].value, "service": "other", "unit": chosen, "files": "0"})
    return Writing(side, form, draft_cookie.secret_or_new())


def _unit_of(code: str) -> str:
    if not code:
        return ""
    with unit_of_work(Door.PUBLIC) as uow:
        return next((str(unit.id) for unit in lists.places(uow) if unit.code == code), "")


def sent(side: Side) -> Writing:
    """The form as it came; the first access to the request's form, so that files go where they belong."""
    form = prepared(ReportForm(), side.kinds)
    return Writing(side, form, draft_cookie.secret_or_new(), is_ours=_is_ours(form))


def _is_ours(form: ReportForm) -> bool:
    try:
        validate_csrf(form.csrf_token.data)
    except ValidationError:
        return False
    return True


def resumed(side: Side, mark: str) -> tuple[Writing, int] | None:
    """A draft of this browser as it was saved, and the step that it was saved at."""
    secret = draft_cookie.current_secret()
    content = drafting.opened(drafting.place_of(secret, mark))
    if secret is None or content is None or content.get("side") != side.name:
        return None
    values = {**content["form"], "mark": mark, "token": content["token"]}
    form = prepared(ReportForm(MultiDict(values), meta={"csrf": True}), side.kinds)
    form.stale = False
    files = arriving.listed(content)
    form.files.data = str(len(files))
    return Writing(side, form, secret, files), int(content["step"])
