"""Filing: three short steps, files when wished, a check, and the receipt in the POST's own answer."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.attachments import MAX_FILES
from caseapp.domain.drafts import FromDraft
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.files import drafts
from caseapp.services.filing import intake
from caseapp.services.uow import open_unit_of_work
from caseapp.web import attaching, draft_cookie, receipt_cookie
from caseapp.web.access import access
from caseapp.web.asking import row_number, small_count
from caseapp.web.attaching import Problem
from caseapp.web.extensions import settings, surroundings
from caseapp.web.public import drafting, tokens
from caseapp.web.public.door import bp
from caseapp.web.public.forms import CHECK, STEP_FIELDS
from caseapp.web.public.pacing_at_the_door import hold_back_files, hold_back_filing
from caseapp.web.public.preparing import SIDES, Side, Writing, begun, resumed, sent, with_units
from caseapp.web.public.receipts import receipt_page
from caseapp.web.wording import of_reason

Page = str | Response | tuple[str | Response, int]
_STEPS = {"1", "2", "3", "4"}


@bp.route("/complaint", methods=["GET", "POST"])
@access(Permission.ANYONE)
def complaint() -> Page:
    return _filing(SIDES["complaint"])


@bp.route("/integrity", methods=["GET", "POST"])
@access(Permission.ANYONE)
def integrity() -> Page:
    return _filing(SIDES["integrity"])


@bp.route("/<any(complaint, integrity):side>/files", methods=["GET", "POST"])
@access(Permission.ANYONE)
def files(side: str) -> Page:
    """Takes the files of one request into the draft; the address names the draft by a mark that opens nothing."""
    mark = request.args.get("form")
    if request.method == "GET":
        found = resumed(SIDES[side], mark or "")
        return _files_page(*found, []) if found else redirect(url_for(f"public.{side}"))
    secret = draft_cookie.current_secret()
    place = drafting.place_of(secret, mark)
    pause = hold_back_files()
    upload = attaching.open_for_files(drafting.writer(secret), None if pause else place)
    writing = sent(SIDES[side])
    problems = attaching.settled(upload, pause.words if pause else None)
    go = request.form.get("go", "attach")
    if place is not None and go.startswith("remove:") and (number := row_number(go.removeprefix("remove:"))):
        drafting.remove_file(place, number)
    step = _step()
    stale = not writing.form.validate() and "csrf_token" in writing.form.errors
    if problems or stale:
        writing.keep(step)
        return _files_page(writing, step, problems, stale=stale)
    return _turn_to(writing, step) if go == "done" else _turn_to_files(writing, step)


def _filing(side: Side) -> Page:
    if request.method == "GET":
        mark = request.args.get("form")
        return _at_step(side, mark) if mark else _step_page(begun(side), 1, unfinished=drafting.unfinished(side.name))
    go = request.form.get("go", "next")
    if go in {"resume", "forget"}:
        return _unfinished(side, go)
    writing, step = sent(side), _step()
    wanted = _wanted_step(step, go)
    wrong = _first_wrong(writing, min(step, CHECK - 1)) if wanted > step else None
    if wrong is not None:
        return _wrong_page(writing, wrong), 400
    if go == "files":
        return _turn_to_files(writing, step)
    if wanted <= CHECK:
        return _turn_to(writing, wanted)
    if writing.form.stale or {"csrf_token", "website"} & writing.form.errors.keys():
        return _wrong_page(writing, CHECK), 400
    return _send(writing)


def _at_step(side: Side, mark: str) -> Page:
    """A step by its address: what the draft holds, wherever the browser's own Back and Forward lead."""
    found = resumed(side, mark)
    if found is None:
        flash(_l("Nothing is kept here any more: it was sent, or an hour has passed."))
        return redirect(url_for(f"public.{side.name}"))
    writing, saved = found
    wanted = request.args.get("step", "")
    return _step_page(writing, int(wanted) if wanted in _STEPS else saved)


def _turn_to(writing: Writing, step: int) -> Page:
    """The step at an address of its own; where nothing can be kept, or files were lost, at once and in the page."""
    if writing.keep(step):
        return redirect(url_for(f"public.{writing.side.name}", form=writing.form.mark.data, step=step), 303)
    return _step_page(writing, step)


