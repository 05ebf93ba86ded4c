"""What the views find on the running app: its settings and surroundings, and who is at the door."""

from flask import Flask, Response, current_app, request
from flask_babel import Babel, get_locale

from caseapp.hosting.settings import Settings
from caseapp.services.uow import Surroundings

LANGUAGES = ("mn", "en")
LANGUAGE_COOKIE = "caseapp-language"
babel = Babel()


def settings() -> Settings:
    found: Settings = current_app.extensions["caseapp_settings"]
    return found


def surroundings() -> Surroundings:
    found: Surroundings = current_app.extensions["caseapp_surroundings"]
    return found


def _chosen_language() -> str:
    asked = request.args.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return asked if asked in LANGUAGES else LANGUAGES[0]


def language() -> str:
    """The two letters of the page's language."""
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def install(app: Flask) -> None:
    babel.init_app(app, default_locale="mn", default_timezone="Asia/Ulaanbaatar", locale_selector=_chosen_language)

    @app.after_request
    def remember_language(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            secure = settings().secure_cookies
            response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31536000, httponly=True, samesite="Lax", secure=secure)
        return response
