"""Templates and printed letters: whole, reached by some view, with nothing inline and nothing from elsewhere."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from caseapp.domain.filing import Identity
from caseapp.services.answers import printing
from caseapp.services.petitioner import codes
from caseapp.services.uow import Surroundings
from caseapp.web import create_app
from tests.conftest import MONDAY_MORNING, SETTINGS
from tests.domain.test_proofs import SIGNED
from tests.structure.source import PACKAGE, TEMPLATES, files, modules, place, tree

ALL = [path.relative_to(TEMPLATES).as_posix() for path in files(".html", under=TEMPLATES)]
BASES = [name for name in ALL if name.endswith("base.html")]
PAGES = [name for name in ALL if name not in BASES and not name.startswith("components/")]
LETTERS = [path.name for path in files(".typ", under=TEMPLATES / "letters")]
INLINE = re.compile(r"<script|<style|<iframe|<object|<embed|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//|https?://|@import", re.IGNORECASE)
STAFF_SCRIPT = """<script src="{{ url_for('static', filename='staff.js') }}" defer></script>"""
"""The one script, of the staff's pages; no template holds code of its own."""
SAID_ALIKE_IN_EVERY_LANGUAGE = {"SHA"}
NAMES_OF_CLASSES = re.compile(r"{% block body_class %}.*?{% endblock %}")
CODE_OF_JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>|[\w-]+=\"[^\"]*\"")


@pytest.fixture(scope="module")
def unopened() -> Flask:
    """The app as it starts, without a database behind it."""

    def no_database() -> None:
        raise AssertionError("a template needs no database to compile")

    return create_app(SETTINGS, Surroundings(no_database, SETTINGS.keys, lambda: MONDAY_MORNING))  # type: ignore[arg-type]


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def syntax(app: Flask, name: str) -> nodes.Template:
    return app.jinja_env.parse(source(name), name)


def reached(app: Flask) -> set[str]:
    found = rendered_by_views()
    waiting = list(found)
    while waiting:
        for name in direct(app, waiting.pop()) - found:
            found.add(name)
            waiting.append(name)
    return found


def direct(app: Flask, name: str) -> set[str]:
    used = syntax(app, name).find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
    told = [node.template for node in used]
    return {str(text.value) for one in told for text in (one, *one.find_all(nodes.Const)) if hasattr(text, "value")}


def rendered_by_views() -> set[str]:
    """What the web's code hands to render_template, as it is written there."""
    return {
        str(call.args[0].value)
        for path in modules(PACKAGE / "web")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "render_template"
        and isinstance(call.args[0], ast.Constant)
    }


