"""The command that fills a demonstration with cases in bulk: pages are measured at the size they must bear."""

import os
import sys
from collections.abc import Callable

import click

from caseapp.demo import building, seed
from caseapp.demo.people import FIRST_HEAD, signed_in
from caseapp.domain.actors import Door, system
from caseapp.hosting import house, migrate
from caseapp.hosting.house import NotReady
from caseapp.hosting.settings import Settings
from caseapp.services import ledger
from caseapp.services.uow import Surroundings, open_unit_of_work
from caseapp.web.cli.group import main, progress

MOST = 1_000_000


@main.command("seed")
@click.option("--cases", type=click.IntRange(1, MOST), required=True, help="How many seeded cases there are to be.")
def sow_cases(cases: int) -> None:
    """Bring the demonstration's seeded cases up to a number; the demonstration is built first where none stands.

    They are sealed and recorded as filed ones are, in shares of states, themes, units and ages that
    caseapp/demo/seed_shares.toml lists. Seeding again adds only what is missing. Any database but a demonstration's is
    refused.
    """
    chosen = house.settings_of(os.environ)
    _require_demo(chosen)
    with house.database(chosen) as addresses:
        if addresses.embedded:
            migrate.upgrade(addresses.owner_url)
        with house.rooms(chosen, addresses) as around:
            building.build_if_empty(around, chosen.data_dir, progress)
            new = _seeded(around, addresses.owner_url, cases)
    click.echo(f"{cases} seeded cases, {new} of them new")


def _require_demo(chosen: Settings) -> None:
    if not chosen.demo:
        raise NotReady("seeded cases are for a demonstration alone: set CASEAPP_DEMO=true")


def _seeded(around: Surroundings, owner_url: str, cases: int) -> int:
    head = signed_in(around, [FIRST_HEAD])[FIRST_HEAD]
    work = seed.Field(owner_url, around.keys, seed.survey(around, head.keys))
    with click.progressbar(length=cases, label="seeding", file=sys.stderr) as bar:
        new = _sown(work, cases, bar.update)
    progress("signing the ledger ...")
    with open_unit_of_work(around, system(Door.JOBS)) as uow:
        ledger.checkpoint(uow)
    return new


def _sown(work: seed.Field, cases: int, tell: Callable[[int], None]) -> int:
    try:
        return seed.sow(work, cases, tell)
    except seed.Refusal as refused:
        raise NotReady(str(refused)) from None
