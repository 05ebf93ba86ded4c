"""Texts that a letter to a petitioner may begin from, kept by the heads of inspection."""

from dataclasses import dataclass

from sqlalchemy import select

from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.letters import flaws
from caseapp.domain.numbers import new_id
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Kind
from caseapp.models.desk import ReplyTemplate
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork

MAX_TITLE, MAX_BODY = 200, 10_000


@dataclass(frozen=True)
class NewTemplate:
    """What a head writes; without `kind` it is offered for every case."""

    title: str
    body: str
    kind: Kind | None
    active: bool = True


def every(uow: UnitOfWork) -> tuple[ReplyTemplate, ...]:
    """Those no longer offered last."""
    if not uow.actor.may(Permission.REPLY_EDIT):
        raise Refused("reply templates")
    order = (ReplyTemplate.active.desc(), ReplyTemplate.title, ReplyTemplate.id)
    return tuple(uow.session.scalars(select(ReplyTemplate).order_by(*order)))


def one(uow: UnitOfWork, template_id: int) -> ReplyTemplate:
    row = uow.session.get(ReplyTemplate, template_id) if uow.actor.may(Permission.REPLY_EDIT) else None
    if row is None:
        raise Refused("reply template")
    return row


def body_of(uow: UnitOfWork, template_id: int) -> str:
    """The text to begin a letter from, for whoever writes letters; nothing where it is no longer offered."""
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("reply template")
    offered = select(ReplyTemplate.body).where(ReplyTemplate.id == template_id, ReplyTemplate.active)
    return uow.session.scalar(offered) or ""


def keep(uow: UnitOfWork, template_id: int | None, written: NewTemplate) -> int:
    """A new one, or in place of what it said before."""
    if not uow.actor.may(Permission.REPLY_EDIT) or uow.actor.user_id is None:
        raise Refused("reply template")
    if not written.title.strip() or not written.body.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    if len(written.title) > MAX_TITLE or len(written.body) > MAX_BODY:
        raise RuleBroken(Reason.TEXT_TOO_LONG)
    if flaws(written.body):
        raise RuleBroken(Reason.TEMPLATE_FLAWED)
    row = one(uow, template_id) if template_id is not None else ReplyTemplate(id=new_id())
    row.title, row.body, row.kind, row.active = written.title.strip(), written.body, written.kind, written.active
    row.changed_at, row.changed_by_id = uow.now, uow.actor.user_id
    uow.session.add(row)
    ledger.append(uow, "reply_template.changed", template=row.id)
    return row.id
