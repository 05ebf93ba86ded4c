"""A text browser, w3m, at a terminal of its own: no sheet, no picture, no script, no pointer."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import translation
from pathlib import Path

import pytest

import caseapp
from tests.lives import COMPLAINT, Lives
from tests.tools import needs_command

TRANSLATIONS = Path(caseapp.__file__).parent / "translations"
PATIENCE = 30
ENTER, NEXT = "\r", "\t"
NUMBER = re.compile(r"20\d\d-\d{4}-\d{4}-\w")
ADDED = "Өнөөдөр дахиад ирлээ."
CODE = re.compile(r"(?:[0-9АВСЕНКМРТХ]{4}\s+){7}[0-9АВСЕНКМРТХ]{4}")


@dataclass
class Terminal:
    """w3m's keys go in; what it shows comes out as a file, whole, whenever the key for that is pressed."""

    program: subprocess.Popen[bytes]
    keyboard: int
    folder: Path

    def type(self, keys: str) -> None:
        os.write(self.keyboard, keys.encode())

    def page(self, until: str) -> str:
        """The page as it is read, once these words stand on it."""
        shown, end = self.folder / "page", time.monotonic() + PATIENCE
        text = ""
        while time.monotonic() < end:
            shown.unlink(missing_ok=True)
            self.type("S")
            self._listen(shown)
            text = shown.read_text() if shown.exists() else text
            if until in " ".join(text.split()):
                return text
        raise AssertionError(f"{until!r} did not come: {text}")

    def _listen(self, shown: Path) -> None:
        """Takes what the terminal prints, so that the program is never held up; a key that came too early is lost."""
        end = time.monotonic() + 1
        while not shown.exists() and time.monotonic() < end:
            if select.select([self.keyboard], [], [], 0.02)[0]:
                os.read(self.keyboard, 65536)

    def find(self, words: str) -> None:
        """From the top of the page."""
        self.type(f"g/{words}{ENTER}")

    def go(self, link: str) -> None:
        """Along a link, or by a button of these words alone."""
        self.find(link)
        self.type(ENTER)

    def press(self, button: str) -> None:
        """The last button of these words; the first one is for the Enter key in other browsers."""
        self.type(f"G?^{button}( |$){ENTER}{ENTER}")

    def choose(self, label: str) -> None:
        """The circle stands before its words."""
        self.find(f"^... {label}")
        self.type(NEXT + ENTER)

    def fill(self, label: str, words: str) -> None:
        """At the foot of the screen."""
        self.find(label)
        self.type(NEXT + ENTER + words + ENTER)

    def fill_at_length(self, label: str, words: str) -> None:
        """With the person's own editor."""
        (self.folder / "written").write_text(words)
        self.find(label)
        self.type(NEXT + ENTER)


@pytest.fixture
def terminal(site: str, tmp_path: Path) -> Iterator[Terminal]:
    program = needs_command("w3m")
    settings = tmp_path / ".w3m"
    settings.mkdir()
    (settings / "keymap").write_text('keymap S SAVE_SCREEN "|cat >part; mv part page"\n')
    keyboard, screen = pty.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    options = ["-cookie", "-no-mouse", "-I", "UTF-8", "-O", "UTF-8", "-o", f"editor=cp {tmp_path}/written"]
    process = subprocess.Popen(
        [program, *options, f"{site}/"],
        stdin=screen,
        stdout=screen,
        stderr=screen,
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "TERM": "xterm", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]},
        start_new_session=True,
    )
    os.close(screen)
    yield Terminal(process, keyboard, tmp_path)
    process.kill()
    process.wait()
    os.close(keyboard)


def say(msgid: str) -> str:
    """In Mongolian."""
    return translation("messages", TRANSLATIONS, ["mn"]).gettext(msgid)


def describe(terminal: Terminal) -> None:
    """The first two steps."""
    terminal.page(say("What happened?"))
    terminal.fill_at_length(say("What happened?"), COMPLAINT)
    terminal.page(COMPLAINT[:20])
    terminal.press(say("Continue"))
    terminal.page(say("When did it happen?"))
    terminal.fill(say("When did it happen?"), "Өчигдөр")
    terminal.page("Өчигдөр")
    terminal.press(say("Continue"))


def test_a_complaint_is_filed_followed_and_added_to_at_a_terminal(terminal: Terminal, lives: Lives) -> None:
    terminal.page(say("Show my case"))
    terminal.go(say("Make a complaint, request or suggestion"))
    describe(terminal)
    terminal.page(say("How do you want to file?"))
    terminal.choose(say("Anonymously"))
    terminal.page(f"(*) {say('Anonymously')}")
    terminal.press(say("Continue"))
    check = terminal.page(say("Check before you send"))
    assert COMPLAINT in " ".join(check.split()) and "Өчигдөр" in check
    terminal.press(say("Send"))
    receipt = terminal.page(say("Received. This is your receipt"))
    (code,), (number,) = CODE.findall(receipt), NUMBER.findall(receipt)

    terminal.go(say("General Authority for State Registration"))
    terminal.page(say("How it goes"))
    terminal.fill(say("Receipt code"), "".join(code.split()))
    terminal.go(say("Show my case"))
    assert say("Your case has been received and waits to be registered.") in terminal.page(number)
    terminal.fill_at_length(say("Your message"), ADDED)
    terminal.page(ADDED[:10])
    terminal.press(say("Send the message"))
    assert ADDED in terminal.page(say("We have received what you wrote."))
    filed = lives.by_number(number)
    assert lives.status(filed) == "received" and lives.verbs(filed)[0] == "report.received"
