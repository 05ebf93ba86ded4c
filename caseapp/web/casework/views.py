"""Keeping, sharing, renaming and removing views of the queue."""

from urllib.parse import urlencode

from flask import abort, flash, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.casework import views
from caseapp.services.casework.queues import Filter
from caseapp.web.access import access
from caseapp.web.casework import queue
from caseapp.web.casework.door import bp
from caseapp.web.casework.queue import PendingView, chosen_filter
from caseapp.web.forms import demand_token
from caseapp.web.wording import of_reason
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


def _name() -> str:
    name = " ".join(request.form.get("name", "").split())
    if not name:
        abort(400)
    return name


def _of_address(chosen: Filter) -> Response:
    return redirect(f"{url_for('.queue')}?{urlencode(views.as_codes(chosen))}")


@bp.route("/views", methods=["POST"])
@access(Permission.CASE_READ)
def keep_view() -> Page:
    """Of the filter in the address, whose words to search for are not kept."""
    demand_token()
    chosen, _search = chosen_filter()
    pending = PendingView(_name(), "shared" in request.form)
    try:
        with unit_of_work() as uow:
            views.keep(uow, pending.name, chosen, shared=pending.shared)
    except RuleBroken as broken:
        return queue.shown(pending=pending, too_many=of_reason(broken.reason)), 400
    flash(_l("The view is saved. It stands beside the list."))
    return _of_address(chosen)


@bp.route("/views/<int:view_id>", methods=["POST"])
@access(Permission.CASE_READ)
def change_view(view_id: int) -> Page:
    """Renamed, shared or removed; `instead` is one that was to be saved and takes the place of what is removed."""
    demand_token()
    instead = " ".join(request.form.get("instead", "").split())
    if "remove" in request.form and instead:
        return _replaced(view_id, PendingView(instead, "instead_shared" in request.form))
    with unit_of_work() as uow:
        if "remove" in request.form:
            views.end(uow, view_id)
            said = _l("The view is removed.")
        else:
            views.change(uow, view_id, _name(), shared="shared" in request.form)
            said = _l("The view is changed.")
    flash(said)
    return redirect(url_for(".queue"))


def _replaced(view_id: int, pending: PendingView) -> Response:
    chosen, _search = chosen_filter()
    with unit_of_work() as uow:
        views.replace_with(uow, view_id, pending.name, chosen, shared=pending.shared)
    flash(_l("The old view is removed and the new one is saved. It stands beside the list."))
    return _of_address(chosen)
