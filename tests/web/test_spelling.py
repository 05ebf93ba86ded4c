"""Mongolian as the dictionary of the office spells it, with a short list of words that it lacks."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from tests.structure.source import PACKAGE, ROOT, TEMPLATES, files, tree
from tests.tools import needs_command
from tests.web.catalogues import mongolian_texts

WORD_LIST = Path(__file__).parent / "words_mn.txt"
MODULES_WITH_MONGOLIAN = ("rules", "units", "quarters")
CYRILLIC = "А-Яа-яЁёӨөҮү"
WORD = re.compile(rf"[{CYRILLIC}]+(?:-[{CYRILLIC}]+)*")
AN_ENDING_AFTER_A_NUMBER_OR_INITIALS = re.compile(rf"(?<![{CYRILLIC}])((?:[0-9%]|[А-ЯЁӨҮ])+)-[а-яёөү]+")
INITIALS = re.compile(rf"(?<![{CYRILLIC}])[А-ЯЁӨҮ]{{1,4}}(?![{CYRILLIC}])")


def _strings(module: Path) -> list[str]:
    nodes = ast.walk(tree(module))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _texts() -> dict[str, list[str]]:
    """All Mongolian that people may read, by where it stands."""
    found = {"catalogue": mongolian_texts()}
    for name in MODULES_WITH_MONGOLIAN:
        found[f"domain/{name}.py"] = _strings(PACKAGE / "domain" / f"{name}.py")
    for letter in files(".typ", under=TEMPLATES / "letters"):
        found[f"letters/{letter.name}"] = [letter.read_text(encoding="utf-8")]
    for mail in files(".txt", under=TEMPLATES / "mail"):
        found[f"mail/{mail.name}"] = [mail.read_text(encoding="utf-8")]
    found["taxonomy.toml"] = [(ROOT / "classifier" / "taxonomy.toml").read_text(encoding="utf-8")]
    return found


def _words(text: str) -> set[str]:
    plain = INITIALS.sub(" ", AN_ENDING_AFTER_A_NUMBER_OR_INITIALS.sub(r"\1", text))
    return set(WORD.findall(plain))


@cache
def _written() -> dict[str, set[str]]:
    """Each word with the places where it is written."""
    places: dict[str, set[str]] = {}
    for place, texts in _texts().items():
        for word in (word for text in texts for word in _words(text)):
            places.setdefault(word, set()).add(place)
    return places


def _misspelt(words: list[str], *options: str) -> set[str]:
    hunspell = needs_command("hunspell", "hunspell hunspell-mn")
    command = [str(hunspell), "-d", "mn_MN", "-i", "utf-8", "-l", *options]
    run = subprocess.run(command, input="\n".join(words), capture_output=True, text=True, encoding="utf-8", check=True)
    return set(run.stdout.split())


def _with_list(words: list[str]) -> set[str]:
    return _misspelt(words, "-p", str(WORD_LIST))


def _listed() -> list[str]:
    return WORD_LIST.read_text(encoding="utf-8").split()


def test_every_mongolian_word_is_spelt_right():
    written = _written()
    assert len(written) > 1000
    unknown = _with_list(list(written))
    assert {word: sorted(written.get(word, ["part of a word"])) for word in unknown} == {}


def test_a_slip_of_the_pen_is_found():
    assert _with_list(["шийдверлэх", "гомдолын", "томъёо"]) == {"шийдверлэх", "гомдолын", "томъёо"}
    assert _with_list(["шийдвэрлэх", "гомдлын", "томьёо"]) == set()


def test_the_word_list_holds_only_what_is_written_and_the_dictionary_lacks():
    listed = _listed()
    assert listed == sorted(set(listed))
    assert set(listed) - _misspelt(listed) == set()
    spoken = {part for word in _written() for part in (word, *word.split("-"))}
    assert set(listed) - spoken - {word.lower() for word in spoken} == set()
