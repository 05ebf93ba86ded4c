"""Where something that is still being written lies, and what of it is sent along."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """Where a draft lies: `secret` is the browser's, `id` follows from it and from the form's own mark."""

    id: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class FromDraft:
    """The draft that something is sent from, and how many files the person saw in it when they sent it."""

    place: Place
    files: int
