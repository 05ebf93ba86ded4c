"""Pages that come in answer to a form, looked at one by one where they stand: no address leads to them."""

from dataclasses import dataclass, field

from playwright.sync_api import FilePayload
from sqlalchemy import Engine, text

from tests.browser.surfing import AXE, COLOURLESS, PHONE, SCREEN, ZOOMED, Window
from tests.lives import REPORT

HALF = 640
"""A screen of 1280 px at 200 %."""
NOTE: FilePayload = {"name": "баримт.txt", "mimeType": "text/plain", "buffer": "Баримтын хуулбар".encode()}
PROGRAM: FilePayload = {"name": "баримт.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(200)}
FILL_ALL = """words => {
    for (const one of document.querySelectorAll('main details')) one.open = true;
    for (const box of document.querySelectorAll('main input[type=text], main textarea'))
        if (box.checkVisibility()) box.value = words;
}"""
CLOSE_ALL = "() => { for (const one of document.querySelectorAll('main details')) one.open = false }"


@dataclass
class Walk:
    """One person's way in one language; `wrong` keeps what is wrong with each page by its name."""

    window: Window
    owner: Engine
    colours: bool = False
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def look(self, name: str, *, said: bool = True) -> None:
        """On the screen, the phone, and at both zooms; `said`: the page must tell of an error."""
        window = self.window
        found = {SCREEN: window.faults(AXE if self.colours else COLOURLESS)}
        if said and window.page.locator(".errors, .warning").count() == 0:
            found[SCREEN].append("tells of no error")
        window.resize(PHONE)
        found[PHONE] = [*window.faults(COLOURLESS), *window.small_targets()]
        for width in (HALF, ZOOMED):
            window.resize(width)
            found[width] = window.sideways()
        window.resize(SCREEN)
        if any(found.values()):
            self.wrong[name] = [f"{width} px: {fault}" for width, faults in found.items() for fault in faults]

    def too_much(self, signs: int = 100_001) -> None:
        """In every box of the page."""
        self.window.page.evaluate(FILL_ALL, "а" * signs)
        self.window.page.evaluate(CLOSE_ALL)

    def forget_cookies(self) -> None:
        """As after an hour, or in a browser that was closed meanwhile."""
        self.window.page.context.clear_cookies()
        self.window.speak(self.window.language)

    def crowd(self, count: int = 10_000) -> None:
        """So much was sent in these ten minutes, of all that was sent at all."""
        with self.owner.begin() as connection:
            connection.execute(text("UPDATE sending_count SET count = :count"), {"count": count})

    def to_step(self, side: str, step: int, words: str = REPORT) -> None:
        """The form, with what is needed on the way."""
        self.window.go(f"/{side}")
        for values in ({"text": words}, {}, {"mode": "anonymous"})[: step - 1]:
            self.window.fill(**values)
            self.window.press("go", "next")
