"""What commands say: people read sentences, programs read exactly one JSON document on standard output."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

import click

from ahsp_app.calc.galat import Galat

F = TypeVar("F", bound=Callable[..., Any])
_STDOUT = "ahsp.stdout"


def opsi_json(command: F) -> F:
    """Add `--json`. While it is on, whatever else is printed goes to standard error."""
    return click.option(
        "--json",
        "sebagai_json",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_mulai_json,
        help="Cetak satu dokumen JSON.",
    )(command)


def berupa_json() -> bool:
    """Whether the running command was given `--json`."""
    return _STDOUT in click.get_current_context().meta


def cetak(dokumen: Any) -> None:
    """Print the one JSON document; decimals become strings as kontrak says."""
    tujuan = click.get_current_context().meta.get(_STDOUT)
    click.echo(json.dumps(dokumen, ensure_ascii=False, default=_teks), file=tujuan)


def kata(teks: str) -> None:
    """Say something to people: on standard output, or on standard error beside a JSON document."""
    click.echo(teks)


def tolak(*galat: Galat) -> NoReturn:
    """Refuse with reasons and exit code 1. Each `jalur` is the place in a file, when the error knows one."""
    if berupa_json():
        cetak({"galat": [{"jalur": _jalur(g), "kode": g.kode, "pesan": str(g)} for g in galat]})
    for g in galat:
        jalur = _jalur(g)
        click.echo(f"{jalur}: {g}" if jalur else str(g), err=True)
    click.get_current_context().exit(1)


def _jalur(galat: Galat) -> str:
    return getattr(galat, "jalur", "") or getattr(galat, "kolom", "")


def _mulai_json(ctx: click.Context, _param: click.Parameter, nilai: bool) -> None:
    if nilai and _STDOUT not in ctx.meta:
        ctx.meta[_STDOUT] = sys.stdout
        ctx.find_root().with_resource(contextlib.redirect_stdout(sys.stderr))


def _teks(nilai: object) -> str:
    if isinstance(nilai, Decimal):
        return f"{nilai:f}"
    if isinstance(nilai, date):
        return nilai.isoformat()
    raise TypeError(f"{type(nilai).__name__} has no place in JSON")
