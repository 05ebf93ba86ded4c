"""Commands that move data: report, verify-ledger."""

import sys
from pathlib import Path

import click

from caseapp.domain.actors import Actor, ActorKind, Door, system
from caseapp.domain.policy import Permission
from caseapp.domain.quarters import Quarter
from caseapp.services import ledger
from caseapp.services.quarterly import analysis
from caseapp.services.uow import open_unit_of_work
from caseapp.web import create_app
from caseapp.web.analysis import rendering
from caseapp.web.cli.group import main, progress, settings, working

ANALYST = Actor(ActorKind.SYSTEM, Door.ANALYSIS, permissions=frozenset({Permission.ANALYSIS_READ}))


class QuarterType(click.ParamType):
    name = "quarter"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        try:
            return value if isinstance(value, Quarter) else Quarter.parse(str(value))
        except ValueError as wrong:
            self.fail(f"{value}: {wrong}", param, ctx)


@main.command()
@click.argument("quarter", type=QuarterType())
@click.option("--edition", type=click.Choice(analysis.EDITIONS), required=True)
@click.option("--format", "suffix", type=click.Choice(sorted(rendering.FORMATS)), required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--lang", type=click.Choice(["mn", "en"]), default="mn", show_default=True)
def report(quarter: Quarter, edition: str, suffix: str, out: Path, lang: str) -> None:
    """Print the analysis of a QUARTER such as 2026Q3 to a file."""
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}", param_hint="--out")
    chosen = settings()
    with working(chosen) as around:
        progress(f"counting {quarter} ...")
        with open_unit_of_work(around, ANALYST) as uow:
            found = analysis.edition(uow, quarter, edition)
        render, _content_type = rendering.FORMATS[suffix]
        with create_app(chosen, around).test_request_context(f"/?lang={lang}"):
            content = render(found)
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} bytes, digest of the figures {found.digest}")


@main.command("verify-ledger")
def verify_ledger() -> None:
    """Recompute every chain and checkpoint; exit 1 if anything does not hold."""
    with working(settings()) as around, open_unit_of_work(around, system(Door.AUDIT)) as uow:
        progress("reading the ledger ...")
        read, flaws = ledger.verify(uow)
    for flaw in flaws:
        click.echo(f"{flaw.where}: {flaw.what}", err=True)
    click.echo(f"{read} entries read, {len(flaws)} flaws")
    sys.exit(1 if flaws else 0)
