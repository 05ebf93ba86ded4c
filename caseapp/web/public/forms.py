"""The citizen's forms. One form over three steps: what is not on the page rides along in hidden fields."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp, StopValidation

from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.vocab import Channel, Kind, Mode, PetitionerType, Service
from caseapp.web import choices
from caseapp.web.asking import row_number
from caseapp.web.fields import TrapField
from caseapp.web.forms import CHOOSE, Filled, Form, Mailbox, at_most, needed, optional
from caseapp.web.public.details import ALL_FIELDS, FIELDS, DetailsForm

MAX_TEXT = 100_000
MAX_CODE = 1_000
"""Signs of a receipt's code with all that a person may type between them."""
ORDINARY_KINDS = (Kind.COMPLAINT, Kind.REQUEST, Kind.SUGGESTION, Kind.CRITICISM, Kind.THANKS)
INTEGRITY_KINDS = (Kind.CORRUPTION, Kind.CONFLICT_OF_INTEREST, Kind.REPRISAL)
PETITIONER_TYPES = tuple(kind for kind in PetitionerType if kind is not PetitionerType.ANONYMOUS)

IDENTITY_FIELDS = (
    "family_name",
    "given_name",
    "register_number",
    "phone",
    "email",
    "address",
    "country",
    "organisation",
    "organisation_number",
    "members",
    "represents",
)
NOTICE_FIELDS = ("notice_email", "notice_phone")
STEP_FIELDS: dict[int, tuple[str, ...]] = {
    1: ("kind", "text"),
    2: ("unit", "where", "when", *ALL_FIELDS, "service", "remedy"),
    3: ("mode", "petitioner_type", *IDENTITY_FIELDS, *NOTICE_FIELDS),
}
CHECK = 4
_PHONE = Regexp(r"^\+?[0-9][0-9 -]{5,18}$", message=_l("Write the telephone number in digits, for example 9911 2233."))
_OF_TYPE: dict[PetitionerType, tuple[str, LazyString]] = {
    PetitionerType.LEGAL_ENTITY: ("organisation", _l("Write the name of the organisation that files.")),
    PetitionerType.GROUP: ("members", _l("Write the names of the others who file with you.")),
    PetitionerType.REPRESENTATIVE: ("represents", _l("Write for whom you file.")),
}
"""What must be known of whoever does not file as a single person for themselves."""


def _is_a_row(_form: Form, field: Field) -> None:
    """Which units there are the service knows; what is no number at all was not offered here."""
    if row_number(field.data) is None:
        raise StopValidation(CHOOSE)


class ReportForm(DetailsForm):
    """`token` makes the receipt, so that the same form sent twice gives one case; `mark` finds the draft."""

    token = HiddenField()
    mark = HiddenField()
    files = HiddenField()
    website = TrapField()
    kind = RadioField(_l("What do you want to file?"), [needed(_l("Choose what you want to file."))])
    text = TextAreaField(_l("What happened?"), [Filled(_l("Write what happened.")), at_most(MAX_TEXT)])
    service = RadioField(
        _l("Which service is it about?"),
        [needed(_l("Choose a service; if you are not sure, choose the last."))],
        choices=choices.of(Service),
        default=Service.OTHER.value,
    )
    unit = SelectField(_l("Where did it happen?"), [optional(), _is_a_row], choices=[], validate_choice=False)
    when = StringField(_l("When did it happen?"), [at_most(200)])
    where = StringField(_l("At which office, window or address?"), [at_most(300)])
    remedy = TextAreaField(_l("What do you want us to do?"), [at_most(4000)])
    mode = RadioField(
        _l("How do you want to file?"), [needed(_l("Choose how you want to file."))], choices=choices.of(Mode)
    )
    petitioner_type = RadioField(
        _l("Who is filing?"), choices=choices.of(PETITIONER_TYPES), default=PetitionerType.CITIZEN.value
    )
    family_name = StringField(_l("Family name"), [at_most(100)])
    given_name = StringField(_l("Name"), [at_most(100)])
    register_number = StringField(_l("Register number (you may leave it out)"), [at_most(20)])
    phone = StringField(_l("Telephone"), [at_most(40)])
    email = StringField(_l("E-mail (you may leave it out)"), [Mailbox()])
    address = StringField(_l("Postal address"), [at_most(300)])
    country = StringField(_l("Citizen of which country?"), [at_most(100)])
    organisation = StringField(_l("Name of the organisation"), [at_most(200)])
    organisation_number = StringField(_l("Register number of the organisation"), [at_most(20)])
    members = TextAreaField(_l("Who files with you? One name a line"), [at_most(10_000)])
    represents = StringField(_l("For whom do you file?"), [at_most(300)])
    notice_email = StringField(_l("E-mail for notices"), [Mailbox()])
    notice_phone = StringField(_l("Mobile telephone for notices"), [optional(), _PHONE])

    def check_identity(self) -> bool:
        """Whoever files by name needs a name and a way to be answered."""
        if self.mode.data == Mode.ANONYMOUS:
            return True
        if not (self.given_name.data or "").strip():
            self._complain("given_name", _l("Write your name, or choose to file anonymously."))
        if not any((self[name].data or "").strip() for name in ("phone", "email", "address")):
            self._complain("phone", _l("Give a telephone number or an address for the answer."))
        for kind, (name, words) in _OF_TYPE.items():
            if self.petitioner_type.data == kind and not (self[name].data or "").strip():
                self._complain(name, words)
        return not any(self[name].errors for name in IDENTITY_FIELDS)

    def _complain(self, name: str, words: LazyString) -> None:
        self[name].errors = [*self[name].errors, words]

    def asked(self, step: int) -> tuple[str, ...]:
        """The fields of a step that this kind of report asks for."""
        details = FIELDS.get(Kind(self.kind.data), ()) if self.kind.data in set(Kind) else ()
        return tuple(name for name in STEP_FIELDS.get(step, ()) if name not in ALL_FIELDS or name in details)

    def identity(self) -> Identity:
        if self.mode.data == Mode.ANONYMOUS:
            return Identity()
        return Identity(**{name: (self[name].data or "").strip() for name in IDENTITY_FIELDS})

    def to_command(self) -> NewReport:
        kind = Kind(self.kind.data)
        return NewReport(
            kind=kind,
            text=self.text.data,
            mode=Mode(self.mode.data),
            service=Service(self.service.data),
            unit_id=row_number(self.unit.data or ""),
            channel=Channel(self.channel_code()),
            petitioner_type=PetitionerType(self.petitioner_type.data or PetitionerType.CITIZEN),
            when=self.when.data or "",
            where=self.where.data or "",
            remedy=self.remedy.data or "",
            identity=self.identity(),
            external_ref=self.reference(),
            details=self.details(kind),
            notice_email=(self.notice_email.data or "").strip(),
            notice_phone=(self.notice_phone.data or "").strip(),
        )

    def values(self) -> dict[str, str]:
        """All that a person typed or chose, for a draft."""
        return {name: self[name].data for names in STEP_FIELDS.values() for name in names if self[name].data}

    def channel_code(self) -> str:
        return Channel.WEB.value

    def reference(self) -> str:
        return ""


class TrackForm(Form):
    code = StringField(_l("Receipt code"), [Filled(_l("Type the code from your receipt.")), at_most(MAX_CODE)])


class MessageForm(Form):
    text = TextAreaField(_l("Your message"), [Filled(_l("Write your message.")), at_most(20_000)])
