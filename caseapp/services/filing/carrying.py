"""A list between its preview and its filing: it rides in the page, sealed to the session; the server keeps nothing."""

import json
import zlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from caseapp.domain.columns import Column
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.vocab import Channel, Kind, Mode, Service
from caseapp.services.filing.importing import Row, RowFlaw, Understood
from caseapp.vault.cookies import key_of_session, open_cookie, seal_cookie

LIFE_SECONDS = 3600


@dataclass(frozen=True, repr=False)
class Carried:
    """`seed` is what the rows' receipts are made of, so that a second press of the button files nothing twice."""

    channel: Channel
    seed: bytes
    understood: Understood


def _said(row: Row) -> list[Any]:
    new = row.new
    day = new.received_on.isoformat() if new.received_on else None
    facts = [new.kind, new.text, new.mode, new.service, new.unit_id, asdict(new.identity), new.external_ref, day]
    return [row.line, facts, row.flaws]


def _row(said: list[Any], channel: Channel) -> Row:
    line, (kind, text, mode, service, unit_id, identity, external_ref, day), flaws = said
    new = NewReport(
        kind=Kind(kind),
        text=text,
        mode=Mode(mode),
        service=Service(service),
        unit_id=unit_id,
        channel=channel,
        identity=Identity(**identity),
        external_ref=external_ref,
        received_on=date.fromisoformat(day) if day else None,
    )
    return Row(line, new, tuple(map(RowFlaw, flaws)))


def seal(carried: Carried, cookie_key: bytes, session_token: str, now: int) -> str:
    """Text for a hidden field."""
    read = carried.understood
    content = {
        "channel": carried.channel,
        "seed": carried.seed.hex(),
        "columns": read.columns,
        "passed_over": read.passed_over,
        "rows": [_said(row) for row in read.rows],
    }
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return seal_cookie(key_of_session(cookie_key, session_token), packed, now)


def opened(sealed: str, cookie_key: bytes, session_token: str, now: int) -> Carried | None:
    """None for what is old, altered or was made in another session; what opens is our own and as we wrote it."""
    packed = open_cookie(key_of_session(cookie_key, session_token), sealed, now, LIFE_SECONDS)
    if packed is None:
        return None
    content = json.loads(zlib.decompress(packed))
    channel = Channel(content["channel"])
    columns = tuple((Column(column), head) for column, head in content["columns"])
    rows = tuple(_row(said, channel) for said in content["rows"])
    understood = Understood(columns, tuple(content["passed_over"]), (), rows)
    return Carried(channel, bytes.fromhex(content["seed"]), understood)
