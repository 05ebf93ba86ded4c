"""The secret that opens a browser's drafts: it is kept in its cookie alone, until the browser is closed."""

import base64
import binascii

from flask import request
from werkzeug.wrappers import Response

from caseapp.vault.drafts import SECRET_BYTES, new_draft_secret
from caseapp.web.extensions import settings


def _name() -> str:
    return "__Host-caseapp-draft" if settings().secure_cookies else "caseapp-draft"


def current_secret() -> bytes | None:
    try:
        secret = base64.urlsafe_b64decode(request.cookies.get(_name(), "").encode())
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def secret_or_new() -> bytes:
    """The browser's secret, or a new one that the answer must `remember`."""
    return current_secret() or new_draft_secret()


def remember(response: Response, secret: bytes) -> None:
    if current_secret() != secret:
        response.set_cookie(
            _name(),
            base64.urlsafe_b64encode(secret).decode(),
            httponly=True,
            samesite="Strict",
            secure=settings().secure_cookies,
            path="/",
        )


def forget(response: Response) -> None:
    response.delete_cookie(_name(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Strict")
