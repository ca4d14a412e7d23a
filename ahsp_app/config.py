"""Settings: read once from the environment, typed, with defaults that are safe in production."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

# Per user (per address for visitors). "limits" notation; a setting may loosen or tighten each one.
BATAS_BAKU: Mapping[str, str] = {
    "read": "100/minute",
    "write": "20/minute",
    "cell": "240/minute",
    "poll": "120/minute",
    "bulk": "5/5 minutes",
    "export": "10/minute",
    "import": "10/hour",
    "login": "10/minute",
}


_SURAT = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+")
AKAR = Path(__file__).resolve().parents[1]


def folder_var(env: Mapping[str, str], akar: Path = AKAR) -> Path:
    """The installation's own folder: AHSP_VAR, else `var` of the checkout the program runs from (`akar`).

    An installed package has no checkout; then it is `var` of the current folder.
    """
    if env.get("AHSP_VAR"):
        return Path(env["AHSP_VAR"]).absolute()
    return (akar if (akar / "pyproject.toml").is_file() else Path.cwd()) / "var"


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may differ between installations. See docs/operator.md for the list in words."""

    secret_key: str
    var_dir: Path = Path("var")
    database_url: str | None = None
    database_pooler: str | None = None
    redis_url: str | None = None
    port: int = 8000
    host: str = "127.0.0.1"
    web_workers: int = 2
    web_threads: int = 4
    db_pool: int = 5
    log_level: str = "INFO"
    queue: str = "postgres"
    https: bool = False
    proxies: int = 0
    daftar_terbuka: bool = True
    session_days: int = 30
    zona_waktu: str = "Asia/Jakarta"
    batas_harga_hari: int = 365
    smtp_url: str = ""
    surat_dari: str = ""
    alamat_situs: str = ""
    batas: Mapping[str, str] = field(default_factory=lambda: dict(BATAS_BAKU))
    testing: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises SettingsError naming the variable that is wrong."""
        env = os.environ if env is None else env
        secret = env.get("SECRET_KEY", "")
        if len(secret) < 32:
            raise SettingsError("SECRET_KEY wajib diisi, sedikitnya 32 karakter acak.")
        batas = {nama: env.get(f"BATAS_{nama.upper()}", baku) for nama, baku in BATAS_BAKU.items()}
        smtp_url, surat_dari, alamat_situs = _surat(env)
        return cls(
            secret_key=secret,
            var_dir=folder_var(env),
            database_url=env.get("DATABASE_URL") or None,
            database_pooler=env.get("DATABASE_POOLER") or None,
            redis_url=env.get("REDIS_URL") or None,
            port=_bulat(env, "PORT", 8000),
            host=env.get("HOST", "127.0.0.1"),
            web_workers=_bulat(env, "WEB_WORKERS", 2),
            web_threads=_bulat(env, "WEB_THREADS", 4),
            db_pool=_bulat(env, "DB_POOL", 5),
            log_level=env.get("LOG_LEVEL", "INFO").upper(),
            queue=_pilihan(env, "QUEUE", "postgres", {"postgres", "redis"}),
            https=_ya(env, "HTTPS", baku=False),
            proxies=_bulat(env, "PROXIES", 0),
            daftar_terbuka=_ya(env, "DAFTAR_TERBUKA", baku=True),
            session_days=_bulat(env, "SESSION_DAYS", 30),
            zona_waktu=env.get("ZONA_WAKTU", "Asia/Jakarta"),
            batas_harga_hari=_bulat(env, "BATAS_HARGA_HARI", 365),
            batas=batas,
            smtp_url=smtp_url,
            surat_dari=surat_dari,
            alamat_situs=alamat_situs,
        )

    @property
    def situs(self) -> str:
        """The address that people use, without a slash at its end, for links in mails."""
        return self.alamat_situs or f"http://{self.host}:{self.port}"

    def sqlalchemy_url(self) -> str:
        """The database address in SQLAlchemy's spelling for psycopg 3. Raises SettingsError when there is none."""
        if not self.database_url:
            raise SettingsError("DATABASE_URL belum diisi. Untuk mencoba di satu mesin, pakai `ahsp up`.")
        _, pemisah, sisa = self.database_url.partition("://")
        if not pemisah or not self.database_url.startswith(("postgres://", "postgresql://", "postgresql+psycopg://")):
            raise SettingsError("DATABASE_URL harus berbentuk postgresql://pengguna:sandi@host/nama.")
        return f"postgresql+psycopg://{sisa}"

    def engine_options(self) -> dict[str, object]:
        """Pool and driver options; behind PgBouncer in transaction mode no statement may stay prepared."""
        connect: dict[str, object] = {"connect_timeout": 10}
        if self.database_pooler == "transaction":
            connect["prepare_threshold"] = None
        return {
            "pool_size": self.db_pool,
            "max_overflow": self.db_pool,
            "pool_pre_ping": True,
            "pool_recycle": 1800,
            "connect_args": connect,
        }

    def flask(self) -> dict[str, object]:
        """The same settings in the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.testing,
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url(),
            "SQLALCHEMY_ENGINE_OPTIONS": self.engine_options(),
            "PERMANENT_SESSION_LIFETIME": timedelta(days=self.session_days),
            "SESSION_COOKIE_NAME": "__Host-sesi" if self.https else "sesi",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PREFERRED_URL_SCHEME": "https" if self.https else "http",
            # A sheet stays open all day: the token lives as long as the session.
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": 50 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,
            "RATELIMIT_STORAGE_URI": _alamat_pembatas(self.redis_url),
            "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1} if self.redis_url else {},
            "RATELIMIT_STRATEGY": "sliding-window-counter",
            # Headers on every answer would ask the store twice; 429 gets its Retry-After in web/galat.py.
            "RATELIMIT_HEADERS_ENABLED": False,
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(self.redis_url),
            "RATELIMIT_KEY_PREFIX": "ahsp",
            "CACHE_TYPE": "RedisCache" if self.redis_url else "SimpleCache",
            "CACHE_REDIS_URL": self.redis_url,
            "CACHE_KEY_PREFIX": "ahsp:",
            "BABEL_DEFAULT_LOCALE": "id",
            "BABEL_DEFAULT_TIMEZONE": self.zona_waktu,
        }


def _bulat(env: Mapping[str, str], nama: str, baku: int) -> int:
    teks = env.get(nama, str(baku))
    if not teks.isdecimal():
        raise SettingsError(f"{nama} harus bilangan bulat, bukan “{teks}”.")
    return int(teks)


def _ya(env: Mapping[str, str], nama: str, *, baku: bool) -> bool:
    teks = env.get(nama, "1" if baku else "0").lower()
    if teks not in {"1", "0", "true", "false", "ya", "tidak"}:
        raise SettingsError(f"{nama} harus 1 atau 0, bukan “{teks}”.")
    return teks in {"1", "true", "ya"}


def _pilihan(env: Mapping[str, str], nama: str, baku: str, boleh: set[str]) -> str:
    teks = env.get(nama, baku)
    if teks not in boleh:
        raise SettingsError(f"{nama} harus salah satu dari {', '.join(sorted(boleh))}, bukan “{teks}”.")
    return teks


def _surat(env: Mapping[str, str]) -> tuple[str, str, str]:
    """Where mails go, from whom they come, and the address that their links begin with."""
    url, dari = env.get("SMTP_URL", "").strip(), env.get("SURAT_DARI", "").strip()
    situs = env.get("ALAMAT_SITUS", "").strip().rstrip("/")
    if url and not _alamat(url, {"smtp", "smtps"}):
        raise SettingsError("SMTP_URL harus berbentuk smtp://pengguna:sandi@host:587 atau smtps://….")
    if situs and not _alamat(situs, {"http", "https"}):
        raise SettingsError(f"ALAMAT_SITUS harus berbentuk https://nama-situs, bukan “{situs}”.")
    if dari and not _SURAT.fullmatch(dari):
        raise SettingsError(f"SURAT_DARI harus satu alamat surat, bukan “{dari}”.")
    if url and not (dari and situs):
        raise SettingsError("SMTP_URL perlu SURAT_DARI (alamat pengirim) dan ALAMAT_SITUS (untuk tautan di surat).")
    return url, dari, situs


def _alamat(url: str, skema: set[str]) -> bool:
    """Whether this is an address of one of these kinds: with a host, a port that can be, and nothing asked for."""
    try:
        bagian = urlsplit(url)
        return bagian.scheme in skema and bool(bagian.hostname) and bagian.port != 0 and not bagian.query
    except ValueError:
        return False


def _alamat_pembatas(redis_url: str | None) -> str:
    """The limiter's spelling of the store's address; without a store each process counts for itself."""
    if not redis_url:
        return "memory://"
    return f"redis+{redis_url}" if redis_url.startswith("unix://") else redis_url
