"""Counting at the citizens' door: exact under a crowd, forgotten after ten minutes, and no way back to an address."""

import hashlib
import threading
import zlib
from datetime import datetime, timedelta
from ipaddress import ip_address

import pytest
from sqlalchemy import Engine, text

from caseapp.domain.actors import Door, citizen, system
from caseapp.domain.pacing import BUDGETS, WINDOW, Beyond, HeldBack, Sending, Wait
from caseapp.services.files import forgetting
from caseapp.services.petitioner import pacing
from caseapp.services.petitioner.pacing import Origin
from caseapp.services.uow import Surroundings, open_unit_of_work
from caseapp.web.network import prefix_of
from tests.conftest import KEYS, Clock
from tests.lives import Lives

HALL, SOUM = "203.0.113.77", "2001:db8:17:9::5"
FILING = BUDGETS[Sending.FILING]


def send(
    house: Surroundings, address: str = HALL, sender: bytes = b"", form_age: int = 0, what: Sending = Sending.FILING
) -> Wait | None:
    """None when it was let in."""
    try:
        with open_unit_of_work(house, citizen()) as uow:
            pacing.let_in(uow, what, Origin(prefix_of(address), sender), form_age)
    except HeldBack as held:
        return held.wait
    return None


def counted(owner: Engine) -> list[tuple[bytes, datetime, int]]:
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT bucket, window_ends, count FROM sending_count ORDER BY count, bucket"))
        return [(bytes(row.bucket), row.window_ends, row.count) for row in rows]


def set_counts(owner: Engine, count: int) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE sending_count SET count = :count"), {"count": count})


def test_the_network_the_browser_and_the_whole_are_counted_each(house: Surroundings, owner_engine: Engine) -> None:
    assert [send(house, HALL, b"one"), send(house, HALL, b"two"), send(house, SOUM, b"three")] == [None] * 3
    assert [count for _, _, count in counted(owner_engine)] == [1, 1, 1, 1, 2, 3]
    send(house, HALL, what=Sending.MESSAGE)
    assert [count for _, _, count in counted(owner_engine)] == [1, 1, 1, 1, 1, 1, 2, 3]


def test_what_is_held_back_is_not_counted(house: Surroundings, owner_engine: Engine) -> None:
    for _ in range(FILING.sender):
        assert send(house, sender=b"one") is None
    before = counted(owner_engine)
    for _ in range(3):
        assert send(house, sender=b"one") == Wait(600, Beyond.SENDER)
    assert counted(owner_engine) == before
    assert send(house, sender=b"two") is None, "whoever sits beside goes on"


def test_over_its_budget_a_network_is_asked_for_time_and_gets_through_when_it_was_taken(
    house: Surroundings, owner_engine: Engine, clock: Clock
) -> None:
    send(house)
    set_counts(owner_engine, FILING.network)
    assert send(house) == Wait(FILING.writing, Beyond.NETWORK)
    assert send(house, SOUM) is None
    assert send(house, form_age=FILING.writing) is None
    set_counts(owner_engine, FILING.whole + 200)
    assert send(house, form_age=3_600) == Wait(600, Beyond.NETWORK)
    assert send(house, "198.51.100.1") is None, "quiet networks go on in any flood"
    clock.forward(seconds=600)
    assert send(house) is None


def test_in_every_half_hour_each_browser_has_its_turn_however_much_others_send(
    house: Surroundings, owner_engine: Engine, clock: Clock
) -> None:
    begun, passed = clock.now, list[int]()
    for minute in range(0, 30, 2):
        clock.now = begun + timedelta(minutes=minute)
        send(house, sender=b"another")
        set_counts(owner_engine, 1_000)
        if send(house, sender=b"one", form_age=3_600) is None:
            passed.append(minute)
    assert len(passed) == 1


def test_a_file_counts_by_its_size(house: Surroundings, owner_engine: Engine) -> None:
    with open_unit_of_work(house, citizen()) as uow:
        pacing.let_in(uow, Sending.FILE, Origin(b"abc", b"one"), weight=25)
    assert [count for _, _, count in counted(owner_engine)] == [25, 25, 25]


def unkeyed_names(*things: bytes) -> set[bytes]:
    """What a thief of the table would compute for an address that they suspect."""
    whole = (hashlib.new(name, thing, usedforsecurity=False) for name in _FIXED for thing in things)
    digests = {digest.digest() for digest in whole}
    short = {hashlib.blake2b(thing, digest_size=size).digest() for thing in things for size in (8, 16, 20, 32)}
    return digests | short | {zlib.crc32(thing).to_bytes(4, "big") for thing in things} | set(things)


_FIXED = sorted(hashlib.algorithms_guaranteed - {"shake_128", "shake_256"})


