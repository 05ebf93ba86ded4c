"""Suggestions of themes while the text is in hand; the only place that calls the classifier."""

import logging
from dataclasses import dataclass

from sqlalchemy import select

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


def _cached(uow: UnitOfWork, version: str) -> Model:
    if version not in _models:
        row = uow.session.scalars(select(ClassifierModel).where(ClassifierModel.version == version)).one()
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
