"""What is packed on its way: the sheet, for whoever can unpack it, and no page that holds what a person wrote."""

import gzip

from flask import Flask

SHEET, READY = "/static/site.css", {"Accept-Encoding": "gzip, br"}


def test_the_sheet_is_packed_and_whole(app: Flask) -> None:
    client = app.test_client()
    plain, packed = client.get(SHEET), client.get(SHEET, headers=READY)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_a_kept_sheet_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    tag = client.get(SHEET, headers=READY).headers["ETag"]
    assert client.get(SHEET, headers={**READY, "If-None-Match": tag}).status_code == 304


def test_whoever_cannot_unpack_it_gets_it_plain(app: Flask) -> None:
    refused = app.test_client().get(SHEET, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in refused.headers


def test_a_page_is_never_packed(app: Flask) -> None:
    assert "Content-Encoding" not in app.test_client().get("/complaint", headers=READY).headers
