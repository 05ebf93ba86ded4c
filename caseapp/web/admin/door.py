"""The blueprint itself, so that the rooms of this door can register their views on it."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")
