"""To an officer whom cases are about, every page is byte for byte what it would be if those cases did not exist.

Two copies of one authority are walked by two officers of one role; in the second copy there are cases about the first
of them. They walk every address of the inspectors' door: queues, filters, searches, counts, exports and files."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from caseapp.domain.policy import Role
from tests import database
from tests.lives import BOLD
from tests.web.look import Look
from tests.web.two_worlds import PAIRS, Asked, Pair, World, addresses, guessed, hide, hire, live, opened, orders

LETTER = "Гурван өдрийн дараалал, цонхны бичлэг, баримтын хуулбар."


@dataclass
class Worlds:
    """`bare` has no case about the officer; in `other` there are some, of which these could be guessed."""

    pair: Pair
    bare: World
    other: World
    seen: tuple[str, ...]
    asked: Asked

    def look(self, world: World, login: str) -> Look:
        return Look(world, login, (self.pair.recused, self.pair.uninvolved))

    def addresses(self) -> list[str]:
        """Each once, in the same order in every walk: what was read before is shown, too."""
        own = addresses(self.bare.app, self.pair.role, self.asked)
        visible = addresses(self.bare.app, self.pair.role, Asked(self.seen[:2], ()))
        pairs = [f"/casework/cases/{self.seen[0]}/link?with={number}" for number in self.asked.numbers]
        return list(dict.fromkeys([*own, *visible, *pairs]))


@pytest.fixture(scope="module")
def common(server_uri: str, worker_url: str) -> tuple[str, tuple[str, ...]]:
    """The name of a database to make worlds of, with cases that everybody may see."""
    name = f"common_{database.worker_name()}"
    with opened(database.fresh_database(server_uri, name, database.CAST_TEMPLATE)) as world:
        hire(world)
        seen = live(world)
    return name, seen


@pytest.fixture(scope="module", params=PAIRS, ids=lambda pair: pair.role.value)
def worlds(request: pytest.FixtureRequest, server_uri: str, common: tuple[str, tuple[str, ...]]) -> Iterator[Worlds]:
    pair: Pair = request.param
    template, seen = common
    with ExitStack() as stack:
        urls = (
            database.fresh_database(server_uri, f"{name}_{database.worker_name()}", template)
            for name in ("bare", "other")
        )
        bare, other = (stack.enter_context(opened(url)) for url in urls)
        hidden = hide(other, pair.recused)
        for world in (bare, other):
            world.remind()
        yield Worlds(pair, bare, other, seen, guessed(other, hidden))


def walked(look: Look, ways: list[str]) -> dict[str, tuple[int, str]]:
    return {way: look.at(way) for way in ways}


def differing(one: dict[str, tuple[int, str]], two: dict[str, tuple[int, str]]) -> list[str]:
    return [way for way in one if one[way] != two[way]]


def test_nothing_tells_the_officer_of_cases_about_them(worlds: Worlds) -> None:
    """Compared with themselves and with a colleague in the world without those cases."""
    ways, (recused, uninvolved) = worlds.addresses(), (worlds.pair.recused, worlds.pair.uninvolved)
    without = walked(worlds.look(worlds.bare, recused), ways)
    with_them = walked(worlds.look(worlds.other, recused), ways)
    assert differing(without, with_them) == []
    assert {status for status, _ in with_them.values()} <= {200, 302, 404}
    worlds.bare.clock.forward(hours=1)
    worlds.other.clock.forward(hours=1)
    ways = _without_openings(ways)
    colleague = walked(worlds.look(worlds.bare, uninvolved), ways)
    again = walked(worlds.look(worlds.other, recused), ways)
    assert differing(colleague, again) == []


def _without_openings(ways: list[str]) -> list[str]:
    """A case page tells who opened it before, which the two have done a different number of times by now."""
    return [way for way in ways if "/cases/" not in way]


def test_what_is_typed_into_a_form_finds_them_no_more_than_an_address(worlds: Worlds) -> None:
    """A telephone that all petitioners have, words, and the numbers themselves among those that are ticked."""
    if worlds.pair.role is Role.UNIT_OFFICER:
        return
    numbers = [*worlds.seen, *worlds.asked.numbers]
    looks = worlds.look(worlds.bare, worlds.pair.recused), worlds.look(worlds.other, worlds.pair.recused)
    for address, typed in (
        ("/casework/find", {"typed": BOLD.phone}),
        ("/casework/find", {"typed": f"{BOLD.family_name} {BOLD.given_name}"}),
        ("/casework/passages?queue=all&q=дараалал", {}),
        ("/casework/export", {"number": numbers, "format": "csv", "titles": "1"}),
        ("/casework/many/assign", {"number": numbers}),
        ("/casework/many/triage", {"number": numbers}),
    ):
        bare, other = (look.sends(address, **typed) for look in looks)  # type: ignore[arg-type]
        assert bare == other, address
        assert bare[0] == 200, address
    colleague = worlds.look(worlds.other, worlds.pair.uninvolved)
    same = {"/casework/find": {"typed": BOLD.phone}, "/casework/export": {"number": numbers, "format": "csv"}}
    noticed = {way for way, typed in same.items() if colleague.sends(way, **typed) != looks[1].sends(way, **typed)}
    heads_alone = {"/casework/find"} if worlds.pair.role is Role.HEAD else set()
    assert noticed == {"/casework/export"} | heads_alone


def test_what_was_written_to_a_hidden_case_comes_back_as_if_there_were_none(worlds: Worlds) -> None:
    """To every address that takes a form about a case: the same page, with the same words on it, and nothing more."""
    looks = worlds.look(worlds.bare, worlds.pair.recused), worlds.look(worlds.other, worlds.pair.recused)
    ways = list(orders(worlds.bare.app, worlds.pair.role, worlds.asked))
    assert len(ways) >= len(worlds.asked.rows)
    for way in ways:
        (status, bare), other = (look.sends(way, text=LETTER) for look in looks)
        assert (status, bare) == other, way
        if status != 302:
            assert status == 404 and LETTER in bare, way


def test_an_address_with_a_hidden_case_in_it_is_a_page_that_is_not(worlds: Worlds) -> None:
    look = worlds.look(worlds.other, worlds.pair.recused)
    for number in worlds.asked.numbers:
        ways = [way for way in addresses(worlds.other.app, worlds.pair.role, Asked((number,), ())) if number in way]
        assert {look.at(way)[0] for way in ways} <= {404}


def test_the_walk_would_notice_since_a_colleague_sees_those_cases(worlds: Worlds) -> None:
    ways = _without_openings(worlds.addresses())
    bare = walked(worlds.look(worlds.bare, worlds.pair.uninvolved), ways)
    other = walked(worlds.look(worlds.other, worlds.pair.uninvolved), ways)
    noticed = differing(bare, other)
    if worlds.pair.role is Role.UNIT_OFFICER:
        assert "/casework/explanations" in noticed
        return
    for way in ("/casework/", "/casework/?queue=overdue", "/casework/?queue=all&q=дараалал"):
        assert way in noticed
    assert any("/casework/export" in way for way in noticed)
