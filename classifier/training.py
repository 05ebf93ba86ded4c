"""Training and measuring: always on voices held out whole, never on random rows."""

import hashlib
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import f1_score, precision_score, recall_score

from classifier.corpus import Example
from classifier.model import Card, Model, Scores, service_pipeline, theme_matrix, theme_pipeline
from classifier.taxonomy import taxonomy
from classifier.text import normalise

RECIPE = "char_wb2-5+word1-2/logreg C8 balanced/1"
_GRID = tuple(round(0.2 + 0.025 * n, 3) for n in range(25))
_ALARM_RECALL = 0.97


def version_of(examples: Sequence[Example]) -> str:
    """The same examples and recipe give the same version."""
    digest = hashlib.sha256(RECIPE.encode())
    for example in sorted(examples, key=lambda e: (e.voice, e.text)):
        digest.update(f"{example.voice}\0{example.text}\0{sorted(example.themes)}\0{example.service}\n".encode())
    return digest.hexdigest()[:12]


def held_out(examples: Sequence[Example]) -> tuple[Scores, list[str]]:
    """Scores and services for every example from models that saw none of its voice."""
    scores = np.zeros((len(examples), len(taxonomy().themes)))
    services = [""] * len(examples)
    for voice in sorted({e.voice for e in examples}):
        seen = [e for e in examples if e.voice != voice]
        rows = [i for i, e in enumerate(examples) if e.voice == voice]
        texts = [normalise(e.text) for e in seen]
        asked = [normalise(examples[i].text) for i in rows]
        scores[rows] = theme_pipeline().fit(texts, theme_matrix(seen)).predict_proba(asked)
        said = service_pipeline().fit(texts, [e.service for e in seen]).predict(asked)
        for i, service in zip(rows, said, strict=True):
            services[i] = str(service)
    return scores, services


def best_thresholds(truth: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", scores: Scores) -> dict[str, float]:
    """For each theme, the threshold with the best F1 on held-out voices."""
    chosen = {}
    for column, code in enumerate(taxonomy().themes):
        marks = [f1_score(truth[:, column], scores[:, column] >= t, zero_division=0) for t in _GRID]
        best = max(marks)
        middle = [t for t, mark in zip(_GRID, marks, strict=True) if mark >= best - 1e-9]
        chosen[code] = middle[len(middle) // 2]
    return chosen


def alarm_threshold(examples: Sequence[Example], scores: Scores) -> float:
    """High recall: the greatest score that still catches 97 % of the held-out integrity texts."""
    columns = [i for i, code in enumerate(taxonomy().themes) if code in taxonomy().integrity]
    hits = sorted(
        (float(scores[i, columns].max()) for i, e in enumerate(examples) if e.themes & taxonomy().integrity),
        reverse=True,
    )
    return round(hits[min(len(hits) - 1, int(_ALARM_RECALL * len(hits)))] - 1e-4, 4) if hits else 0.5


def figures(examples: Sequence[Example], decided: "np.ndarray", services: Sequence[str]) -> dict[str, float]:
    """Micro and macro F1 over themes, accuracy of the service, and each theme's precision and recall."""
    truth = theme_matrix(examples)
    found = {
        "micro_f1": f1_score(truth, decided, average="micro", zero_division=0),
        "macro_f1": f1_score(truth, decided, average="macro", zero_division=0),
        "exact": float((truth == decided).all(axis=1).mean()),
        "service_accuracy": float(np.mean([e.service == s for e, s in zip(examples, services, strict=True)])),
    }
    for column, code in enumerate(taxonomy().themes):
        found[f"{code}.precision"] = precision_score(truth[:, column], decided[:, column], zero_division=0)
        found[f"{code}.recall"] = recall_score(truth[:, column], decided[:, column], zero_division=0)
    return {name: round(float(value), 4) for name, value in found.items()}


def train(examples: Sequence[Example]) -> Model:
    """Thresholds and figures come from held-out voices, the model itself from all of them."""
    scores, services = held_out(examples)
    truth = theme_matrix(examples)
    thresholds = best_thresholds(truth, scores)
    decided = np.array(
        [[int(row[i] >= thresholds[code]) for i, code in enumerate(taxonomy().themes)] for row in scores]
    )
    texts = [normalise(e.text) for e in examples]
    card = Card(
        version=version_of(examples),
        examples=len(examples),
        thresholds=thresholds,
        alarm=alarm_threshold(examples, scores),
        figures=figures(examples, decided, services),
    )
    return Model(theme_pipeline().fit(texts, truth), service_pipeline().fit(texts, [e.service for e in examples]), card)


def evaluate(model: Model, examples: Sequence[Example]) -> dict[str, float]:
    """How a trained model does on labelled texts, with the share of texts that it did not abstain from."""
    said = [model.predict(e.text) for e in examples]
    codes = taxonomy().themes
    decided = np.array([[int(code in dict(p.themes)) for code in codes] for p in said])
    found = figures(examples, decided, [p.service[0] for p in said])
    alarms = [p.integrity_alarm for p, e in zip(said, examples, strict=True) if e.themes & taxonomy().integrity]
    found["coverage"] = round(1 - sum(p.abstained for p in said) / len(said), 4)
    found["alarm_recall"] = round(sum(alarms) / len(alarms), 4) if alarms else 1.0
    return found