def test_views_name_their_templates_in_plain_words() -> None:
    called = [
        place(path, call)
        for path in modules(PACKAGE / "web")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "render_template"
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert called == []


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles_with_the_apps_own_filters(unopened: Flask, name: str) -> None:
    assert unopened.jinja_env.get_template(name).name == name


def test_every_template_is_used_and_every_template_used_is_there(unopened: Flask) -> None:
    assert reached(unopened) == set(ALL)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_extends_a_base_and_has_a_title_and_one_heading(unopened: Flask, name: str) -> None:
    page = syntax(unopened, name)
    extended = [node.template for node in page.find_all(nodes.Extends)]
    assert len(extended) == 1
    assert direct(unopened, name) & set(BASES)
    assert "title" in {block.name for block in page.find_all(nodes.Block)}
    assert len(re.findall(r"<h1\b", source(name))) == 1


@pytest.mark.parametrize("name", [name for name in ALL if name not in PAGES])
def test_a_base_or_a_component_leaves_the_heading_to_the_page(name: str) -> None:
    assert "<h1" not in source(name)


@pytest.mark.parametrize("name", ALL)
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(name: str) -> None:
    markup = source(name).replace(STAFF_SCRIPT, "") if name == "staff_base.html" else source(name)
    found = [hit.group() for wanted in (INLINE, ELSEWHERE) for hit in wanted.finditer(markup)]
    assert found == []


@pytest.mark.parametrize("name", ALL)
def test_every_word_of_a_template_can_be_translated(name: str) -> None:
    """What stands between the tags outside of `_()` is signs and numbers alone."""
    between = MARKUP.sub(" ", CODE_OF_JINJA.sub(" ", NAMES_OF_CLASSES.sub(" ", source(name))))
    assert set(re.findall(r"[^\W\d_]{2,}", between)) - SAID_ALIKE_IN_EVERY_LANGUAGE == set()


@pytest.mark.parametrize("name", ALL)
def test_a_template_compares_no_status(name: str) -> None:
    assert re.findall(r"status\s*(?:==|!=|\bin\b)|current_user|\brole\s*==", source(name)) == []


@pytest.mark.parametrize("name", ALL)
def test_every_post_form_carries_its_token(name: str) -> None:
    forms = re.findall(r"<form method=\"post\".*?</form>", source(name), flags=re.DOTALL)
    assert [form[:80] for form in forms if "token()" not in form] == []
    assert len(forms) == source(name).count('<form method="post"')


def test_nothing_is_marked_as_safe_but_the_receipts_picture() -> None:
    marked = [(name, hit) for name in ALL for hit in re.findall(r"{{([^}]*\|\s*safe)", source(name))]
    assert [(name, hit.strip()) for name, hit in marked] == [("public/receipt.html", "picture|safe")]
    assert [name for name in ALL if "autoescape" in source(name)] == []


REFERRAL = {
    "reference": "R-2026-0A1B2C3D",
    "received": "2026-02-24T09:30:00+08:00",
    "unit": None,
    "officials": [{"name": "Б.Дорж", "post": "Бүртгэгч"}],
    "reporter": None,
    "grounds": "Хахууль нэхсэн шинжтэй.",
    "text": 'Мөнгө нэхсэн. #panic("no source of ours") $x$ *тод* <b>',
    "messages": [{"at": "2026-02-25T10:00:00+08:00", "from": "citizen", "text": "Нэмж хэлэх зүйл алга."}],
}
SECTION = {
    "code": "T1",
    "title": "Төрөл",
    "head": ["", "Тоо", "%"],
    "rows": [["Гомдол", "12", "60.0"], ["Хүсэлт", "–", "–"]],
    "total": ["Нийт", "20", "100.0"],
    "note": "Тайлбар.",
}
WIDE = {**SECTION, "head": ["", *"абвгд"], "rows": [["Хүлээлт", *"12345"]], "total": [], "note": ""}
HEADING = ("title", "quarter", "period", "edition", "version", "proof", "ledger", "caution", "withheld", "live")


def analysis(lang: str) -> dict[str, object]:
    return {
        "lang": lang,
        "words": {"continued": "үргэлжлэл", "page": "Хуудас"},
        "heading": dict.fromkeys(HEADING, "Дүн шинжилгээ"),
        "sections": [SECTION, WIDE],
    }


WORDS = ("page", "how", "text", "block", "check", "scan", "means", "ways")
POSTER: dict[str, object] = {
    **dict.fromkeys(("authority", "call", "scan", "unnamed", "hotline", "address", "unit", "questions"), "Үг"),
    **{"lang": "mn", "title": ["Гарчиг"], "steps": ["Алхам"], "qr": {"size": 1, "dark": [[0, 0, 1]]}},
}
PROOF: dict[str, object] = {
    "lang": "mn",
    "title": "Хүлээн авсан тухай баталгаа",
    "facts": [["Дугаар", "2026-4839-2051-6"], ["Хэш", "0" * 64]],
    "how": ["30 хоног."],
    "text": "Гурван өдөр зогслоо.",
    "block": SIGNED.block(),
    "qr": codes.runs(SIGNED.block()),
    "words": dict.fromkeys(WORDS, "Үг"),
}
ANSWER: dict[str, object] = {
    "authority": "Улсын бүртгэлийн ерөнхий газар",
    "phones": "Утас: 1890",
    "day": "2026 оны 3 дугаар сарын 30",
    "number": "26/17",
    "case_number": "2026-4839-2051-6",
    "received": "2026 оны 3 дугаар сарын 2",
    "draft": "",
    "addressee": "Иргэн танаа",
    "subject": "Гомдлыг барагдуулсан тухай",
    "body": "Эрхэм иргэн Та",
    "legal_ground": "Хууль",
    "right": "Гомдол гаргах эрхтэй.",
    "post": "Дарга",
    "signer": "Д.Туяа",
    "executor": "Б.Саран",
}
FORWARD: dict[str, object] = {
    "number": "2026-4839-2051-6",
    "received": "2026-03-02",
    "addressee": "Газрын харилцааны газар",
    "address": "",
    "phone": "",
    "letter": "Өргөдлийг шилжүүлж байна.",
    "text": "Гурван өдөр зогслоо.",
    "remedy": "",
    "petitioner": [],
}
PRINTED = {
    "poster.typ": lambda day: printing.poster(POSTER, day),
    "proof.typ": lambda day: printing.proof_of_filing(PROOF, day),
    "referral.typ": lambda day: printing.referral_letter(REFERRAL, day),
    "analysis.typ": lambda day: printing.analysis_report(analysis("mn"), day),
    "answer.typ": lambda day: printing.answer_letter(ANSWER, day),
    "forward.typ": lambda day: printing.forwarding_letter(FORWARD, day),
}
FRAMES = {"page.typ"}


def test_every_letter_is_printed_by_the_house() -> None:
    text = Path(printing.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r"\"(\w+\.typ)\"", text)) | FRAMES == set(LETTERS)
    assert set(PRINTED) | FRAMES == set(LETTERS)


@pytest.mark.parametrize("letter", PRINTED)
def test_a_letter_is_a_pdf_and_the_same_bytes_on_the_same_day(letter: str) -> None:
    first, again = (PRINTED[letter](date(2026, 3, 2)) for _ in range(2))
    assert first.startswith(b"%PDF-")
    assert first == again


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_loads_nothing_but_its_frame(letter: str) -> None:
    text = (TEMPLATES / "letters" / letter).read_text(encoding="utf-8")
    assert re.findall(r"https?://|@preview|\beval\(|\bread\(|\bimage\(", text) == []
    assert set(re.findall(r"#import \"([^\"]+)\"", text)) <= FRAMES


@pytest.mark.parametrize("name", Identity.__dataclass_fields__)
def test_whoever_was_allowed_to_see_an_identity_sees_all_of_it(name: str) -> None:
    assert f'("{name}", _(' in source("components/case_identity.html")
