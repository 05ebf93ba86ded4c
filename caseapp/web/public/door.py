"""The blueprint itself, so that the rooms of this door can register their views on it."""

from flask import Blueprint

bp = Blueprint("public", __name__)
