"""Several receipts of one person: each case is opened by its own receipt, in a transaction of its own."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.errors import Refused
from caseapp.domain.policy import Permission
from caseapp.services.petitioner import links
from caseapp.services.petitioner.links import Linked
from caseapp.services.uow import open_unit_of_work
from caseapp.web import receipt_cookie
from caseapp.web.access import access
from caseapp.web.extensions import surroundings
from caseapp.web.forms import demand_token
from caseapp.web.public.door import bp
from caseapp.web.public.own_forms import LinkForm
from caseapp.web.public.tracking import typed_receipt
from caseapp.web.work import holder_of, unit_of_work


class NotTyped(Exception):
    """What was typed opens no case; the form's box says why."""


def link_typed(form: LinkForm) -> None:
    """Both receipts are asked first, so that none is left holding the other alone."""
    receipt, own = typed_receipt(form), receipt_cookie.current_secret()
    if receipt is None or own is None:
        raise NotTyped
    with open_unit_of_work(surroundings(), *holder_of(own)) as uow:
        links.check(uow, own, receipt.secret)
    for one, other in ((receipt.secret, own), (own, receipt.secret)):
        with open_unit_of_work(surroundings(), *holder_of(one)) as uow:
            links.link(uow, one, other)


def linked_cases() -> tuple[tuple[int, Linked | None], ...]:
    """By place what each linked receipt opens; None is a case that is gone."""
    with unit_of_work(Door.PUBLIC) as uow:
        secrets = links.secrets_by_place(uow)
    found = []
    for place, secret in sorted(secrets.items()):
        with open_unit_of_work(surroundings(), *holder_of(secret)) as uow:
            found.append((place, links.summary(uow, place)))
    return tuple(found)


@bp.route("/case/linked/<int:place>", methods=["POST"])
@access(Permission.ANYONE)
def linked(place: int) -> Response:
    """Goes over to the linked case, or takes the link back on both sides."""
    demand_token()
    own = receipt_cookie.current_secret()
    if own is None:
        return redirect(url_for("public.track"))
    with unit_of_work(Door.PUBLIC) as uow:
        other = links.secrets_by_place(uow).get(place)
    if other is None:
        abort(404)
    response = redirect(url_for("public.own_case"))
    if request.form.get("go") == "unlink":
        _unlink(own, other)
        flash(_l("The link is taken back: neither receipt opens the other any more."))
    else:
        receipt_cookie.remember(response, other)
    return response


def _unlink(own: bytes, other: bytes) -> None:
    with open_unit_of_work(surroundings(), *holder_of(own)) as uow:
        links.unlink(uow, other)
    try:
        with open_unit_of_work(surroundings(), *holder_of(other)) as uow:
            links.unlink(uow, own)
    except Refused:
        return  # that case is gone, and its links with it
