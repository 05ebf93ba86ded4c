"""The proof of what was filed and when: stated from the receipt's own case, signed, checked without looking it up."""

from dataclasses import dataclass

from caseapp.domain.compartments import Compartment
from caseapp.domain.deadlines import Explanation
from caseapp.domain.proofs import NoProof, SignedStatement, Statement, digest_of_text, in_ascii, read_block
from caseapp.models.case import Case
from caseapp.models.reference import AuthorityKey, DeadlineRule
from caseapp.services import gate
from caseapp.services.files import attachments
from caseapp.services.law import terms
from caseapp.services.uow import UnitOfWork
from caseapp.vault import chain

_KEY = "ledger"
"""The name of the signing key's public half among the authority's keys."""


@dataclass(frozen=True, repr=False)
class Proof:
    """What is printed: the signed statement, and what stands behind it: nothing, when it is discreet."""

    signed: SignedStatement
    explanation: Explanation | None
    rule: DeadlineRule | None
    narrative: str


@dataclass(frozen=True, repr=False)
class Checked:
    """`stated` is None when the proof does not hold; `text_fits` is None when no text was given."""

    stated: Statement | None
    text_fits: bool | None

    @property
    def is_valid(self) -> bool:
        return self.stated is not None


def prove(uow: UnitOfWork, *, in_full: bool = False) -> Proof:
    """For the case of the citizen's receipt, as it stands today; only in full does it tell what kind of case it is."""
    case = gate.load_own_case(uow)
    narrative = gate.open_parts(uow, case, Compartment.REPORT, ["narrative"])["narrative"]["text"]
    how = terms.how_it_came(uow, case) if in_full else None
    statement = _statement(uow, case, how[1] if how else None, narrative, in_full=in_full)
    signature = chain.sign(uow.keys.signing, statement.text().encode())
    return Proof(SignedStatement(statement, signature), how[0] if how else None, how[1] if how else None, narrative)


def _statement(uow: UnitOfWork, case: Case, rule: DeadlineRule | None, narrative: str, *, in_full: bool) -> Statement:
    return Statement(
        number=case.number,
        received_at=case.received_at,
        kind=case.filed_kind if in_full else None,
        due_on=case.due_on,
        rule=f"{rule.code}/{rule.version}" if rule else None,
        article=in_ascii(rule.basis_en) if rule else None,
        stated_on=uow.today,
        text_digest=digest_of_text(narrative),
        file_digests=attachments.digests(uow, case),
    )


def public_key(uow: UnitOfWork) -> bytes | None:
    """What proofs are checked with; None in a house whose teams are not founded yet."""
    row = uow.session.get(AuthorityKey, _KEY)
    return row.public if row else None


def check(key: bytes, pasted: str, text: str) -> Checked:
    """Whether this key signed the block, and whether the text, if there is one, is the one filed. Else NoProof.

    Nothing is looked up: whether such a case exists is told by the signature alone."""
    signed = read_block(pasted)
    if not chain.is_signed(key, signed.statement.text().encode(), signed.signature):
        return Checked(None, None)
    fits = digest_of_text(text) == signed.statement.text_digest if text.strip() else None
    return Checked(signed.statement, fits)


__all__ = ["Checked", "NoProof", "Proof", "check", "prove", "public_key"]
