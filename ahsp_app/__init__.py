"""The application factory: a list of steps, nothing else."""

from __future__ import annotations

from flask import Flask

from ahsp_app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Without `settings` they come from the environment."""
    from ahsp_app import blueprints, extensions, web  # noqa: PLC0415 -- importing ahsp_app.calc needs no framework

    settings = settings or Settings.from_env()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    web.log.init_app(app, settings)
    extensions.init_app(app, settings)
    web.init_app(app, settings)
    blueprints.init_app(app)
    web.aturan.periksa(app)
    return app
