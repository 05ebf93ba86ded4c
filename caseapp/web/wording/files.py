"""Why a file was not taken, and what cleaning left in one or could not do."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.attachments import NotTaken

NOT_TAKEN: dict[NotTaken, LazyString] = {
    NotTaken.TOO_MANY: _l("There are ten files already. Remove one first, or send this one later with a message."),
    NotTaken.TOO_LARGE: _l("The file is larger than 25 MB. Send a smaller copy, or a part of it."),
    NotTaken.TOO_LARGE_TOGETHER: _l(
        "All files together may have 60 MB. Send this one later with a message, once you have the receipt."
    ),
    NotTaken.EMPTY: _l("The file is empty. Choose it again."),
    NotTaken.UNKNOWN_KIND: _l("This kind of file cannot be taken. Send a photo, a PDF, or another kind from the list."),
    NotTaken.SIGNATURE_DIFFERS: _l("The file is not what its name says. Save it anew, or send a photo of it."),
    NotTaken.EXTENSION_DIFFERS: _l("The file's name does not end as its content demands. Rename it, or save it anew."),
    NotTaken.DECLARED_DIFFERS: _l("Your browser calls this file something that it is not. Save it anew, or rename it."),
    NotTaken.DRAFT_GONE: _l("An hour has passed since you last saved. Your text is here; choose the file again."),
}
REMARKS: dict[str, LazyString] = {
    "comments": _l("The copy still holds comments, which may name their writers."),
    "tracked_changes": _l("The copy still holds tracked changes, which may name their writers."),
    "pictures": _l("The copy still holds pictures whose hidden data could not be removed."),
    "damaged": _l("No cleaned copy: the file seems damaged."),
    "encrypted": _l("No cleaned copy: the file is locked with a password."),
    "macros": _l("No cleaned copy: the file holds programs (macros). Open the original only where it can do no harm."),
    "too_large": _l("No cleaned copy: the file unpacks to too much."),
    "too_large_picture": _l("No cleaned copy: the picture has too many points."),
    "timeout": _l("No cleaned copy: cleaning took too long."),
    "not_cleaned": _l("No cleaned copy could be made."),
}
