"""Pictures, made anew from their pixels alone: what a camera wrote beside them stays behind."""

from io import BytesIO
from typing import Any

import pillow_heif
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageColor,
    ImageFilter,
    ImageOps,
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from caseapp.evidence.copies import CannotClean, Copy, Obstacle
from caseapp.evidence.kinds import MediaKind

MAX_PIXELS = 50_000_000
"""What the cameras of telephones give, 48 and 50 million, and no more: each million costs time and memory."""
_LARGE_PIXELS, _LARGE_BYTES = 20_000_000, 20 * 1024
"""No photograph of so many points is so few bytes: it was made to cost us, and shows one colour."""
_QUALITY = 90

_LOADED_LATE = (BmpImagePlugin, GifImagePlugin, ImageColor, ImageFilter, ImagePalette, MpoImagePlugin, TiffImagePlugin)
"""What Pillow loads when a picture asks for it: later no file can be opened any more."""
Image.preinit()
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_FORMATS = {
    MediaKind.JPEG: JpegImagePlugin.JpegImageFile.format,
    MediaKind.PNG: PngImagePlugin.PngImageFile.format,
    MediaKind.WEBP: WebPImagePlugin.WebPImageFile.format,
    MediaKind.HEIC: pillow_heif.HeifImageFile.format,
}
_SAVING = {
    MediaKind.JPEG: {"quality": _QUALITY},
    MediaKind.PNG: {"compress_level": 4},
    MediaKind.WEBP: {"quality": _QUALITY, "method": 2},
}
_MODES = {
    MediaKind.JPEG: ("L", "RGB"),
    MediaKind.PNG: ("1", "L", "LA", "RGB", "RGBA"),
    MediaKind.WEBP: ("RGB", "RGBA"),
}
_ENCLOSED: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "BMP": (("1", "L", "RGB"), {}),
    "GIF": (("L", "RGB", "RGBA"), {}),
    "TIFF": (("1", "L", "RGB", "RGBA"), {"compression": "tiff_adobe_deflate"}),
}
"""Formats in which a document may hold pictures, beside those of telephones: modes, and how they are saved."""
_SRGB = ImageCms.createProfile("sRGB")


def clean(kind: MediaKind, content: bytes) -> Copy:
    """The first frame, upright, in sRGB."""
    return Copy(_saved(_upright(kind, content), kind.cleaned_as))


def made_anew(content: bytes) -> bytes | None:
    """A picture that a document holds, in the format in which it came; None for one of another or none."""
    try:
        picture = _opened(content, *_ENCLOSED)
        form = str(picture.format)
        return bytes(_bare(_turned(picture), form, *_ENCLOSED[form]))
    except (OSError, SyntaxError, ValueError):
        return None


def _upright(kind: MediaKind, content: bytes) -> Image.Image:
    return _turned(_opened(content, str(_FORMATS[kind])))


def _opened(content: bytes, *formats: str) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=formats)
    except Image.DecompressionBombError as bomb:
        raise CannotClean(Obstacle.TOO_LARGE_PICTURE) from bomb
    pixels = picture.width * picture.height
    if pixels > MAX_PIXELS or (pixels > _LARGE_PIXELS and len(content) < _LARGE_BYTES):
        raise CannotClean(Obstacle.TOO_LARGE_PICTURE)
    return picture


def _turned(picture: Image.Image) -> Image.Image:
    try:
        return _in_srgb(ImageOps.exif_transpose(picture))
    except MemoryError as too_much:
        raise CannotClean(Obstacle.TOO_LARGE_PICTURE) from too_much


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as they were meant, so that the profile, which may name a device, can go."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _saved(picture: Image.Image, kind: MediaKind) -> memoryview:
    return _bare(picture, str(_FORMATS[kind]), _MODES[kind], _SAVING[kind])


def _bare(picture: Image.Image, form: str, modes: tuple[str, ...], how: dict[str, Any]) -> memoryview:
    pixels = _in_one_of(modes, picture)
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    copy = BytesIO()
    bare.save(copy, form, **how)
    return copy.getbuffer()


def _in_one_of(modes: tuple[str, ...], picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        picture = picture.point(lambda level: level * (1 / 256)).convert("L")
    if picture.mode in modes:
        return picture
    see_through = picture.has_transparency_data and "RGBA" in modes
    return picture.convert("RGBA" if see_through else "RGB")
