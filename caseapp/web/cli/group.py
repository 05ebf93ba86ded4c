"""The group itself, and what its commands share: settings, the open house, errors in one line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from caseapp.domain.errors import RuleBroken
from caseapp.hosting import house
from caseapp.hosting.embedded import DatabaseUnavailable
from caseapp.hosting.house import DatabaseGone, DatabaseRefused, NotReady
from caseapp.hosting.server import ServerFailed
from caseapp.hosting.settings import Settings, SettingsError
from caseapp.hosting.system_user import NoAccount
from caseapp.services.uow import Surroundings
from caseapp.web.wording.plain import in_plain_words

_IN_OWN_WORDS = (SettingsError, NotReady, DatabaseUnavailable, ServerFailed, NoAccount)


class OneClearLine(click.Group):
    """What settings, database or rules refuse is one line on stderr and exit code 1, never a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except _IN_OWN_WORDS as refused:
            raise click.ClickException(str(refused)) from refused
        except RuleBroken as broken:
            raise click.ClickException(in_plain_words(broken.reason)) from broken
        except DatabaseGone as gone:
            raise click.ClickException("the database cannot be reached: see CASEAPP_DATABASE_URL") from gone
        except DatabaseRefused as missing:
            raise click.ClickException(
                "the database refused: is it migrated by its owner? See caseapp check"
            ) from missing
        except OSError as refused:
            raise click.ClickException(f"{refused.filename or 'system'}: {refused.strerror}") from refused


@click.group(cls=OneClearLine, help="Complaints and whistleblowing case management for a public authority.")
def main() -> None:
    """The console script's entry."""


def settings() -> Settings:
    return house.settings_of(os.environ)


@contextmanager
def working(chosen: Settings) -> Iterator[Surroundings]:
    """Surroundings on the settings' migrated database, which is started for the while when it is the embedded one."""
    with house.opened(chosen) as around:
        yield around


def progress(text: str) -> None:
    """To stderr, so that output can be piped."""
    click.echo(text, err=True)
