"""What must be true before the application starts; each failure is one sentence that says what to do."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.lokal.lock import Lock

MIGRATIONS: Final = Path(__file__).resolve().parents[2] / "migrations"
OLDEST_POSTGRES: Final = 15


def check_port(host: str, port: int) -> None:
    """Refuse a port that someone listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Galat(
                "porta", N_("Porta %(porta)s hanya boleh dipakai root; pilih di atas 1023."), porta=port
            ) from error
        except OSError as error:
            raise Galat(
                "porta",
                N_("Porta %(porta)s di %(host)s tidak dapat dipakai (%(sebab)s); pilih yang lain: `ahsp up --port N`."),
                porta=port,
                host=host,
                sebab=error.strerror,
            ) from error


def lock_instance(var: Path, pid: int) -> Lock:
    """Be the only one on this folder. The kernel lets go when we die."""
    lock = Lock(var / "ahsp.lock")
    if not lock.acquire(wait=False):
        holder = lock.read() or "?"
        lock.release()
        raise Galat(
            "sudah_berjalan",
            N_("Aplikasi sudah berjalan di folder %(folder)s (proses %(pid)s); hentikan dulu atau ganti AHSP_VAR."),
            folder=var,
            pid=holder,
        )
    lock.write(f"{pid}\n")
    return lock


def secret_key(var: Path) -> str:
    """The installation's key, made on the first run; sessions survive restarts because it stays."""
    path = var / "kunci-rahasia"
    if not path.exists():
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def check_database(url: str) -> None:
    """Refuse a database that does not answer or is too old."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise Galat(
            "basis_data", N_("Basis data di DATABASE_URL tidak dapat dihubungi: %(sebab)s"), sebab=_first_line(error)
        ) from error
    if version < OLDEST_POSTGRES:
        raise Galat(
            "versi_postgres",
            N_("PostgreSQL di DATABASE_URL versi %(versi)s; dibutuhkan versi %(batas)s atau lebih baru."),
            versi=version,
            batas=OLDEST_POSTGRES,
        )


def check_store(url: str) -> None:
    """Refuse a store that does not answer."""
    try:
        with contextlib.closing(redis.Redis.from_url(url, socket_timeout=5, retry=Retry(NoBackoff(), 0))) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Galat(
            "penyimpan", N_("Penyimpan di REDIS_URL tidak dapat dihubungi: %(sebab)s"), sebab=_first_line(error)
        ) from error


def pending_migrations(url: str) -> Sequence[str]:
    """Revisions the database still lacks, oldest first. Raises Galat when it is newer than this program."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- a third of a second, and only starting needs it
    from alembic.script.revision import RevisionError  # noqa: PLC0415

    scripts = ScriptDirectory(str(MIGRATIONS))
    with psycopg.connect(url, connect_timeout=10) as connection:
        known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known and known[0] else None
    current = row[0] if row else "base"
    try:
        return [script.revision for script in reversed(list(scripts.iterate_revisions("heads", current)))]
    except RevisionError as error:
        raise Galat(
            "basis_data_baru",
            N_("Basis data memakai susunan %(revisi)s yang tidak dikenal aplikasi ini; pasang versi yang lebih baru."),
            revisi=current,
        ) from error


def refuse_pending(pending: Sequence[str]) -> None:
    """The sentence about migrations that must be run by hand."""
    if pending:
        raise Galat(
            "migrasi",
            N_("Susunan basis data tertinggal %(banyak)s langkah; jalankan `ahsp migrate` dulu."),
            banyak=len(pending),
        )


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
