"""A picture's copy shows what the picture shows, upright, and says nothing of who took it, where and when."""

import hashlib
import time
from io import BytesIO

import pytest
from PIL import Image

from caseapp.evidence.cleaning import CannotClean, Obstacle
from caseapp.evidence.kinds import MediaKind, kind_of
from tests.evidence.pictured import BLUE, MAKER, RED, REMARK, SIZE, moving, photo, picture

FORMS = {MediaKind.JPEG: "JPEG", MediaKind.PNG: "PNG", MediaKind.WEBP: "WEBP", MediaKind.HEIC: "HEIF"}


def near(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=False))


@pytest.mark.parametrize("kind", FORMS, ids=str)
def test_what_a_camera_wrote_beside_the_pixels_is_gone(kind, cleaned) -> None:
    original = picture(FORMS[kind])
    assert MAKER.encode() in original
    copy = cleaned(kind, original).content
    for told in (MAKER.encode(), b"2026:03:02", REMARK.encode(), b"Exif", b"xmpmeta", b"ICC_PROFILE", b"tEXt", b"iTXt"):
        assert told not in copy, told
    shown = Image.open(BytesIO(copy))
    assert dict(shown.getexif()) == {}
    assert not shown.info.keys() & {"exif", "xmp", "icc_profile", "comment", "Author", "Comment"}
    assert hashlib.sha256(copy).digest() != hashlib.sha256(original).digest()


@pytest.mark.parametrize("kind", FORMS, ids=str)
def test_the_pixels_survive_upright(kind, cleaned) -> None:
    shown = Image.open(BytesIO(cleaned(kind, picture(FORMS[kind])).content)).convert("RGB")
    assert shown.size == SIZE[::-1]
    assert near(shown.getpixel((16, 8)), RED)
    assert near(shown.getpixel((16, 56)), BLUE)


@pytest.mark.parametrize("kind", FORMS, ids=str)
def test_the_copy_is_of_the_kind_that_it_is_served_as(kind, cleaned) -> None:
    copy = cleaned(kind, picture(FORMS[kind])).content
    other = kind.cleaned_as
    assert kind_of(copy, f"a.{other.extensions[0]}", other.served_as) is other


def test_a_heic_becomes_a_jpeg_that_every_machine_shows(cleaned) -> None:
    assert Image.open(BytesIO(cleaned(MediaKind.HEIC, picture("HEIF")).content)).format == "JPEG"


@pytest.mark.parametrize("kind", [MediaKind.WEBP, MediaKind.PNG], ids=str)
def test_of_moving_pictures_the_first_stays(kind, cleaned) -> None:
    shown = Image.open(BytesIO(cleaned(kind, moving(FORMS[kind])).content))
    assert getattr(shown, "n_frames", 1) == 1
    assert near(shown.convert("RGB").getpixel((3, 3)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_a_picture_of_any_depth_stays_light_where_it_was_light(mode, cleaned) -> None:
    content = BytesIO()
    Image.new("RGBA", SIZE, (240,) * 4).convert(mode).save(content, "PNG")
    shown = Image.open(BytesIO(cleaned(MediaKind.PNG, content.getvalue()).content)).convert("L")
    assert shown.getpixel((5, 5)) > 200


def test_a_scan_of_16_bits_keeps_its_shades(cleaned) -> None:
    content = BytesIO()
    Image.new("I;16", SIZE, 20_000).save(content, "PNG")
    shown = Image.open(BytesIO(cleaned(MediaKind.PNG, content.getvalue()).content))
    assert shown.getpixel((5, 5)) == 20_000 // 256


def test_a_picture_whose_colours_are_left_alone_loses_its_remark_too(cleaned) -> None:
    without_profile = picture("JPEG", icc_profile=None)
    assert b"ICC_PROFILE" not in without_profile
    assert REMARK.encode() in without_profile
    assert REMARK.encode() not in cleaned(MediaKind.JPEG, without_profile).content


def test_what_is_seen_through_stays_so(cleaned) -> None:
    content = BytesIO()
    Image.new("RGBA", SIZE, (*RED, 0)).save(content, "PNG")
    assert Image.open(BytesIO(cleaned(MediaKind.PNG, content.getvalue()).content)).getpixel((1, 1))[3] == 0


def test_colours_for_the_press_become_colours_for_a_screen(cleaned) -> None:
    content = BytesIO()
    Image.new("CMYK", SIZE, (0, 255, 255, 0)).save(content, "JPEG")
    shown = Image.open(BytesIO(cleaned(MediaKind.JPEG, content.getvalue()).content))
    assert shown.mode == "RGB"
    red, green, _ = shown.getpixel((4, 4))
    assert red > 180 > 90 > green


def test_a_picture_too_large_for_the_memory_is_refused_before_it_is_unpacked(cleaned) -> None:
    content = BytesIO()
    Image.new("1", (9_000, 9_000)).save(content, "PNG")
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.PNG, content.getvalue())
    assert refused.value.reason is Obstacle.TOO_LARGE_PICTURE


@pytest.mark.parametrize("side", [5_000, 7_000])
def test_a_picture_whose_few_bytes_claim_millions_of_points_is_refused_unread(side, cleaned) -> None:
    content = BytesIO()
    Image.new("1", (side, side)).save(content, "PNG")
    began = time.monotonic()
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.PNG, content.getvalue())
    assert refused.value.reason is Obstacle.TOO_LARGE_PICTURE
    assert time.monotonic() - began < 2


def test_half_a_picture_is_damaged(cleaned) -> None:
    whole = photo((400, 300))
    with pytest.raises(CannotClean) as refused:
        cleaned(MediaKind.JPEG, whole[: len(whole) // 2])
    assert refused.value.reason is Obstacle.DAMAGED


def test_a_picture_of_another_kind_is_not_read_as_what_it_is(cleaned) -> None:
    with pytest.raises(CannotClean):
        cleaned(MediaKind.JPEG, picture("PNG"))


def test_the_place_stood_in_the_original() -> None:
    """Else the tests above would look for what was never there."""
    place = Image.open(BytesIO(picture("JPEG"))).getexif().get_ifd(0x8825)
    assert float(place[2][0]) == 47.0
