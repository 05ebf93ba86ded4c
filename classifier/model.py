"""The classifier, first version: parts of words, one linear model a theme, thresholds from held-out voices."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile

import numpy as np
import skops.io
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.corpus import Example
from classifier.reasons import READ_SIGNS, Reason, reasons
from classifier.taxonomy import taxonomy
from classifier.text import normalise

Scores = NDArray[np.float64]
Truth = NDArray[np.int64]
BEGINNING = 4
"""So many letters of a word are its beginning: endings follow, as Mongolian adds them."""
KNOWN_SHARE = 0.25
"""Below this share of known word beginnings a text is unlike anything seen, and the model abstains."""


class BadModel(ValueError):
    """The stored model is not the one that was promoted, or holds what a model must not hold."""


@dataclass(frozen=True)
class Prediction:
    """Themes above their thresholds, the surest first; `integrity_alarm` is set at a lower, high-recall threshold."""

    themes: tuple[tuple[str, float], ...]
    service: tuple[str, float]
    abstained: bool
    integrity_score: float
    integrity_alarm: bool
    model: str


@dataclass(frozen=True)
class Card:
    """What is known of a model: its version, thresholds and how it did on voices that it had not seen."""

    version: str
    examples: int
    thresholds: dict[str, float]
    alarm: float
    figures: dict[str, float] = field(default_factory=dict)


def new_vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Parts of words carry the slips and endings; beginnings of words, one or two in a row, carry the sense."""
    beginning = rf"\b(\w{{1,{BEGINNING}}})\w*"
    return (
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        TfidfVectorizer(token_pattern=beginning, ngram_range=(1, 2), sublinear_tf=True),
    )


def theme_matrix(examples: Sequence[Example]) -> Truth:
    return np.array([[int(theme in e.themes) for theme in taxonomy().themes] for e in examples], dtype=np.int64)


def head_matrix(examples: Sequence[Example]) -> Truth:
    """The themes, and last whether any of them is one of integrity: the alarm has a head of its own."""
    any_integrity = [[int(bool(e.themes & taxonomy().integrity))] for e in examples]
    return np.hstack([theme_matrix(examples), np.array(any_integrity, dtype=np.int64)])


def service_matrix(examples: Sequence[Example]) -> Truth:
    return np.array([[int(service == e.service) for service in taxonomy().services] for e in examples], dtype=np.int64)


def features(vectorizers: Iterable[TfidfVectorizer], folded: Sequence[str]) -> csr_matrix:
    return hstack([vectorizer.transform(folded) for vectorizer in vectorizers]).tocsr()


class Model:
    """A trained classifier; `predict` takes a few milliseconds."""

    def __init__(
        self, vectorizers: tuple[TfidfVectorizer, TfidfVectorizer], weights: Scores, biases: Scores, card: Card
    ) -> None:
        """One column of weights a head: the themes, the alarm, then the services."""
        self._vectorizers = vectorizers
        self._weights = weights
        self._biases = biases
        self.card = card
        self._beginnings = {word for word in vectorizers[1].vocabulary_ if " " not in word}

    def scores(self, folded: Sequence[str]) -> tuple[Scores, Scores]:
        """A row for each folded text: the themes in the taxonomy's order and, last, the alarm; then the services."""
        seen = features(self._vectorizers, folded)
        said = 1 / (1 + np.exp(-(seen @ self._weights + self._biases)))
        heads = len(taxonomy().themes) + 1
        return said[:, :heads], said[:, heads:] / said[:, heads:].sum(axis=1, keepdims=True)

    def predict(self, text: str) -> Prediction:
        known = taxonomy()
        folded = normalise(text)
        by_head, by_service = self.scores([folded])
        *row, integrity = (float(score) for score in by_head[0])
        best = int(np.argmax(by_service[0]))
        strange = self._is_strange(folded)
        chosen = [
            (code, round(score, 4))
            for code, score in zip(known.themes, row, strict=True)
            if score >= self.card.thresholds[code] and not strange
        ]
        return Prediction(
            themes=tuple(sorted(chosen, key=lambda pair: -pair[1])),
            service=(known.services[best], round(float(by_service[0][best]), 4)),
            abstained=strange,
            integrity_score=round(integrity, 4),
            integrity_alarm=integrity >= self.card.alarm and not strange,
            model=self.card.version,
        )

    def reasons(self, text: str, themes: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
        """The words of the text that spoke for each of these themes; a few milliseconds."""
        read = text[:READ_SIGNS]
        columns = [taxonomy().themes.index(theme) for theme in themes]
        seen = features(self._vectorizers, [normalise(read)])
        found = reasons(self._vectorizers, seen, self._weights[:, columns], read)
        return dict(zip(themes, found, strict=True))

    def _is_strange(self, folded: str) -> bool:
        words = [word for word in folded.split() if word != "0"]
        if not words:
            return True
        return sum(word[:BEGINNING] in self._beginnings for word in words) / len(words) < KNOWN_SHARE

    def to_bytes(self) -> bytes:
        """skops' format: data only, nothing that runs when it is loaded."""
        parts = {"vectorizers": list(self._vectorizers), "weights": self._weights, "biases": self._biases}
        return bytes(skops.io.dumps({**parts, "card": asdict(self.card)}, compression=ZIP_DEFLATED))

    @classmethod
    def from_bytes(cls, content: bytes, sha256: str | None = None) -> "Model":
        """Refuses content whose digest is another, or that holds types beyond scikit-learn's own."""
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise BadModel("the model is not the one that was promoted")
        try:
            untrusted = skops.io.get_untrusted_types(data=content)
        except (BadZipFile, KeyError, ValueError) as broken:
            raise BadModel("these bytes are not a model") from broken
        if untrusted:
            raise BadModel("the model holds types that a model must not hold")
        stored = skops.io.loads(content, trusted=[])
        if not isinstance(stored, dict) or set(stored) != {"vectorizers", "weights", "biases", "card"}:
            raise BadModel("the model was stored by another version of this program")
        parts, beginnings = stored["vectorizers"]
        return cls((parts, beginnings), stored["weights"], stored["biases"], Card(**stored["card"]))

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.to_bytes())
        card = json.dumps(asdict(self.card), ensure_ascii=False, indent=2, sort_keys=True)
        path.with_suffix(".json").write_text(card + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Model":
        return cls.from_bytes(path.read_bytes())
