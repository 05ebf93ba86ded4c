"""Lists of the 11-11 centre: what is understood of them, what is wrong with a row, and that all are filed or none."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from sqlalchemy import text

from caseapp.domain.actors import Door
from caseapp.domain.columns import Column, recognised
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Channel, Kind, Mode, Service
from caseapp.services.filing import carrying, importing, sheets
from caseapp.services.filing.carrying import Carried
from caseapp.services.filing.importing import Row, RowFlaw, Understood
from caseapp.services.petitioner import tracking
from caseapp.services.uow import open_unit_of_work
from tests.lives import COMPLAINT, REPORT, Lives

HEAD = ("Дугаар", "Хүлээн авсан огноо", "Нэр", "Утас", "Төрөл", "Агуулга")
GOOD = ("1111-2026-001", "2026-02-27", "Болд", "99112233", "Гомдол", COMPLAINT)
SEED = b"s" * 32
OLD_LETTERS = str.maketrans("ӨөҮү", "ЄєЇї")
"""Where the fonts of the nineties drew what their code page lacks."""


def csv_of(*rows: tuple[str, ...], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    text = "\r\n".join(lines)
    return (text.translate(OLD_LETTERS) if encoding == "cp1251" else text).encode(encoding)


def xlsx_of(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(out)
    return out.getvalue()


def read(lives: Lives, content: bytes, channel: Channel = Channel.GOVERNMENT_1111) -> Understood:
    with lives.cast.at("sukh") as uow:
        return importing.understood(uow, sheets.rows_of(content), channel)


def flaws_of(lives: Lives, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> list[tuple[RowFlaw, ...]]:
    return [row.flaws for row in read(lives, csv_of(head, *rows)).rows]


def with_cell(column: int, value: str) -> tuple[str, ...]:
    return (*GOOD[:column], value, *GOOD[column + 1 :])


def file_all(lives: Lives, rows: tuple[Row, ...], seed: bytes = SEED) -> tuple[importing.FiledRow, ...]:
    with open_unit_of_work(lives.around, lives.cast.signed_in("sukh").actor(Door.PUBLIC)) as uow:
        return importing.file_all(uow, rows, seed)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_however_a_spreadsheet_writes_csv(delimiter: str, encoding: str) -> None:
    rows = sheets.rows_of(csv_of(HEAD, GOOD, delimiter=delimiter, encoding=encoding))
    assert rows == ((1, HEAD), (2, GOOD))


def test_a_list_in_the_code_page_of_the_nineties_has_its_mongolian_letters_back() -> None:
    assert sheets.rows_of(csv_of(HEAD, GOOD, delimiter=";", encoding="cp1251")) == ((1, HEAD), (2, GOOD))


def test_a_workbook_gives_days_and_numbers_as_a_person_reads_them(lives: Lives) -> None:
    content = xlsx_of(HEAD, (20260001, date(2026, 2, 27), "Болд", 99112233.0, None, COMPLAINT))
    (row,) = read(lives, content).rows
    assert (row.line, row.flaws) == (2, ())
    assert (row.new.external_ref, row.new.received_on) == ("20260001", date(2026, 2, 27))
    assert (row.new.identity.phone, row.new.kind) == ("99112233", Kind.COMPLAINT)


def test_titles_above_the_header_and_empty_lines_move_no_row_number(lives: Lives) -> None:
    content = xlsx_of(("11-11 төвийн жагсаалт",), (), HEAD, GOOD, (), with_cell(0, "1111-2026-002"))
    assert [row.line for row in read(lives, content).rows] == [4, 6]
    content = csv_of(("11-11 төвийн жагсаалт",), HEAD, with_cell(5, "Нэг мөр.\nХоёр дахь мөр."), GOOD)
    assert [row.line for row in read(lives, content).rows] == [3, 5], "a cell of two lines takes two of the file"


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("ДУГААР", Column.NUMBER),
        (" Бүртгэлийн дугаар: ", Column.NUMBER),
        ("Утасны дугаар", Column.PHONE),
        ("Эцэг (эх)-ийн нэр", Column.FAMILY_NAME),
        ("Овог, нэр", Column.GIVEN_NAME),
        ("E-mail", Column.EMAIL),
        ("И-мэйл", Column.EMAIL),
        ("Санал, хүсэлтийн агуулга", Column.TEXT),
        ("Received on", Column.DAY),
    ],
)
def test_columns_are_known_by_what_the_centre_or_an_english_list_calls_them(head: str, column: Column) -> None:
    assert recognised(["д/д", head]) == {column: 1}


def test_what_was_not_understood_is_said_and_what_is_needed_is_asked_for(lives: Lives) -> None:
    seen = read(lives, csv_of(("д/д", "Дугаар", "Агуулга", "Тэмдэглэгээ"), ("1", "7", COMPLAINT, "x")))
    assert dict(seen.columns) == {Column.NUMBER: "Дугаар", Column.TEXT: "Агуулга"}
    assert seen.passed_over == ("д/д", "Тэмдэглэгээ")
    lacking = read(lives, csv_of(("д/д", "Нэр"), ("1", "Болд")))
    assert (lacking.missing, lacking.rows) == ((Column.NUMBER, Column.TEXT), ())


@pytest.mark.parametrize(
    ("column", "value", "flaw"),
    [
        (0, "", RowFlaw.NO_NUMBER),
        (5, "", RowFlaw.NO_TEXT),
        (1, "өчигдөр", RowFlaw.NO_SUCH_DAY),
        (1, "2026-02-30", RowFlaw.NO_SUCH_DAY),
        (1, "2026-03-03", RowFlaw.DAY_IN_FUTURE),
        (1, "2025-12-31", RowFlaw.DAY_TOO_LONG_AGO),
        (4, "мэдэхгүй", RowFlaw.NO_SUCH_KIND),
        (2, "Б" * 101, RowFlaw.TOO_LONG),
    ],
)
def test_each_thing_wrong_with_a_row_is_told_by_its_row(lives: Lives, column: int, value: str, flaw: RowFlaw) -> None:
    assert flaws_of(lives, with_cell(column, value), with_cell(0, "other")) == [(flaw,), ()]


@pytest.mark.parametrize("said", ["2026-02-27", "2026.02.27", "2026/2/27", "2026 оны 2 дугаар сарын 27", ""])
def test_a_day_is_understood_as_people_write_it(lives: Lives, said: str) -> None:
    (row,) = read(lives, csv_of(HEAD, with_cell(1, said))).rows
    assert row.flaws == ()
    assert row.new.received_on == (date(2026, 2, 27) if said else None)


def test_units_and_services_go_by_code_or_name_and_an_unknown_one_is_a_row_to_correct(lives: Lives) -> None:
    head = ("Дугаар", "Агуулга", "Нэгж", "Үйлчилгээ")
    rows = [
        ("1", COMPLAINT, "AIM-061", "Иргэний бүртгэл"),
        ("2", COMPLAINT, "Дорнод аймгийн улсын бүртгэлийн хэлтэс", ""),
        ("3", COMPLAINT, "Сар дээрх хэлтэс", "Од"),
    ]
    seen = read(lives, csv_of(head, *rows)).rows
    assert [row.new.unit_id for row in seen[:2]] == [lives.unit("AIM-061")] * 2
    assert seen[0].new.service is Service.CIVIL
    assert seen[2].flaws == (RowFlaw.NO_SUCH_SERVICE, RowFlaw.NO_SUCH_UNIT)


def test_a_row_without_name_and_address_is_anonymous_and_one_with_a_telephone_alone_is_not(lives: Lives) -> None:
    nobody = (*GOOD[:2], "", "", *GOOD[4:])
    rows = read(lives, csv_of(HEAD, nobody, ("2", *GOOD[1:2], "", *GOOD[3:]))).rows
    assert [row.new.mode for row in rows] == [Mode.ANONYMOUS, Mode.NAMED]


def test_the_same_number_twice_in_a_list_or_taken_in_before_is_told_however_it_is_written(lives: Lives) -> None:
    lives.file(words=REPORT, kind=Kind.CORRUPTION, channel=Channel.GOVERNMENT_1111, external_ref="1111/2026/009")
    seen = flaws_of(lives, GOOD, with_cell(0, " № 1111 2026 001"), with_cell(0, "1111-2026-009"))
    assert seen == [(), (RowFlaw.TWICE_IN_LIST,), (RowFlaw.ALREADY_TAKEN_IN,)]
    other = read(lives, csv_of(HEAD, with_cell(0, "1111-2026-009")), Channel.PHONE_1890).rows
    assert other[0].flaws == (), "another line counts its own numbers"


def test_of_two_rows_of_one_number_the_one_that_can_be_filed_counts(lives: Lives) -> None:
    assert flaws_of(lives, with_cell(5, ""), GOOD) == [(RowFlaw.NO_TEXT,), ()]


def checks(lives: Lives) -> list[tuple[str, dict[str, str | int]]]:
    with lives.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT chain, detail FROM ledger_entry WHERE verb = 'list.checked' ORDER BY seq")
        )
        return [(row.chain, row.detail) for row in rows]


def test_each_look_for_known_numbers_stands_in_the_ledger_with_how_many_were_asked_and_known(lives: Lives) -> None:
    lives.file(words=REPORT, kind=Kind.CORRUPTION, channel=Channel.GOVERNMENT_1111, external_ref="1111-2026-009")
    seen = read(lives, csv_of(HEAD, GOOD, GOOD, with_cell(0, "1111-2026-009"), with_cell(0, "")))
    own = f"staff/{lives.cast.id_of('sukh')}"
    told = (own, {"channel": "government_1111", "numbers": 2, "known": 1})
    assert checks(lives) == [told]
    with lives.cast.at("sukh") as uow:
        importing.checked(uow, seen.rows)
    assert checks(lives) == [told, told], "a preview that is looked at again asks again"


@pytest.mark.parametrize("typed", ["mailto:a@b.mn", "<a@b.mn>", "a@example..mn", "a@b.mn,", "." * 19_000])
def test_an_address_that_no_mail_server_takes_is_a_row_to_correct(lives: Lives, typed: str) -> None:
    head = ("Дугаар", "Агуулга", "И-мэйл")
    (row,) = read(lives, csv_of(head, ("1", COMPLAINT, typed))).rows
    assert RowFlaw.BAD_EMAIL in row.flaws
    (good,) = read(lives, csv_of(head, ("1", COMPLAINT, "bold@шуудан.мон"))).rows
    assert good.flaws == ()


def test_a_list_is_filed_in_the_clerks_name_each_row_under_its_own_receipt(lives: Lives) -> None:
    rows = read(lives, csv_of(HEAD, GOOD, (*with_cell(0, "2")[:5], REPORT))).rows
    filed = file_all(lives, rows)
    assert [row.line for row in filed] == [2, 3]
    assert len({row.receipt.code for row in filed}) == 2 and lives.count() == 2
    with lives.owner.connect() as connection:
        found = connection.execute(
            text('SELECT number, received_day, channel, path FROM "case" ORDER BY received_day')
        ).all()
        actors = set(connection.scalars(text("SELECT actor_id FROM ledger_entry WHERE verb = 'report.received'")))
    assert {row.received_day for row in found} == {date(2026, 2, 27)}
    assert {row.channel for row in found} == {"government_1111"}
    assert {row.path for row in found} == {"ordinary", "integrity"}, "the classifier's alarm counts here, too"
    assert actors == {lives.cast.id_of("sukh")}
    for row, said in zip(filed, (COMPLAINT, REPORT), strict=True):
        case = replace(lives.by_number(row.filed.number), receipt=row.receipt)
        with lives.citizen(case) as uow:
            assert tracking.open_own(uow).filed.text == said


def test_when_one_row_cannot_be_filed_none_is(lives: Lives) -> None:
    rows = read(lives, csv_of(HEAD, GOOD, with_cell(0, "2"), with_cell(0, "3"))).rows
    lives.file(channel=Channel.GOVERNMENT_1111, external_ref="3")
    with pytest.raises(RuleBroken) as broken:
        file_all(lives, rows)
    assert broken.value.reason is Reason.ALREADY_TAKEN_IN
    assert lives.count() == 1


def test_the_same_list_confirmed_twice_is_filed_once_with_the_same_codes(lives: Lives) -> None:
    rows = read(lives, csv_of(HEAD, GOOD, with_cell(0, "2"))).rows
    first, second = file_all(lives, rows), file_all(lives, rows)
    assert [row.receipt.code for row in first] == [row.receipt.code for row in second]
    assert [row.filed.number for row in first] == [row.filed.number for row in second]
    assert lives.count() == 2


def test_what_rides_in_the_page_opens_for_its_own_session_within_the_hour_alone(lives: Lives) -> None:
    seen = read(lives, csv_of(HEAD, GOOD, with_cell(4, "?")))
    carried = Carried(Channel.GOVERNMENT_1111, SEED, seen)
    sealed = carrying.seal(carried, b"c" * 32, "session-of-sukh", 1000)
    assert "Болд" not in sealed
    assert carrying.opened(sealed, b"c" * 32, "session-of-sukh", 4600) == carried
    assert carrying.opened(sealed, b"c" * 32, "session-of-saran", 1000) is None
    assert carrying.opened(sealed, b"c" * 32, "session-of-sukh", 4601) is None
    assert carrying.opened(sealed[:-8] + "AAAAAAA=", b"c" * 32, "session-of-sukh", 1000) is None
