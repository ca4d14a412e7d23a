"""The fixtures themselves: isolation between tests, and requests that forget to commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result
from flask import Flask, Response, request
from sqlalchemy import text

from ahsp_app.extensions import db, huey
from ahsp_app.models import Detak
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from tests.client import watch_for_leftovers


@pytest.mark.parametrize("_", [1, 2])
def test_what_one_test_commits_another_does_not_see(db: Any, _: int) -> None:
    rows = db.session.scalar(text("SELECT count(*) FROM detak"))
    assert rows == 0
    db.session.execute(text("INSERT INTO detak (nama, pada) VALUES ('uji', now())"))
    db.session.commit()
    assert db.session.scalar(text("SELECT count(*) FROM detak")) == 1


def test_migrated_database(db: Any) -> None:
    assert db.session.scalar(text("SELECT version_num FROM alembic_version"))


def test_request_has_its_own_session(app: Flask, db: Any, client: Any) -> None:
    db.session.execute(text("INSERT INTO detak (nama, pada) VALUES ('uji', now())"))
    assert client.get("/health/").get_json()["pekerja"] == "ok"


def test_jobs_run_in_this_application_after_a_command(app: Flask, db: Any, ahsp: Callable[..., Result]) -> None:
    assert ahsp("katalog", "cari", "beton", "--json").exit_code == 0
    with huey.konteks() as konteks:
        assert konteks.app is app


def test_forgotten_commits_fail_the_test(app_lain: Callable[..., Flask]) -> None:
    app = app_lain()
    watch_for_leftovers(app)

    @aturan(Akses.UMUM, Batas.POLL)
    def writes() -> str:
        db.session.add(Detak(nama=request.method, pada=datetime.now(UTC)))
        db.session.flush()
        return "ok"

    def too_late(answer: Response) -> Response:
        if request.path == "/lambat":
            db.session.add(Detak(nama="lambat", pada=datetime.now(UTC)))
        return answer

    app.after_request_funcs[None].insert(0, too_late)  # first in the list runs last: after the commit
    app.add_url_rule("/uji", "uji", view_func=writes, methods=["GET", "POST"])
    app.add_url_rule("/lambat", "lambat", view_func=writes, methods=["POST"])
    assert app.test_client().post("/uji").status_code == 200
    with pytest.raises(pytest.fail.Exception, match="GET /uji changes rows"):
        app.test_client().get("/uji")
    with pytest.raises(pytest.fail.Exception, match="POST /lambat leaves uncommitted changes"):
        app.test_client().post("/lambat")
