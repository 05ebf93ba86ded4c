"""Errors in the user's language, with what to do now; what exists but is not theirs looks like what does not exist."""

import logging

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from caseapp.domain.errors import Refused, RuleBroken
from caseapp.web import wording

log = logging.getLogger("caseapp")
Answer = tuple[str, int]


def _page(status: int) -> Answer:
    title, advice = wording.ERRORS.get(status, wording.ERRORS[500])
    return render_template("errors/error.html", title=title, advice=advice), status


def install(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def told_by_http(error: HTTPException) -> Answer:
        return _page(error.code or 500)

    @app.errorhandler(Refused)
    def refused(_error: Exception) -> Answer:
        return _page(404)

    @app.errorhandler(RuleBroken)
    def against_a_rule(broken: RuleBroken) -> Answer:
        title, _ = wording.ERRORS[409]
        return render_template("errors/error.html", title=title, advice=wording.of_reason(broken.reason)), 409

    @app.errorhandler(500)
    def unexpected(error: Exception) -> Answer:
        # The kind of error alone: its message may hold what a person wrote.
        log.error("unexpected %s", type(getattr(error, "original_exception", None) or error).__name__)
        return _page(500)
