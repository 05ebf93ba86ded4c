"""What is filed, at whatever door: a new report, and who files it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from caseapp.domain.details import Detail
from caseapp.domain.vocab import Channel, Kind, Mode, PetitionerType, ReplyForm, Service


@dataclass(frozen=True, repr=False)
class Identity:
    """Who the petitioner is and how to reach them; sealed apart from the report."""

    family_name: str = ""
    given_name: str = ""
    register_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    country: str = ""
    organisation: str = ""
    organisation_number: str = ""
    members: str = ""
    """The others of a group, one a line."""
    represents: str = ""
    """For whom a representative files; the power of attorney comes as a file."""

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


@dataclass(frozen=True, repr=False)
class NewReport:
    """What the form, the counter or the command line files; `incident` parts are free text and are sealed."""

    kind: Kind
    text: str
    mode: Mode
    service: Service = Service.OTHER
    unit_id: int | None = None
    channel: Channel = Channel.WEB
    petitioner_type: PetitionerType = PetitionerType.CITIZEN
    when: str = ""
    where: str = ""
    remedy: str = ""
    identity: Identity = field(default_factory=Identity)
    external_ref: str = ""
    details: Mapping[Detail, str] = field(default_factory=dict)
    received_on: date | None = None
    """The day of receipt that the term counts from, where it was before the day of filing; None is today."""
    reply_form: ReplyForm | None = None
    notice_email: str = ""
    """Where to tell that there is news; empty means the identity's address, if there is one."""
    notice_phone: str = ""
