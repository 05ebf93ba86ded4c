"""Training and measuring: always on voices held out whole, never on random rows."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from threadpoolctl import threadpool_limits

from classifier.corpus import BadRow, Example
from classifier.model import (
    Card,
    Model,
    Scores,
    Truth,
    features,
    head_matrix,
    new_vectorizers,
    service_matrix,
    theme_matrix,
)
from classifier.taxonomy import taxonomy
from classifier.text import normalise

RECIPE = "char_wb2-5+beginning4x1-2/logreg C8 balanced dual/alarm head/2"
MOST_FALSE_ALARMS = 0.1
"""A false alarm seals an ordinary complaint to the integrity team: no more than this share of them."""
_NEVER = -20.0
_GRID = np.round(np.arange(0.1, 0.8, 0.025), 3)


def version_of(examples: Sequence[Example]) -> str:
    """The same examples and recipe give the same version."""
    digest = hashlib.sha256(RECIPE.encode())
    for example in sorted(examples, key=lambda e: (e.voice, e.text)):
        digest.update(f"{example.voice}\0{example.text}\0{sorted(example.themes)}\0{example.service}\n".encode())
    return digest.hexdigest()[:12]


def _folded(examples: Sequence[Example]) -> list[Example]:
    return [replace(e, text=normalise(e.text)) for e in examples]


def _fitted(written: Sequence[Example], decided: Sequence[Example], card: Card) -> Model:
    vectorizers = new_vectorizers()
    for vectorizer in vectorizers:
        vectorizer.fit([e.text for e in written])
    examples = [*written, *decided]
    seen = features(vectorizers, [e.text for e in examples])
    heads = [_head(seen, column) for column in np.hstack([head_matrix(examples), service_matrix(examples)]).T]
    return Model(vectorizers, np.column_stack([w for w, _ in heads]), np.array([b for _, b in heads]), card)


def _head(seen: csr_matrix, truth: Truth) -> tuple[Scores, float]:
    """Balanced weights, since themes are rare one by one; a theme without an example is never suggested."""
    if not truth.any() or truth.all():
        return np.zeros(seen.shape[1]), _NEVER if not truth.any() else -_NEVER
    linear = LogisticRegression(
        C=8.0, class_weight="balanced", solver="liblinear", dual=True, tol=0.01, max_iter=1000, random_state=0
    ).fit(seen, truth)
    return linear.coef_[0], float(linear.intercept_[0])


def _held_out(written: Sequence[Example], decided: Sequence[Example] = ()) -> tuple[Scores, list[str]]:
    """Scores and services for every folded example from models that saw none of its voice."""
    examples = [*written, *decided]
    scores = np.zeros((len(examples), len(taxonomy().themes) + 1))
    services = [""] * len(examples)
    for voice in sorted({e.voice for e in examples}):
        others = [e for e in written if e.voice != voice]
        if not others:
            raise BadRow("a corpus needs at least two voices, so that one can be held out")
        rows = [i for i, e in enumerate(examples) if e.voice == voice]
        model = _fitted(others, [e for e in decided if e.voice != voice], Card("", 0, {}, 0.0))
        scores[rows], by_service = model.scores([examples[i].text for i in rows])
        for i, best in zip(rows, by_service.argmax(axis=1), strict=True):
            services[i] = taxonomy().services[best]
    return scores, services


def best_thresholds(truth: Truth, scores: Scores) -> dict[str, float]:
    """For each theme, the threshold with the best F1, in the middle of those that are equally good."""
    chosen = {}
    for column, code in enumerate(taxonomy().themes):
        said = scores[:, column, None] >= _GRID
        right = (said & (truth[:, column, None] == 1)).sum(axis=0)
        marks = 2 * right / np.maximum(said.sum(axis=0) + truth[:, column].sum(), 1)
        best = _GRID[marks >= marks.max() - 1e-9]
        chosen[code] = float(best[len(best) // 2])
    return chosen


def alarm_threshold(integrity: Truth, scores: Scores) -> float:
    """The lowest, hence the one that misses least, at which few enough ordinary texts raise the alarm."""
    ordinary = np.sort(scores[integrity == 0])[::-1]
    if not len(ordinary):
        return 0.5
    return float(np.floor(ordinary[int(MOST_FALSE_ALARMS * len(ordinary))] * 1e4) / 1e4) + 1e-4


def decide(scores: Scores, thresholds: dict[str, float]) -> Truth:
    return np.asarray(scores[:, : len(thresholds)] >= [thresholds[code] for code in taxonomy().themes], dtype=np.int64)


def figures(examples: Sequence[Example], decided: Truth, services: Sequence[str], alarms: Truth) -> dict[str, float]:
    """F1 over themes, accuracy of the service, how the alarm did, and each theme's precision and recall."""
    truth = theme_matrix(examples)
    integrity = head_matrix(examples)[:, -1]
    found = {
        "micro_f1": f1_score(truth, decided, average="micro", zero_division=0),
        "macro_f1": f1_score(truth, decided, average="macro", zero_division=0),
        "exact": (truth == decided).all(axis=1).mean(),
        "service_accuracy": np.mean([e.service == s for e, s in zip(examples, services, strict=True)]),
    }
    if integrity.any():
        found["alarm_recall"] = alarms[integrity == 1].mean()
    if not integrity.all():
        found["false_alarms"] = alarms[integrity == 0].mean()
    for column, code in enumerate(taxonomy().themes):
        found[f"{code}.precision"] = precision_score(truth[:, column], decided[:, column], zero_division=0)
        found[f"{code}.recall"] = recall_score(truth[:, column], decided[:, column], zero_division=0)
    return {name: round(float(value), 4) for name, value in found.items()}


