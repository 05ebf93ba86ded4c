"""The covering letter to a competent body, for printing."""

from flask import Response, request

from caseapp.domain.policy import Permission
from caseapp.services.answers import transfers
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.forms import demand_token
from caseapp.web.work import unit_of_work


@bp.route("/cases/<number>/covering-letter", methods=["POST"])
@access(Permission.CASE_FORWARD)
def covering_letter(number: str) -> Response:
    """A button and no link: what it opens stands in the ledger."""
    demand_token()
    with unit_of_work() as uow:
        content = transfers.covering_letter(uow, number, with_identity=request.form.get("identity") == "yes")
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{number}-forward.pdf")
    return response
