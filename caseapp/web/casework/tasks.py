"""Tasks: given on a case's page, ticked off there, and listed for whoever has them."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.casework import tasks
from caseapp.web.access import access
from caseapp.web.casework.desk_forms import TaskForm
from caseapp.web.casework.door import bp
from caseapp.web.forms import demand_token
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


@bp.route("/tasks")
@access(Permission.CASE_WORK)
def my_tasks() -> Page:
    with unit_of_work() as uow:
        mine, today = tasks.mine(uow), uow.today
    return render_template("casework/tasks.html", tasks=mine, today=today)


@bp.route("/cases/<number>/tasks", methods=["GET", "POST"])
@access(Permission.CASE_WORK)
def give_task(number: str) -> Page:
    with unit_of_work() as uow:
        people, myself, tomorrow = tasks.may_be_given(uow, number), uow.actor.user_id, uow.today + timedelta(1)
    form = TaskForm(data={"assignee": str(myself), "due_on": tomorrow})
    form.assignee.choices = [SelectChoice(str(one.id), f"{one.name}, {one.post}") for one in people]
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                tasks.give(uow, number, form.task.data, int(form.assignee.data), form.due_on.required_day())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The task is given."))
            return redirect(url_for(".case_page", number=number))
    status = 400 if form.is_submitted() else 200
    return render_template("casework/task.html", form=form, number=number), status


@bp.route("/cases/<number>/tasks/<int:task_id>", methods=["POST"])
@access(Permission.CASE_WORK)
def finish_task(number: str, task_id: int) -> Response:
    demand_token()
    with unit_of_work() as uow:
        tasks.finish(uow, number, task_id)
    flash(_l("The task is done."))
    return redirect(url_for(".case_page", number=number))