def test_no_counter_leads_back_to_an_address(house: Surroundings, owner_engine: Engine) -> None:
    for address in (HALL, SOUM):
        send(house, address, sender=b"browser's mark")
    packed = [ip_address(HALL).packed, ip_address(SOUM).packed]
    prefixes = [prefix_of(HALL), prefix_of(SOUM)]
    words = [HALL.encode(), SOUM.encode(), b"203.0.113.0", b"203.0.113.0/24", b"2001:db8:17::/48", b"203.0.113"]
    suspected = [*packed, *prefixes, *words, b"browser's mark", b""]
    kinds = [f"filing/{of}".encode() for of in ("sender", "network", "whole")]
    names = {name for name, _, _ in counted(owner_engine)}
    assert len(names) == 4 and {len(name) for name in names} == {32}
    with_kinds = [kind + thing for kind in kinds for thing in suspected]
    assert not names & unkeyed_names(*suspected, *with_kinds)
    with owner_engine.connect() as connection:
        rows = connection.execute(text("SELECT row_to_json(s)::text FROM sending_count s")).scalars().all()
    hidden = [thing.hex() for thing in (*packed, *prefixes)] + [word.decode() for word in words]
    assert not [thing for thing in hidden for row in rows if thing in row]


def test_the_same_address_has_another_counter_in_the_next_window_and_on_another_server(
    house: Surroundings, owner_engine: Engine, clock: Clock
) -> None:
    send(house)
    first = {name for name, _, _ in counted(owner_engine)}
    clock.forward(minutes=10)
    send(house)
    second = {name for name, _, _ in counted(owner_engine)} - first
    keys = type(KEYS)(ledger=KEYS.ledger, lookup=b"x" * 32, cookie=KEYS.cookie, signing=KEYS.signing)
    send(Surroundings(house.sessions, keys, house.clock))
    third = {name for name, _, _ in counted(owner_engine)} - first - second
    assert [len(first), len(second), len(third)] == [2, 2, 2]


def test_what_holds_a_sending_back_names_no_address(house: Surroundings, owner_engine: Engine) -> None:
    send(house)
    set_counts(owner_engine, FILING.whole)
    with pytest.raises(HeldBack) as held, open_unit_of_work(house, citizen()) as uow:
        pacing.let_in(uow, Sending.FILING, Origin(prefix_of(HALL), b"mark"))
    told = f"{held.value!r} {held.value} {held.value.wait!r} {Origin(prefix_of(HALL), b'mark')!r}"
    assert "203" not in told and "mark" not in told and "\\x" not in told


def test_the_table_stands_in_no_log_and_no_physical_backup(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        kept = connection.execute(
            text("SELECT relname, relpersistence FROM pg_class WHERE relname LIKE '%sending_count'")
        ).all()
    assert sorted(tuple(row) for row in kept) == [("pk_sending_count", "u"), ("sending_count", "u")]


def test_the_first_of_a_new_window_deletes_the_windows_that_are_over(
    house: Surroundings, owner_engine: Engine, clock: Clock
) -> None:
    send(house)
    clock.forward(minutes=10)
    send(house)
    assert len(counted(owner_engine)) == 4, "the clocks of two nodes may differ: the window that just ended stays"
    clock.forward(minutes=11, seconds=1)
    send(house)
    assert len({ends for _, ends, _ in counted(owner_engine)}) == 1
    assert [count for _, _, count in counted(owner_engine)] == [1, 1]


def test_the_minutes_job_deletes_counters_and_drafts_whose_time_is_over(
    house: Surroundings, owner_engine: Engine, clock: Clock
) -> None:
    send(house)
    with owner_engine.begin() as owner:
        for mark, ends in ((b"old", clock.now), (b"new", clock.now + WINDOW)):
            owner.execute(
                text("INSERT INTO draft VALUES (:id, :id, 'sealed', :now, :ends)"),
                {"id": mark, "now": clock.now, "ends": ends},
            )
        owner.execute(
            text(
                "INSERT INTO attachment (id, draft_id, author, added_at, size, verdict, has_cleaned, complete)"
                " VALUES (1, 'old', 'citizen', :now, 1, 'not_scanned', false, false)"
            ),
            {"now": clock.now},
        )
        owner.execute(text("INSERT INTO attachment_chunk VALUES (1, 'original', 0, 'ciphertext')"))
        owner.execute(text("UPDATE attachment SET complete = true"))
    clock.forward(minutes=1)
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        forgetting.forget_expired(uow)
    with owner_engine.connect() as connection:
        assert connection.scalars(text("SELECT id FROM draft")).all() == [b"new"]
        assert connection.scalar(text("SELECT count(*) FROM attachment_chunk")) == 0
    assert len(counted(owner_engine)) == 2, "this window still counts"
    clock.forward(minutes=12)
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        forgetting.forget_expired(uow)
    assert counted(owner_engine) == []


def test_a_form_sent_again_after_it_was_filed_is_known(lives: Lives) -> None:
    filed = lives.file()
    with lives.citizen(filed) as uow:
        assert pacing.was_filed(uow)
    with open_unit_of_work(lives.around, citizen(b"x" * 32)) as uow:
        assert not pacing.was_filed(uow)


def test_a_crowd_at_the_same_instant_is_counted_exactly(house: Surroundings, owner_engine: Engine) -> None:
    """Eight at once, from two networks and as many browsers: nobody waits in a ring, nobody is counted twice."""
    starting, results = threading.Barrier(8), list[Wait | None]()

    def knock(number: int) -> None:
        starting.wait(10)
        for turn in range(20):
            results.append(send(house, (HALL, SOUM)[(number + turn) % 2], bytes([turn % 10]), form_age=3_600))

    crowd = [threading.Thread(target=knock, args=(number,)) for number in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(60)
    assert len(results) == 160
    let_in = results.count(None)
    assert let_in == 10 * FILING.sender, "each of ten marks ten times"
    assert counted(owner_engine)[-1][2] == let_in
