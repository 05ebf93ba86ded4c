"""Forms of answers as letters: templates, the index of their numbers, and how a letter left."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Regexp

from caseapp.domain.errors import Reason
from caseapp.domain.letters import INDEX, SentHow, flaws
from caseapp.domain.vocab import Kind, Outcome
from caseapp.services.answers.letters import MAX_BODY, MAX_SUBJECT
from caseapp.web import choices
from caseapp.web.fields import DayField
from caseapp.web.forms import Filled, Form, at_most, needed
from caseapp.web.wording.letters import REASONS


def without_flaws(_form: Form, field: TextAreaField) -> None:
    found = flaws(field.data or "")
    if found:
        raise ValidationError(_("Line %(line)s: “%(name)s” is not known.", line=found[0].line, name=found[0].name))


class LetterTemplateForm(Form):
    subject = StringField(
        _l("Title of the letter"), [Filled(_l("Write a title.")), at_most(MAX_SUBJECT), without_flaws]
    )
    body = TextAreaField(_l("Text of the letter"), [Filled(_l("Write the text.")), at_most(MAX_BODY), without_flaws])


class NewLetterForm(LetterTemplateForm):
    outcome = SelectField(_l("Outcome"), choices=choices.of(Outcome))
    kind = SelectField(_l("For which kind of case"), choices=choices.with_blank(choices.of(Kind), _l("For every kind")))

    @property
    def chosen(self) -> tuple[Outcome, Kind | None]:
        return Outcome(self.outcome.data), Kind(self.kind.data) if self.kind.data else None


class IndexForm(Form):
    words = StringField(
        _l("Index before the number"), [Regexp(f"^{INDEX.pattern}$", message=REASONS[Reason.BAD_INDEX])]
    )


class PostedForm(Form):
    how = SelectField(_l("How it was sent"), choices=choices.of(SentHow))
    posted_on = DayField(_l("Sent, handed or told on"), validators=[needed(_l("Enter the day."))])
