"""What everybody may know: how complaints are handled, how they are protected, and the published editions."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain import rules
from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission
from caseapp.domain.stages import Stage
from caseapp.domain.vocab import Path
from caseapp.services.petitioner import informing
from caseapp.services.quarterly import publishing
from caseapp.web.access import access
from caseapp.web.analysis import rendering
from caseapp.web.asking import quarter_of
from caseapp.web.extensions import LANGUAGE_COOKIE, settings
from caseapp.web.public.door import bp
from caseapp.web.wording import status_sentence
from caseapp.web.wording.handling import HAPPENS
from caseapp.web.wording.report import PUBLISHED
from caseapp.web.work import unit_of_work

Page = str | Response
COOKIES = (
    (
        "caseapp",
        (_l("that a form is sent by this browser and by nobody in its name"), _l("until you close the browser")),
    ),
    (
        "caseapp-draft",
        (
            _l("the key of what you are still writing"),
            _l("until you close the browser; what it opens dies one hour after your last change"),
        ),
    ),
    (
        "caseapp-receipt",
        (
            _l("your receipt code, sealed, while you look at your case"),
            _l("until you close the browser, and 20 minutes after its last use at the latest"),
        ),
    ),
    (LANGUAGE_COOKIE, (_l("the language, once you have chosen one"), _l("one year"))),
)
"""All that the citizens' door gives a browser to keep: what for, and how long."""


@dataclass(frozen=True)
class Told:
    """What the citizen reads on the page of the case, and all states of which it says that."""

    sentence: LazyString
    stages: tuple[Stage, ...]


def told(stages: tuple[Stage, ...], path: Path) -> tuple[Told, ...]:
    together: dict[str, list[Stage]] = {}
    for stage in stages:
        together.setdefault(str(status_sentence(stage.status, path)), []).append(stage)
    return tuple(Told(status_sentence(these[0].status, path), tuple(these)) for these in together.values())


@bp.route("/how")
@access(Permission.ANYONE)
def how() -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        handling = informing.handling(uow)
    return render_template(
        "public/how.html",
        ordinary=told(handling.ordinary, Path.ORDINARY),
        integrity=told(handling.integrity, Path.INTEGRITY),
        handling=handling,
        happens=HAPPENS,
    )


@bp.route("/privacy")
@access(Permission.ANYONE)
def privacy() -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        terms = informing.terms(uow)
    kept = tuple(terms[code] for code in (rules.RETENTION, rules.RETENTION_INTEGRITY))
    return render_template(
        "public/privacy.html", kept=kept, cookies=[(_kept_as(name), *told) for name, told in COOKIES]
    )


def _kept_as(name: str) -> str:
    return f"__Host-{name}" if settings().secure_cookies and name != LANGUAGE_COOKIE else name


@bp.route("/safety")
@access(Permission.ANYONE)
def safety() -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        terms = informing.terms(uow)
    return render_template(
        "public/safety.html",
        protected=True,
        reply=terms[rules.REPLY],
        feedback=terms[rules.FEEDBACK],
        handover=terms[rules.HANDOVER],
    )


@bp.route("/accessibility")
@access(Permission.ANYONE)
def accessibility() -> Page:
    return render_template("public/accessibility.html")


@bp.route("/editions")
@access(Permission.ANYONE)
def editions() -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        published = publishing.published(uow)
    return render_template(
        "public/editions.html",
        published=published,
        measures=PUBLISHED,
        shown=rendering.shown,
        formats=rendering.FORMATS,
    )


@bp.route("/editions/<quarter>")
@access(Permission.ANYONE)
def edition(quarter: str) -> Page:
    chosen = quarter_of(quarter)
    with unit_of_work(Door.PUBLIC) as uow:
        printed = publishing.edition(uow, chosen)
    return render_template(
        "public/edition.html",
        quarter=chosen,
        heading=rendering.heading(printed),
        sections=rendering.sections(printed.facts),
        shown=rendering.shown,
        formats=rendering.FORMATS,
    )


@bp.route("/editions/<quarter>.<suffix>")
@access(Permission.ANYONE)
def edition_file(quarter: str, suffix: str) -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        printed = publishing.edition(uow, quarter_of(quarter))
    return rendering.download(printed, suffix)
