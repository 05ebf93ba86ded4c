"""E-mail addresses: one rule for all doors, the mail server's, and no text that keeps it busy."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.addresses import LONGEST, mailbox_of

LONG_DOMAIN = ".".join(["a" * 60] * 4)


@pytest.mark.parametrize(
    ("typed", "mailbox"),
    [
        ("bat@example.mn", "bat@example.mn"),
        ("Bat.Bold+tag@Mail.Example.MN", "Bat.Bold+tag@Mail.Example.MN"),
        ("болд@example.mn", "болд@example.mn"),
        ("bold@шуудан.мон", "bold@xn--80ah2ava2a.xn--l1acc"),
        ("o'brien@sub-1.example.mn", "o'brien@sub-1.example.mn"),
    ],
)
def test_an_address_is_taken_as_mail_servers_want_it(typed: str, mailbox: str) -> None:
    assert mailbox_of(typed) == mailbox


@pytest.mark.parametrize(
    "typed",
    [
        *("", "bat", "bat@", "@example.mn", "bat@example", "bat@@example.mn", "a@b@example.mn"),
        *("mailto:a@b.mn", "<a@b.mn>", "Bat <a@b.mn>", "a@b.mn,", "a@b.mn;", "a@b.mn, c@d.mn", "a@b.mn."),
        *("a@example..mn", "a@.mn", ".a@b.mn", "a.@b.mn", "a..b@c.mn", "a@-b.mn", "a@b-.mn", "a@b_c.mn"),
        *("a@10.0.0.1", "a@[10.0.0.1]", "a@b.c", "a@⒈.mn", '"a b"@c.mn', "a b@c.mn", "a\u202eb@c.mn", "a@b.mn\n"),
        *("a@b.mn\r\nBcc: c@d.mn", f"a@{'b' * 64}.mn", f"{'a' * 65}@b.mn", "a@\udcff.mn"),
    ],
)
def test_what_no_mail_server_takes_is_no_address(typed: str) -> None:
    assert mailbox_of(typed) is None


def test_an_address_has_at_most_as_many_signs_as_fit_into_an_envelope() -> None:
    person = "a" * (LONGEST - len(f"@{LONG_DOMAIN}.mn"))
    assert mailbox_of(f"{person}@{LONG_DOMAIN}.mn") is not None
    assert mailbox_of(f"{person}a@{LONG_DOMAIN}.mn") is None
    assert mailbox_of(f"a@{'.'.join('ө' * 60)}.мон") is None, "its ASCII form is longer than it looks"


@pytest.mark.parametrize("sign", [".", "@", " ", "9", "a", "-", "\n", "ө", "a@", "a."])
def test_no_text_however_long_keeps_it_busy(sign: str) -> None:
    began = time.process_time()
    assert mailbox_of(f"a@{sign * 2_000_000}@") is None
    for _ in range(1_000):
        mailbox_of(f"a@{sign * 200}"[: LONGEST - 1] + "@")
        mailbox_of(f"a@{sign * 200}"[: LONGEST - 1] + "!")
    assert time.process_time() - began < 2


@given(st.text(max_size=300) | st.from_regex(r"[a-zө.@-]{1,20}@[a-zөß.。-]{1,20}", fullmatch=True))
def test_whatever_is_typed_is_one_address_in_one_line_or_none(typed: str) -> None:
    mailbox = mailbox_of(typed)
    if mailbox is not None:
        assert mailbox.count("@") == 1 and mailbox.isprintable() and " " not in mailbox
        assert mailbox.rpartition("@")[2].isascii()
        assert mailbox_of(mailbox) == mailbox
