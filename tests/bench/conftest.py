"""One house for all that is measured at the real server."""

from collections.abc import Iterator

import pytest

from tests.bench.door import House, open_house


@pytest.fixture(scope="package")
def real_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("d")) as opened:
        yield opened
