"""Words in templates, quickly: a page has hundreds of them, and each is looked up once per language."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

# Far more than the templates have; texts that come from elsewhere may not fill the memory.
MAKS_KATA = 5_000
_kamus: dict[str, dict[str, Markup]] = {}


def init_app(app: Flask) -> None:
    """Replace the `_` of Flask-Babel, which asks five times who is reading before every word."""
    app.jinja_env.globals["_"] = kata


@pass_eval_context
def kata(konteks: EvalContext, teks: str, **isi: Any) -> str:
    """The text in the reader's language with its placeholders filled; what is filled in is escaped."""
    kamus = _kamus_kini()
    jadi: str | None = kamus.get(teks)
    if jadi is None:
        if len(kamus) >= MAKS_KATA:
            kamus.clear()
        jadi = kamus[teks] = Markup(get_translations().ugettext(teks))  # noqa: S704 -- our own words, not a user's
    if not konteks.autoescape:
        jadi = str(jadi)
    return jadi % isi if "%" in jadi else jadi


def _kamus_kini() -> dict[str, Markup]:
    """What has been looked up in the reader's language; the language of a request may change on the way."""
    bahasa = getattr(g.get("_flask_babel"), "babel_locale", None)
    ingatan: tuple[object, dict[str, Markup]] | None = g.get("kata")
    if ingatan is None or bahasa is None or ingatan[0] is not bahasa:
        bahasa = get_locale()
        ingatan = g.kata = (bahasa, _kamus.setdefault(str(bahasa), {}))
    return ingatan[1]
