"""Filing: three short steps, a check, and the receipt in the POST's own answer."""

import hashlib
import secrets
from typing import Any

import segno
from flask import make_response, render_template, request, session
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from caseapp.domain import rules
from caseapp.domain.actors import Door
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.receipts import Receipt, new_receipt, receipt_of
from caseapp.domain.vocab import Kind
from caseapp.services import intake, lists, terms
from caseapp.services.uow import open_unit_of_work
from caseapp.web import receipt_cookie
from caseapp.web.access import access
from caseapp.web.choices import of, with_blank
from caseapp.web.extensions import language, settings, surroundings
from caseapp.web.public.door import bp
from caseapp.web.public.forms import CHECK, INTEGRITY_KINDS, ORDINARY_KINDS, STEP_FIELDS, ReportForm, TrackForm
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
BROWSER = "browser"
_TOKEN_LIFE_SECONDS = 24 * 3600


@bp.route("/")
@access(Permission.ANYONE)
def start() -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        reply_days = terms.number(uow, rules.REPLY)
    return render_template("public/start.html", form=TrackForm(), reply_days=reply_days)


@bp.route("/privacy")
@access(Permission.ANYONE)
def privacy() -> Page:
    return render_template("public/privacy.html")


@bp.route("/complaint", methods=["GET", "POST"])
@access(Permission.ANYONE)
def complaint() -> Page:
    return _filing(ORDINARY_KINDS, protected=False)


@bp.route("/integrity", methods=["GET", "POST"])
@access(Permission.ANYONE)
def integrity() -> Page:
    return _filing(INTEGRITY_KINDS, protected=True)


def _serializer() -> URLSafeTimedSerializer:
    """Its signatures hold in this browser alone, until that is closed or left."""
    mark = session.setdefault(BROWSER, secrets.token_hex(16))
    return URLSafeTimedSerializer(settings().keys.cookie, salt=f"receipt-token/{mark}")


def new_token() -> str:
    """What the form carries instead of a receipt: 32 random bytes, signed, so that nobody can choose their own."""
    return _serializer().dumps(new_receipt().secret.hex())


def receipt_of_token(token: str) -> Receipt | None:
    """The one receipt that follows from a form's token in its own browser, however often the form is sent."""
    try:
        seed = bytes.fromhex(_serializer().loads(token, max_age=_TOKEN_LIFE_SECONDS))
    except (BadData, ValueError):
        return None
    for counter in range(64):
        receipt = receipt_of(hashlib.sha256(seed + counter.to_bytes(1, "big")).digest())
        if receipt is not None:
            return receipt
    return None


def prepared(form: ReportForm, kinds: tuple[Kind, ...]) -> ReportForm:
    """The form with its choices, and a token when it is new; one whose token is old or another browser's is stale."""
    form.kind.choices = of(kinds)
    if form.kind.data not in {kind.value for kind in kinds} and len(kinds) == 1:
        form.kind.data = kinds[0].value
    with unit_of_work(Door.PUBLIC) as uow:
        units = lists.places(uow)
    form.unit.choices = with_blank(
        [SelectChoice(str(unit.id), unit.name(language())) for unit in units], _l("I am not sure")
    )
    if receipt_of_token(form.token.data or "") is None:
        form.token.data, form.stale = new_token(), form.is_submitted()
    return form


def _wanted_step(here: int) -> int:
    go = request.form.get("go", "next")
    if go == "back":
        return max(1, here - 1)
    if go in {"1", "2", "3"}:
        return int(go)
    return here + 1


def _first_wrong(form: ReportForm, upto: int) -> int | None:
    form.validate()
    form.check_identity()
    for step in range(1, upto + 1):
        if any(form[name].errors for name in STEP_FIELDS[step]):
            return step
    return None


def _filing(kinds: tuple[Kind, ...], *, protected: bool) -> Page:
    form = prepared(ReportForm(), kinds)
    if request.method == "GET":
        form.process(data={"token": form.token.data, "kind": kinds[0].value, "service": "other"})
        return _step_page(form, 1, protected)
    here = request.form.get("step", "1")
    step = int(here) if here in {"1", "2", "3", "4"} else 1
    wanted = _wanted_step(step)
    wrong = _first_wrong(form, min(step, CHECK - 1)) if wanted > step else None
    if wrong is not None:
        return _step_page(form, wrong, protected, show_errors=True), 400
    if wanted <= CHECK:
        return _step_page(form, wanted, protected)
    if form.stale or "csrf_token" in form.errors:
        return _step_page(form, CHECK, protected, show_errors=True), 400
    return _send(form, protected)


def _step_page(form: ReportForm, step: int, protected: bool, *, show_errors: bool = False) -> str:
    """What is wrong on another step is not told here: a link to it would lead nowhere."""
    shown = {*STEP_FIELDS.get(step, ()), "csrf_token"} if show_errors else set()
    for field in form:
        if field.name not in shown:
            field.errors = []
    return render_template(
        "public/report.html",
        form=form,
        step=step,
        fields=STEP_FIELDS.get(step, ()),
        steps=STEP_FIELDS,
        protected=protected,
        show_errors=show_errors,
    )


def _send(form: ReportForm, protected: bool) -> Page:
    receipt = receipt_of_token(form.token.data)
    if receipt is None:
        return _step_page(form, CHECK, protected, show_errors=True), 400
    try:
        with open_unit_of_work(surroundings(), intake.filing_actor(settings().keys, receipt.secret)) as uow:
            filed = intake.submit(uow, form.to_command(), receipt.secret)
    except RuleBroken as broken:
        form.refuse(broken)
        return _step_page(form, CHECK, protected, show_errors=True), 409
    response = make_response(receipt_page(receipt, filed, protected=protected))
    receipt_cookie.remember(response, receipt.secret)
    return response


def receipt_page(receipt: Receipt, filed: intake.Filed, **also: Any) -> str:
    """The receipt, shown once: code, picture of the code, due day and the rule it comes from."""
    with open_unit_of_work(surroundings(), intake.filing_actor(settings().keys, receipt.secret)) as uow:
        how = terms.of_number(uow, filed.number)
    picture = segno.make(receipt.code, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True)
    groups = receipt.code.split(" ")
    return render_template(
        "public/receipt.html", rows=(groups[:4], groups[4:]), filed=filed, how=how, picture=picture, **also
    )
