"""One model for all these tests, trained once as the application trains its first."""

import pytest

from classifier.corpus import Example, corpus
from classifier.model import Model
from classifier.training import train


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    return corpus()


@pytest.fixture(scope="session")
def model(examples: list[Example]) -> Model:
    return train(examples)
