"""README names what is there, and nothing that is gone: settings, commands, dependencies, targets, files."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from caseapp.domain.actors import Door
from caseapp.hosting import settings as known
from caseapp.hosting.settings import Settings
from caseapp.web.cli import main
from tests.hosting.test_settings import WHOLE

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
CLASSIFIERS_OWN = "CLASSIFIER_MODEL"


def section(title: str) -> str:
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(title: str) -> set[str]:
    """What stands in code signs in the first column of the section's table."""
    lines = [line for line in section(title).splitlines() if line.startswith("| `")]
    return {word for line in lines for word in re.findall(r"`([^`]+)`", line.split("|")[1])}


def commands(group: click.Group, path: str = "caseapp") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {name for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE) for name in line.split()}


def dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return {re.match(r"[A-Za-z0-9_-]+", line)[0].lower() for line in wanted}  # type: ignore[index]


def test_every_setting_has_its_line_and_no_line_is_left_of_one_that_is_gone() -> None:
    settings = {f"{known.PREFIX}{name}" for name in known._KNOWN}
    assert first_cells("Settings") == {*settings, CLASSIFIERS_OWN}


def test_the_defaults_in_the_table_are_those_of_the_settings() -> None:
    cells = (line.split("|")[1:3] for line in section("Settings").splitlines() if line.startswith("| `"))
    told = {name.strip(" `"): default.strip(" `") for name, default in cells}
    settings = Settings.from_environment(WHOLE)
    assert told["CASEAPP_HOST"] == settings.host
    assert told["CASEAPP_PORT"] == str(settings.port)
    assert told["CASEAPP_WORKERS"] == str(settings.workers)
    assert told["CASEAPP_DATA_DIR"] == settings.data_dir.name
    assert told["CASEAPP_SESSION_IDLE_MINUTES"] == str(int(settings.session_idle.total_seconds() // 60))
    assert told["CASEAPP_SECURE_COOKIES"] == str(settings.secure_cookies).lower()
    assert told["CASEAPP_DEMO"] == str(settings.demo).lower()
    assert settings.doors == frozenset(Door) - {Door.AUTH, Door.JOBS}
    assert told["CASEAPP_DOORS"] == "all"
    assert all(door.value in section("Settings") for door in settings.doors)


def test_every_command_has_its_line_and_no_line_is_left_of_one_that_is_gone() -> None:
    assert isinstance(main, click.Group)
    assert first_cells("Command line") == set(commands(main))


def test_the_example_of_a_command_names_no_option_that_it_does_not_have() -> None:
    assert isinstance(main, click.Group)
    lines = [line.split("|") for line in section("Command line").splitlines() if line.startswith("| `")]
    for line in lines:
        words = line[3].strip(" `").split()
        command: click.Command = main
        for word in words[1:]:
            if isinstance(command, click.Group):
                command = command.commands[word]
        options = {name for param in command.params for name in param.opts}
        assert {word for word in words if word.startswith("--")} <= options, line[1]


def test_every_dependency_has_its_line_and_no_line_is_left_of_one_that_is_gone() -> None:
    assert first_cells("Dependencies") == dependencies()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_links_is_there(page: Path) -> None:
    linked = [target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))]
    missing = [target for target in linked if "://" not in target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_a_page_names_is_there(page: Path) -> None:
    named = set(re.findall(r"`(?:[A-Z_]+=\S+ )?make ([a-z-]+)`", page.read_text(encoding="utf-8")))
    assert named <= targets()


def test_both_commands_for_a_fresh_machine_and_the_others_are_named() -> None:
    assert {f"`make {name}`" for name in targets() - {"tools"}} <= set(re.findall(r"`make [a-z-]+`", README))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/])((?:tests/)?(?:[a-z_]+/)*test_[a-z_]+\.py)", text))
    there = {path.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    ends = {name.removeprefix("tests/") for name in named}
    assert [end for end in sorted(ends) if not any(f"/{path}".endswith(f"/{end}") for path in there)] == []


def test_the_threat_model_quotes_tests_by_sentences_that_are_their_names() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    names = [name.replace("_", " ") for name in re.findall(r"def test_(\w+)\(", sources)]
    text = re.sub(r"\s+", " ", (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8"))
    quoted = re.findall(r"(?<!\*)\*([^*]{12,})\*(?!\*)", text)
    assert quoted
    assert [words for words in quoted if not any(name.startswith(words) for name in names)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_writes_out_exists(page: Path) -> None:
    assert isinstance(main, click.Group)
    written = re.findall(r"\bcaseapp ((?:db )?[a-z]+(?:-[a-z]+)*)(?=[` \n])", _in_code(page))
    assert set(written) <= {name.removeprefix("caseapp ") for name in commands(main)}


def _in_code(page: Path) -> str:
    """Only what stands between code signs at one line's length: prose may use the name as a word."""
    return "\n".join(f"{code} " for code in re.findall(r"`(caseapp [^`\n]+)`", page.read_text(encoding="utf-8")))


def test_every_package_of_the_house_stands_in_the_tree() -> None:
    packages = {f"caseapp/{path.parent.name}/" for path in (ROOT / "caseapp").glob("*/__init__.py")}
    assert packages <= set(re.findall(r"^(caseapp/\w+/)", README, re.MULTILINE))
