"""Pictures as a telephone writes them: turned, with the place, the maker and a remark beside the pixels."""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

MAKER, REMARK = "Khangai-7 telephone", "written by Nomin"
SIZE = (64, 32)
RED, BLUE = (200, 30, 30), (30, 30, 200)

pillow_heif.register_heif_opener()


def _half_red_half_blue() -> Image.Image:
    picture = Image.new("RGB", SIZE, BLUE)
    picture.paste(RED, (0, 0, SIZE[0] // 2, SIZE[1]))
    return picture


def _exif() -> Image.Exif:
    """6: the camera was held upright, and the picture is to be turned clockwise."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MAKER, 6
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 7.25), 3: "E", 4: (106.0, 55.0, 4.5), 29: "2026:03:02"})
    return exif


def picture(form: str, **also: object) -> bytes:
    """`form` is Pillow's name: JPEG, PNG, WEBP, HEIF."""
    told: dict[str, object] = {"exif": _exif().tobytes(), "quality": 95}
    if form == "JPEG":
        told["comment"] = REMARK.encode()
        told["xmp"] = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{REMARK}</x:xmpmeta>".encode()
        told["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if form == "PNG":
        told["pnginfo"] = PngImagePlugin.PngInfo()
        told["pnginfo"].add_text("Author", REMARK)  # type: ignore[attr-defined]
        told["pnginfo"].add_itxt("Comment", REMARK, zip=True)  # type: ignore[attr-defined]
    content = BytesIO()
    _half_red_half_blue().save(content, form, **(told | also))
    return content.getvalue()


def photo(size: tuple[int, int]) -> bytes:
    """A JPEG with something to see in it."""
    content = BytesIO()
    Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size).convert("RGB").save(content, "JPEG", quality=90)
    return content.getvalue()


def moving(form: str) -> bytes:
    content = BytesIO()
    frames = [Image.new("RGB", SIZE, colour) for colour in (RED, BLUE)]
    frames[0].save(content, form, save_all=True, append_images=frames[1:], duration=200)
    return content.getvalue()
