"""What a form carries so that it is filed once: a token that a receipt follows from, a mark that finds its draft."""

import secrets

from flask import session
from itsdangerous import BadData, URLSafeTimedSerializer

from caseapp.domain.receipts import Receipt, new_receipt, receipt_of_seed
from caseapp.web.extensions import settings, surroundings

BROWSER = "browser"
_TOKEN_LIFE_SECONDS = 24 * 3600
_MARK_BYTES = 16


def browser() -> bytes:
    """A mark of this browser, until it is closed or left; it says nothing else."""
    return str(session.setdefault(BROWSER, secrets.token_hex(16))).encode()


def _serializer() -> URLSafeTimedSerializer:
    """Its signatures hold in this browser alone, until that is closed or left."""
    return URLSafeTimedSerializer(settings().keys.cookie, salt=f"receipt-token/{browser().decode()}")


def new_token() -> str:
    """What the form carries instead of a receipt: random bytes and the moment, signed: nobody can choose their own."""
    return _serializer().dumps([new_receipt().secret.hex(), int(surroundings().clock().timestamp())])


def _read(token: str) -> tuple[bytes, int] | None:
    try:
        seed, opened_at = _serializer().loads(token, max_age=_TOKEN_LIFE_SECONDS)
        return bytes.fromhex(seed), int(opened_at)
    except (BadData, ValueError, TypeError):
        return None


def receipt_of_token(token: str) -> Receipt | None:
    """The one receipt that follows from a form's token in its own browser, however often the form is sent."""
    read = _read(token)
    return receipt_of_seed(read[0]) if read else None


def age_of_token(token: str) -> float:
    """Seconds since the form was opened; 0 for a token that does not hold."""
    read = _read(token)
    return max(0.0, surroundings().clock().timestamp() - read[1]) if read else 0.0


def new_mark() -> str:
    """Finds a form's draft in its own browser; says nothing by itself, so that an address may hold it."""
    return secrets.token_hex(_MARK_BYTES)


def is_mark(text: str) -> bool:
    return len(text) == 2 * _MARK_BYTES and all(sign in "0123456789abcdef" for sign in text)
