"""The doors: Flask from here on up, one package for each audience."""

from pathlib import Path

from flask import Flask

from caseapp.domain.actors import Door
from caseapp.hosting.settings import Settings
from caseapp.services.uow import Surroundings
from caseapp.web import (
    access,
    admin,
    agency,
    analysis,
    audit,
    auth,
    casework,
    errors,
    extensions,
    headers,
    network,
    packing,
    public,
    shown,
    signing,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
DOORS = {
    Door.PUBLIC: public.bp,
    Door.CASEWORK: casework.bp,
    Door.ANALYSIS: analysis.bp,
    Door.ADMIN: admin.bp,
    Door.AGENCY: agency.bp,
    Door.AUDIT: audit.bp,
}
MAX_REQUEST = 2 * 1024 * 1024
FORM_LIFE_SECONDS = 6 * 3600


def create_app(settings: Settings, surroundings: Surroundings) -> Flask:
    """The app with the doors that the settings open; refuses to start while an endpoint does not state its access."""
    app = errors.QuietApp(
        "caseapp.web", template_folder=str(TEMPLATES), static_folder=str(Path(__file__).parents[1] / "static")
    )
    app.config.update(
        SECRET_KEY=settings.keys.cookie,
        SESSION_COOKIE_NAME="__Host-caseapp" if settings.secure_cookies else "caseapp",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=FORM_LIFE_SECONDS,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST,
        SEND_FILE_MAX_AGE_DEFAULT=86400,
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parents[1] / "translations"),
    )
    app.extensions["caseapp_settings"] = settings
    app.extensions["caseapp_surroundings"] = surroundings
    for install in (extensions.install, signing.install, shown.install, errors.install):
        install(app)
    headers.install(app, secure=settings.secure_cookies)
    packing.install(app)
    network.install(app, settings.proxies)
    for door, blueprint in DOORS.items():
        if door in settings.doors:
            app.register_blueprint(blueprint)
    if settings.doors != {Door.PUBLIC}:
        app.register_blueprint(auth.bp)
    access.require_stated(app)
    return app
