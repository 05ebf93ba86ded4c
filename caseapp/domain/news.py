"""What brings the petitioner a notice, and where its address is sealed."""

from caseapp.domain.own_case import SHOWN_VERBS
from caseapp.domain.vocab import NoticeChannel

NEWS = frozenset({*SHOWN_VERBS, "message.sent"})
"""When the staff does any of these, whoever left an address is told that there is news."""

PART_OF_CHANNEL = {NoticeChannel.EMAIL: "email", NoticeChannel.SMS: "phone"}
"""The sealed part of the compartment for notices that holds a channel's address."""
