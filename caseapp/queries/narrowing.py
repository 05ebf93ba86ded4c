"""What a list is narrowed by that stands in other tables than the case: words' hashes and themes, rare or frequent.

Behind a policy the database could use no index of hashes, so its own functions look first, for a few more than would be
sorted. When there are not so many, the list is made of them; when there are, it is walked in its order instead."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from caseapp.models.case import Case, CaseSearch, ThemeDecision

FEW = 600
"""So many rows are sorted at once; of more, enough are met while the list is walked."""
Sought = tuple[str, tuple[int, ...]]
"""A compartment and the hashes that a case must have in it."""


def clauses(session: Session, theme: str | None, sought: tuple[Sought, ...] | None) -> list[ColumnElement[bool]]:
    """One condition for the theme and one for the words, of which any team's will do; none for what is not asked."""
    looks = []
    if theme is not None:
        looks.append(func.themed_some(theme, FEW + 1))
    looks += [func.search_some(_array(tokens), part, FEW + 1) for part, tokens in sought or ()]
    found: list[list[int]] = [[] for _ in looks]
    if looks:
        parts = [select(literal(n), look.column_valued(f"found_{n}")) for n, look in enumerate(looks)]
        for n, case_id in session.execute(union_all(*parts)):
            found[n].append(case_id)
    conditions = []
    if theme is not None:
        of_theme = found.pop(0)
        conditions.append(_among(of_theme) if len(of_theme) <= FEW else _themed(theme))
    if sought is not None:
        ways = [_among(ids) if len(ids) <= FEW else _worded(one) for ids, one in zip(found, sought, strict=True)]
        conditions.append(or_(literal(False), *ways))
    return conditions


def _array(tokens: tuple[int, ...]) -> ColumnElement[list[int]]:
    kind: Any = ARRAY(Integer)
    return cast(list(tokens), kind)


def _among(ids: list[int]) -> ColumnElement[bool]:
    kind: Any = ARRAY(BigInteger)
    return Case.id == func.any(cast(ids, kind))


def _themed(theme: str) -> ColumnElement[bool]:
    """Asked case by case (the offset keeps the planner from reading all decisions first)."""
    decided = cast(ThemeDecision.theme, String) == theme
    return exists(select(1).where(ThemeDecision.case_id == Case.id, decided).correlate(Case).offset(0))


def _worded(one: Sought) -> ColumnElement[bool]:
    part, tokens = one
    of_case = and_(CaseSearch.case_id == Case.id, CaseSearch.compartment == part)
    has = and_(of_case, CaseSearch.tokens.contains(_array(tokens)))
    return exists(select(1).where(has).correlate(Case).offset(0))
