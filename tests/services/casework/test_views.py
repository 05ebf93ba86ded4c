"""Saved views: one's own and shared ones, the filter's codes alone, and nothing of integrity outside that team."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Status, Theme
from caseapp.queries.filtering import Filter, Sort
from caseapp.services.casework import views
from tests.lives import Lives

DELAYS = Filter(queue="overdue", theme=Theme.DELAY, status=Status.IN_PROGRESS, unit_id=7, sort=Sort.RECEIVED)


def keep(lives: Lives, login: str, name: str, chosen: Filter = DELAYS, *, shared: bool = False) -> int:
    with lives.cast.at(login) as uow:
        views.keep(uow, name, chosen, shared=shared)
        return next(view.id for view in views.shown(uow) if view.name == " ".join(name.split()))


def names(lives: Lives, login: str) -> list[str]:
    with lives.cast.at(login) as uow:
        return [view.name for view in views.shown(uow)]


def test_a_view_holds_the_filter_as_the_address_does(lives: Lives) -> None:
    keep(lives, "saran", "  Удсан   нь ")
    with lives.cast.at("saran") as uow:
        (view,) = views.shown(uow)
    assert view.name == "Удсан нь"
    assert view.filter == "queue=overdue&status=in_progress&theme=delay&unit=7&sort=received"


def test_of_a_queue_that_there_is_not_the_open_one_is_kept() -> None:
    assert views.as_codes(Filter(queue="гомдол"))["queue"] == "open"


def test_what_is_shared_is_everybodys_to_use_and_its_owners_to_change(lives: Lives) -> None:
    own, both = keep(lives, "saran", "Миний"), keep(lives, "saran", "Бүгдийн", shared=True)
    assert names(lives, "saran") == ["Бүгдийн", "Миний"]
    assert names(lives, "bat") == ["Бүгдийн"]
    for view_id in (own, both):
        with pytest.raises(Refused), lives.cast.at("bat") as uow:
            views.change(uow, view_id, "Батын", shared=True)
        with pytest.raises(Refused), lives.cast.at("bat") as uow:
            views.end(uow, view_id)
    with lives.cast.at("saran") as uow:
        views.change(uow, both, "Нэр", shared=False)
        views.end(uow, own)
    assert (names(lives, "saran"), names(lives, "bat")) == (["Нэр"], [])


def test_a_shared_view_of_integrity_is_not_there_outside_its_team(lives: Lives) -> None:
    keep(lives, "bat", "Авлига", Filter(queue="integrity"), shared=True)
    assert names(lives, "ganaa") == ["Авлига"]
    assert names(lives, "saran") == []


def test_a_registrar_keeps_views_and_shares_none(lives: Lives) -> None:
    view_id = keep(lives, "sukh", "Миний", shared=True)
    with lives.cast.at("sukh") as uow:
        views.change(uow, view_id, "Миний жагсаалт", shared=True)
    assert (names(lives, "sukh"), names(lives, "saran")) == (["Миний жагсаалт"], [])
    with pytest.raises(DBAPIError, match="row-level security"), lives.cast.at("sukh") as uow:
        uow.session.execute(text("UPDATE saved_view SET shared = true"))


def test_more_than_thirty_are_refused_and_one_may_give_its_place_to_the_new_one(lives: Lives) -> None:
    for n in range(views.MOST):
        first = keep(lives, "saran", f"Жагсаалт {n:02}")
    with pytest.raises(RuleBroken) as broken:
        keep(lives, "saran", "Шинэ")
    assert broken.value.reason is Reason.TOO_MANY_VIEWS
    keep(lives, "bat", "Батын")
    with lives.cast.at("saran") as uow:
        views.replace_with(uow, first, "Шинэ", DELAYS, shared=False)
    held = names(lives, "saran")
    assert len(held) == views.MOST and "Шинэ" in held and f"Жагсаалт {views.MOST - 1}" not in held
    with pytest.raises(Refused), lives.cast.at("bat") as uow:
        views.replace_with(uow, first, "Батын", DELAYS, shared=False)


@pytest.mark.parametrize("words", ["q=дараалал", "queue=open&q=abc", "theme=Дараалал", "queue=open&", "unit=7;DROP"])
def test_the_database_keeps_no_word_that_was_searched_for(lives: Lives, words: str) -> None:
    with pytest.raises(DBAPIError, match="ck_saved_view_filter"), lives.cast.at("saran") as uow:
        _insert(uow.session, lives.cast.id_of("saran"), words)


def test_the_database_takes_no_view_in_anothers_name(lives: Lives) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), lives.cast.at("saran") as uow:
        _insert(uow.session, lives.cast.id_of("bat"), "queue=open")


def test_raw_sql_changes_and_removes_nobody_elses(lives: Lives) -> None:
    keep(lives, "saran", "Бүгдийн", shared=True)
    with lives.cast.at("bat") as uow:
        assert uow.session.execute(text("UPDATE saved_view SET name = 'x'")).rowcount == 0  # type: ignore[attr-defined]
        assert uow.session.execute(text("DELETE FROM saved_view")).rowcount == 0  # type: ignore[attr-defined]
    with pytest.raises(DBAPIError, match="permission denied"), lives.cast.at("saran") as uow:
        uow.session.execute(text("UPDATE saved_view SET filter = 'queue=all'"))


def _insert(session: object, owner: int, words: str) -> None:
    session.execute(  # type: ignore[attr-defined]
        text("INSERT INTO saved_view VALUES (1, :owner, 'Нэр', false, :filter, now())"),
        {"owner": owner, "filter": words},
    )
