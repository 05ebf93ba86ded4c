"""The signed-in person of this request, from the session's cookie."""

from flask import Flask, g, request
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door, system
from caseapp.services.staff import sessions
from caseapp.services.staff.sessions import SignedIn
from caseapp.services.uow import open_unit_of_work
from caseapp.web.extensions import settings, surroundings

BEFORE_CHANGE = frozenset({"auth.change_password", "auth.sign_out"})
"""What whoever must change their password may enter all the same."""


def cookie_name() -> str:
    return "__Host-caseapp-staff" if settings().secure_cookies else "caseapp-staff"


def remember(response: Response, token: str) -> None:
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Lax", secure=settings().secure_cookies, path="/")


def forget(response: Response) -> None:
    response.delete_cookie(cookie_name(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Lax")


def token() -> str:
    """The session's own secret, as its cookie holds it."""
    return request.cookies.get(cookie_name(), "")


def current() -> SignedIn | None:
    """Loaded once a request, with roles and teams as they are now."""
    if "signed_in" not in g:
        g.signed_in = None
        if token():
            with open_unit_of_work(surroundings(), system(Door.AUTH)) as uow:
                g.signed_in = sessions.resume(uow, token(), settings().session_idle)
    someone: SignedIn | None = g.signed_in
    return someone


def install(app: Flask) -> None:
    app.jinja_env.globals["signed_in"] = current
