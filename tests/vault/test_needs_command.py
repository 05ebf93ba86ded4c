"""A test that lacks its tool says so, and CI does not let that pass."""

import pytest

from tests.tools import needs_command

ABSENT = "caseapp-no-such-command"


@pytest.fixture(autouse=True)
def outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def test_a_command_that_is_there_is_found() -> None:
    assert needs_command("sh").name == "sh"


def test_a_missing_command_skips_with_the_way_to_get_it() -> None:
    with pytest.raises(pytest.skip.Exception, match=f"{ABSENT} is missing: apt-get install {ABSENT}"):
        needs_command(ABSENT)


def test_the_line_names_the_package_where_it_is_called_otherwise() -> None:
    with pytest.raises(pytest.skip.Exception, match="apt-get install some-package"):
        needs_command(ABSENT, "some-package")


def test_in_ci_a_missing_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"{ABSENT} is missing"):
        needs_command(ABSENT)
