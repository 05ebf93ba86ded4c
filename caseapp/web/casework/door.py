"""The blueprint itself, so that the rooms of this door can register their views on it."""

from flask import Blueprint

bp = Blueprint("casework", __name__, url_prefix="/casework")
