"""Accounts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Id, Waktu

TEMA = ("auto", "terang", "gelap")


class Pengguna(Berversi, Base):
    """A person who signs in. Flask-Login's protocol is spelled out here because it is four properties."""

    __tablename__ = "pengguna"
    __table_args__ = (
        Index("uq_pengguna_email", func.lower(text("email")), unique=True),
        CheckConstraint("tema IN ('auto', 'terang', 'gelap')", name="tema"),
        CheckConstraint("length(trim(nama)) > 0", name="nama"),
        CheckConstraint("email LIKE '%_@_%'", name="email"),
    )

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254))
    nama: Mapped[str] = mapped_column(String(120))
    sandi_hash: Mapped[str] = mapped_column(String(255))
    admin: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    aktif: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    # Part of every session's identity: adding one signs out all devices.
    sesi: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    tema: Mapped[str] = mapped_column(String(10), server_default="auto", default="auto")
    bahasa: Mapped[str] = mapped_column(String(5), server_default="id", default="id")
    zona_waktu: Mapped[str] = mapped_column(String(40), server_default="Asia/Jakarta", default="Asia/Jakarta")
    dibuat: Mapped[Waktu]

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """A closed account cannot sign in and its sessions end."""
        return self.aktif

    def get_id(self) -> str:
        """What the session cookie holds: who, and which round of sessions."""
        return f"{self.id}.{self.sesi}"
