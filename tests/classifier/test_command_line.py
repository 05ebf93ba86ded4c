"""`python -m classifier`, as others use it: files in, JSON out, a plain sentence when a line is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.__main__ import main
from classifier.model import Model
from classifier.taxonomy import taxonomy


@pytest.fixture(scope="session")
def stored(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "model.skops"
    model.save(path)
    return path


@pytest.fixture
def in_use(stored: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLASSIFIER_MODEL", str(stored))
    return stored


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    lines = [
        {"id": "a", "text": "Мэргэжилтэн 300 мянган төгрөг бэлнээр нэхсэн, хурдан гаргаж өгнө гэсэн"},
        {"id": 7, "text": "Үнэмлэх хоёр сар гарсангүй"},
        {"text": "🙄"},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n", encoding="utf-8")
    return file


def test_predict_writes_one_object_a_line_in_the_agreed_shape(stored: Path, rows: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "classifier", "predict", str(rows)],
        env={**os.environ, "CLASSIFIER_MODEL": str(stored)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [row["id"] for row in said] == ["a", "7", "3"]
    for row in said:
        assert list(row) == ["id", "themes", "service", "abstained", "model"]
        assert all(list(theme) == ["code", "score"] and theme["code"] in taxonomy().themes for theme in row["themes"])
        assert list(row["service"]) == ["code", "score"]
        assert row["service"]["code"] in taxonomy().services
        assert 0 <= row["service"]["score"] <= 1
        assert row["model"] == Model.load(stored).card.version
    assert [row["abstained"] for row in said] == [False, False, True]
    assert said[0]["themes"][0]["code"] == "bribery"
    assert said[2]["themes"] == []


@pytest.mark.parametrize("command", ["predict", "evaluate"])
@pytest.mark.parametrize("line", ["not json", '{"id": "b"}', '{"text": 5}'])
def test_a_bad_line_is_named_and_nothing_is_said_of_the_others(
    in_use: Path, rows: Path, capsys: pytest.CaptureFixture[str], command: str, line: str
) -> None:
    good = '{"text": "баярлалаа", "themes": [], "service": "other"}'
    rows.write_text(f"{good}\n{line}\n", encoding="utf-8")
    assert main([command, str(rows)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("classifier: rows.jsonl, line 2: ")


@pytest.mark.parametrize("command", ["predict", "evaluate"])
def test_a_file_that_is_not_there_is_named(
    in_use: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command, str(tmp_path / "missing.jsonl")]) == 1
    assert "missing.jsonl" in capsys.readouterr().err


def test_a_file_in_another_encoding_is_refused(in_use: Path, rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows.write_bytes('{"text": "үгүй"}'.encode("utf-16"))
    assert main(["predict", str(rows)]) == 1
    assert capsys.readouterr().err.startswith("classifier: ")


def test_a_spoilt_model_is_refused(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = tmp_path / "model.skops"
    spoilt.write_bytes(b"spoilt")
    monkeypatch.setenv("CLASSIFIER_MODEL", str(spoilt))
    assert main(["predict", str(rows)]) == 1


def test_evaluate_prints_the_figures(in_use: Path, rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"text": "Үнэмлэх хоёр сар гарсангүй, хугацаа өнгөрсөн", "themes": ["delay"], "service": "civil"}
    rows.write_text(json.dumps(row), encoding="utf-8")
    assert main(["evaluate", str(rows)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"rows", "micro_f1", "macro_f1", "service_accuracy", "coverage", "false_alarms"} <= set(found)
    assert found["delay.recall"] == 1
    assert "alarm_recall" not in found


def test_train_stores_a_model_with_its_card_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "voices"
    folder.mkdir()
    for voice, text in (("one", "үнэмлэх удаж байна"), ("two", "гэрчилгээ удаж байна")):
        lines = [
            {"text": f"{text} {word}", "themes": themes, "service": "civil"}
            for word, themes in (("сар", ["delay"]), ("жил", ["delay"]), ("баярлалаа", []), ("дараалал", ["queue"]))
        ]
        (folder / f"{voice}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    out = tmp_path / "kept" / "model.skops"
    assert main(["train", "--corpus", str(folder), "--out", str(out)]) == 0
    printed = json.loads(capsys.readouterr().out)
    card = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    assert printed["version"] == card["version"] == Model.load(out).card.version
    assert printed["examples"] == 8
    assert "privacy" not in dict(Model.load(out).predict("үнэмлэх удаж байна сар").themes)


def test_it_stands_alone() -> None:
    """None of the application comes with it: another authority can use it as it is."""
    code = "import sys, classifier.__main__; print([m for m in ('caseapp', 'flask', 'sqlalchemy') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "[]"
