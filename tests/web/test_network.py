"""The network of a request: a prefix, never an address, and never what a request says of itself to nobody's proxy."""

from dataclasses import replace

import pytest

from caseapp.services.uow import Surroundings
from caseapp.web import create_app, network
from caseapp.web.network import UNKNOWN, prefix_of
from tests.conftest import SETTINGS

CALLER, SAID, BEFORE = "203.0.113.77", "198.51.100.9", "192.0.2.200"


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("203.0.113.77", b"\xcb\x00\x71"),
        ("203.0.113.255", b"\xcb\x00\x71"),
        ("203.0.114.77", b"\xcb\x00\x72"),
        ("::ffff:203.0.113.77", b"\xcb\x00\x71"),
        ("2001:db8:17:9::5", b"\x20\x01\x0d\xb8\x00\x17"),
        ("2001:db8:17:ffff::", b"\x20\x01\x0d\xb8\x00\x17"),
        ("2001:db8:18::5", b"\x20\x01\x0d\xb8\x00\x18"),
        ("fe80::1%eth0", b"\xfe\x80\x00\x00\x00\x00"),
        ("", UNKNOWN),
        (None, UNKNOWN),
        ("unknown", UNKNOWN),
        ("203.0.113.77:4711", UNKNOWN),
        ("_hidden", UNKNOWN),
        ("9" * 5_000, UNKNOWN),
    ],
)
def test_a_network_is_the_part_of_the_address_that_a_house_shares(address: str | None, prefix: bytes) -> None:
    assert prefix_of(address) == prefix


def heard(house: Surroundings, proxies: int, forwarded: str | None) -> bytes:
    """What the app takes for the caller's network."""
    app = create_app(replace(SETTINGS, proxies=proxies), house)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_client() as client:
        client.get("/no-such-page", headers=headers, environ_base={"REMOTE_ADDR": CALLER})
        return network.here()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, SAID, CALLER),
        (0, f"{BEFORE}, {SAID}", CALLER),
        (1, SAID, SAID),
        (1, f"{BEFORE}, {SAID}", SAID),
        (1, None, CALLER),
        (2, f"{BEFORE}, {SAID}", BEFORE),
        (2, f"{BEFORE}, {SAID}, {CALLER}", SAID),
        (2, SAID, CALLER),
    ],
)
def test_a_forwarded_address_is_believed_from_as_many_proxies_as_are_trusted(
    house: Surroundings, proxies: int, forwarded: str | None, address: str
) -> None:
    assert heard(house, proxies, forwarded) == prefix_of(address)
