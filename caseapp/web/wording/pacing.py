"""What a person reads whose sending has to wait: why, that nothing is lost, and when to press again."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.pacing import Beyond, Sending

TRAP_LABEL = _l("Leave this box empty")
TRAP_FILLED = _l(
    "Nothing was sent, because something stands in a box that only machines fill. Your text is kept:"
    " empty this box and press the button again."
)
_MUCH_FROM_HERE = _l(
    "Much was sent from here in the last few minutes. Nothing is lost: your text stays in this page."
    " Press the button again at %(time)s."
)
_SENDER: Mapping[Sending, LazyString] = {
    Sending.FILING: _l(
        "Several reports were sent from this browser in the last few minutes. Nothing is lost: your text stays in"
        " this page. Press «Send» again at %(time)s."
    ),
    Sending.FILE: _l(
        "Many files were sent from this browser in the last few minutes. What you wrote is kept, and so are the files"
        " that came before. Add this file again at %(time)s, or send without it."
    ),
}
_NETWORK: Mapping[Sending, LazyString] = {
    Sending.FILING: _l(
        "Many reports are arriving from your network just now. Nothing is lost: your text stays in this page."
        " Press «Send» again at %(time)s."
    ),
    Sending.FILE: _l(
        "Many files are arriving from your network just now. What you wrote is kept, and so are the files that came"
        " before. Add this file again at %(time)s, or send without it."
    ),
    Sending.WRONG_CODE: _l(
        "Many wrong codes are arriving from your network just now, so we do not look for the slip until %(time)s."
        " Compare the code with your receipt: the right one opens your case at any time."
    ),
    Sending.PROOF_CHECK: _l(
        "Many proofs are being checked from your network just now. What you pasted stays in this page."
        " Press the button again at %(time)s."
    ),
    Sending.MESSAGE: _l(
        "Many messages are arriving from your network just now. Nothing is lost: your text stays in this page."
        " Press the button again at %(time)s."
    ),
}


def held_back(sending: Sending, beyond: Beyond, time: str) -> str:
    """`time` as the clocks of Mongolia show it, 14:32."""
    words = (_NETWORK if beyond is Beyond.NETWORK else _SENDER).get(sending, _MUCH_FROM_HERE)
    return str(words) % {"time": time}
