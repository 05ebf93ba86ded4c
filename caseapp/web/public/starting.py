"""The start page: two doors, the code of an earlier case, how it goes."""

from flask import render_template

from caseapp.domain import rules
from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission
from caseapp.services.law import terms
from caseapp.services.quarterly import publishing
from caseapp.web.access import access
from caseapp.web.public.door import bp
from caseapp.web.public.forms import TrackForm
from caseapp.web.work import unit_of_work


@bp.route("/")
@access(Permission.ANYONE)
def start() -> str:
    return start_page()


def start_page(**also: object) -> str:
    """`also` may hold the unit at whose poster the person stands."""
    with unit_of_work(Door.PUBLIC) as uow:
        reply_days, published = terms.number(uow, rules.REPLY), publishing.latest(uow)
    return render_template("public/start.html", form=TrackForm(), reply_days=reply_days, published=published, **also)
