"""Suggestions of themes while the text is in hand; the only place that calls the classifier."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from caseapp.domain.vocab import Service, Theme
from caseapp.models.analysis import ClassifierModel
from caseapp.models.case import ThemeSuggestion
from caseapp.services.uow import UnitOfWork
from classifier.model import BadModel, Model

log = logging.getLogger("caseapp")


@dataclass(frozen=True)
class Suggestion:
    """What the model says of a text; `alarm` opens the protected path."""

    themes: tuple[tuple[Theme, float], ...]
    service: Service
    alarm: bool
    model: str


def _newest(uow: UnitOfWork) -> Model | None:
    newest = select(ClassifierModel.version).order_by(ClassifierModel.promoted_at.desc()).limit(1)
    version = uow.session.scalar(newest)
    if version is None:
        return None
    return _cached(uow, version)


_models: dict[str, Model] = {}
"""Loaded models by version: what is kept in the process can be loaded again by any other."""


KEPT_MODELS = 3
"""The one in use, and those that made the suggestions of cases still open."""


def _cached(uow: UnitOfWork, version: str) -> Model:
    if version not in _models:
        row = uow.session.scalars(select(ClassifierModel).where(ClassifierModel.version == version)).one()
        if len(_models) >= KEPT_MODELS:
            _models.clear()
        _models[version] = Model.from_bytes(row.artifact, sha256=row.sha256)
    return _models[version]


def suggest(uow: UnitOfWork, text: str) -> Suggestion | None:
    """None when no model has been promoted yet: a report is taken in all the same."""
    try:
        model = _newest(uow)
    except BadModel:
        log.error("the promoted classifier cannot be used: nothing is suggested until another is promoted")
        model = None
    if model is None:
        return None
    said = model.predict(text)
    return Suggestion(
        themes=tuple((Theme(code), score) for code, score in said.themes),
        service=Service(said.service[0]),
        alarm=said.integrity_alarm,
        model=said.model,
    )


def keep(uow: UnitOfWork, case_id: int, suggestion: Suggestion) -> None:
    """Stores what was suggested, beside whatever will be decided."""
    uow.session.add_all(
        ThemeSuggestion(case_id=case_id, model=suggestion.model, theme=theme, score=score)
        for theme, score in suggestion.themes
    )


@dataclass(frozen=True, repr=False)
class Spoken:
    """A word of the opened text that spoke for a suggested theme; `places` are its beginnings and ends there."""

    word: str
    places: tuple[tuple[int, int], ...]


def reasons(uow: UnitOfWork, suggested: Sequence[ThemeSuggestion], text: str) -> dict[Theme, tuple[Spoken, ...]]:
    """By the very model that made the suggestions; nothing where it can no longer be used. Kept nowhere."""
    if not text.strip():
        return {}
    model = _model_of(uow, suggested)
    if model is None:
        return {}
    found = model.reasons(text, [row.theme.value for row in suggested if row.model == suggested[0].model])
    return {Theme(code): tuple(Spoken(r.word, r.places) for r in said) for code, said in found.items()}


def service_of(uow: UnitOfWork, suggested: Sequence[ThemeSuggestion], text: str) -> Service | None:
    """What the text seems to be about, for a form to begin from; nothing is kept of it."""
    model = _model_of(uow, suggested)
    return Service(model.predict(text).service[0]) if model is not None else None


def _model_of(uow: UnitOfWork, suggested: Sequence[ThemeSuggestion]) -> Model | None:
    try:
        return _cached(uow, suggested[0].model) if suggested else None
    except (NoResultFound, BadModel):
        return None
