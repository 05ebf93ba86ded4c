"""Who may enter a view: stated on every one of them, or the app does not start."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, redirect, request, url_for

from caseapp.domain.policy import Permission
from caseapp.web import giving_back, signing

View = Callable[..., Any]


class UnstatedAccess(RuntimeError):
    """An endpoint that does not say who may enter."""


def access(*permissions: Permission) -> Callable[[View], View]:
    """Any one of the permissions opens the view. Whoever is signed in without it gets the 404 of a page that is not.

    Without a session every page leads to the sign-in, but where a text would be lost on the way: that is shown first.
    """

    def state(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if Permission.ANYONE in permissions:
                return view(*args, **kwargs)
            someone = signing.current()
            if someone is None:
                if giving_back.texts(401):
                    abort(401)
                return redirect(url_for("auth.sign_in", next=request.path))
            if someone.must_change and request.endpoint not in signing.BEFORE_CHANGE:
                return redirect(url_for("auth.change_password"))
            if not someone.permissions & set(permissions):
                abort(404)
            return view(*args, **kwargs)

        guarded.access = frozenset(permissions)  # type: ignore[attr-defined]
        return guarded

    return state


def require_stated(app: Flask) -> None:
    """Stops the start when an endpoint has no `@access`; Flask's own static files are for anyone."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not getattr(view, "access", None):
            raise UnstatedAccess(f"{endpoint} does not state who may enter")
