"""Files on their way out: always as a download, never as a page of this site."""

from unicodedata import normalize
from urllib.parse import quote

from flask import Response

from caseapp.services.files.attachments import Served

SANDBOX = "default-src 'none'; sandbox"


def download(served: Served) -> Response:
    """Read piece by piece while it is sent; a browser neither guesses its kind nor runs anything in it."""
    response = Response(served.content, mimetype=served.media_type)
    response.headers.set("Content-Disposition", "attachment", **_named(served.name))
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _named(name: str) -> dict[str, str]:
    """The name twice where it is not plain ASCII, in which alone a server can send a header (RFC 6266)."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    if plain == name:
        return {"filename": name}
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}
