"""The forms on a citizen's own page: each with boxes of its own, so that an error stands where it belongs."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField, TextAreaField

from caseapp.services.petitioner.satisfaction import MAX_COMMENT, SCORES
from caseapp.web.forms import Filled, Form, at_most, needed
from caseapp.web.public.forms import MAX_CODE
from caseapp.web.wording.own_case import SATISFIED

LONG = at_most(20_000)


class WithdrawForm(Form):
    withdraw_reason = TextAreaField(_l("Why do you withdraw it? (you may leave it out)"), [LONG])


class AppealForm(Form):
    appeal_reason = TextAreaField(
        _l("What was not right in the answer?"), [Filled(_l("Write what was not right in the answer.")), LONG]
    )


class SatisfactionForm(Form):
    score = RadioField(
        _l("How satisfied are you with how your case was handled?"),
        [needed(_l("Choose a number from 1 to 5."))],
        choices=[SelectChoice(str(score), words) for score, words in zip(SCORES, SATISFIED, strict=True)],
    )
    comment = TextAreaField(_l("What should we do better? (you may leave it out)"), [at_most(MAX_COMMENT)])


class LinkForm(Form):
    code = StringField(
        _l("Code of the other receipt"),
        [Filled(_l("Type the code from your other receipt.")), at_most(MAX_CODE)],
    )
