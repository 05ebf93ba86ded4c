"""What texts that begin letters are filled with, from a case: in the language of the state, whatever the page is in."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from caseapp.domain.days import local_day, official_date
from caseapp.domain.letters import Placeholder, fill, passages
from caseapp.services.answers.referring import EarlierAnswer
from caseapp.web.extensions import surroundings
from caseapp.web.wording import label
from caseapp.web.wording.letters import EXAMPLE


def values_of(case: Any, unit: str, earlier: EarlierAnswer | None) -> Mapping[Placeholder, str]:
    """No name of the petitioner: whoever writes to them does not learn it."""
    with force_locale("mn"):
        kind, service = str(label(case.kind)), str(label(case.service))
    due = official_date(case.due_on) if case.due_on else ""
    return {
        Placeholder.NUMBER: case.number,
        Placeholder.RECEIVED: official_date(local_day(case.received_at)),
        Placeholder.KIND: kind,
        Placeholder.SERVICE: service,
        Placeholder.UNIT: unit,
        Placeholder.TODAY: official_date(local_day(surroundings().clock())),
        Placeholder.DUE: due,
        Placeholder.EXTENSION: due if case.extended_days else "",
        Placeholder.EARLIER_NUMBER: earlier.number if earlier else "",
        Placeholder.EARLIER_DAY: official_date(earlier.day) if earlier else "",
    }


def examples(text: str) -> tuple[str, str]:
    """The text on an invented case: where all is known, and, if passages depend on it, where that is not known."""
    depends = passages(text)
    without = {name: said for name, said in EXAMPLE.items() if name not in depends}
    return fill(text, EXAMPLE), fill(text, without) if depends else ""
