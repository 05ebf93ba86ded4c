"""Files of a case as its team opens them, and files of a letter to the citizen."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Copy
from caseapp.services import gate
from caseapp.services.files import attachments
from caseapp.web import enclosing, giving_back, serving, signing
from caseapp.web.access import access
from caseapp.web.attaching import Problem
from caseapp.web.casework.door import bp
from caseapp.web.extensions import settings
from caseapp.web.forms import Form
from caseapp.web.work import unit_of_work


def mark(number: str) -> bytes:
    """One letter of this officer to this case's citizen, in this browser."""
    someone = signing.current()
    return f"letter/{number}/{someone.user_id if someone else 0}".encode()


def choose(number: str, text: str) -> Response:
    """From the letter to its files: what was written so far waits meanwhile."""
    secret = enclosing.keep_text(mark(number), text)
    return enclosing.remembered(make_response(_page(number, [], secret)), secret)


@bp.route("/cases/<number>/letter-files", methods=["GET", "POST"])
@access(Permission.CASE_WORK)
def letter_files(number: str) -> Response:
    giving_back.from_draft(enclosing.letter_of(mark(number)).text)
    with unit_of_work() as uow:
        gate.load_case(uow, number, {Permission.CASE_WORK})
    if request.method == "GET":
        return redirect(url_for("casework.case_page", number=number, _anchor="letter"))
    problems = enclosing.take_files(mark(number), Door.CASEWORK)
    stale = not Form().validate()
    if stale or request.form.get("go") != "done" or problems:
        return make_response(_page(number, problems, stale=stale), 400 if problems or stale else 200)
    return redirect(url_for("casework.case_page", number=number, _anchor="letter"))


def _page(number: str, problems: list[Problem], secret: bytes | None = None, *, stale: bool = False) -> str:
    letter = enclosing.letter_of(mark(number), secret)
    return render_template(
        "casework/letter_files.html", number=number, letter=letter, problems=problems, stale=stale, full=letter.full
    )


@bp.route("/cases/<number>/attachments/<int:attachment>/<any(cleaned, original):copy>")
@access(Permission.CASE_READ)
def attachment(number: str, attachment: int, copy: str) -> Response:
    with unit_of_work() as uow:
        case = gate.load_case(uow, number, {Permission.CASE_READ})
        served = attachments.serve(uow, case, attachment, Copy(copy), settings().clamd)
    return serving.download(served)
