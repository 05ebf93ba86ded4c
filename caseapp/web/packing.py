"""The sheet goes out packed. Pages do not: the length of a packed page may tell what is in it."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

PACKED = frozenset({"text/css"})
_packed = lru_cache(maxsize=8)(gzip.compress)


def install(app: Flask) -> None:
    @app.after_request
    def pack(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code != 200 or response.mimetype not in PACKED:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0 and request.method == "GET":
            response.direct_passthrough = False
            response.set_data(_packed(response.get_data()))
            response.content_encoding = "gzip"
            tag, _ = response.get_etag()
            response.set_etag(tag or "", weak=True)
        return response
