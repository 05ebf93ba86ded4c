"""Learning from decisions: a candidate is promoted only when it is not worse on decisions that it has not seen."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from caseapp.domain.compartments import TEAM_OF_PATH, Compartment
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.models.analysis import ClassifierModel
from caseapp.models.case import Case
from caseapp.queries import cases
from caseapp.services import gate, ledger
from caseapp.services.uow import UnitOfWork
from classifier.corpus import Example, corpus
from classifier.model import Model
from classifier.training import evaluate, train

LEAST_DECISIONS = 20
MOST_DECISIONS = 400
HELD_OUT_EVERY = 4


@dataclass(frozen=True)
class Learned:
    """How both models did on the held-out decisions (micro F1), and what was promoted."""

    version: str
    decisions: int
    old_f1: float
    new_f1: float


def models(uow: UnitOfWork) -> tuple[ClassifierModel, ...]:
    """All that were promoted, the newest first, without their artifacts being read."""
    columns = select(ClassifierModel).order_by(ClassifierModel.promoted_at.desc())
    return tuple(uow.session.scalars(columns))


def promote_first(uow: UnitOfWork) -> str | None:
    """Trains from the corpus alone when no model is there yet."""
    if uow.session.scalar(select(func.count()).select_from(ClassifierModel)):
        return None
    return _store(uow, train(corpus()), 0)


def _store(uow: UnitOfWork, model: Model, decisions: int) -> str:
    artifact = model.to_bytes()
    uow.session.add(
        ClassifierModel(
            version=model.card.version,
            artifact=artifact,
            sha256=hashlib.sha256(artifact).hexdigest(),
            card=asdict(model.card),
            decisions=decisions,
            promoted_at=uow.now,
            promoted_by_id=uow.actor.user_id,
        )
    )
    ledger.append(uow, "model.promoted", version=model.card.version, decisions=decisions)
    return model.card.version


def _decided(uow: UnitOfWork) -> list[Example]:
    """Triaged cases that this session may open, the newest first; each opening stands in the ledger."""
    statement = (
        select(Case)
        .where(Case.triaged_at.is_not(None), Case.path.in_([p for p, t in TEAM_OF_PATH.items() if _holds(uow, t)]))
        .order_by(Case.triaged_at.desc(), Case.id)
        .limit(MOST_DECISIONS)
    )
    found = []
    for case in uow.session.scalars(statement):
        if case.assignee_id == uow.actor.user_id and uow.actor.user_id not in cases.no_conflict_stated_by(
            uow.session, case.id
        ):
            continue
        text = gate.open_parts(uow, case, Compartment.REPORT, ["narrative"])["narrative"]["text"]
        themes = frozenset(theme.value for theme in cases.decided_themes(uow.session, case.id))
        found.append(Example(f"decision-{case.id % HELD_OUT_EVERY}", text, themes, case.service.value))
    return found


def _holds(uow: UnitOfWork, team: object) -> bool:
    return team in uow.actor.teams


def learn(uow: UnitOfWork) -> Learned:
    """Trains on the corpus and three quarters of the decisions, compares on the last quarter, promotes if not worse."""
    if not uow.actor.may(Permission.MODEL_PROMOTE):
        raise Refused("model")
    decided = _decided(uow)
    if len(decided) < LEAST_DECISIONS:
        raise RuleBroken(Reason.TOO_FEW_DECISIONS)
    held_out = [e for e in decided if e.voice.endswith("-0")] or decided[:HELD_OUT_EVERY]
    candidate = train(corpus(), [e for e in decided if e not in held_out])
    newest = models(uow)[0]
    present = Model.from_bytes(newest.artifact, sha256=newest.sha256)
    old, new = evaluate(present, held_out)["micro_f1"], evaluate(candidate, held_out)["micro_f1"]
    if new < old:
        raise RuleBroken(Reason.MODEL_IS_WORSE)
    if candidate.card.version != newest.version:
        _store(uow, candidate, len(decided))
    return Learned(candidate.card.version, len(decided), old, new)
