"""The proof's own form: one text for one statement, read back from wherever it was copied, and nothing else read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.numbers import new_case_number
from caseapp.domain.proofs import (
    BEGIN,
    END,
    MAX_ARTICLE,
    SIGNATURE,
    VERSION_LINE,
    NoProof,
    SignedStatement,
    Statement,
    digest_of_text,
    in_ascii,
    read_block,
    read_statement,
)
from caseapp.domain.vocab import Kind

STATEMENT = Statement(
    number="2026-4839-2051-6",
    received_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    kind=Kind.COMPLAINT,
    due_on=date(2026, 4, 1),
    rule="reply_days/1",
    article="Law on resolving petitions and complaints of citizens to state bodies and officials, art. 16",
    stated_on=date(2026, 3, 5),
    text_digest=digest_of_text("Гурван өдөр дараалалд зогслоо."),
    file_digests=("0" * 64, "a1" * 32),
)
SIGNED = SignedStatement(STATEMENT, bytes(range(64)))

digests = st.binary(max_size=9).map(lambda some: digest_of_text(some.hex()))
statements = st.builds(
    Statement,
    number=st.integers(0, 10**8 - 1).map(lambda drawn: new_case_number(2026, lambda _: drawn)),
    received_at=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=ULAANBAATAR)
    ),
    kind=st.sampled_from(Kind),
    due_on=st.none() | st.dates(),
    rule=st.none() | st.from_regex(r"[a-z_]{1,30}/[1-9][0-9]{0,3}", fullmatch=True),
    article=st.none() | st.text(min_size=1, max_size=300).map(in_ascii).filter(bool),
    stated_on=st.dates(),
    text_digest=digests,
    file_digests=st.lists(digests, max_size=10).map(tuple),
)


def test_the_statement_is_read_by_people_line_by_line() -> None:
    assert STATEMENT.text().splitlines() == [
        "caseapp proof of filing, version 1",
        "number: 2026-4839-2051-6",
        "received: 2026-03-02T09:00:00+08:00",
        "kind: complaint",
        "due: 2026-04-01",
        "rule: reply_days/1",
        "article: Law on resolving petitions and complaints of citizens to state bodies and officials, art. 16",
        "stated: 2026-03-05",
        f"text-sha256: {STATEMENT.text_digest}",
        f"file-sha256: {'0' * 64}",
        f"file-sha256: {'a1' * 32}",
    ]


def test_what_has_no_term_says_so() -> None:
    text = replace(STATEMENT, due_on=None, rule=None, article=None).text()
    assert "due: none\nrule: none\narticle: none\n" in text


def test_a_discreet_statement_has_no_line_on_what_was_filed_and_comes_back() -> None:
    text = replace(STATEMENT, kind=None, rule=None, article=None).text()
    assert [line.partition(":")[0] for line in text.splitlines()[1:6]] == [
        "number",
        "received",
        "due",
        "stated",
        "text-sha256",
    ]
    assert read_statement(text).text() == text and read_statement(text).kind is None
    with pytest.raises(NoProof):
        read_statement(text.replace("due: ", "rule: reply_days/1\ndue: "))


@pytest.mark.parametrize("between", [" ", "", "  "])
def test_a_block_that_a_chat_program_put_on_one_line_is_read(between: str) -> None:
    for statement in (STATEMENT, replace(STATEMENT, kind=None, rule=None, article=None)):
        signed = SignedStatement(statement, SIGNED.signature)
        read = read_block(signed.block().replace("\n", between))
        assert (read.statement.text(), read.signature) == (statement.text(), SIGNED.signature)


@given(statements)
def test_every_statement_is_ascii_and_comes_back_as_it_was(statement: Statement) -> None:
    text = statement.text()
    assert text.isascii() and text.startswith(f"{VERSION_LINE}\n") and text.endswith("\n")
    again = read_statement(text)
    assert again.text() == text
    assert replace(again, received_at=statement.received_at, article=statement.article) == statement


@given(statements, st.binary(min_size=64, max_size=64), st.sampled_from(["\n", "\r\n", "\n\n", "  \n ", "\r"]))
def test_a_block_is_read_from_among_other_words_and_with_any_kind_of_line(
    statement: Statement, signature: bytes, newline: str
) -> None:
    block = SignedStatement(statement, signature).block().replace("\n", newline)
    read = read_block(f"Сайн байна уу{newline}{block}{newline}Баярлалаа")
    assert (read.statement.text(), read.signature) == (statement.text(), signature)


def test_lines_that_a_page_has_broken_are_mended() -> None:
    broken = SIGNED.block().replace("complaints of", "complaints\nof").replace("KissLS", "Kiss\nLS")
    assert broken.count("\n") == SIGNED.block().count("\n") + 2
    assert read_block(broken).statement.text() == STATEMENT.text()
    assert read_block(broken).signature == SIGNED.signature


def test_whatever_is_changed_in_a_block_is_read_as_something_else_or_not_at_all() -> None:
    block = SIGNED.block()
    for place, sign in enumerate(block):
        if sign in "\n ":
            continue
        try:
            read = read_block(block[:place] + ("7" if sign != "7" else "8") + block[place + 1 :])
        except NoProof:
            continue
        assert (read.statement.text(), read.signature) != (STATEMENT.text(), SIGNED.signature), block[place - 5 : place]


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "Гомдол",
        f"{BEGIN}\n{SIGNATURE}\n{END}",
        SIGNED.block().replace(END, ""),
        SIGNED.block().replace("version 1", "version 2"),
        SIGNED.block().replace("number: 2026-4839-2051-6", "number: 2026-4839-2051-7"),
        SIGNED.block().replace("+08:00", ""),
        SIGNED.block().replace("2026-03-02T09:00:00+08:00", "0001-01-01T00:00:00+08:00"),
        SIGNED.block().replace("2026-03-02T09:00:00+08:00", "9999-12-31T23:59:59-12:00"),
        SIGNED.block().replace("complaint\n", "wish\n"),
        SIGNED.block().replace("due: 2026-04-01", "due: 2026-02-30"),
        SIGNED.block().replace("reply_days/1", "reply_days"),
        SIGNED.block().replace("art. 16", "16 дугаар зүйл"),
        SIGNED.block().replace("art. 16", "x" * MAX_ARTICLE),
        SIGNED.block().replace("0" * 64, "0" * 63),
        SIGNED.block().replace("stated: 2026-03-05\n", ""),
        SIGNED.block().replace(f"{SIGNATURE}\n", f"{SIGNATURE}\n!"),
        BEGIN * 5_000,
        f"{BEGIN}{SIGNATURE}" * 3_000,
    ],
)
def test_what_is_no_proof_is_refused(pasted: str) -> None:
    with pytest.raises(NoProof):
        read_block(pasted)


def test_a_statement_cannot_be_told_twice_in_other_words() -> None:
    for changed in (
        STATEMENT.text() + "\n",
        STATEMENT.text().replace("due: ", "due:  "),
        STATEMENT.text().replace("+08:00", "+0800"),
        STATEMENT.text().removesuffix("\n"),
        STATEMENT.text().replace("T09:00:00+08:00", "T10:00:00+09:00"),
    ):
        with pytest.raises(NoProof):
            read_statement(changed)


@given(st.lists(st.text(alphabet="аб \t", max_size=5), min_size=1, max_size=5))
def test_newlines_and_spaces_at_ends_make_no_difference_to_the_digest(lines: list[str]) -> None:
    digest = digest_of_text("\n".join(lines))
    for newline in ("\r\n", "\r", " \t\n"):
        assert digest_of_text(f" \n{newline.join(lines)}{newline}") == digest


def test_every_other_sign_does() -> None:
    texts = ("аб", "а б", "а  б", "а\nб", "а\n\nб", "Аб", "аб.", "а\u00a0б", "аб\u00a0", "")
    assert len({digest_of_text(text) for text in texts}) == len(texts)


@given(st.text())
def test_any_words_become_one_short_line_of_ascii(words: str) -> None:
    line = in_ascii(words)
    assert line.isascii() and len(line) <= MAX_ARTICLE and len(line.splitlines()) <= 1
