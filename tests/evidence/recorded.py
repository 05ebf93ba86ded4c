"""Recordings as a telephone makes them: a tone, a film, and beside them the place, the maker, a cover."""

import struct
from io import BytesIO

import av
import numpy as np

from tests.evidence.pictured import picture

MAKER, PLACE = "Nomin's recorder", "+47.9184+106.9177/"
LONGITUDE = b"\x00\x6a\xea\xee"
"""The same place as an M4A holds it: 106.9177 as a number of 16 and 16 bits."""
TRACK = b"fourteen places of one afternoon"
SECONDS = 2
_RATE = 48_000
_TOLD = {"title": MAKER, "artist": MAKER, "comment": MAKER, "location": PLACE, "creation_time": "2026-03-02T09:00:00Z"}

_USUAL = {"mp3": "libmp3lame", "ipod": "aac", "mp4": "aac", "ogg": "libopus"}


def sound(form: str, codec: str | None = None) -> bytes:
    """`form` is a container of FFmpeg; with a cover where it can hold one."""
    content = BytesIO()
    with av.open(content, "w", format=form) as container:
        container.metadata.update(_TOLD)
        stream = container.add_stream(codec or _USUAL[form], rate=_RATE)
        stream.metadata.update(_TOLD)
        picture_stream = _cover(container) if form in ("mp3", "mp4") else None
        _play(container, stream)
        if picture_stream is not None:
            packet = av.Packet(picture("JPEG"))
            packet.stream, packet.pts, packet.dts = picture_stream, 0, 0
            container.mux(packet)
    return content.getvalue()


def film(codec: str = "libx264", *, with_sound: bool = True) -> bytes:
    """A second of a growing light, turned as a telephone held upright turns it, with a track of places."""
    content = BytesIO()
    with av.open(content, "w", format="mp4", container_options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update({**_TOLD, "com.apple.quicktime.location.ISO6709": PLACE})
        shown = container.add_stream(codec, rate=10)
        shown.width, shown.height, shown.pix_fmt = 64, 48, "yuv420p"
        shown.metadata.update({"handler_name": MAKER, **_TOLD})
        heard = container.add_stream("aac", rate=_RATE) if with_sound else None
        places = container.add_data_stream("bin_data")
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 25, dtype=np.uint8), format="rgb24")
            container.mux(shown.encode(frame))
        container.mux(shown.encode(None))
        packet = av.Packet(TRACK)
        packet.stream, packet.pts, packet.dts, packet.duration = places, 0, 0, 10
        container.mux(packet)
        if heard is not None:
            _play(container, heard)
    return _turned(content.getvalue())


def _turned(content: bytes) -> bytes:
    """By the matrix in the header of the first track."""
    place = content.index(b"tkhd") + 44
    return content[:place] + struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30) + content[place + 36 :]


def _cover(container: av.container.OutputContainer) -> av.VideoStream:
    stream = container.add_stream("mjpeg")
    stream.width, stream.height, stream.pix_fmt = 64, 32, "yuvj420p"
    stream.disposition = av.stream.Disposition.attached_pic
    return stream


def _play(container: av.container.OutputContainer, stream: av.AudioStream) -> None:
    wave = (np.sin(np.arange(_RATE * SECONDS) * 2 * np.pi * 440 / _RATE) * 20_000).astype(np.int16)
    resampler = av.AudioResampler(format=stream.format, layout=stream.layout, rate=_RATE, frame_size=1024)
    frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = _RATE
    fifo = av.AudioFifo()
    for ready in resampler.resample(frame):
        fifo.write(ready)
    while (piece := fifo.read(stream.frame_size or 960)) is not None:
        container.mux(stream.encode(piece))
    container.mux(stream.encode(None))


def heard_seconds(content: bytes) -> float:
    """By decoding all of it."""
    with av.open(BytesIO(content)) as recording:
        return sum(frame.samples / frame.sample_rate for frame in recording.decode(audio=0))
