"""Signing in and out of the staff's doors."""

import re
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField, StringField

from caseapp.domain.actors import Door
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.staff import sessions
from caseapp.web import shown, signing
from caseapp.web.access import access
from caseapp.web.forms import Form, at_most, needed
from caseapp.web.work import unit_of_work

bp = Blueprint("auth", __name__)
Page = str | BaseResponse | tuple[str, int]


class SignInForm(Form):
    login = StringField(_l("Sign-in name"), [needed(_l("Enter your sign-in name.")), at_most(100)])
    password = PasswordField(_l("Password"), [needed(_l("Enter your password.")), at_most(500)])


class ChangeForm(Form):
    old = PasswordField(_l("Present password"), [needed(_l("Enter your present password.")), at_most(500)])
    new = PasswordField(_l("New password (12 signs or more)"), [needed(_l("Enter a new password.")), at_most(500)])


def _onward() -> str:
    """Only an address of a page of this app; else the first page that this person may enter."""
    asked = request.args.get("next", "")
    return asked if _is_own_page(asked) else url_for("auth.home")


def _is_own_page(address: str) -> bool:
    """Browsers drop control signs and take a backslash for a slash: neither stands in an address of ours."""
    if not re.fullmatch(r"/[^/\\\s\x00-\x20][^\\\s\x00-\x20]*", address):
        return False
    try:
        parts = urlsplit(address)
        current_app.create_url_adapter(request).match(unquote(parts.path), method="GET")  # type: ignore[union-attr]
    except (ValueError, HTTPException):
        return False
    return not (parts.scheme or parts.netloc)


def _signed_in(token: str, target: str) -> BaseResponse:
    response = redirect(target)
    signing.remember(response, token)
    return response


@bp.route("/sign-in", methods=["GET", "POST"])
@access(Permission.ANYONE)
def sign_in() -> Page:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(Door.AUTH) as uow:
                token = sessions.sign_in(uow, form.login.data, form.password.data)
            if token is None:
                raise RuleBroken(Reason.WRONG_SIGN_IN)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _signed_in(token, _onward())
    return render_template("auth/sign_in.html", form=form), 400 if form.is_submitted() else 200


@bp.route("/home")
@access(Permission.SIGNED_IN)
def home() -> Page:
    pages = shown.navigation()
    return redirect(pages[0]["url"]) if pages else render_template("auth/nothing.html")


@bp.route("/password", methods=["GET", "POST"])
@access(Permission.SIGNED_IN)
def change_password() -> Page:
    form, someone = ChangeForm(), signing.current()
    if form.validate_on_submit() and someone is not None:
        try:
            with unit_of_work(Door.AUTH) as uow:
                token = sessions.change_password(uow, someone.user_id, form.old.data, form.new.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _signed_in(token, url_for("auth.home"))
    return render_template("auth/password.html", form=form, someone=someone), 400 if form.is_submitted() else 200


@bp.route("/sign-out", methods=["POST"])
@access(Permission.SIGNED_IN)
def sign_out() -> Page:
    if Form().validate():
        token = request.cookies.get(signing.cookie_name(), "")
        with unit_of_work(Door.AUTH) as uow:
            sessions.sign_out(uow, token)
    response: Response = redirect(url_for("auth.sign_in"))  # type: ignore[assignment]
    signing.forget(response)
    return response
