"""Whatever can be said of a file has words on the page."""

from caseapp.domain.attachments import NotTaken
from caseapp.evidence.copies import Obstacle, Remains
from caseapp.web.wording.files import NOT_TAKEN, REMARKS


def test_every_reason_against_a_file_has_words() -> None:
    assert NOT_TAKEN.keys() == set(NotTaken)


def test_everything_that_cleaning_leaves_or_cannot_do_has_words() -> None:
    """A file that is of another kind than it says is not taken at all."""
    assert REMARKS.keys() == {*Remains, *Obstacle, "not_cleaned"} - {Obstacle.NOT_THIS_KIND}
