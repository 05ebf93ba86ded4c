"""Cases that belong together: linking two after looking at both, the earlier answer of a repeat, a group's own page."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField

from caseapp.domain.commands import ProposeAnswer
from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.linking import LinkKind, Why
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Outcome
from caseapp.services.casework import alike, linking
from caseapp.services.casework.linking import OfGroup
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps
from caseapp.web import choices
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.forms import Filled, Form, at_most, demand_token, needed
from caseapp.web.wording import linking as words
from caseapp.web.wording import of_reason
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


@bp.app_template_global()
def link_words(how: str, is_mine: bool) -> LazyString:
    return words.SHORT[how, is_mine]


@bp.app_template_global()
def alike_words(how: str) -> LazyString:
    return words.ALIKE[Why(how)]


@bp.app_template_global()
def merged_address(number: str) -> Callable[[int, str], str]:
    """Where the files of a merged case are opened: under its own number."""

    def address(attachment: int, copy: str) -> str:
        return url_for("casework.attachment", number=number, attachment=attachment, copy=copy)

    return address


class LinkForm(Form):
    other = StringField(_l("Number of the other case"), [Filled(_l("Enter the number.")), at_most(40)])
    kind = RadioField(
        _l("How they belong together"),
        [needed(_l("Choose how they belong together."))],
        choices=[SelectChoice(kind.value, text) for kind, text in words.CHOICES.items()],
    )


@bp.route("/cases/<number>/link", methods=["GET", "POST"])
@access(Permission.CASE_WORK)
def link(number: str) -> Page:
    """Both cases beside each other first, where the other is known."""
    form = LinkForm()
    if request.method == "GET":
        form.other.data = request.args.get("other", "")[:40]
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                linking.link(uow, number, form.other.data, LinkKind(form.kind.data))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _linked(number)
    with unit_of_work() as uow:
        pair = linking.pair(uow, number, (form.other.data or "").strip())
    hints = {kind.value: text for kind, text in words.HINTS.items()}
    page = render_template("casework/link.html", form=form, number=number, pair=pair, hints=hints)
    return page, 400 if form.is_submitted() else 200


def _linked(number: str) -> Response:
    """The case itself may have left the officer's eyes: both hide from whoever must not see one of them."""
    try:
        with unit_of_work() as uow:
            linking.pair(uow, number, "")
    except Refused:
        flash(_l("The two cases are linked. They are no longer shown to you."))
        return redirect(url_for(".queue"))
    flash(_l("The two cases are linked."))
    return redirect(url_for(".case_page", number=number, _anchor="linked"))


@bp.route("/cases/<number>/unlink", methods=["POST"])
@access(Permission.CASE_WORK)
def unlink(number: str) -> Page:
    demand_token()
    try:
        with unit_of_work() as uow:
            linking.unlink(uow, number, request.form.get("other", ""))
    except RuleBroken as broken:
        flash(of_reason(broken.reason))
    else:
        flash(_l("The link is removed."))
    return redirect(url_for(".case_page", number=number, _anchor="linked"))


@bp.route("/cases/<number>/alike", methods=["POST"])
@access(Permission.CASE_WORK)
def look_alike(number: str) -> Page:
    demand_token()
    return _after(number, lambda uow: alike.look_again(uow, number), _l("Similar cases were looked for again."))


@bp.route("/cases/<number>/unrelated", methods=["POST"])
@access(Permission.CASE_WORK)
def unrelated(number: str) -> Page:
    demand_token()
    other = request.form.get("other", "")
    return _after(number, lambda uow: alike.dismiss(uow, number, other), _l("The two are not suggested any more."))


def _after(number: str, do: Callable[[UnitOfWork], None], done: LazyString) -> Response:
    try:
        with unit_of_work() as uow:
            do(uow)
    except RuleBroken as broken:
        flash(of_reason(broken.reason))
    else:
        flash(done)
    return redirect(url_for(".case_page", number=number, _anchor="linked"))


@bp.route("/cases/<number>/earlier")
@access(Permission.CASE_READ)
def earlier(number: str) -> Page:
    with unit_of_work() as uow:
        found = linking.earlier(uow, number)
    return render_template("casework/earlier.html", number=number, earlier=found)


class TogetherForm(Form):
    """One text for several cases of a group: for each it is proposed apart, and approved apart."""

    cases = SelectMultipleField(_l("Cases to answer"), [needed(_l("Choose at least one case."))])
    outcome = RadioField(_l("Outcome"), [needed(_l("Choose the outcome."))], choices=choices.of(Outcome))
    legal_ground = StringField(_l("Legal ground"), [Filled(_l("Name the legal ground.")), at_most(1000)])
    letter = TextAreaField(_l("Letter to each of them"), [Filled(_l("Write the letter.")), at_most(20_000)])

    def prepare(self, members: tuple[OfGroup, ...]) -> None:
        self.cases.choices = [
            SelectChoice(one.case.number, f"{one.case.number} {one.title}".strip()) for one in members
        ]


@dataclass(frozen=True)
class Result:
    """What became of one case; `why` is None when the answer was proposed."""

    number: str
    why: LazyString | None


def _propose(number: str, command: ProposeAnswer) -> Result:
    """Each case is judged by the table on its own, in a transaction of its own."""
    try:
        with unit_of_work() as uow:
            steps.take_step(uow, number, command)
    except RuleBroken as broken:
        return Result(number, of_reason(broken.reason))
    return Result(number, None)


@bp.route("/cases/<number>/group", methods=["GET", "POST"])
@access(Permission.CASE_READ)
def group(number: str) -> Page:
    with unit_of_work() as uow:
        members = linking.group(uow, number)
    form = TogetherForm()
    results: tuple[Result, ...] = ()
    form.prepare(members)
    if form.validate_on_submit():
        command = ProposeAnswer(Outcome(form.outcome.data), form.legal_ground.data, form.letter.data)
        results = tuple(_propose(one, command) for one in form.cases.data)
        with unit_of_work() as uow:
            members = linking.group(uow, number)
    page = render_template("casework/group.html", number=number, members=members, form=form, results=results)
    return page, 400 if form.is_submitted() and form.errors else 200
