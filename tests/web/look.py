"""What an officer's browser shows, to be held beside another officer's."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass

from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.visiting import Visitor
from tests.web.two_worlds import World

Seen = tuple[int, str]
"""Status and bytes."""


@dataclass
class Look:
    """What one officer's browser shows, with nothing left of whose browser it is."""

    world: World
    login: str
    colleagues: tuple[str, str]

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.world.app, "mn")
        self.visitor.sign_in(self.login)

    def at(self, address: str) -> Seen:
        return self._seen(self.visitor.client.get(address))

    def sends(self, address: str, **typed: str | list[str]) -> Seen:
        """A form of the desk that only looks something up."""
        page = self.visitor.client.get("/password").get_data(as_text=True)
        token = re.findall(r'name="csrf_token" value="([^"]*)', page)[0]
        return self._seen(self.visitor.client.post(address, data={"csrf_token": token, **typed}))

    def _seen(self, answer: TestResponse) -> Seen:
        if "spreadsheetml" in answer.content_type:
            return answer.status_code, _of_workbook(answer.data)
        return answer.status_code, self._bare(answer.data.decode("utf-8-sig"))

    def _bare(self, page: str) -> str:
        page = re.sub(r'(name="(?:csrf_token|token|mark)" value=")[^"]*', r"\1", page)
        for login in self.colleagues:
            person = self.world.cast.id_of(login)
            page = re.sub(rf'(value=")({person})(")', r"\1officer\3", page)
            page = re.sub(rf"((?:assignee|person)=){person}\b", r"\1officer", page)
            page = page.replace(_name(self.world, login), "officer").replace(login, "officer")
        return page


def _of_workbook(content: bytes) -> str:
    """All of its parts but the hour at which it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = [book.read(name) for name in sorted(book.namelist()) if name != "docProps/core.xml"]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _name(world: World, login: str) -> str:
    with world.owner.connect() as connection:
        return str(connection.scalar(text("SELECT name FROM staff_user WHERE login = :login"), {"login": login}))
