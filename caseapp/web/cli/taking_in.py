"""The command that files reports from a file, row by row, and keeps their receipts."""

import json
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from caseapp.domain.actors import Door, system
from caseapp.domain.errors import RuleBroken
from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Channel
from caseapp.hosting.house import NotReady
from caseapp.services.filing import intake, rows
from caseapp.services.filing.rows import BadRow
from caseapp.services.staff import teams
from caseapp.services.uow import Surroundings, open_unit_of_work
from caseapp.web.cli.group import main, progress, settings, working
from caseapp.web.wording.plain import in_plain_words

PROGRESS_EVERY = 50


@main.command("intake")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--channel", type=click.Choice([c.value for c in Channel]), required=True, help="How they arrived.")
@click.option("--receipts", type=click.Path(path_type=Path), required=True, help="A new file for the receipts.")
def take_in(file: Path, channel: str, receipts: Path) -> None:
    """File each row of a JSON-lines FILE ({"text": ...}) through the same service as the form.

    A row may also hold kind, mode, service, unit (its code), when, where, remedy, petitioner_type, external_ref,
    received_on (a day such as 2026-11-24), reply_form and identity (family_name, given_name, register_number, phone,
    email, address). Bad rows and numbers of 11-11, 110 and 1890 that were taken in before are reported by line and
    left out; the good ones are stored, each in a transaction of its own. Whoever holds the receipts file can read and
    answer as the petitioner: it is made readable for its owner alone.
    """
    chosen = settings()
    lines = file.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    with working(chosen) as around:
        _require_teams(around)
        with _new_file(receipts) as kept:
            stored, bad = _file_lines(around, lines, Channel(channel), kept)
    if not stored:
        receipts.unlink()
    click.echo(f"{stored} filed, {bad} left out" + (f"; receipts in {receipts}" if stored else ""))
    sys.exit(1 if bad else 0)


def _require_teams(around: Surroundings) -> None:
    with open_unit_of_work(around, system(Door.ADMIN)) as uow:
        if not teams.are_founded(uow):
            raise NotReady("there is no team to seal reports to: run caseapp found-teams")


def _new_file(path: Path) -> TextIO:
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except FileExistsError as there:
        raise click.ClickException(f"{path} is there already; receipts are never overwritten") from there


def _file_lines(around: Surroundings, lines: list[bytes], channel: Channel, kept: TextIO) -> tuple[int, int]:
    stored = bad = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            _file_row(around, number, line, channel, kept)
            stored += 1
        except BadRow as wrong:
            progress(f"line {number}: {wrong}")
            bad += 1
        except RuleBroken as broken:
            progress(f"line {number}: {in_plain_words(broken.reason)}")
            bad += 1
        if number % PROGRESS_EVERY == 0:
            progress(f"{number} of {len(lines)} lines")
    return stored, bad


def _file_row(around: Surroundings, number: int, line: bytes, channel: Channel, kept: TextIO) -> None:
    """The receipt is on the disk before the case is committed: a case without a receipt would be lost to its owner."""
    try:
        text = line.decode()
    except UnicodeDecodeError as wrong:
        raise BadRow("not UTF-8") from wrong
    receipt, before = new_receipt(), kept.tell()
    try:
        with open_unit_of_work(around, intake.filing_actor(around.keys, receipt.secret)) as uow:
            filed = intake.submit(uow, rows.report_of_line(uow, text, channel), receipt.secret)
            row = {"line": number, "number": filed.number, "receipt": receipt.code}
            kept.write(json.dumps(row, ensure_ascii=False) + "\n")
            kept.flush()
    except BaseException:
        kept.seek(before)
        kept.truncate()
        raise
