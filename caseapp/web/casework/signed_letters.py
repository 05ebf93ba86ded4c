"""The signed letter put back in: one PDF, which then goes to the petitioner."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.drafts import FromDraft
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.answers import signed_copies
from caseapp.web import enclosing, signing
from caseapp.web.access import access
from caseapp.web.attaching import Problem
from caseapp.web.casework.door import bp
from caseapp.web.forms import Form
from caseapp.web.wording.letters import SIGNED_COVER
from caseapp.web.work import unit_of_work


def mark(number: str) -> bytes:
    """The signed letter of this case in this officer's browser."""
    someone = signing.current()
    return f"signed/{number}/{someone.user_id if someone else 0}".encode()


@bp.route("/cases/<number>/signed-letter", methods=["GET", "POST"])
@access(Permission.CASE_WORK)
def signed_letter(number: str) -> Response:
    """Opened by a button of the case page, so that there is a draft before the first file comes."""
    with unit_of_work() as uow:
        signed_copies.awaited(uow, number)
    back = url_for("casework.case_page", number=number, _anchor="answer-letter")
    if request.method == "GET":
        return redirect(back)
    problems = enclosing.take_files(mark(number), Door.CASEWORK)
    form = Form()
    if not form.validate() or problems or request.form.get("go") != "put":
        return _page(number, form, problems, 400 if problems or form.errors else 200)
    letter = enclosing.letter_of(mark(number))
    try:
        with unit_of_work() as uow:
            signed_copies.put_in(uow, number, SIGNED_COVER, FromDraft(letter.place, len(letter.files)))
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(number, form, [], 400)
    flash(_l("The signed letter is put in, and the petitioner can open it."))
    return redirect(back)


def _page(number: str, form: Form, problems: list[Problem], status: int) -> Response:
    """Without the form's token nothing is kept."""
    secret = None if form.errors else enclosing.keep_text(mark(number), "")
    files = enclosing.letter_of(mark(number), secret).files
    page = render_template("casework/signed_letter.html", number=number, form=form, files=files, problems=problems)
    response = make_response(page, status)
    return enclosing.remembered(response, secret) if secret else response
