"""Commands that run a node: run, demo, worker, db upgrade, check."""

import itertools
import os
import sys

import click

from caseapp.demo import building
from caseapp.hosting import checking, closed_memory, house, migrate, posting, server, worker
from caseapp.hosting.checking import Grade
from caseapp.hosting.demo_keys import with_demo_keys
from caseapp.hosting.house import Addresses
from caseapp.hosting.settings import Settings
from caseapp.web.cli.group import main, settings


@main.command()
def run() -> None:
    """Serve the doors and run the background worker until Ctrl-C.

    The embedded database is migrated first; any other must stand at the head (caseapp db upgrade).
    """
    chosen = settings()
    with server.until_stopped(), house.database(chosen) as addresses:
        if addresses.embedded:
            migrate.upgrade(addresses.owner_url)
        house.require_head(addresses.owner_url)
        _serve(chosen, addresses, f"caseapp: http://{chosen.host}:{chosen.port} (Ctrl-C stops it)")


@main.command()
def demo() -> None:
    """Serve a demonstration with invented people and cases; nothing needs to be set up."""
    chosen = house.settings_of(with_demo_keys(os.environ))
    server.require_free_port(chosen)
    with server.until_stopped(), house.database(chosen) as addresses:
        migrate.upgrade(addresses.owner_url)
        with house.rooms(chosen, addresses) as around:
            building.build_if_empty(around, chosen.data_dir, click.echo)
        _serve(chosen, addresses, building.welcome(chosen.host, chosen.port, chosen.data_dir))


def _serve(chosen: Settings, addresses: Addresses, welcome: str) -> None:
    closed_memory.close()
    environment = house.environment_for_children(chosen, addresses)
    server.serve(chosen, environment, ready=lambda: click.echo(welcome))


@main.command("worker")
def work() -> None:
    """Run the background worker alone, for example on a node that serves no door."""
    closed_memory.close()
    chosen = settings()
    with house.database(chosen) as addresses, house.rooms(chosen, addresses) as around:
        worker.run(addresses.app_url, around, posting.post_of(chosen))


@main.group()
def db() -> None:
    """Look after the database's schema."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date; safe to run on two nodes at once."""
    with house.database(settings()) as addresses:
        migrate.upgrade(addresses.owner_url)
        click.echo(f"schema: {migrate.current(addresses.owner_url)}")


@main.command()
def check() -> None:
    """Say what is wrong with settings, database, roles and keys; exit 1 if anything is."""
    chosen = settings()
    click.echo(f"{Grade.FINE:8}settings are whole")
    with house.database(chosen) as addresses:
        wrong = 0
        for finding in itertools.chain(checking.findings(addresses), checking.ways_out(chosen)):
            click.echo(f"{finding.grade:8}{finding.text}")
            wrong += finding.grade is Grade.ERROR
    sys.exit(1 if wrong else 0)
