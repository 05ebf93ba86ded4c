"""The model: what it suggests, when it keeps silent, when it raises the alarm, and how it is stored."""

import hashlib
import io
import json
import statistics
import time
import zipfile
from dataclasses import dataclass

import numpy as np
import pytest
import skops.io

from classifier.corpus import BadRow, Example
from classifier.model import BadModel, Model
from classifier.taxonomy import taxonomy
from classifier.training import MOST_FALSE_ALARMS, alarm_threshold, best_thresholds, evaluate, train

ORDINARY = [
    "Хаягаа шилжүүлэх гэхэд систем гацаад нэвтэрч чадахгүй байна",
    "Дараалалд таван цаг зогслоо, ганц цонх ажиллаж байна",
    "Үнэмлэх хоёр сар болж байна, одоо болтол гарсангүй",
    "Паспорт сунгуулахад ямар бичиг баримт хэрэгтэй вэ?",
    "Маш хурдан үйлчиллээ, баярлалаа",
]
BRIBERY = [
    "Мэргэжилтэн гэрчилгээг хурдан гаргаж өгье гээд надаас 200 мянган төгрөг бэлнээр нэхлээ",
    "Huviin dans ruu ni 100 myanga hiichih, margaash gargaad ugnu gesen",
    "Дугтуйтай мөнгө өгсөн хүний ажил тэр өдрөө бүтэж байна",
    "Зуучлагч дотор хүнтэй, 150 мянгаар паспорт гаргуулж өгнө гэсэн",
]


@dataclass
class Stranger:
    """A type that no model holds."""

    name: str


def test_a_late_certificate_is_about_delay_and_property(model: Model) -> None:
    said = model.predict("Байрны гэрчилгээ маань хуулийн хугацаанаас хоёр сар хоцорлоо, шийдвэр гарсангүй")
    assert said.themes[0][0] == "delay"
    assert said.service[0] == "property"
    assert not said.abstained


def test_the_same_complaint_in_latin_letters_gets_the_same_first_theme(model: Model) -> None:
    said = [model.predict(text).themes for text in ("Хураамж хоёр удаа авсан", "Huraamj hoyor udaa avsan")]
    assert said[0][0][0] == said[1][0][0] == "fees"


def test_themes_come_surest_first_with_scores_above_their_thresholds(model: Model, examples: list[Example]) -> None:
    for example in examples[:100]:
        themes = model.predict(example.text).themes
        assert [score for _, score in themes] == sorted((score for _, score in themes), reverse=True)
        assert all(model.card.thresholds[code] - 1e-4 <= score <= 1 for code, score in themes)


def test_thanks_get_no_theme(model: Model) -> None:
    said = model.predict("Баярлалаа, маш сайхан үйлчилгээ үзүүллээ")
    assert said.themes == ()
    assert not said.integrity_alarm


@pytest.mark.parametrize("text", ["", "   ", "?!", "12345 678", "北京天气很好", "zxqw plkj vbnm tttrw qqqz", "🙄🙄"])
def test_a_text_unlike_anything_gets_no_theme_and_no_alarm(model: Model, text: str) -> None:
    said = model.predict(text)
    assert said.abstained
    assert said.themes == ()
    assert not said.integrity_alarm


@pytest.mark.parametrize("text", BRIBERY)
def test_a_bribe_raises_the_alarm(model: Model, text: str) -> None:
    assert model.predict(text).integrity_alarm


@pytest.mark.parametrize("text", ORDINARY)
def test_red_tape_thanks_and_questions_raise_no_alarm(model: Model, text: str) -> None:
    assert not model.predict(text).integrity_alarm


def test_on_unheard_voices_the_alarm_hears_most_and_seals_few_ordinary_texts(model: Model) -> None:
    assert model.card.figures["alarm_recall"] >= 0.8
    assert model.card.figures["false_alarms"] <= 0.12


def test_on_unheard_voices_the_themes_are_mostly_right(model: Model) -> None:
    assert model.card.figures["micro_f1"] >= 0.65
    assert model.card.figures["macro_f1"] >= 0.65


def test_the_alarm_is_set_where_the_allowed_share_of_ordinary_texts_raises_it() -> None:
    ordinary, integrity = np.linspace(0, 0.99, 100), np.array([0.2, 0.95])
    scores = np.concatenate([ordinary, integrity])
    threshold = alarm_threshold(np.array([0] * 100 + [1, 1]), scores)
    assert (ordinary >= threshold).mean() == pytest.approx(MOST_FALSE_ALARMS)


