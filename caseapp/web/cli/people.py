"""Commands that set an authority up: its first administrator, its teams."""

from typing import TextIO

import click

from caseapp.domain.actors import Door, system
from caseapp.services.quarterly import learning
from caseapp.services.staff import people, teams
from caseapp.services.uow import open_unit_of_work
from caseapp.web.cli.group import main, progress, settings, working


@main.command("create-admin")
@click.option("--login", prompt="Sign-in name")
@click.option("--name", prompt="Name")
@click.option(
    "--password-file",
    type=click.File(),
    help='Its first line is the first password ("-": standard input); asked for when left out.',
)
def create_admin(login: str, name: str, password_file: TextIO | None) -> None:
    """Add an administrator, who must change the password at the first sign-in."""
    chosen = settings()
    if password_file is not None:
        password = password_file.readline().rstrip("\r\n")
    else:
        password = click.prompt("First password", hide_input=True, confirmation_prompt=True)
    with working(chosen) as around, open_unit_of_work(around, system(Door.ADMIN)) as uow:
        people.create_admin(uow, login=login, name=name, password=password)
    click.echo(f"administrator {login} added")


@main.command("found-teams")
@click.option("--head", prompt="Sign-in name of the first head of inspection")
def found_teams(head: str) -> None:
    """Make both teams' keys for the first head, and the first classifier.

    The head must have changed the first password. Prints the recovery key, once: it is kept nowhere.
    """
    with working(settings()) as around, open_unit_of_work(around, system(Door.ADMIN)) as uow:
        recovery = teams.found_by_login(uow, head)
        progress("training the first classifier from the corpus ...")
        learning.promote_first(uow)
    progress("Recovery key. Print it, lock it away, and do not keep it on any machine:")
    click.echo(recovery)
