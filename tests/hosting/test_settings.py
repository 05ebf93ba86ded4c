"""Settings: each variable that is wrong stops the start in one line that names it, and no key is ever shown."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from caseapp.domain.actors import Door
from caseapp.hosting.demo_keys import FILE_NAME, KEY_NAMES, with_demo_keys
from caseapp.hosting.house import Addresses, environment_for_children, settings_of
from caseapp.hosting.settings import DEMO_KEY_MARK, Settings, SettingsError


def key(sign: str, length: int = 32) -> str:
    return base64.b64encode(sign.encode() * length).decode()


WHOLE = {f"CASEAPP_{name}": key(sign) for name, sign in zip(KEY_NAMES, "abcd", strict=True)}
DEMO_KEY = base64.b64encode(DEMO_KEY_MARK + b"x" * 32).decode()


def test_keys_alone_are_enough_and_the_rest_has_safe_defaults() -> None:
    settings = Settings.from_environment(WHOLE)
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 2)
    assert (settings.secure_cookies, settings.demo, settings.database_url) == (True, False, "")
    assert settings.session_idle == timedelta(minutes=20)
    assert Door.PUBLIC in settings.doors
    assert Door.AUDIT in settings.doors


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        *[(f"CASEAPP_{name}", "", "missing") for name in KEY_NAMES],
        ("CASEAPP_LEDGER_KEY", "not base64!", "not base64"),
        ("CASEAPP_LEDGER_KEY", key("a", 31), "shorter"),
        ("CASEAPP_SIGNING_KEY", WHOLE["CASEAPP_LEDGER_KEY"], "the same as CASEAPP_LEDGER_KEY"),
        ("CASEAPP_SECRET_KEY", DEMO_KEY, "demo key"),
        ("CASEAPP_PORT", "http", "a number"),
        ("CASEAPP_PORT", "0", "a number"),
        ("CASEAPP_PORT", "65536", "a number"),
        ("CASEAPP_PORT", "٨٠٠٠", "a number"),
        ("CASEAPP_WORKERS", "-1", "a number"),
        ("CASEAPP_SESSION_IDLE_MINUTES", "0", "a number"),
        ("CASEAPP_DOORS", "public,kitchen", "from"),
        ("CASEAPP_SECURE_COOKIES", "maybe", "true or false"),
        ("CASEAPP_DEMO", "perhaps", "true or false"),
        ("CASEAPP_DATABASE_URL", "mysql://host/base", "postgresql://"),
        ("CASEAPP_OWNER_DATABASE_URL", "postgresql://host:port/base", "not an address"),
        ("CASEAPP_COLOUR", "blue", "no such setting"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({**WHOLE, name: value})
    assert str(refused.value).startswith(f"{name}: ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_malformed_address_is_not_repeated_with_its_password() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({**WHOLE, "CASEAPP_DATABASE_URL": "postgresql://me:sesame@host:port/base"})
    assert "sesame" not in str(refused.value)


def test_settings_show_neither_keys_nor_passwords() -> None:
    given = {**WHOLE, "CASEAPP_DATABASE_URL": "postgresql://me:sesame@host/base"}
    shown = repr(Settings.from_environment(given)) + repr(Settings.from_environment(given).keys)
    assert "sesame" not in shown
    assert "aaaa" not in shown


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_the_scheme_reaches_the_same_driver(scheme: str) -> None:
    settings = Settings.from_environment({**WHOLE, "CASEAPP_DATABASE_URL": f"{scheme}://me@host/base"})
    assert settings.database_url == "postgresql+psycopg://me@host/base"


def test_one_door_can_run_alone() -> None:
    assert Settings.from_environment({**WHOLE, "CASEAPP_DOORS": " public "}).doors == {Door.PUBLIC}


def test_variables_of_other_programs_are_passed_over() -> None:
    assert Settings.from_environment({**WHOLE, "HOME": "x", "CASE": "y"}).port == 8000


def test_the_demo_makes_its_keys_once_and_for_itself_alone(tmp_path: Path) -> None:
    first = with_demo_keys({"CASEAPP_DATA_DIR": str(tmp_path)})
    again = with_demo_keys({"CASEAPP_DATA_DIR": str(tmp_path)})
    assert first == again
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert Settings.from_environment(first).demo
    with pytest.raises(SettingsError, match="demo key"):
        Settings.from_environment({**first, "CASEAPP_DEMO": "false"})


def test_two_demos_never_share_a_key(tmp_path: Path) -> None:
    one, other = (with_demo_keys({"CASEAPP_DATA_DIR": str(tmp_path / name)}) for name in ("one", "other"))
    assert not {one[f"CASEAPP_{n}"] for n in KEY_NAMES} & {other[f"CASEAPP_{n}"] for n in KEY_NAMES}


def test_without_the_word_demo_no_keys_are_made(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="missing"):
        settings_of({"CASEAPP_DATA_DIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_keys_that_are_set_win_over_the_demos(tmp_path: Path) -> None:
    given = {"CASEAPP_DATA_DIR": str(tmp_path), "CASEAPP_DEMO": "true", "CASEAPP_LEDGER_KEY": key("z")}
    assert settings_of(given).keys.ledger == b"z" * 32


def test_a_spoilt_file_of_keys_is_named_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("{}")
    with pytest.raises(SettingsError, match=FILE_NAME):
        with_demo_keys({"CASEAPP_DATA_DIR": str(tmp_path)})
    assert (tmp_path / FILE_NAME).read_text() == "{}"


def test_the_servers_processes_never_get_the_owners_address(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        **WHOLE,
        "CASEAPP_DATABASE_URL": "postgresql://app@host/base",
        "CASEAPP_OWNER_DATABASE_URL": "postgres://o@h/b",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    addresses = Addresses("postgresql+psycopg://o@h/b", "postgresql+psycopg://app@host/base", embedded=False)
    environment = environment_for_children(settings_of(given), addresses)
    assert "CASEAPP_OWNER_DATABASE_URL" not in environment
    assert Settings.from_environment(environment).database_url == "postgresql+psycopg://app@host/base"
