"""The blueprint, apart from its views so that each file of them can register on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("dokumen", __name__, url_prefix="/proyek/<int:proyek_id>/dokumen")
