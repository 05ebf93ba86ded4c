"""What every template may call: labels, official dates, the doors of whoever is signed in."""

from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString, format_decimal, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf

from caseapp.domain.attachments import MEBIBYTE
from caseapp.domain.days import ULAANBAATAR, local_day, official_date
from caseapp.domain.details import CODES, Detail
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import ReplyForm
from caseapp.web import signing
from caseapp.web.extensions import LANGUAGES, language
from caseapp.web.headers import runs_script
from caseapp.web.wording import label, law, of_reason, of_verb, status_sentence
from caseapp.web.wording.files import REMARKS
from caseapp.web.wording.report import MEASURES, RULES
from caseapp.web.wording.short import label_short

NAVIGATION = (
    (_l("Cases"), "casework.queue", {Permission.CASE_READ}),
    (_l("My tasks"), "casework.my_tasks", {Permission.CASE_WORK}),
    (_l("Reminders"), "casework.reminders", {Permission.CASE_WORK}),
    (_l("Overview"), "casework.head_page", {Permission.OVERVIEW_READ}),
    (_l("Take in"), "casework.take_in", {Permission.CASE_INTAKE}),
    (_l("Explanations"), "casework.explanations", {Permission.EXPLANATION_ANSWER}),
    (_l("Reply templates"), "casework.reply_templates", {Permission.REPLY_EDIT}),
    (_l("Answer letters"), "casework.letter_templates", {Permission.REPLY_EDIT}),
    (_l("Team"), "casework.team", {Permission.TEAM_DESIGNATE}),
    (_l("Agency's keys"), "casework.agency_keys", {Permission.KEYS_CONFIRM}),
    (_l("Classifier"), "casework.learning", {Permission.MODEL_PROMOTE}),
    (_l("Analysis"), "analysis.quarters", {Permission.ANALYSIS_READ}),
    (_l("Packages"), "agency.packages", {Permission.AGENCY_READ}),
    (_l("Ledger"), "audit.entries", {Permission.LEDGER_READ}),
    (_l("People"), "admin.people", {Permission.PEOPLE_MANAGE}),
    (_l("Units"), "admin.units", {Permission.UNITS_MANAGE}),
    (_l("Competent bodies"), "admin.bodies", {Permission.BODIES_MANAGE}),
    (_l("Rules"), "admin.rules", {Permission.RULES_MANAGE}),
    (_l("Calendar"), "admin.calendar", {Permission.RULES_MANAGE}),
    (_l("Agency's keys"), "admin.agency_keys", {Permission.KEYS_MANAGE}),
)


def navigation() -> list[dict[str, Any]]:
    """The pages that the signed-in person may enter, in the doors that this process opens."""
    someone = signing.current()
    if someone is None or someone.must_change:
        return []
    rules = current_app.view_functions
    return [
        {
            "label": words,
            "url": url_for(endpoint),
            "current": request.endpoint == endpoint,
            "count": someone.reminders if endpoint == "casework.reminders" else 0,
        }
        for words, endpoint, permissions in NAVIGATION
        if endpoint in rules and someone.permissions & permissions
    ]


_QUEUE_KEYS = (
    ("o", "open", _l("Open cases")),
    ("m", "mine", _l("Mine")),
    ("u", "unassigned", _l("Unassigned")),
    ("d", "due", _l("Due in 3 working days")),
    ("l", "overdue", _l("Overdue")),
    ("p", "approve", _l("To approve")),
    ("n", "messages", _l("New messages")),
    ("a", "all", _l("All")),
)


def queue_keys() -> tuple[tuple[str, str, LazyString], ...]:
    """Letters behind "g" that lead to a queue, for whoever may see the queues in this process."""
    someone = signing.current()
    may = someone is not None and not someone.must_change and Permission.CASE_READ in someone.permissions
    return _QUEUE_KEYS if may and "casework.queue" in current_app.view_functions else ()


def official(value: date | datetime | None) -> str:
    """A day in the official form of the page's language."""
    if value is None:
        return ""
    day = local_day(value) if isinstance(value, datetime) else value
    return official_date(day, language())


def local_time(value: datetime | None) -> str:
    return "" if value is None else value.astimezone(ULAANBAATAR).strftime("%Y-%m-%d %H:%M")


def machine_day(value: datetime) -> str:
    """As programs read a day from a page."""
    return local_day(value).isoformat()


def file_size(size: int) -> str:
    """In kilobytes, rounded up (nothing has 0), or in megabytes with one decimal."""
    if size < MEBIBYTE:
        return gettext("%(count)s KB", count=-(-size // 1024))
    return gettext("%(count)s MB", count=format_decimal(size / MEBIBYTE, "0.0"))


def detail_said(said: str, name: str) -> str | LazyString:
    """An answer that was chosen from a list, in words; what was typed, as it was typed."""
    kind = CODES.get(Detail(name))
    return label(kind(said)) if kind else said


def other_language() -> dict[str, str]:
    """Where the page's other language is: here, also on the page that says that an odd address is none."""
    code = next(code for code in LANGUAGES if code != language())
    path = quote("/" + request.path.lstrip("/"))
    return {"code": code, "name": {"mn": "Монгол", "en": "English"}[code], "url": f"{path}?lang={code}"}


def install(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        label=label,
        label_short=label_short,
        of_verb=of_verb,
        of_reason=of_reason,
        status_sentence=status_sentence,
        official=official,
        local_time=local_time,
        machine_day=machine_day,
        file_size=file_size,
        detail_label=lambda name: label(Detail(name)),
        detail_said=detail_said,
        of_remark=lambda code: REMARKS[code],
        reply_form=lambda code: label(ReplyForm(code)),
        of_rule=lambda code: RULES.get(code, code),
        of_measure=lambda unit: MEASURES[unit],
        of_stage=lambda stage: law.STAGES[stage],
        counted=lambda how: law.counted(how, language()),
    )
    app.jinja_env.globals.update(
        csrf_token=generate_csrf,
        navigation=navigation,
        queue_keys=queue_keys,
        runs_script=runs_script,
        other_language=other_language,
        language=language,
    )
