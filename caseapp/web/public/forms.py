"""The citizen's forms. One form over three steps: what is not on the page rides along in hidden fields."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from caseapp.domain.commands import Identity, NewReport
from caseapp.domain.vocab import Channel, Kind, Mode, PetitionerType, Service
from caseapp.web import choices
from caseapp.web.forms import Filled, Form, at_most, needed, optional

MAX_TEXT = 100_000
ORDINARY_KINDS = (Kind.COMPLAINT, Kind.REQUEST, Kind.SUGGESTION, Kind.CRITICISM, Kind.THANKS)
INTEGRITY_KINDS = (Kind.CORRUPTION, Kind.CONFLICT_OF_INTEREST)

STEP_FIELDS: dict[int, tuple[str, ...]] = {
    1: ("kind", "text"),
    2: ("service", "unit", "when", "where", "remedy"),
    3: (
        "mode",
        "petitioner_type",
        "family_name",
        "given_name",
        "register_number",
        "phone",
        "email",
        "address",
    ),
}
CHECK = 4
IDENTITY_FIELDS = STEP_FIELDS[3][2:]


class ReportForm(Form):
    """`token` makes the receipt, so that the same form sent twice gives the same receipt and one case."""

    token = HiddenField()
    kind = RadioField(_l("What do you want to file?"), [needed(_l("Choose what you want to file."))])
    text = TextAreaField(_l("What happened?"), [Filled(_l("Write what happened.")), at_most(MAX_TEXT)])
    service = RadioField(
        _l("Which service is it about?"),
        [needed(_l("Choose a service; if you are not sure, choose the last."))],
        choices=choices.of(Service),
        default=Service.OTHER.value,
    )
    unit = SelectField(_l("Where did it happen?"), [optional()])
    when = StringField(_l("When did it happen?"), [at_most(200)])
    where = StringField(_l("At which office, window or address?"), [at_most(300)])
    remedy = TextAreaField(_l("What do you want us to do?"), [at_most(4000)])
    mode = RadioField(
        _l("How do you want to file?"), [needed(_l("Choose how you want to file."))], choices=choices.of(Mode)
    )
    petitioner_type = SelectField(
        _l("Who is filing?"),
        choices=choices.of(t for t in PetitionerType if t is not PetitionerType.ANONYMOUS),
        default=PetitionerType.CITIZEN.value,
    )
    family_name = StringField(_l("Family name"), [at_most(100)])
    given_name = StringField(_l("Name"), [at_most(100)])
    register_number = StringField(_l("Register number (you may leave it out)"), [at_most(20)])
    phone = StringField(_l("Telephone"), [at_most(40)])
    email = StringField(
        _l("E-mail (you may leave it out)"),
        [
            optional(),
            Regexp(
                r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
                message=_l("Write the e-mail address in full, for example bat@example.mn."),
            ),
            at_most(200),
        ],
    )
    address = StringField(_l("Postal address"), [at_most(300)])

    def check_identity(self) -> bool:
        """Whoever files by name needs a name and a way to be answered."""
        if self.mode.data == Mode.ANONYMOUS:
            return True
        if not (self.given_name.data or "").strip():
            self.given_name.errors = [*self.given_name.errors, _l("Write your name, or choose to file anonymously.")]
        if not any((self[name].data or "").strip() for name in ("phone", "email", "address")):
            self.phone.errors = [*self.phone.errors, _l("Give a telephone number or an address for the answer.")]
        return not (self.given_name.errors or self.phone.errors)

    def identity(self) -> Identity:
        if self.mode.data == Mode.ANONYMOUS:
            return Identity()
        return Identity(**{name: (self[name].data or "").strip() for name in IDENTITY_FIELDS})

    def to_command(self) -> NewReport:
        return NewReport(
            kind=Kind(self.kind.data),
            text=self.text.data,
            mode=Mode(self.mode.data),
            service=Service(self.service.data),
            unit_id=int(self.unit.data) if self.unit.data else None,
            channel=Channel(self.channel_code()),
            petitioner_type=PetitionerType(self.petitioner_type.data),
            when=self.when.data or "",
            where=self.where.data or "",
            remedy=self.remedy.data or "",
            identity=self.identity(),
            external_ref=self.reference(),
        )

    def channel_code(self) -> str:
        return Channel.WEB.value

    def reference(self) -> str:
        return ""


class TrackForm(Form):
    code = StringField(_l("Receipt code"), [Filled(_l("Type the code from your receipt."))])


class MessageForm(Form):
    text = TextAreaField(_l("Your message"), [Filled(_l("Write your message.")), at_most(20_000)])
