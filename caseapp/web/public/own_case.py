"""A citizen's own case: its page, and all that the holder of the receipt can do there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.commands import Appeal, Complete, Withdraw
from caseapp.domain.errors import RuleBroken
from caseapp.domain.numbers import is_case_number
from caseapp.domain.pacing import Sending
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action
from caseapp.services.petitioner import satisfaction, tracking, writing
from caseapp.services.workflow import steps
from caseapp.web import enclosing, receipt_cookie
from caseapp.web.access import access
from caseapp.web.forms import Form
from caseapp.web.public import letter_files, linking
from caseapp.web.public.door import bp
from caseapp.web.public.forms import MessageForm
from caseapp.web.public.own_forms import AppealForm, LinkForm, SatisfactionForm, WithdrawForm
from caseapp.web.public.pacing_at_the_door import hold_back
from caseapp.web.wording import own_case as words
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
FORMS: dict[str, type[Form]] = {
    "text": MessageForm,
    "withdraw": WithdrawForm,
    "appeal": AppealForm,
    "rate": SatisfactionForm,
    "link": LinkForm,
}


def _message(form: MessageForm) -> None:
    draft = enclosing.draft_of(letter_files.mark())
    with unit_of_work(Door.PUBLIC) as uow:
        writing.citizen_message(uow, form.text.data, draft)


def _complete(form: MessageForm) -> None:
    draft = enclosing.draft_of(letter_files.mark())
    with unit_of_work(Door.PUBLIC) as uow:
        steps.take_own_step(uow, Complete(form.text.data, draft))


def _withdraw(form: WithdrawForm) -> None:
    with unit_of_work(Door.PUBLIC) as uow:
        steps.take_own_step(uow, Withdraw(form.withdraw_reason.data or ""))


def _appeal(form: AppealForm) -> None:
    with unit_of_work(Door.PUBLIC) as uow:
        steps.take_own_step(uow, Appeal(form.appeal_reason.data))


def _rate(form: SatisfactionForm) -> None:
    with unit_of_work(Door.PUBLIC) as uow:
        satisfaction.give(uow, int(form.score.data), form.comment.data or "")


@dataclass(frozen=True)
class Deed:
    """What a button of the page does with the form that it stands in, and what is said when it is done."""

    form: str
    do: Callable[[Any], None]
    done: LazyString


WORDS_TO_KEEP = ("text", "appeal_reason", "withdraw_reason", "comment")
CODE_FORGOTTEN = _l(
    "After twenty minutes of rest the code is forgotten here. Enter it once more: what you had written waits for you."
)
_RECEIVED = _l("We have received what you wrote.")
DEEDS: dict[str, Deed] = {
    "message": Deed("text", _message, _RECEIVED),
    "complete": Deed("text", _complete, _RECEIVED),
    "withdraw": Deed("withdraw", _withdraw, _l("You withdrew the case.")),
    "appeal": Deed("appeal", _appeal, _l("Your words have reached the head. The case is examined again.")),
    "rate": Deed("rate", _rate, _l("Thank you: we have kept what you told us.")),
    "link": Deed("link", linking.link_typed, _l("The two receipts are linked.")),
}


@bp.route("/case", methods=["GET", "POST"])
@access(Permission.ANYONE)
def own_case() -> Page:
    if request.method == "POST" and request.form.get("number", "") != letter_files.own_number():
        return _elsewhere(request.form.get("number", ""))
    if receipt_cookie.current_secret() is None:
        return redirect(url_for("public.track"))
    if request.form.get("action") == "stay":
        return _stay(request.form.get("text", ""))
    if request.form.get("action") == "files" and MessageForm().is_submitted():
        return letter_files.choose(request.form.get("text", ""))
    deed = DEEDS.get(request.form.get("action", ""), DEEDS["message"])
    pressed = FORMS[deed.form]()
    if pressed.validate_on_submit():
        pause = hold_back(Sending.MESSAGE, sender=receipt_cookie.current_secret() or b"")
        if pause is not None:
            pressed.broken.append(pause.words)
            return pause.on(_own_page(deed, pressed))
        try:
            deed.do(pressed)
        except linking.NotTyped:
            pass
        except RuleBroken as broken:
            pressed.refuse(broken)
        else:
            flash(deed.done)
            return redirect(url_for("public.own_case"))
    return _own_page(deed, pressed)


def _elsewhere(number: str) -> Response:
    """The case that this was written to is not the open one: another tab opened another, or the code was forgotten."""
    response = redirect(url_for("public.track"))
    words = next((request.form[name] for name in WORDS_TO_KEEP if request.form.get(name, "").strip()), "")
    if not (words and is_case_number(number) and Form().validate()):
        flash(_l("Nothing was done: the case is no longer open in this browser. Open it with its code."))
        return response
    is_open = receipt_cookie.current_secret() is not None
    flash(letter_files.ANOTHER_CASE if is_open else CODE_FORGOTTEN)
    return letter_files.wait_with(number, words, response)


def _stay(text: str) -> Response:
    """The same page in the language that the address asks for, with the letter that is being written."""
    response = redirect(url_for("public.own_case", lang=request.args.get("lang"), _anchor="text"))
    return letter_files.wait_with("", text, response) if text.strip() and Form().validate() else response


def _own_page(deed: Deed, pressed: Form) -> Response:
    """The whole page; of its forms the one that was sent carries what was typed, and its errors."""
    with unit_of_work(Door.PUBLIC) as uow:
        case = tracking.open_own(uow)
    at_hand = enclosing.letter_of(letter_files.mark())
    forms = {name: pressed if name == deed.form else form(formdata=None) for name, form in FORMS.items()}
    if not pressed.is_submitted():
        forms["text"].text.data = at_hand.text
    page = render_template(
        "public/own_case.html",
        at_hand=at_hand,
        form=pressed,
        forms=forms,
        sent=deed.form if pressed.is_submitted() else "",
        case=case,
        words=words,
        linked=linking.linked_cases(),
        can_complete=Action.COMPLETE in case.can,
        can_withdraw=Action.WITHDRAW in case.can,
        can_appeal=Action.APPEAL in case.can,
    )
    response = make_response(page, 400 if pressed.is_submitted() else 200)
    secret = receipt_cookie.current_secret()
    if secret is not None:
        receipt_cookie.remember(response, secret)
    return response
