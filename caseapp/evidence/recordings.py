"""Sound and film: the same packets in a new container, without what the recorder wrote beside them."""

from io import BytesIO

import av
import av.audio.codeccontext
import av.audio.stream
import av.sidedata.encparams
import av.sidedata.motionvectors
import av.subtitles.codeccontext
import av.subtitles.stream
import av.subtitles.subtitle
import av.video.codeccontext
import av.video.stream
from av.stream import Disposition

from caseapp.evidence.copies import CannotClean, Copy, Obstacle
from caseapp.evidence.kinds import MediaKind

_READ_AS = {MediaKind.MP3: "mp3", MediaKind.M4A: "mov", MediaKind.OGG: "ogg", MediaKind.MP4: "mov"}
"""Said beforehand, so that a file that calls itself something else is not read as that."""
_WRITTEN_AS = {MediaKind.MP3: "mp3", MediaKind.M4A: "mp4", MediaKind.OGG: "ogg", MediaKind.MP4: "mp4"}
_NOTHING_ELSE = {"protocol_whitelist": "none"}
"""A container may name other files and addresses; none of them is opened."""
_SILENT = {"fflags": "+bitexact"}
"""Nor does the copy say by what it was made, or when."""


def clean(kind: MediaKind, content: bytes) -> Copy:
    """Sound and, in a film, moving pictures; covers, chapters, positions, subtitles and dates stay behind."""
    copy = BytesIO()
    with av.open(
        BytesIO(content), "r", format=_READ_AS[kind], container_options=_NOTHING_ELSE, metadata_errors="ignore"
    ) as recording:
        streams = _wanted(kind, recording)
        with av.open(copy, "w", format=_WRITTEN_AS[kind], container_options=_SILENT) as bare:
            places = {stream.index: bare.add_stream_from_template(stream, opaque=True) for stream in streams}
            for packet in recording.demux(streams):
                if packet.dts is not None:
                    packet.stream = places[packet.stream.index]
                    bare.mux(packet)
    return Copy(copy.getbuffer())


def _wanted(kind: MediaKind, recording: av.container.InputContainer) -> list[av.AudioStream | av.VideoStream]:
    films = [film for film in recording.streams.video if not film.disposition & Disposition.attached_pic]
    sounds = list(recording.streams.audio)
    if (films and kind is not MediaKind.MP4) or not (films or sounds):
        raise CannotClean(Obstacle.NOT_THIS_KIND)
    return [*films, *sounds]
