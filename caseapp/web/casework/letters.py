"""Answers as letters: what they begin from, how they are printed, and when they left."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer

from caseapp.domain.errors import RuleBroken
from caseapp.domain.letters import Placeholder, SentHow, fill
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action
from caseapp.services.answers import letter_files, letters, retiring
from caseapp.services.casework.stepping import Chances
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework import filling
from caseapp.web.casework.door import bp
from caseapp.web.casework.letter_forms import IndexForm, LetterTemplateForm, NewLetterForm, PostedForm
from caseapp.web.casework.step_forms import AnswerForm, StepForm
from caseapp.web.forms import Form, demand_token
from caseapp.web.wording import of_reason
from caseapp.web.wording.letters import MEANING
from caseapp.web.work import unit_of_work

Page = str | Answer | tuple[str, int]
WRITERS = {
    "pdf": (letter_files.pdf, "application/pdf"),
    "docx": (letter_files.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
PUT_ASIDE = _l("The letter is put aside: no new answer begins from it. Those written from it stay as they are.")
OFFERED_AGAIN = _l("The letter is offered again.")
KEPT = _l("The letter is kept. Those begun before stay as they are.")


@bp.route("/letters", methods=["GET", "POST"])
@access(Permission.REPLY_EDIT)
def letter_templates() -> Page:
    """The list of them, and the index that numbers begin with."""
    with unit_of_work() as uow:
        rows, aside, index = letters.templates(uow), retiring.retired(uow), letters.index(uow)
    form = IndexForm(obj=index)
    if form.validate_on_submit():
        with unit_of_work() as uow:
            letters.set_index(uow, form.words.data or "")
        flash(_l("The index is kept. It stands in the numbers of letters approved from now on."))
        return redirect(url_for(".letter_templates"))
    page = render_template("casework/letter_templates.html", rows=rows, aside=aside, form=form)
    return page, 400 if form.is_submitted() else 200


@bp.route("/letters/new", methods=["GET", "POST"])
@access(Permission.REPLY_EDIT)
def new_letter_template() -> Page:
    form = NewLetterForm()
    if form.validate_on_submit() and request.form.get("go") != "look":
        try:
            with unit_of_work() as uow:
                letters.add(uow, *form.chosen, form.subject.data, form.body.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(KEPT)
            return redirect(url_for(".letter_templates"))
    return _edited(form, None)


@bp.route("/letters/<int:letter_id>", methods=["GET", "POST"])
@access(Permission.REPLY_EDIT)
def letter_template(letter_id: int) -> Page:
    """«Look at it» shows the text on an invented case and keeps nothing."""
    with unit_of_work() as uow:
        row = letters.template(uow, letter_id)
    form = LetterTemplateForm(obj=row)
    if form.validate_on_submit() and request.form.get("go") != "look":
        try:
            with unit_of_work() as uow:
                letters.change(uow, letter_id, form.subject.data, form.body.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(KEPT)
            return redirect(url_for(".letter_templates"))
    return _edited(form, row)


@bp.route("/letters/<int:letter_id>/offer", methods=["POST"])
@access(Permission.REPLY_EDIT)
def offer_letter(letter_id: int) -> Page:
    """Puts a letter aside, or offers it again."""
    demand_token()
    again = request.form.get("offer") == "again"
    try:
        with unit_of_work() as uow:
            (retiring.bring_back if again else retiring.retire)(uow, letter_id)
    except RuleBroken as broken:
        flash(of_reason(broken.reason))
    else:
        flash(OFFERED_AGAIN if again else PUT_ASIDE)
    return redirect(url_for(".letter_templates"))


def _edited(form: LetterTemplateForm, row: Any) -> Page:
    shown = ("", "") if form.errors else filling.examples(form.body.data or "")
    page = render_template("casework/letter_template.html", form=form, row=row, meaning=MEANING, shown=shown)
    return page, 400 if form.is_submitted() and (form.errors or form.broken) else 200


def _values(chances: Chances) -> Mapping[Placeholder, str]:
    unit = next((unit.name_mn for unit in chances.units if unit.id == chances.case.unit_id), "")
    return filling.values_of(chances.case, unit, chances.earlier)


def offered(action: Action, chances: Chances) -> list[Any]:
    """The templates that fit the case: for each outcome the one for its kind, then the one for every kind."""
    if action is not Action.PROPOSE_ANSWER or chances.offer.missing is not None:
        return []
    with unit_of_work() as uow:
        rows = letters.templates(uow)
    return sorted((row for row in rows if row.kind in (None, chances.case.kind)), key=lambda row: row.kind is None)


def begin(form: StepForm, chances: Chances) -> None:
    """Fills the answer from the template that the address names; an answer that is sent remembers which it was."""
    wanted = row_number(request.args.get("template", ""))
    if not isinstance(form, AnswerForm) or wanted is None:
        return
    form.began_from = wanted
    if form.is_submitted():
        return
    with unit_of_work() as uow:
        row = retiring.offered(uow, wanted)
    if row is None:
        return
    values = _values(chances)
    form.outcome.data, form.subject.data = row.outcome.value, fill(row.subject, values)
    form.letter.data = fill(row.body, values)


@bp.route("/cases/<number>/letter/<any(pdf, docx):kind>", methods=["POST"])
@access(Permission.CASE_WORK)
def letter(number: str, kind: str) -> Response:
    """A button and no link: what it opens stands in the ledger."""
    demand_token()
    write, mimetype = WRITERS[kind]
    answer, named = row_number(request.form.get("answer", "")), request.form.get("identity") == "yes"
    with unit_of_work() as uow:
        said = letters.for_staff(uow, number, answer, with_identity=named)
    response = Response(write(said), mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=f"{number}.{kind}")
    return response


@bp.route("/cases/<number>/posted", methods=["POST"])
@access(Permission.CASE_WORK)
def posted(number: str) -> Page:
    demand_token()
    form = PostedForm()
    if not form.validate_on_submit():
        flash("; ".join(_told(form)))
        return redirect(url_for(".case_page", number=number, _anchor="answer-letter"))
    try:
        with unit_of_work() as uow:
            letters.post(uow, number, form.posted_on.required_day(), SentHow(form.how.data))
    except RuleBroken as broken:
        form.refuse(broken)
        flash("; ".join(_told(form)))
    else:
        flash(_l("It is written down when the letter left."))
    return redirect(url_for(".case_page", number=number, _anchor="answer-letter"))


def _told(form: Form) -> Iterator[str]:
    yield from map(str, form.general_errors)
    yield from (str(words) for _id, words in form.field_errors)
