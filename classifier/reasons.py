"""Why a model says what it says: its sum over parts of words, given back to the words as they were written."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.text import normalise, spans

MOST_WORDS = 6
READ_SIGNS = 6_000
"""What a page shows of reasons comes from the text's beginning: a longer text says its matter there."""


@dataclass(frozen=True)
class Reason:
    """A word that spoke for a theme: as it was written first, by how much, and all its places in the text."""

    word: str
    weight: float
    places: tuple[tuple[int, int], ...]


def reasons(
    vectorizers: tuple[TfidfVectorizer, TfidfVectorizer],
    seen: csr_matrix,
    weights: NDArray[np.float64],
    text: str,
) -> list[tuple[Reason, ...]]:
    """For each column of `weights` the words that spoke for it, the loudest first; `seen` is the text's one row.

    A feature's part of the score is divided among the places where it stands, so that no word is
    counted twice."""
    places = [(start, end, normalise(text[start:end])) for start, end in spans(text)]
    forms = list(dict.fromkeys(folded for _, _, folded in places if folded and folded != "0"))
    if not forms:
        return [() for _ in range(weights.shape[1])]
    parts = _shares(vectorizers, seen, forms, Counter(folded for _, _, folded in places)) @ weights
    by_form: dict[str, list[tuple[int, int]]] = {}
    for start, end, folded in places:
        by_form.setdefault(folded, []).append((start, end))
    return [_loudest(parts[:, column], forms, by_form, text) for column in range(weights.shape[1])]


def _loudest(
    parts: NDArray[np.float64], forms: Sequence[str], places: Mapping[str, list[tuple[int, int]]], text: str
) -> tuple[Reason, ...]:
    chosen = [int(row) for row in np.argsort(-parts)[:MOST_WORDS] if parts[row] > 0]
    found = []
    for row in chosen:
        where = tuple(places[forms[row]])
        found.append(Reason(text[where[0][0] : where[0][1]], round(float(parts[row]), 3), where))
    return tuple(found)


def _shares(
    vectorizers: tuple[TfidfVectorizer, TfidfVectorizer], seen: csr_matrix, forms: Sequence[str], often: Counter[str]
) -> csr_matrix:
    """A row for each form of a word: the text's features as far as they stand in that form."""
    values = dict(zip(seen.indices.tolist(), seen.data.tolist(), strict=True))
    analyzers = [(v.build_analyzer(), v.vocabulary_) for v in vectorizers]
    counts = [_features(analyzers, form) for form in forms]
    total: Counter[int] = Counter()
    for form, count in zip(forms, counts, strict=True):
        for feature, times in count.items():
            total[feature] += times * often[form]
    rows, columns, data = [], [], []
    for row, (form, count) in enumerate(zip(forms, counts, strict=True)):
        for feature, times in count.items():
            if feature in values:
                rows.append(row)
                columns.append(feature)
                data.append(values[feature] * times * often[form] / total[feature])
    return csr_matrix((data, (rows, columns)), shape=(len(forms), seen.shape[1]))


def _features(analyzers: Sequence[tuple[Callable[[str], list[str]], Mapping[str, int]]], form: str) -> Counter[int]:
    """Pairs of neighbouring words are nobody's own and are left out."""
    known: Counter[int] = Counter()
    offset = 0
    for analyze, vocabulary in analyzers:
        for term in analyze(form):
            if term in vocabulary:
                known[int(vocabulary[term]) + offset] += 1
        offset += len(vocabulary)
    return known
