"""The proof of filing: printed for whoever holds the receipt, checked for anybody."""

import base64
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from caseapp.domain.actors import Door
from caseapp.domain.pacing import Sending
from caseapp.domain.policy import Permission
from caseapp.domain.proofs import NoProof, Statement
from caseapp.services.answers import printing
from caseapp.services.petitioner import codes, proving
from caseapp.services.petitioner.proving import Checked, Proof
from caseapp.vault.chain import pem_of
from caseapp.web import receipt_cookie
from caseapp.web.access import access
from caseapp.web.extensions import language, settings
from caseapp.web.forms import Filled, Form, at_most
from caseapp.web.public.door import bp
from caseapp.web.public.pacing_at_the_door import hold_back
from caseapp.web.shown import local_time, official
from caseapp.web.wording import label, law
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
TITLE = "Хүлээн авсан тухай баталгаа / Proof of filing"
"""In both languages on every copy: whoever is shown it may read the other one."""
COMMANDS = (
    r"sed -n '/BEGIN PROOF/,/SIGNATURE/p' proof.txt | tr -d '\r' | sed '1d;$d' > statement.txt",
    r"sed -n '/SIGNATURE/{n;p;}' proof.txt | tr -d '\r' | base64 -d > signature.bin",
    "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement.txt -sigfile signature.bin",
    """printf '%s' "$(sed 's/[[:space:]]*$//' text.txt)" | sha256sum""",
)
"""What a person types who wants to check a proof without us; the last line gives the digest of the text."""


NO_PROOF = _l(
    "This is no proof of ours. Paste it whole, from its first line to its last. If a chat program or a letter has"
    " changed the lines, copy them from the PDF itself, or scan its picture."
)


class ProofForm(Form):
    proof = TextAreaField(
        _l("The proof"), [Filled(_l("Paste the proof, from its first line to its last.")), at_most(20_000)]
    )
    text = TextAreaField(_l("What was written (you may leave it out)"), [at_most(200_000)])


@bp.route("/case/proof.pdf")
@access(Permission.ANYONE)
def proof() -> Page:
    if receipt_cookie.current_secret() is None:
        return redirect(url_for("public.track"))
    in_full = request.args.get("with") == "text"
    with unit_of_work(Door.PUBLIC) as uow:
        proved, today = proving.prove(uow, in_full=in_full), uow.today
    page = printing.proof_of_filing(_printed(proved, in_full=in_full), today)
    response = Response(page, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{proved.signed.statement.number}.pdf"'
    return response


def _printed(proved: Proof, *, in_full: bool) -> dict[str, Any]:
    block, site = proved.signed.block(), settings().public_url
    where = f"{site}{url_for('public.verify')}" if site else url_for("public.verify")
    return {
        "lang": language(),
        "title": TITLE,
        "facts": _facts(proved.signed.statement),
        "how": _how(proved),
        "text": proved.narrative if in_full else None,
        "block": block,
        "qr": codes.runs(block),
        "words": {
            "page": _("Page"),
            "how": _("How this date came about"),
            "text": _("What was written"),
            "block": _("The proof itself"),
            "check": _("How to check it"),
            "scan": _("The picture holds the same lines."),
            "means": _means(in_full=in_full),
            "ways": _(
                "Paste the lines on the page %(where)s of our site, or scan the picture and paste what it holds."
                " That page also shows our public key and how to check the signature without us.",
                where=where,
            ),
        },
    }


def _means(*, in_full: bool) -> str:
    if in_full:
        return _(
            "The General Authority for State Registration received this case at the time given."
            " What was written stands below, and its digest in the signed lines: with both, anybody can check the text."
        )
    return _(
        "The General Authority for State Registration received this case at the time given."
        " What was written is shown by its digest alone: whoever has the text can prove that it was this one."
    )


def _facts(stated: Statement) -> list[list[str]]:
    """What the statement says, in words, and the digests as they are."""
    facts = [
        (_("Case number"), stated.number),
        (_("Received at"), f"{local_time(stated.received_at)} (+08:00)"),
        *([(_("Kind"), str(label(stated.kind)))] if stated.kind else []),
        (_("Answer due on"), official(stated.due_on) if stated.due_on else _("no term is set")),
        (_("As of"), official(stated.stated_on)),
        (_("Digest of the text (SHA-256)"), stated.text_digest),
        *((_("Digest of a file (SHA-256)"), digest) for digest in stated.file_digests),
    ]
    return [list(fact) for fact in facts]


def _how(proved: Proof) -> list[str]:
    """The steps from the day of receipt to the due day, as the pages tell them."""
    if proved.explanation is None or proved.rule is None:
        return []
    basis = proved.rule.basis_mn if language() == "mn" else proved.rule.basis_en
    return [*law.counted(proved.explanation, language()), _("Basis: %(basis)s", basis=basis)]


@bp.route("/verify", methods=["GET", "POST"])
@access(Permission.ANYONE)
def verify() -> Page:
    form, checked, pause = ProofForm(), None, None
    with unit_of_work(Door.PUBLIC) as uow:
        key = proving.public_key(uow)
    if form.validate_on_submit() and key is not None:
        pause = hold_back(Sending.PROOF_CHECK)
        checked = _checked(key, form) if pause is None else None
    if pause is not None:
        form.broken.append(pause.words)
    page = render_template(
        "public/verify.html",
        form=form,
        checked=checked,
        facts=_facts(checked.stated) if checked and checked.stated else (),
        key=base64.b64encode(key).decode() if key else "",
        pem=pem_of(key) if key else "",
        commands=COMMANDS,
    )
    if pause is not None:
        return pause.on(page)
    return page, 400 if form.is_submitted() and checked is None else 200


def _checked(key: bytes, form: ProofForm) -> Checked | None:
    try:
        return proving.check(key, form.proof.data, form.text.data or "")
    except NoProof:
        form.proof.errors = [NO_PROOF]
        return None
