"""Where a hall's poster leads: the start page, which says which unit this is and takes it along."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission
from caseapp.services import lists
from caseapp.web.access import access
from caseapp.web.extensions import language
from caseapp.web.public.door import bp
from caseapp.web.public.starting import start_page
from caseapp.web.work import unit_of_work

Page = str | Response


@bp.route("/at/<code>")
@access(Permission.ANYONE)
def at(code: str) -> Page:
    """A code of no unit, or of one that was closed since, is the plain start page."""
    with unit_of_work(Door.PUBLIC) as uow:
        unit = next((place for place in lists.places(uow) if place.code == code.upper()), None)
    if unit is None:
        return redirect(url_for("public.start"))
    return start_page(here={"code": unit.code, "name": unit.name(language())})
