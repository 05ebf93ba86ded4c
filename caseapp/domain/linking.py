"""How two cases can belong together, and what counts as alike."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What the first case is to the other: its repetition, one more of the same matter, the same thing filed twice."""

    REPEAT_OF = "repeat_of"
    GROUP = "group"
    DUPLICATE = "duplicate"


class Why(StrEnum):
    """Why two cases look alike: one petitioner, by keyed hashes of what identifies them; or the same words."""

    PERSON = "person"
    MATTER = "matter"


ALIKE_PERCENT = 45
"""Of the hashes of the shorter text that the other shares. No two of the demonstration's 232 complaints, which are all
of different matters, share more than 43; of a text with 40 of 100 words exchanged, 98 of 100 copies share 49 or more
(docs/measurements.md)."""

GROUP_FROM = 3
"""From so many petitioners on, one matter counts as a group (report table T13)."""
