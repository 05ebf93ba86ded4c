"""The questions that only some kinds of report ask; none of them must be answered."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from caseapp.domain.details import CODES, DETAILS, Declared, Detail, InterestKind, ReprisalKind
from caseapp.domain.vocab import Kind
from caseapp.web import choices
from caseapp.web.forms import Form, at_most, optional
from caseapp.web.wording import label

_NOT_SAID = _l("I would rather not say, or do not know")


class DetailsForm(Form):
    """A field's name is the detail's own."""

    official = StringField(label(Detail.OFFICIAL), [at_most(300)])
    related_person = StringField(label(Detail.RELATED_PERSON), [at_most(300)])
    relation = StringField(label(Detail.RELATION), [at_most(200)])
    matter = StringField(label(Detail.MATTER), [at_most(500)])
    interest_kind = SelectField(
        label(Detail.INTEREST_KIND), [optional()], choices=choices.with_blank(choices.of(InterestKind), _NOT_SAID)
    )
    declared = RadioField(label(Detail.DECLARED), [optional()], choices=choices.of(Declared))
    benefit = StringField(label(Detail.BENEFIT), [at_most(500)])
    how_known = StringField(label(Detail.HOW_KNOWN), [at_most(500)])
    evidence = TextAreaField(label(Detail.EVIDENCE), [at_most(2000)])
    earlier_report = StringField(label(Detail.EARLIER_REPORT), [at_most(60)])
    reprisal_kind = SelectField(
        label(Detail.REPRISAL_KIND), [optional()], choices=choices.with_blank(choices.of(ReprisalKind), _NOT_SAID)
    )
    protection = TextAreaField(label(Detail.PROTECTION), [at_most(2000)])

    def details(self, kind: Kind) -> dict[Detail, str]:
        """What this kind asks for; what was typed for another kind before stays behind."""
        said = {detail: (self[detail.value].data or "").strip() for detail in DETAILS.get(kind, ())}
        return {detail: text for detail, text in said.items() if text}


FIELDS: dict[Kind, tuple[str, ...]] = {kind: tuple(detail.value for detail in asked) for kind, asked in DETAILS.items()}
ALL_FIELDS = tuple(detail.value for detail in Detail)
CHOSEN = frozenset(detail.value for detail in CODES)
