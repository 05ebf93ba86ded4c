"""How cases belong together, in words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.linking import LinkKind, Why

CHOICES: dict[LinkKind, LazyString] = {
    LinkKind.REPEAT_OF: _l("Repeat: the same petitioner writes again about the same matter"),
    LinkKind.GROUP: _l("Group: other petitioners, the same matter"),
    LinkKind.DUPLICATE: _l("Duplicate: the same paper came twice"),
}
HINTS: dict[LinkKind, LazyString] = {
    LinkKind.REPEAT_OF: _l("The later case points at the earlier one; its answer can be read from here."),
    LinkKind.GROUP: _l("From three cases on they count as a group and can be answered with one text."),
    LinkKind.DUPLICATE: _l("Merge one of them into the other afterwards, so that it is answered once."),
}
ALIKE: dict[Why, LazyString] = {
    Why.PERSON: _l("Same petitioner: register number, telephone or whole name"),
    Why.MATTER: _l("Similar words"),
}
SHORT: dict[tuple[str, bool], LazyString] = {
    ("repeat_of", True): _l("Repeats the earlier case"),
    ("repeat_of", False): _l("Is repeated by the later case"),
    ("group", True): _l("Same group"),
    ("group", False): _l("Same group"),
    ("duplicate", True): _l("Duplicate"),
    ("duplicate", False): _l("Duplicate"),
}
"""By kind, and whether the case on the page is the one that points at the other."""
