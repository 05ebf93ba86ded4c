"""«Exit this page»: forgets what this browser was writing and reading here, and shows something else at once."""

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from caseapp.domain.policy import Permission
from caseapp.web import draft_cookie, receipt_cookie
from caseapp.web.access import access
from caseapp.web.extensions import LANGUAGE_COOKIE, settings
from caseapp.web.public import drafting
from caseapp.web.public.door import bp


@bp.route("/exit", methods=["POST"])
@access(Permission.ANYONE)
def exit_page() -> Response:
    """Whether the page's token is fresh or not: whoever must be gone is gone, unless another site sent them here.

    A refresh without delay takes this page's own place in the browser's history; pages before it stay in there."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect(url_for("public.start"))
    response = make_response(render_template("public/exit.html", address=settings().exit_url))
    response.headers["Refresh"] = f"0; url={settings().exit_url}"
    forget_everything(response)
    return response


def forget_everything(response: Response) -> None:
    """What was written, what was read, and every cookie of this site."""
    secret = draft_cookie.current_secret()
    if secret is not None:
        drafting.forget_all(secret)
    session.clear()
    for forget in (receipt_cookie.forget, draft_cookie.forget):
        forget(response)
    response.delete_cookie(LANGUAGE_COOKIE)
