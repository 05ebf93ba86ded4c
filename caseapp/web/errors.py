"""Errors in the user's language, with what to do now; what exists but is not theirs looks like what does not exist."""

import logging
import traceback
from pathlib import Path
from types import TracebackType

from flask import Flask, render_template
from flask_babel import LazyString
from werkzeug.exceptions import ClientDisconnected, HTTPException

from caseapp.domain.errors import Refused, RuleBroken
from caseapp.web import giving_back, wording
from caseapp.web.asking import Addresses, PlainRequest

log = logging.getLogger("caseapp")
Answer = tuple[str, int]
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_OURS = Path(__file__).parents[1]


class QuietApp(Flask):
    """Flask logs the address, the message and the code of an error; the first two may hold what a person wrote."""

    request_class = PlainRequest
    url_map_class = Addresses

    def log_exception(self, exc_info: Raised) -> None:
        kind, _, trace = exc_info
        ours = [frame for frame in traceback.extract_tb(trace) if Path(frame.filename).is_relative_to(_OURS)]
        where = f"{Path(ours[-1].filename).relative_to(_OURS)}:{ours[-1].lineno}" if ours else "elsewhere"
        log.error("unexpected %s at %s", kind.__name__ if kind else "error", where)


def _page(status: int, advice: LazyString | None = None) -> Answer:
    title, usual = wording.ERRORS.get(status, wording.ERRORS[500])
    written = giving_back.texts(status)
    return render_template(
        "errors/error.html", title=title, advice=advice or usual, written=written, signed_out=status == 401
    ), status


def install(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def told_by_http(error: HTTPException) -> Answer:
        return _page(error.code or 500)

    @app.errorhandler(ClientDisconnected)
    def cut_off(_error: Exception) -> Answer:
        """The house waited no longer for the rest of a request; whoever really went away does not see this."""
        return _page(408)

    @app.errorhandler(Refused)
    def refused(_error: Exception) -> Answer:
        return _page(404)

    @app.errorhandler(RuleBroken)
    def against_a_rule(broken: RuleBroken) -> Answer:
        return _page(409, wording.of_reason(broken.reason))

    @app.errorhandler(500)
    def unexpected(_error: Exception) -> Answer:
        return _page(500)
