"""Lists of the 11-11 centre and the hotlines: chosen, looked at row by row, and filed all together or not at all."""

import io
import secrets
from typing import Any

from flask import abort, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, FileField, HiddenField, SelectField

from caseapp.domain.actors import Door
from caseapp.domain.channels import NUMBERED
from caseapp.domain.columns import Column
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Channel
from caseapp.services.filing import carrying, importing, sheets
from caseapp.services.filing.carrying import Carried
from caseapp.services.filing.sheets import Unreadable
from caseapp.services.uow import open_unit_of_work
from caseapp.web import choices, signing
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.extensions import settings, surroundings
from caseapp.web.forms import Form
from caseapp.web.wording.importing import (
    COLUMNS,
    NO_FILE,
    NOT_TICKED,
    NOTHING_GOOD,
    ROW_FLAWS,
    SHEET_FLAWS,
    TOO_OLD,
    missing_columns,
)
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
LIST = "list"
MAX_UPLOAD = sheets.MAX_BYTES + 64 * 1024
MAX_CARRIED = 16 * 1024 * 1024
"""A list at its largest, sealed, in its page."""
TEMPLATES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_WIDTHS = {Column.TEXT: 60, Column.ADDRESS: 30, Column.UNIT: 30}


class ListForm(Form):
    channel = SelectField(
        _l("Whose list is it?"),
        choices=choices.of(sorted(NUMBERED)),
        default=Channel.GOVERNMENT_1111.value,
    )
    list = FileField(_l("The list (XLSX or CSV)"))


class ConfirmForm(Form):
    carried = HiddenField()
    leave_out = BooleanField(_l("File the others and leave these rows out"))


class Kept(io.BytesIO):
    """A list while it is read: in memory alone, and not past its bound."""

    def write(self, data: Any) -> int:
        return super().write(data) if self.tell() <= sheets.MAX_BYTES else len(data)


def _sent_list() -> bytes:
    found = request.files.get(LIST)
    return found.read() if found else b""


def _allow(size: int) -> bool:
    """Room for this page's own body; what is larger is not even read."""
    request.max_content_length = request.max_form_memory_size = size
    return (request.content_length or 0) <= size


@bp.route("/import", methods=["GET", "POST"])
@access(Permission.CASE_INTAKE)
def import_list() -> Page:
    if not _allow(MAX_UPLOAD):
        return _choose(ListForm(formdata=None), str(SHEET_FLAWS[sheets.SheetFlaw.TOO_LARGE])), 413
    request.receiver = lambda _name, _type: Kept()  # type: ignore[attr-defined]
    form = ListForm()
    if not form.is_submitted():
        return _choose(form)
    if not form.validate():
        return _choose(form), 400
    content = _sent_list()
    if not content:
        return _choose(form, str(NO_FILE)), 400
    try:
        table = sheets.rows_of(content)
    except Unreadable as unreadable:
        return _choose(form, str(SHEET_FLAWS[unreadable.flaw])), 400
    channel = Channel(form.channel.data)
    with unit_of_work() as uow:
        understood = importing.understood(uow, table, channel)
    if understood.missing:
        return _choose(form, str(missing_columns(understood.missing))), 400
    return _preview(Carried(channel, secrets.token_bytes(32), understood), ConfirmForm(formdata=None))


@bp.route("/import/confirm", methods=["POST"])
@access(Permission.CASE_INTAKE)
def confirm_import() -> Page:
    if not _allow(MAX_CARRIED):
        abort(413)
    form = ConfirmForm()
    carried = carrying.opened(form.carried.data or "", settings().keys.cookie, signing.token(), _now())
    if carried is None:
        return _choose(ListForm(formdata=None), str(TOO_OLD)), 400
    if not form.validate():
        return _preview(carried, form), 400
    wrong = _what_hinders(carried, form)
    if wrong is not None:
        form.broken.append(wrong)
        return _preview(carried, form), 400
    return _file(carried, form)


def _what_hinders(carried: Carried, form: ConfirmForm) -> Any:
    if not carried.understood.good:
        return NOTHING_GOOD
    return NOT_TICKED if carried.understood.bad and not form.leave_out.data else None


def _file(carried: Carried, form: ConfirmForm) -> Page:
    someone = signing.current()
    if someone is None:
        abort(404)
    try:
        with open_unit_of_work(surroundings(), someone.actor(Door.PUBLIC)) as uow:
            filed = importing.file_all(uow, carried.understood.good, carried.seed)
    except RuleBroken as broken:
        form.refuse(broken)
        return _preview(_looked_at_again(carried), form), 409
    return render_template("casework/imported.html", filed=filed, left_out=carried.understood.bad, flaws=ROW_FLAWS)


def _looked_at_again(carried: Carried) -> Carried:
    """Somebody else may have taken in some of the numbers while the preview stood open."""
    read = carried.understood
    with unit_of_work() as uow:
        rows = importing.checked(uow, read.rows)
    return Carried(
        carried.channel, carried.seed, importing.Understood(read.columns, read.passed_over, read.missing, rows)
    )


def _now() -> int:
    return int(surroundings().clock().timestamp())


def _choose(form: ListForm, wrong: str = "") -> str:
    if wrong:
        form.list.errors = [wrong]
    return render_template("casework/import.html", form=form, columns=COLUMNS, templates=tuple(TEMPLATES))


def _preview(carried: Carried, form: ConfirmForm) -> str:
    form.carried.data = carrying.seal(carried, settings().keys.cookie, signing.token(), _now())
    return render_template(
        "casework/import_preview.html",
        form=form,
        channel=carried.channel,
        understood=carried.understood,
        columns=COLUMNS,
        flaws=ROW_FLAWS,
    )


@bp.route("/import/template.<suffix>")
@access(Permission.CASE_INTAKE)
def import_template(suffix: str) -> Page:
    if suffix not in TEMPLATES:
        abort(404)
    head = tuple(str(COLUMNS[column]) for column in Column)
    widths = tuple(_WIDTHS.get(column, 16) for column in Column)
    response = make_response(sheets.as_xlsx(head, widths) if suffix == "xlsx" else sheets.as_csv(head))
    response.headers["Content-Type"] = TEMPLATES[suffix]
    response.headers["Content-Disposition"] = f'attachment; filename="list.{suffix}"'
    return response
