"""Files of a citizen's letter, and files of the own case as they leave."""

from hashlib import blake2b

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Copy
from caseapp.services import gate
from caseapp.services.files import attachments
from caseapp.web import enclosing, receipt_cookie, serving
from caseapp.web.access import access
from caseapp.web.attaching import Problem
from caseapp.web.extensions import settings
from caseapp.web.forms import Form
from caseapp.web.public.door import bp
from caseapp.web.public.pacing_at_the_door import hold_back_files
from caseapp.web.work import unit_of_work

ANOTHER_CASE = _l(
    "In this browser another case is open by now. Open the one that you wrote to with its code; what you had written"
    " to it waits there for an hour."
)


def own_number() -> str:
    """Of the case that is open in this browser; empty when none is."""
    if receipt_cookie.current_secret() is None:
        return ""
    with unit_of_work(Door.PUBLIC) as uow:
        return gate.load_own_case(uow).number


def mark(number: str = "") -> bytes:
    """One letter to this case in this browser; of the open case unless another is named."""
    return blake2b((number or own_number()).encode(), digest_size=16, person=b"letter").digest()


def wait_with(number: str, text: str, response: Response) -> Response:
    """Keeps what was written to a case that is not the open one any more, until it is opened again."""
    return enclosing.remembered(response, enclosing.keep_text(mark(number), text))


def choose(text: str) -> Response:
    """From the letter to its files: what was written so far waits meanwhile."""
    secret = enclosing.keep_text(mark(), text)
    return enclosing.remembered(make_response(_page([], secret)), secret)


@bp.route("/case/files", methods=["GET", "POST"])
@access(Permission.ANYONE)
def letter_files() -> Response:
    """The address names the letter by a mark, so that a file never comes to a case that was opened meanwhile."""
    if receipt_cookie.current_secret() is None:
        return redirect(url_for("public.track"))
    if request.method == "GET":
        return redirect(url_for("public.own_case", _anchor="text"))
    if request.args.get("letter") != mark().hex():
        flash(ANOTHER_CASE)
        return redirect(url_for("public.track"))
    pause = hold_back_files()
    problems = enclosing.take_files(mark(), Door.PUBLIC, pause.words if pause else None)
    stale = not Form().validate()
    if stale or request.form.get("go") != "done" or problems:
        return make_response(_page(problems, stale=stale), 400 if problems or stale else 200)
    return redirect(url_for("public.own_case", _anchor="text"))


def _page(problems: list[Problem], secret: bytes | None = None, *, stale: bool = False) -> str:
    with unit_of_work(Door.PUBLIC) as uow:
        path = gate.load_own_case(uow).path
    letter = enclosing.letter_of(mark(), secret)
    return render_template(
        "public/letter_files.html",
        letter=letter,
        mark=mark().hex(),
        problems=problems,
        stale=stale,
        full=letter.full,
        path=path,
    )


@bp.route("/case/attachments/<int:attachment>/<any(cleaned, original):copy>")
@access(Permission.ANYONE)
def attachment(attachment: int, copy: str) -> Response:
    with unit_of_work(Door.PUBLIC) as uow:
        served = attachments.serve(uow, gate.load_own_case(uow), attachment, Copy(copy), settings().clamd)
    return serving.download(served)
