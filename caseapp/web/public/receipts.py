"""The receipt as a page to keep, and what can be done when it is lost."""

from typing import Any

from flask import render_template

from caseapp.domain.policy import Permission
from caseapp.domain.receipts import Receipt, latin
from caseapp.services.filing import intake
from caseapp.services.petitioner import codes
from caseapp.web.access import access
from caseapp.web.extensions import settings
from caseapp.web.public.door import bp


def receipt_page(receipt: Receipt, filed: intake.Filed, **also: Any) -> str:
    """The receipt, shown once: code, picture of the code, due day and the rule it comes from."""
    groups = receipt.code.split(" ")
    return render_template(
        "public/receipt.html",
        rows=(groups[:4], groups[4:]),
        filed=filed,
        how=filed.how,
        picture=codes.svg(latin(receipt.code)),
        site=settings().public_url,
        **also,
    )


@bp.route("/lost-receipt")
@access(Permission.ANYONE)
def lost_receipt() -> str:
    return render_template("public/lost_receipt.html")
