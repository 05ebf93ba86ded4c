"""Photos that some of the invented people add: a ticket of the queue, with the place in it as telephones write it."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from caseapp.domain.actors import Actor
from caseapp.domain.drafts import FromDraft
from caseapp.services.files import arriving, drafts
from caseapp.services.files.arriving import Arrived, Upload
from caseapp.services.uow import Surroundings, open_unit_of_work

_MAKER, _GPS, _NORTH, _LATITUDE = 0x010F, 0x8825, 1, 2


def _ticket(random: Random) -> bytes:
    picture = Image.new("RGB", (640, 400), (236, 232, 220))
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((24, 24, 616, 376), outline=(90, 90, 90), width=3)
    drawing.text((60, 70), f"No. {random.randint(100, 399)}", fill=(20, 20, 20), font_size=120)
    drawing.text((60, 270), f"{random.randint(8, 16):02}:{random.randint(0, 59):02}", fill=(60, 60, 60), font_size=60)
    known = Image.Exif()
    known[_MAKER] = "Utas"
    known.get_ifd(_GPS).update({_NORTH: "N", _LATITUDE: (47.0, 55.0, float(random.randint(0, 59)))})
    content = BytesIO()
    picture.save(content, "jpeg", exif=known)
    return content.getvalue()


def with_photo(around: Surroundings, actor: Actor, secret: bytes, random: Random) -> FromDraft:
    """A draft that holds one photo; `actor` owns it."""
    place = drafts.place_of(around.keys, secret, random.randbytes(16))
    with open_unit_of_work(around, actor) as uow:
        drafts.keep(uow, place)
    upload = Upload(around, actor, place, clamd="")
    take = arriving.begin(upload)
    if take is None:
        raise RuntimeError("a draft was forgotten at once")
    arrival = take("дугаар.jpg", "image/jpeg")
    arrival.write(_ticket(random))
    arrival.seek(0)
    if not isinstance(arriving.settle(upload, arrival), Arrived):
        raise RuntimeError("the demonstration's own photo was refused")
    return FromDraft(place, 1)
