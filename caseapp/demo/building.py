"""The demonstration: built once into an empty database, then only served."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import URL

from caseapp.demo import hands, people, plans, standing
from caseapp.demo.hands import Kept, Script
from caseapp.demo.living import StoryClock
from caseapp.demo.people import CAST, PASSWORD
from caseapp.demo.standing import Standing
from caseapp.domain.actors import Door, system
from caseapp.domain.quarters import Quarter
from caseapp.services.law import reminding
from caseapp.services.uow import Surroundings, open_unit_of_work
from caseapp.vault import agency

AGENCY_KEY, RECOVERY_KEY, RECEIPTS = "demo-agency-key.txt", "demo-recovery-key.txt", "demo-receipts.txt"
BUILDING = "demo-building"
"""Locked while a demonstration is being built here."""


def build_if_empty(around: Surroundings, data_dir: Path, say: Callable[[str], None], count: int = plans.CASES) -> None:
    """Does nothing when the demonstration stands; one that was left half-built is built anew from empty."""
    if standing.how(around) is Standing.BUILT:
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with _alone(data_dir / BUILDING, say):
        stands = standing.how(around)
        if stands is Standing.BUILT:
            return
        if stands is not Standing.EMPTY:
            standing.empty(around, data_dir, stands, say)
        _build(around, data_dir, say, count)


@contextmanager
def _alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    with path.open("a") as waiting:
        try:
            fcntl.flock(waiting, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is building the demonstration here; waiting for it ...")
            fcntl.flock(waiting, fcntl.LOCK_EX)
        yield


def _build(around: Surroundings, data_dir: Path, say: Callable[[str], None], count: int) -> None:
    say(f"building the demonstration: {len(CAST)} people, {count} cases over {plans.QUARTERS} quarters ...")
    now = around.clock()
    lives = plans.plan(count, now)
    standing.mark_begun(around)
    _prepare(around, data_dir, lives[0].received - timedelta(hours=1))
    script = Script(
        url=_hasty(standing.url_of(around)),
        keys=around.keys,
        lives=lives,
        early=sum(life.received < model_from(now) for life in lives),
        now=now,
    )
    kept = hands.tell_all(script, say)
    _write_private(data_dir / RECEIPTS, "".join(map(_receipt_lines, kept)))
    with open_unit_of_work(around, system(Door.JOBS)) as uow:
        reminding.remind(uow)
    standing.mark_built(around, count)


def model_from(now: datetime) -> datetime:
    """When the story's authority promoted its first classifier: at the beginning of the quarter before this one."""
    return Quarter.of(now.date()).previous().bounds()[0]


def _prepare(around: Surroundings, data_dir: Path, at: datetime) -> None:
    """The people, the teams' keys and the Agency's recipient, as if entered just before the first case."""
    before = Surroundings(around.sessions, around.keys, StoryClock(at))
    recovery = people.create(before)
    people.share_team_keys(before)
    identity, recipient = agency.new_identity()
    people.keep_agency_recipient(before, recipient)
    _write_private(data_dir / RECOVERY_KEY, f"{recovery}\n")
    _write_private(data_dir / AGENCY_KEY, f"# public key: {recipient}\n{identity}\n")


def _hasty(url: URL) -> str:
    """Of invented cases none is lost that could not be told again."""
    options = " ".join([*_options(url), "-c synchronous_commit=off"])
    return url.update_query_dict({"options": options}).render_as_string(hide_password=False)


def _options(url: URL) -> tuple[str, ...]:
    given = url.query.get("options", ())
    return (given,) if isinstance(given, str) else tuple(given)


def _receipt_lines(kept: Kept) -> str:
    return f"{kept.story}\n  case {kept.number}\n  receipt {kept.code}\n\n"


def _write_private(path: Path, content: str) -> None:
    """0600 from the first byte on, also over an older file."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)


def welcome(host: str, port: int, data_dir: Path) -> str:
    """Where to look, who may sign in with what, and where everything lies."""
    width = max(len(member.login) for member in CAST)
    roles = {member.login: ", ".join(role.value.replace("_", " ") for role in member.roles) for member in CAST}
    role_width = max(map(len, roles.values()))
    accounts = [f"  {m.login:<{width}}  {roles[m.login]:<{role_width}}  {m.hint}" for m in CAST]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    return "\n".join(
        [
            "",
            f"The demonstration: {address} (Ctrl-C stops it)",
            "Citizens need no account. The staff's accounts, all with the password " + PASSWORD + ":",
            "",
            *accounts,
            "",
            f"Data:                    {data_dir}",
            f"Receipts of some cases:  {data_dir / RECEIPTS}",
            f"The Agency's key:        {data_dir / AGENCY_KEY} (age -d -i opens a package with it)",
            f"The recovery key:        {data_dir / RECOVERY_KEY}",
            "",
        ]
    )