def _held_out_figures(examples: Sequence[Example], scores: Scores, services: Sequence[str]) -> dict[str, float]:
    """Each voice is judged by thresholds that the other voices chose."""
    truth = head_matrix(examples)
    decided = np.zeros_like(truth)
    for voice in {e.voice for e in examples}:
        own = np.array([e.voice == voice for e in examples])
        thresholds = best_thresholds(truth[~own], scores[~own])
        decided[own, :-1] = decide(scores[own], thresholds)
        decided[own, -1] = scores[own, -1] >= alarm_threshold(truth[~own, -1], scores[~own, -1])
    return figures(examples, decided[:, :-1], services, decided[:, -1])


def train(written: Sequence[Example], decided: Sequence[Example] = ()) -> Model:
    """Thresholds and figures come from held-out voices, the model itself from all of them.

    `decided` are texts whose words must not be kept: they move weights and thresholds, and no word of theirs that
    is not also in a `written` text can be found in the model.
    """
    with threadpool_limits(1):  # the matrices are small: more threads only wait for each other
        return _trained(version_of([*written, *decided]), written, decided)


def _trained(version: str, written: Sequence[Example], decided: Sequence[Example]) -> Model:
    written, decided = _folded(written), _folded(decided)
    examples = [*written, *decided]
    scores, services = _held_out(written, decided)
    truth = head_matrix(examples)
    card = Card(
        version=version,
        examples=len(examples),
        thresholds=best_thresholds(truth, scores),
        alarm=alarm_threshold(truth[:, -1], scores[:, -1]),
        figures=_held_out_figures(examples, scores, services),
    )
    return _fitted(written, decided, card)


def evaluate(model: Model, examples: Sequence[Example]) -> dict[str, float]:
    """How a trained model does on labelled texts, with the share of texts that it did not abstain from."""
    said = [model.predict(e.text) for e in examples]
    decided = np.array([[int(code in dict(p.themes)) for code in taxonomy().themes] for p in said])
    alarms = np.array([int(p.integrity_alarm) for p in said])
    found = figures(examples, decided, [p.service[0] for p in said], alarms)
    return {"rows": len(said), "coverage": round(1 - sum(p.abstained for p in said) / len(said), 4), **found}
