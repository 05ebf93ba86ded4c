"""Gunicorn's log without what people sent: no addresses of clients, no paths, no text of errors."""

import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]


class QuietLogger(Logger):
    """Start, stop and the kind of an error; the access log stays off."""

    def access(self, *_args: Any, **_kwargs: Any) -> None:
        return

    def warning(self, _message: str, *_args: Any, **_kwargs: Any) -> None:
        """Gunicorn warns of malformed requests, with the address that sent them."""

    def exception(self, _message: str, *_args: Any, **_kwargs: Any) -> None:
        kind = sys.exc_info()[0]
        super().error("unexpected %s while serving", kind.__name__ if kind else "error")
