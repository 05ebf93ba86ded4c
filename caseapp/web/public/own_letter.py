"""The authority's answer as a letter, for whoever it answers."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as Page

from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission
from caseapp.services.answers import letter_files, letters
from caseapp.web import receipt_cookie
from caseapp.web.access import access
from caseapp.web.public.door import bp
from caseapp.web.work import unit_of_work


@bp.route("/case/letter/<int:answer>")
@access(Permission.ANYONE)
def own_letter(answer: int) -> Page:
    if receipt_cookie.current_secret() is None:
        return redirect(url_for("public.track"))
    with unit_of_work(Door.PUBLIC) as uow:
        said = letters.of_own_case(uow, answer)
    response = Response(letter_files.pdf(said), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{said.case_number}-answer.pdf")
    return response