def _turn_to_files(writing: Writing, step: int) -> Page:
    if writing.keep(step):
        return redirect(url_for("public.files", side=writing.side.name, form=writing.form.mark.data), 303)
    return _files_page(writing, step, [])


def _step() -> int:
    here = request.form.get("step", "1")
    return int(here) if here in _STEPS else 1


def _wanted_step(here: int, go: str) -> int:
    if go == "back":
        return max(1, here - 1)
    if go == "files":
        return here
    return int(go) if go in _STEPS else here + 1


def _first_wrong(writing: Writing, upto: int) -> int | None:
    writing.form.validate()
    writing.form.check_identity()
    for step in range(1, upto + 1):
        if any(writing.form[name].errors for name in writing.form.asked(step)):
            return step
    return None


def _unfinished(side: Side, go: str) -> Page:
    """Goes on with a draft of this browser, or forgets it."""
    mark = request.form.get("mark", "")
    if go == "resume":
        return redirect(url_for(f"public.{side.name}", form=mark), 303)
    place = drafting.place_of(draft_cookie.current_secret(), mark)
    if place is not None:
        drafting.forget(place)
    flash(_l("What you had written is deleted."))
    return redirect(url_for("public.start"))


def _wrong_page(writing: Writing, step: int) -> Response:
    """Saved as it stands, with what is wrong on this step."""
    writing.keep(step)
    return _step_page(writing, step, show_errors=True)


def _step_page(writing: Writing, step: int, *, show_errors: bool = False, **also: object) -> Response:
    """What is wrong on another step is not told here: a link to it would lead nowhere."""
    form = with_units(writing.form)
    told = {*form.asked(step), "csrf_token", "website"} if show_errors else set[str]()
    also |= {"told_by": settings().notice_channels, "show_errors": show_errors}
    return _with_cookie(writing, render_template("public/report.html", **_shown(writing, step, told), **also))


def _files_page(writing: Writing, step: int, problems: list[Problem], *, stale: bool = False) -> Response:
    also = {"problems": problems, "stale": stale, "full": len(writing.files) >= MAX_FILES}
    page = render_template("public/files.html", **_shown(writing, step, set()), **also)
    response = _with_cookie(writing, page)
    response.status_code = 400 if problems or stale else 200
    return response


def _shown(writing: Writing, step: int, told: set[str]) -> dict[str, object]:
    """What every page of the form at hand shows, with the errors of the fields in `told` alone."""
    for field in writing.form:
        if field.name not in told:
            field.errors = []
    return {
        "form": writing.form,
        "step": step,
        "steps": STEP_FIELDS,
        "writing": writing,
        "protected": writing.side.protected,
    }


def _with_cookie(writing: Writing, page: str) -> Response:
    response = make_response(page)
    draft_cookie.remember(response, writing.secret)
    return response


def _draft(writing: Writing) -> FromDraft | None:
    """None where the browser holds no draft; then no file can be expected either."""
    seen = writing.form.files.data or "0"
    count = small_count(seen)
    place = writing.place if draft_cookie.current_secret() else None
    if place is None and count:
        raise RuleBroken(Reason.FILES_GONE)
    return FromDraft(place, count) if place else None


def _send(writing: Writing) -> Page:
    form, keys = writing.form, settings().keys
    receipt = tokens.receipt_of_token(form.token.data)
    if receipt is None:
        abort(400)
    actor = drafts.owning(keys, intake.filing_actor(keys, receipt.secret), draft_cookie.current_secret())
    pause = hold_back_filing(actor, form_age=tokens.age_of_token(form.token.data), sender=tokens.browser())
    if pause is not None:
        form.broken.append(pause.words)
        return pause.on(_wrong_page(writing, CHECK))
    try:
        with open_unit_of_work(surroundings(), actor) as uow:
            filed = intake.submit(uow, form.to_command(), receipt.secret, _draft(writing))
    except RuleBroken as broken:
        form.broken.append(of_reason(broken.reason))
        return _wrong_page(writing, CHECK), 409
    response = make_response(receipt_page(receipt, filed, protected=writing.side.protected))
    receipt_cookie.remember(response, receipt.secret)
    return response
