"""The receipt between two of a citizen's pages: sealed under the server's key, gone after twenty minutes of rest."""

from flask import request
from werkzeug.wrappers import Response

from caseapp.vault.cookies import open_cookie, seal_cookie
from caseapp.web.extensions import settings, surroundings

IDLE_SECONDS = 20 * 60


def _name() -> str:
    return "__Host-caseapp-receipt" if settings().secure_cookies else "caseapp-receipt"


def _now() -> int:
    return int(surroundings().clock().timestamp())


def remember(response: Response, secret: bytes) -> None:
    response.set_cookie(
        _name(),
        seal_cookie(settings().keys.cookie, secret, _now()),
        httponly=True,
        samesite="Strict",
        secure=settings().secure_cookies,
        path="/",
    )


def current_secret() -> bytes | None:
    cookie = request.cookies.get(_name())
    return open_cookie(settings().keys.cookie, cookie, _now(), IDLE_SECONDS) if cookie else None


def forget(response: Response) -> None:
    response.delete_cookie(_name(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Strict")
