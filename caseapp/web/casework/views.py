"""Keeping, sharing, renaming and removing views of the queue."""

from urllib.parse import urlencode

from flask import abort, flash, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.policy import Permission
from caseapp.services.casework import views
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.casework.queue import chosen_filter
from caseapp.web.forms import demand_token
from caseapp.web.work import unit_of_work


def _name() -> str:
    name = " ".join(request.form.get("name", "").split())
    if not name:
        abort(400)
    return name


@bp.route("/views", methods=["POST"])
@access(Permission.CASE_READ)
def keep_view() -> Response:
    """Of the filter in the address, whose words to search for are not kept."""
    demand_token()
    chosen, _search = chosen_filter()
    with unit_of_work() as uow:
        views.keep(uow, _name(), chosen, shared="shared" in request.form)
    flash(_l("The view is saved. It stands beside the list."))
    return redirect(f"{url_for('.queue')}?{urlencode(views.as_codes(chosen))}")


@bp.route("/views/<int:view_id>", methods=["POST"])
@access(Permission.CASE_READ)
def change_view(view_id: int) -> Response:
    demand_token()
    with unit_of_work() as uow:
        if "remove" in request.form:
            views.end(uow, view_id)
            said = _l("The view is removed.")
        else:
            views.change(uow, view_id, _name(), shared="shared" in request.form)
            said = _l("The view is changed.")
    flash(said)
    return redirect(url_for(".queue"))
