"""Extension instances, and the one place that binds them to an application."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_caching import Cache
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from ahsp_app.antrean import Antrean
from ahsp_app.config import Settings
from ahsp_app.models import Base

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
cache = Cache()
htmx = Htmx()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)  # every rule names its own key, see web/aturan.py
huey = Antrean()


def init_app(app: Flask, settings: Settings) -> None:
    """Bind everything; the order matters only where a comment says so."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS), compare_type=True)
    login.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    cache.init_app(app)
    htmx.init_app(app)
    huey.init_app(app, settings)
