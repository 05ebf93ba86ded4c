"""What is measured at both sizes: the page, who looks at it, and the bars that it must keep."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from caseapp.queries.filtering import QUEUES
from tests.bench.scale import Size

RATIO = 1.3
"""At 100,000 cases a page takes at most so many times what it takes at 1,000."""


@dataclass(frozen=True)
class Bars:
    ms: float
    statements: int
    size: int
    ratio: float | None = RATIO


@dataclass(frozen=True)
class Page:
    name: str
    login: str
    path: str | Callable[[Size], str]
    bars: Bars

    def at(self, size: Size) -> str:
        return self.path if isinstance(self.path, str) else self.path(size)


DESK = Bars(50, 12, 60_000)
"""Any queue, filter or page of the desk, and every search."""
_WIDE = replace(DESK, ratio=None)
"""Where more cases are more on the page."""


def _unit(size: Size) -> str:
    return size.one("SELECT id FROM unit WHERE code = 'UB-BZD'")


def _case(where: str) -> Callable[[Size], str]:
    """A case that Bat may open at once: whoever has it said that they have no stake in it."""
    return lambda size: (
        "/casework/cases/"
        + size.one(
            f"SELECT number FROM \"case\" c WHERE path = 'ordinary' AND {where}"
            " AND assignee_id = (SELECT id FROM staff_user WHERE login = 'saran') ORDER BY id LIMIT 1"
        )
    )


def _number(size: Size) -> str:
    return "/casework/?q=" + size.one("SELECT number FROM \"case\" WHERE path = 'ordinary' ORDER BY id LIMIT 1")


def _deep(size: Size) -> str:
    """Far behind in the queue of all, by its key: the four hundredth page of 25, or the middle of what there is."""
    row = size.one(
        "SELECT coalesce(due_on, '9999-12-31') || '.' || id FROM \"case\" WHERE path = 'ordinary'"
        f" ORDER BY coalesce(due_on, '9999-12-31'), id OFFSET {min(10_000, size.cases // 2)} LIMIT 1"
    )
    return f"/casework/?queue=all&after={row}"


PAGES: tuple[Page, ...] = (
    Page("queue, open", "saran", "/casework/", DESK),
    *(Page(f"queue, {name}", "tuya", f"/casework/?queue={name}", DESK) for name in QUEUES if name != "open"),
    Page("queue, all, far behind", "saran", _deep, DESK),
    Page("filter, theme and service", "saran", "/casework/?queue=all&theme=delay&service=civil", DESK),
    Page("filter, rare theme", "saran", "/casework/?queue=all&theme=privacy", DESK),
    Page("filter, unit", "saran", lambda size: f"/casework/?queue=all&unit={_unit(size)}", DESK),
    Page("filter, state and mode", "saran", "/casework/?queue=all&status=closed&mode=confidential", DESK),
    Page("search, frequent word", "saran", "/casework/?queue=all&q=гэрчилгээ", DESK),
    Page("search, two words", "saran", "/casework/?queue=all&q=гэрчилгээ+дараалал", DESK),
    Page("search, rare word", "saran", "/casework/?queue=all&q=А347", DESK),
    Page("search, no such word", "saran", "/casework/?queue=all&q=ъъъъъъъ", DESK),
    Page("search, exact number", "saran", _number, DESK),
    Page("case page, in progress", "tuya", _case("status = 'in_progress'"), _WIDE),
    Page("case page, closed", "tuya", _case("status = 'closed'"), _WIDE),
    Page("head's page", "tuya", "/casework/overview", DESK),
    Page("quarter's analysis", "tuya", "/analysis/2026Q1", Bars(2500, 40, 120_000, None)),
    Page("start page", "", "/", Bars(30, 3, 10_000)),
    Page("complaint form", "", "/complaint", Bars(60, 4, 20_000)),
    Page("published analyses", "", "/editions", Bars(30, 4, 20_000)),
)
