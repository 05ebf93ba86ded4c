"""Words for lists of others: their columns, and what to do about a row or a file that cannot be taken."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.columns import Column
from caseapp.services.filing.importing import RowFlaw
from caseapp.services.filing.sheets import SheetFlaw

COLUMNS: dict[Column, LazyString] = {
    Column.NUMBER: _l("Number"),
    Column.DAY: _l("Day of receipt"),
    Column.FAMILY_NAME: _l("Family name"),
    Column.GIVEN_NAME: _l("Name"),
    Column.PHONE: _l("Telephone"),
    Column.EMAIL: _l("E-mail"),
    Column.ADDRESS: _l("Address"),
    Column.KIND: _l("Kind"),
    Column.SERVICE: _l("Service"),
    Column.UNIT: _l("Unit"),
    Column.TEXT: _l("Content"),
}

ROW_FLAWS: dict[RowFlaw, LazyString] = {
    RowFlaw.NO_NUMBER: _l("Write the number that the other body gave it."),
    RowFlaw.NO_TEXT: _l("Write what was reported."),
    RowFlaw.NO_SUCH_DAY: _l("Write the day as year, month and day, for example 2026-11-24."),
    RowFlaw.DAY_IN_FUTURE: _l("The day lies in the future. Correct it."),
    RowFlaw.DAY_TOO_LONG_AGO: _l("The day lies more than 60 days back. Correct it, or ask the head of inspection."),
    RowFlaw.NO_SUCH_KIND: _l(
        "This kind is not known. Write complaint, request, suggestion, thanks, criticism, corruption or conflict of "
        "interest."
    ),
    RowFlaw.NO_SUCH_SERVICE: _l("This service is not known. Correct it, or leave the cell empty."),
    RowFlaw.NO_SUCH_UNIT: _l("There is no such unit. Write its code or its full name, or leave the cell empty."),
    RowFlaw.BAD_EMAIL: _l("Write the e-mail address in full, for example bat@example.mn."),
    RowFlaw.TOO_LONG: _l("A name, number or address is far too long. Check whether the columns are in order."),
    RowFlaw.TWICE_IN_LIST: _l("This number stands in the list before. Keep one of the two rows."),
    RowFlaw.ALREADY_TAKEN_IN: _l("This number was taken in before. Leave the row out."),
}

SHEET_FLAWS: dict[SheetFlaw, LazyString] = {
    SheetFlaw.EMPTY: _l("The file is empty. Choose the file with the list."),
    SheetFlaw.TOO_LARGE: _l("The list is too large. Send at most 2,000 rows and 5 MB at once."),
    SheetFlaw.TOO_MANY_ROWS: _l("The list has more than 2,000 rows. Cut it into several lists."),
    SheetFlaw.CELL_TOO_LONG: _l("A cell holds more than 20,000 signs. Take in that report by itself."),
    SheetFlaw.OLD_EXCEL: _l("This is the old Excel format. Save the list as XLSX or CSV and choose it again."),
    SheetFlaw.NOT_A_LIST: _l("This file cannot be read as a list. Save it as XLSX or CSV and choose it again."),
}

NO_FILE = _l("Choose the file with the list.")
TOO_OLD = _l(
    "The preview stood open for too long, or you have signed in anew. Nothing was filed: choose the file again."
)
NOT_TICKED = _l("Some rows cannot be filed. Correct them in the list and choose it again, or tick that they stay out.")
NOTHING_GOOD = _l("No row of this list can be filed.")


def missing_columns(missing: tuple[Column, ...]) -> LazyString:
    """Which heads to write over the columns that were not found."""
    names = ", ".join(str(COLUMNS[column]) for column in missing)
    return _l("These columns were not found: %(names)s. Write these words over them in the first row.", names=names)
