"""The classifier, first version: char and word n-grams, one linear model a theme, thresholds from held-out voices."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import skops.io
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline

from classifier.corpus import Example
from classifier.taxonomy import taxonomy
from classifier.text import normalise

Scores = NDArray[np.float64]
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


def _features() -> FeatureUnion:
    return FeatureUnion(
        [
            ("char", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)),
            ("word", TfidfVectorizer(analyzer="word", ngram_range=(1, 2), sublinear_tf=True, min_df=1)),
        ]
    )


def theme_pipeline() -> Pipeline:
    """Balanced weights, since themes are rare one by one."""
    linear = LogisticRegression(C=8.0, class_weight="balanced", solver="liblinear", random_state=0)
    return Pipeline([("features", _features()), ("linear", OneVsRestClassifier(linear))])


def service_pipeline() -> Pipeline:
    linear = LogisticRegression(C=8.0, class_weight="balanced", solver="lbfgs", max_iter=400, random_state=0)
    return Pipeline([("features", _features()), ("linear", linear)])


def theme_matrix(examples: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([[int(theme in e.themes) for theme in taxonomy().themes] for e in examples], dtype=np.int64)


class Model:
    """A trained classifier; `predict` takes a few milliseconds."""

    def __init__(self, themes: Pipeline, services: Pipeline, card: Card) -> None:
        self._themes = themes
        self._services = services
        self.card = card
        vocabulary = themes.named_steps["features"].transformer_list[1][1].vocabulary_
        self._beginnings = {word[:4] for word in vocabulary if " " not in word}

    def scores(self, texts: Sequence[str]) -> Scores:
        """One row a text, one column a theme, in the taxonomy's order."""
        return np.asarray(self._themes.predict_proba([normalise(text) for text in texts]))

    def predict(self, text: str) -> Prediction:
        known = taxonomy()
        folded = normalise(text)
        row = self._themes.predict_proba([folded])[0]
        by_theme = {code: float(score) for code, score in zip(known.themes, row, strict=True)}
        services = self._services.predict_proba([folded])[0]
        best = int(np.argmax(services))
        strange = self._is_strange(folded)
        chosen = [(c, s) for c, s in by_theme.items() if s >= self.card.thresholds[c] and not strange]
        integrity = max(by_theme[code] for code in known.integrity)
        return Prediction(
            themes=tuple(sorted(((c, round(s, 4)) for c, s in chosen), key=lambda pair: -pair[1])),
            service=(str(self._services.classes_[best]), round(float(services[best]), 4)),
            abstained=strange,
            integrity_score=round(integrity, 4),
            integrity_alarm=integrity >= self.card.alarm and not strange,
            model=self.card.version,
        )

    def _is_strange(self, folded: str) -> bool:
        words = [word for word in folded.split() if word != "0"]
        if not words:
            return True
        return sum(word[:4] in self._beginnings for word in words) / len(words) < KNOWN_SHARE

    def to_bytes(self) -> bytes:
        """skops' format: data only, nothing that runs when it is loaded."""
        return bytes(skops.io.dumps({"themes": self._themes, "services": self._services, "card": asdict(self.card)}))

    @classmethod
    def from_bytes(cls, content: bytes, sha256: str | None = None) -> "Model":
        """Refuses content whose digest is another, or that holds types beyond scikit-learn's own."""
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise BadModel("the model is not the one that was promoted")
        if skops.io.get_untrusted_types(data=content):
            raise BadModel("the model holds types that a model must not hold")
        stored = skops.io.loads(content, trusted=[])
        return cls(stored["themes"], stored["services"], Card(**stored["card"]))

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.to_bytes())
        card = json.dumps(asdict(self.card), ensure_ascii=False, indent=2, sort_keys=True)
        path.with_suffix(".json").write_text(card + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Model":
        return cls.from_bytes(path.read_bytes())
