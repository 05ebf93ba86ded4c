"""Public editions of five quarters in a row, attacked by a reader who has them all and a solver."""

import csv
import io
import json
import random
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pytest
from flask import Flask

from caseapp.domain.withholding import Limits
from caseapp.services.quarterly import analysis
from caseapp.services.quarterly.analysis import INTERNAL, PUBLIC, Edition
from caseapp.services.quarterly.counting import Beside
from caseapp.web.analysis import rendering
from caseapp.web.wording.report import BALANCE, INTEGRITY
from tests.services.made_up_town import QUARTERS, MadeUpTown
from tests.services.outsider import Facts, narrowed

LIMITS = Limits(5, 10)
TOWNS = [(1, 20), (2, 40), (3, 60), (5, 150)]


def editions(seed: int, busy: int, edition: str = PUBLIC) -> list[Facts]:
    """As they are approved one after the other, and as anybody gets them: from their JSON."""
    town, printed = MadeUpTown(random.Random(seed), busy).live(), []
    for place, quarter in enumerate(QUARTERS):
        before: Facts | None = printed[-1] if printed else None
        received = {
            "previous": before and before["balance"]["received"],
            "last_year": printed[place - 4]["balance"]["received"] if place >= 4 else 0,
        }
        opening = before is not None and before["balance"]["closing"] is None
        beside = Beside(
            received if before else {"previous": 0, "last_year": 0},
            frozenset({"opening"} if opening else ()),
            before is not None and before["integrity"]["open_at_end"] is None,
        )
        limits = LIMITS if edition == PUBLIC else Limits(0, 0)
        facts = analysis.as_facts(analysis.report_of(quarter, edition, 0, town.counts(place), limits, beside))
        printed.append(json.loads(rendering.as_json(kept(facts)))["facts"])
    return printed


def kept(facts: Facts) -> Edition:
    return Edition(facts, 1, analysis.digest_of(facts), "", facts["last_day"])


@pytest.mark.parametrize(("seed", "busy"), TOWNS)
def test_no_reader_of_five_quarters_tells_a_withheld_count_by_fewer_values_than_the_threshold(
    seed: int, busy: int
) -> None:
    found = editions(seed, busy)
    assert sum(facts["withheld"] for facts in found) > 0
    assert narrowed(found) == []


def test_the_reader_finds_what_small_counts_alone_would_leave_open() -> None:
    """Only what is small is withheld here, so that sums give it away: the attack itself must be able to succeed."""
    protected = editions(2, 40)
    naive = [
        {**_without_small(facts), "units": edition["units"]}
        for facts, edition in zip(editions(2, 40, INTERNAL), protected, strict=True)
    ]
    found = {name.split()[1] for name, low, high in narrowed(naive) if low == high}
    assert {"balance", "services"} <= found


def _without_small(facts: Facts) -> Facts:
    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shown(one) for name, one in value.items()}
        if isinstance(value, list):
            return [shown(one) for one in value]
        return None if isinstance(value, int) and 0 < value < LIMITS.cell else value

    return {**shown(facts), "threshold": LIMITS.cell, "integrity": facts["integrity"]}


def counts(value: Any) -> Iterator[int | None]:
    if isinstance(value, dict):
        for one in value.values():
            yield from counts(one)
    elif isinstance(value, list):
        for one in value:
            yield from counts(one)
    elif value is None or isinstance(value, int):
        yield value


@pytest.mark.parametrize(("seed", "busy"), TOWNS)
def test_the_json_holds_no_small_count_in_any_field(seed: int, busy: int) -> None:
    for facts in editions(seed, busy):
        told = {name: list(counts(value)) for name, value in facts.items() if name not in {"threshold", "cutoff_day"}}
        told["timeliness"] = [facts["timeliness"][n] for n in ("decided", "in_time", "extended", "overdue_open")]
        told.pop("withheld")
        small = {name for name, values in told.items() if any(value and value < LIMITS.cell for value in values)}
        assert small == set()
        assert not [value for value in told["integrity"] if value and value < LIMITS.integrity]
        named = set(facts["units"]["labels"]) - {"others", "unknown"}
        assert set(facts["unit_names"]) == named


@pytest.mark.parametrize(("seed", "busy"), TOWNS)
def test_the_csv_tells_no_more_than_the_json(app: Flask, seed: int, busy: int) -> None:
    """Table by table: the same numbers, and nothing where the JSON has nothing; a share only of what is printed."""
    for facts in editions(seed, busy):
        with app.test_request_context():
            text = rendering.as_csv(kept(facts)).decode("utf-8-sig")
        told: dict[str, list[list[str]]] = {}
        for table, group in groupby(csv.DictReader(io.StringIO(text)), key=lambda line: line["table"]):
            rows = groupby(group, key=lambda line: line["row"])
            told[table] = [[line["value"] for line in row] for _, row in rows]
        assert [row[0] for row in told["T5"]] == said(facts["balance"][name] for name in BALANCE)
        assert [row[0] for row in told["T14"]] == said(facts["integrity"][name] for name in INTEGRITY)
        assert [row[0] for row in told["T3"]] == said([*facts["units"]["counts"], facts["units"]["total"]])
        table = facts["theme_by_service"]
        assert [row[:-1] for row in told["T10"]] == [said(line) for line in (*table["cells"], table["column_totals"])]
        for code in ("T1", "T2", "T2b", "T3", "T4", "T9"):
            assert not [row for row in told[code] if row[0] == "" and row[1] != ""], "a share follows its cell"


def said(values: Iterable[int | None]) -> list[str]:
    return ["" if value is None else str(value) for value in values]
