"""All places to clean at, taken at once."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from caseapp.evidence import places


@contextmanager
def all_places() -> Iterator[None]:
    with ExitStack() as held:
        assert all(held.enter_context(places.taken(time.monotonic() + 20)) for _ in range(places.AT_ONCE))
        yield