def test_a_themes_threshold_divides_its_texts_from_the_others() -> None:
    width = len(taxonomy().themes)
    truth, scores = np.zeros((4, width), dtype=np.int64), np.zeros((4, width + 1))
    truth[2:, 0], scores[:, 0] = 1, [0.1, 0.3, 0.5, 0.9]
    assert 0.3 < best_thresholds(truth, scores)[taxonomy().themes[0]] <= 0.5


def test_a_stored_model_says_the_same_after_loading(model: Model) -> None:
    content = model.to_bytes()
    loaded = Model.from_bytes(content, sha256=hashlib.sha256(content).hexdigest())
    assert loaded.card == model.card
    assert [loaded.predict(text) for text in ORDINARY + BRIBERY] == [model.predict(text) for text in ORDINARY + BRIBERY]


def test_bytes_that_were_changed_are_refused(model: Model) -> None:
    content = model.to_bytes()
    digest = hashlib.sha256(content).hexdigest()
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    with pytest.raises(BadModel, match="not the one"):
        Model.from_bytes(bytes(changed), sha256=digest)


def test_bytes_that_are_no_model_are_refused() -> None:
    with pytest.raises(BadModel):
        Model.from_bytes(b"nothing of the kind")


def test_a_model_in_another_versions_form_is_refused() -> None:
    with pytest.raises(BadModel, match="another version"):
        Model.from_bytes(skops.io.dumps({"themes": {}, "services": {}, "card": {}}))


def test_a_model_with_a_foreign_type_is_refused_before_it_is_opened() -> None:
    with pytest.raises(BadModel, match="types"):
        Model.from_bytes(skops.io.dumps({"weights": Stranger("x")}))


def test_no_word_of_a_decided_case_can_be_found_in_the_model(examples: list[Example]) -> None:
    written = [e for e in examples if e.voice in ("v02_furious", "v05_short")]
    told = "Жхвзба Щфцкжм намайг загнаад хүсэлтийг минь авсангүй Жхвзба Щфцкжм"
    decided = [Example(f"decision-{n}", told, frozenset({"staff_conduct"}), "civil") for n in range(2)]
    learnt = train(written, decided)
    with zipfile.ZipFile(io.BytesIO(learnt.to_bytes())) as parts:
        kept = str(json.loads(parts.read("schema.json")))
    assert "загн" in kept
    assert "жхв" not in kept
    assert "щфц" not in kept
    assert learnt.card.examples == len(written) + 2


def test_decisions_move_the_weights(examples: list[Example]) -> None:
    written = [e for e in examples if e.voice in ("v02_furious", "v05_short")]
    text = "цонхны ажилтан цай ууж сууна"
    decided = [Example(f"decision-{n % 2}", text, frozenset({"privacy"}), "civil") for n in range(6)]
    assert "privacy" not in dict(train(written).predict(text).themes)
    assert "privacy" in dict(train(written, decided).predict(text).themes)


def test_the_same_examples_give_the_same_version_and_another_label_another(examples: list[Example]) -> None:
    few = [e for e in examples if e.voice in ("v05_short", "v02_furious")]
    other = [Example(few[0].voice, few[0].text, frozenset({"privacy"}), few[0].service), *few[1:]]
    first, again, third = train(few), train(few[::-1]), train(other)
    assert first.card.version == again.card.version != third.card.version


def test_a_single_voice_is_no_corpus_since_none_can_be_held_out(examples: list[Example]) -> None:
    with pytest.raises(BadRow, match="two voices"):
        train([e for e in examples if e.voice == "v05_short"])


def test_evaluating_says_how_themes_service_and_alarm_did(model: Model) -> None:
    rows = [
        Example("x", "Үнэмлэх хоёр сар гарсангүй, хугацаа өнгөрлөө", frozenset({"delay"}), "civil"),
        Example("x", BRIBERY[0], frozenset({"bribery"}), "property"),
        Example("x", "🙄", frozenset(), "other"),
    ]
    found = evaluate(model, rows)
    assert found["rows"] == 3
    assert found["alarm_recall"] == 1
    assert found["false_alarms"] == 0
    assert found["coverage"] == pytest.approx(2 / 3, abs=1e-3)
    assert found["delay.recall"] == found["bribery.recall"] == 1


def test_a_prediction_takes_a_few_milliseconds(model: Model) -> None:
    taken = []
    for _ in range(30):
        before = time.process_time()
        model.predict(BRIBERY[0])
        taken.append(time.process_time() - before)
    assert statistics.median(taken) < 0.01
