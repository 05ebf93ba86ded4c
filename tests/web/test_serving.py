"""Names of files go out as they came in, in a header that every server can send."""

import pytest
from werkzeug.http import parse_options_header

from caseapp.services.files.attachments import Served
from caseapp.web.serving import download


@pytest.mark.parametrize("name", ["receipt.txt", "Миний баримт №1.txt", 'a"b;c.pdf', "файл", "100%.txt"])
def test_a_name_in_any_script_is_sent_and_read_back(name: str) -> None:
    header = download(Served(name, "text/plain", iter(()))).headers["Content-Disposition"]
    assert header.encode("latin-1"), "what servers write headers in"
    kind, options = parse_options_header(header)
    assert kind == "attachment" and options["filename"] == name
