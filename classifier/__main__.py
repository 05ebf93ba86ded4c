"""python -m classifier train | evaluate FILE | predict FILE.jsonl"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier.corpus import BadRow, corpus, examples, texts
from classifier.model import BadModel, Model
from classifier.training import evaluate, train


def _model_path() -> Path:
    return Path(os.environ.get("CLASSIFIER_MODEL", "var/model/model.skops"))


def _model() -> Model:
    path = _model_path()
    if not path.exists():
        print(f"no model at {path}: training one from the corpus", file=sys.stderr)
        train(corpus()).save(path)
    return Model.load(path)


def _train(arguments: argparse.Namespace) -> None:
    model = train(corpus(arguments.corpus) if arguments.corpus else corpus())
    model.save(arguments.out or _model_path())
    print(json.dumps({"version": model.card.version, "examples": model.card.examples, **model.card.figures}, indent=2))


def _evaluate(arguments: argparse.Namespace) -> None:
    print(json.dumps(evaluate(_model(), examples(arguments.file)), indent=2))


def _predict(arguments: argparse.Namespace) -> None:
    model = _model()
    for name, text in texts(arguments.file):
        said = model.predict(text)
        row = {
            "id": name,
            "themes": [{"code": code, "score": score} for code, score in said.themes],
            "service": {"code": said.service[0], "score": said.service[1]},
            "abstained": said.abstained,
            "model": said.model,
        }
        print(json.dumps(row, ensure_ascii=False))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m classifier", description="Themes of complaints, on site.")
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train", help="train from the corpus and print held-out figures")
    training.add_argument("--out", type=Path, help="where to store the model (default: var/model/model.skops)")
    training.add_argument("--corpus", type=Path, help="a folder of .jsonl files, one a voice")
    training.set_defaults(run=_train)
    evaluating = commands.add_parser("evaluate", help="measure the model on a labelled .jsonl file")
    evaluating.add_argument("file", type=Path)
    evaluating.set_defaults(run=_evaluate)
    predicting = commands.add_parser("predict", help="one JSON object a line for each row of a .jsonl file")
    predicting.add_argument("file", type=Path)
    predicting.set_defaults(run=_predict)
    arguments = parser.parse_args(argv)
    try:
        arguments.run(arguments)
    except (BadRow, BadModel, OSError, UnicodeDecodeError) as problem:
        print(f"classifier: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
