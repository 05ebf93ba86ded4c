"""A session opens what one of its readers has a copy of, and nothing of its keys is ever shown or stored."""

import base64
import copy
import logging
import pickle
import traceback

import pytest

from caseapp.vault.errors import NoKey, SealBroken
from caseapp.vault.keyring import Keyring
from caseapp.vault.opening import open_part, unwrap
from caseapp.vault.sealing import KeyPair, new_key_pair, seal, wrap

CASEWORK, INTEGRITY, MEMBER, RECEIPT = (new_key_pair() for _ in range(4))
DATA_KEY = b"d" * 32
PLACE, PART = "17/report", "17/report/narrative"
WORDS = "Гурван долоо хоног хүлээлээ".encode()
SEALED = seal(DATA_KEY, PART, WORDS)


def full() -> Keyring:
    teams = {"casework": CASEWORK, "integrity": INTEGRITY}
    return Keyring(member=MEMBER, teams=teams, receipt=RECEIPT, member_id=7)


def copies(**readers: KeyPair) -> dict[str, bytes]:
    return {name.replace("_", ":"): wrap(pair.public, DATA_KEY, PLACE) for name, pair in readers.items()}


def test_readers_are_known_by_name() -> None:
    named = {"team:casework": CASEWORK, "team:integrity": INTEGRITY, "member:7": MEMBER, "receipt": RECEIPT}
    assert full().readers() == named
    assert full().team("integrity") == INTEGRITY


def test_an_empty_keyring_reads_nothing() -> None:
    assert Keyring.empty().readers() == {}
    assert Keyring.empty().team("casework") is None


def test_a_change_of_what_was_read_does_not_change_the_keyring() -> None:
    keyring = Keyring(receipt=RECEIPT)
    dict_of_readers = dict(keyring.readers())
    dict_of_readers["team:integrity"] = INTEGRITY
    assert set(keyring.readers()) == {"receipt"}


@pytest.mark.parametrize(("pair", "member_id"), [(MEMBER, None), (None, 7)])
def test_a_member_is_a_key_pair_and_an_id(pair: KeyPair | None, member_id: int | None) -> None:
    with pytest.raises(ValueError, match="member"):
        Keyring(member=pair, member_id=member_id)


@pytest.mark.parametrize(
    "keyring",
    [
        Keyring(teams={"casework": CASEWORK}),
        Keyring(receipt=RECEIPT),
        Keyring(member=MEMBER, member_id=7),
        full(),
    ],
    ids=repr,
)
def test_each_reader_opens_through_its_own_copy(keyring: Keyring) -> None:
    wraps = copies(team_casework=CASEWORK, member_7=MEMBER, receipt=RECEIPT)
    assert open_part(keyring, wraps, PLACE, PART, SEALED) == WORDS


def test_casework_cannot_open_what_was_sealed_to_integrity() -> None:
    with pytest.raises(NoKey):
        open_part(Keyring(teams={"casework": CASEWORK}), copies(team_integrity=INTEGRITY), PLACE, PART, SEALED)


def test_without_any_copy_nobody_opens() -> None:
    with pytest.raises(NoKey):
        open_part(full(), {}, PLACE, PART, SEALED)
    with pytest.raises(NoKey):
        open_part(Keyring.empty(), copies(receipt=RECEIPT), PLACE, PART, SEALED)


def test_a_copy_made_for_another_does_not_open_under_this_name() -> None:
    with pytest.raises(SealBroken):
        open_part(Keyring(receipt=RECEIPT), copies(receipt=MEMBER), PLACE, PART, SEALED)


@pytest.mark.parametrize(("place", "part"), [("18/report", PART), (PLACE, "17/report/message-1")])
def test_a_copy_or_part_from_elsewhere_does_not_open(place: str, part: str) -> None:
    with pytest.raises(SealBroken):
        open_part(Keyring(receipt=RECEIPT), copies(receipt=RECEIPT), place, part, SEALED)


def test_a_keyring_never_leaves_the_process() -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(full(), protocol)
    with pytest.raises(TypeError):
        copy.deepcopy(full())


def assert_shows_none(text: str, *secrets: bytes) -> None:
    for secret in secrets:
        inner = repr(secret)[2:-1]
        shapes = (inner, secret.hex(), base64.b64encode(secret).decode(), base64.urlsafe_b64encode(secret).decode())
        assert not any(shape.rstrip("=") in text for shape in shapes)


def test_a_keyring_shows_the_names_of_its_readers_only() -> None:
    assert repr(full()) == "Keyring(member:7, receipt, team:casework, team:integrity)"


def test_no_private_byte_is_shown_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("caseapp").warning("%s %r %r %r", MEMBER, MEMBER, full(), full().readers())
    assert repr(MEMBER.public) in caplog.text
    assert_shows_none(caplog.text, *(pair.private for pair in (CASEWORK, INTEGRITY, MEMBER, RECEIPT)))


def test_a_refusal_tells_neither_keys_nor_words() -> None:
    refusals = []
    for attempt in (
        lambda: open_part(full(), copies(receipt=RECEIPT), "18/report", PART, SEALED),
        lambda: open_part(full(), copies(receipt=RECEIPT), PLACE, "17/notes/a", SEALED),
        lambda: open_part(full(), {}, PLACE, PART, SEALED),
        lambda: unwrap(MEMBER, copies(receipt=RECEIPT)["receipt"], PLACE),
    ):
        with pytest.raises((SealBroken, NoKey)) as refused:
            attempt()
        refusals.extend(traceback.format_exception(refused.value))
    assert_shows_none("".join(refusals), DATA_KEY, MEMBER.private, RECEIPT.private)
    assert WORDS.decode() not in "".join(refusals)
