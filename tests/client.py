"""The test client: requests in contexts of their own, and none may leave the database half changed."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest
from flask import Flask, Response, has_app_context, request
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from ahsp_app.extensions import db, huey

LEFT = "uji_sisa"
WRITTEN = "uji_tertulis"
SAFE = {"GET", "HEAD", "OPTIONS"}


class Client(FlaskClient):
    """Each request runs in contexts of its own, as on a server, even inside the context of the `db` fixture.

    What the test itself has written is committed first. A request that leaves changes behind fails the test.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send one request."""
        if has_app_context():
            db.session.commit()
        # Inside `with client:` the test wants to look at the request's own context afterwards.
        run = _run_here if self.preserve_context else contextvars.Context().run
        answer = run(super().open, *args, **kwargs)
        left = self.application.extensions[LEFT]
        if left:
            message = "; ".join(left)
            left.clear()
            pytest.fail(message)
        return answer


def queue_of(app: Flask) -> None:
    """Give the queue back to this application after another was made in the process.

    Else jobs would run in the other one, and open connections there that nobody closes any more.
    """
    huey.init_app(app, app.extensions["settings"])


def _run_here(send: Any, *args: Any, **kwargs: Any) -> Any:
    return send(*args, **kwargs)


def watch_for_leftovers(app: Flask) -> None:
    """Give the application this client, and note what its requests leave behind."""
    left: list[str] = []
    app.extensions[LEFT] = left
    app.test_client_class = Client
    _note_writes(db.session.session_factory.class_)

    @app.after_request  # registered last, so it runs before the request's own end of the transaction
    def before_the_end(answer: Response) -> Response:
        if request.method in SAFE and answer.status_code < 400 and _changed():
            left.append(f"{request.method} {request.path} changes rows")
        return answer

    @app.teardown_request
    def after_the_end(_error: BaseException | None) -> None:
        if _changed():
            left.append(f"{request.method} {request.path} leaves uncommitted changes")


def _note_writes(session_class: type[Session]) -> None:
    @event.listens_for(session_class, "after_flush")
    def flushed(session: Session, _context: object) -> None:
        session.info[WRITTEN] = True

    @event.listens_for(session_class, "do_orm_execute")
    def executed(state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            state.session.info[WRITTEN] = True

    @event.listens_for(session_class, "after_transaction_end")
    def ended(session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            session.info.pop(WRITTEN, None)


def _changed() -> bool:
    session = db.session()
    return bool(session.info.get(WRITTEN) or session.new or session.deleted or session.dirty)
