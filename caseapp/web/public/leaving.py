"""«Exit this page»: forgets what this browser was writing and reading here, and shows something else at once."""

from flask import make_response, render_template, session
from werkzeug.wrappers import Response

from caseapp.domain.policy import Permission
from caseapp.web import draft_cookie, receipt_cookie
from caseapp.web.access import access
from caseapp.web.extensions import LANGUAGE_COOKIE, settings
from caseapp.web.public import drafting
from caseapp.web.public.door import bp
from caseapp.web.public.tokens import BROWSER


@bp.route("/exit", methods=["POST"])
@access(Permission.ANYONE)
def exit_page() -> Response:
    """Whether the page's token is fresh or not: whoever must be gone is gone.

    A refresh without delay takes this page's own place in the browser's history; pages before it stay in there."""
    secret = draft_cookie.current_secret()
    if secret is not None:
        drafting.forget_all(secret)
    response = make_response(render_template("public/exit.html", address=settings().exit_url))
    response.headers["Refresh"] = f"0; url={settings().exit_url}"
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    session.pop(BROWSER, None)
    for forget in (receipt_cookie.forget, draft_cookie.forget):
        forget(response)
    response.delete_cookie(LANGUAGE_COOKIE)
    return response
