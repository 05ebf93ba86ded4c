"""What a member of the staff had written, given back on the page that says no: it is neither stored nor logged.

The page must not tell whether a case exists. What is given back is therefore read from the request alone, before
anything is asked of the database, and is the same whatever the answer was."""

from flask import g, request
from werkzeug.exceptions import HTTPException

from caseapp.web import signing

LONG_TEXTS = frozenset(
    {
        *("appeal_reason", "basis_en", "basis_mn", "body", "comment", "evidence", "extract", "grounds", "lessons"),
        *("letter", "members", "note", "pause_basis_en", "pause_basis_mn", "protection", "reason", "remedy", "task"),
        *("text", "withdraw_reason"),
    }
)
"""The forms' large boxes by their names. Passwords, codes, receipts and proofs have other names and never come back."""
READABLE = frozenset({400, 401, 403, 404, 405, 409, 500})
"""After which errors the form is looked at once more: not where reading it was what failed."""


def from_draft(text: str) -> None:
    """What the browser's own draft holds of the letter that this request is about."""
    g.written_in_draft = text


def texts(status: int) -> tuple[str, ...]:
    """In the order of the form; single words are left out, since some lists to choose from have such a box's name.

    Only for a browser in which somebody of the staff is signed in or was: the cookie that says so comes with no form
    that another site made up."""
    if request.method != "POST" or status not in READABLE or not signing.token():
        return ()
    try:
        typed = [value for name, value in request.form.items(multi=True) if name in LONG_TEXTS]
    except HTTPException:
        return ()
    return tuple(value for value in (*typed, g.get("written_in_draft", "")) if len(value.split()) > 1)
