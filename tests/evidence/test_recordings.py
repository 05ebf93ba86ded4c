"""A recording's copy sounds and looks as before, and says nothing of who recorded it, where and when."""

from io import BytesIO

import av
import pytest

from caseapp.evidence.cleaning import CannotClean, Obstacle
from caseapp.evidence.kinds import MediaKind, kind_of
from tests.evidence.pictured import MAKER as CAMERA
from tests.evidence.recorded import LONGITUDE, MAKER, PLACE, TRACK, film, heard_seconds, sound

RECORDINGS = {
    "mp3": (MediaKind.MP3, lambda: sound("mp3")),
    "m4a": (MediaKind.M4A, lambda: sound("ipod")),
    "m4a in a film's box": (MediaKind.M4A, lambda: sound("mp4")),
    "ogg opus": (MediaKind.OGG, lambda: sound("ogg")),
    "ogg flac": (MediaKind.OGG, lambda: sound("ogg", "flac")),
    "film": (MediaKind.MP4, film),
    "film of a newer telephone": (MediaKind.MP4, lambda: film("libx265")),
}


@pytest.fixture(scope="module", params=RECORDINGS.values(), ids=RECORDINGS.keys())
def recording(request) -> tuple[MediaKind, bytes]:
    kind, make = request.param
    return kind, make()


@pytest.fixture(scope="module")
def copy(cleaned, recording) -> bytes:
    return cleaned(*recording).content


def test_maker_place_and_day_are_gone(recording, copy) -> None:
    _, original = recording
    assert MAKER.encode() in original
    assert PLACE.encode() in original or LONGITUDE in original
    for told in (
        MAKER.encode(),
        PLACE.encode(),
        LONGITUDE,
        CAMERA.encode(),
        TRACK,
        b"2026-03-02",
        "Nomin".encode("utf-16-le"),
    ):
        assert told not in copy


@pytest.mark.parametrize("box", [b"mvhd", b"tkhd", b"mdhd"])
def test_the_hour_of_a_film_is_gone(box, cleaned) -> None:
    def hour(content: bytes) -> bytes:
        place = content.index(box) + 8
        return content[place : place + 8]

    original = film()
    assert hour(original) != bytes(8)
    assert hour(cleaned(MediaKind.MP4, original).content) == bytes(8)


def test_another_reader_finds_sound_and_film_alone(recording, copy) -> None:
    kind, _ = recording
    with av.open(BytesIO(copy)) as opened:
        told = opened.metadata | {key: value for stream in opened.streams for key, value in stream.metadata.items()}
        kinds = sorted(stream.type for stream in opened.streams)
    assert kinds == (["audio", "video"] if kind is MediaKind.MP4 else ["audio"])
    names = {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "encoder", "vendor_id"}
    assert told.keys() <= names
    assert told.get("handler_name", "SoundHandler") in {"SoundHandler", "VideoHandler"}


def test_the_sound_is_as_long_as_before(recording, copy) -> None:
    _, original = recording
    assert heard_seconds(original) > 1.9
    assert heard_seconds(copy) == pytest.approx(heard_seconds(original), abs=0.03)


def test_the_copy_is_taken_for_what_it_is(recording, copy) -> None:
    kind, original = recording
    assert kind_of(original, f"a.{kind}", kind.served_as) is kind
    assert kind_of(copy, f"a.{kind}", kind.served_as) is kind
    assert copy != original


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_a_film_shows_the_same_pictures_turned_the_same_way(codec, cleaned) -> None:
    def shown(content: bytes) -> list[tuple[int, bytes]]:
        with av.open(BytesIO(content)) as opened:
            return [(frame.rotation, frame.to_ndarray().tobytes()) for frame in opened.decode(video=0)]

    original = film(codec)
    before = shown(original)
    assert len(before) == 10
    assert before[0][0] != 0
    assert shown(cleaned(MediaKind.MP4, original).content) == before


def test_a_film_without_sound_is_a_film(cleaned) -> None:
    with av.open(BytesIO(cleaned(MediaKind.MP4, film(with_sound=False)).content)) as opened:
        assert [stream.type for stream in opened.streams] == ["video"]


def test_a_film_that_calls_itself_a_sound_is_refused(cleaned) -> None:
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.M4A, film())
    assert refused.value.reason is Obstacle.NOT_THIS_KIND


@pytest.mark.parametrize("kind", [MediaKind.MP3, MediaKind.M4A, MediaKind.OGG, MediaKind.MP4], ids=str)
def test_a_list_of_other_files_is_not_followed(kind, cleaned) -> None:
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
    with pytest.raises(CannotClean):
        cleaned(kind, playlist)


def test_half_a_film_is_damaged(cleaned) -> None:
    whole = film()
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.MP4, whole[: len(whole) // 2])
    assert refused.value.reason is Obstacle.DAMAGED
