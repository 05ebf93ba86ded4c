"""E-mail addresses as every door takes them: only such as a mail server would take, too."""

import re

LONGEST = 254
"""Signs of a whole address; more fits into no letter's envelope (RFC 5321)."""
_LONGEST_PERSON = 64
_NO_PERSON = frozenset(' @<>()[]\\,;:"')
"""Signs that a person's part has only between quotes, which nobody uses: lists, names and links hold them."""
_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_NAME}\.)+(?=..)(?=[0-9-]*[a-z]){_NAME}", re.ASCII | re.IGNORECASE)


def mailbox_of(address: str) -> str | None:
    """The address as mail servers take it (a domain such as .мон in its ASCII form); None when it is none."""
    if len(address) > LONGEST:
        return None
    person, at, domain = address.rpartition("@")
    if not at or not _is_person(person):
        return None
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        return None
    mailbox = f"{person}@{ascii_domain}"
    return mailbox if len(mailbox) <= LONGEST and _DOMAIN.fullmatch(ascii_domain) else None


def _is_person(person: str) -> bool:
    """Before the @: dots stand only between other signs."""
    is_whole = all(person.split(".")) and len(person) <= _LONGEST_PERSON
    return is_whole and person.isprintable() and _NO_PERSON.isdisjoint(person)
