"""Rate-limit categories (DESIGN §7). One bucket per user and category, shared by all routes of the category."""

from __future__ import annotations

from enum import StrEnum

from flask import current_app, request
from flask_login import current_user


class Batas(StrEnum):
    """What a request costs; the numbers are settings."""

    READ = "read"
    WRITE = "write"
    CELL = "cell"
    POLL = "poll"
    BULK = "bulk"
    EXPORT = "export"
    IMPORT = "import"
    LOGIN = "login"


def kunci_pembatas() -> str:
    """Whose bucket: the signed-in user's, else the address's."""
    if current_user.is_authenticated:
        return f"pengguna:{current_user.id}"
    return kunci_alamat()


def kunci_alamat() -> str:
    """The caller's address, as told by as many proxies as the operator trusts (PROXIES)."""
    return f"alamat:{request.remote_addr or '-'}"


def kunci_akun() -> str:
    """The account a sign-in is tried for, so that many addresses cannot guess one password."""
    return f"akun:{request.form.get('email', '').strip().lower()[:254]}"


def batas_untuk(kategori: Batas) -> str:
    """The limit in force for a category."""
    nilai: str = current_app.extensions["settings"].batas[kategori.value]
    return nilai
