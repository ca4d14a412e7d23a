"""What can go wrong in the core, as plain exceptions. The web layer turns each into one HTTP answer."""

from __future__ import annotations

from typing import Any

from ahsp_app.calc.galat import N_, Galat


class Invalid(Galat):
    """A value that is refused (422). `kolom` names the field, `jalur` the place in a file."""

    def __init__(self, kode: str, pola: str, *, kolom: str = "", jalur: str = "", **isi: object) -> None:
        super().__init__(kode, pola, **isi)
        self.kolom = kolom
        self.jalur = jalur

    @classmethod
    def dari(cls, galat: Galat, *, kolom: str = "", jalur: str = "") -> Invalid:
        """The same refusal, tied to a field or a place."""
        baru = cls.__new__(cls)
        Galat.__init__(baru, galat.kode, galat.pola, **galat.isi)  # what fills the pattern may itself be called jalur
        baru.kolom, baru.jalur = kolom, jalur
        return baru


class Conflict(Galat):
    """Someone else changed the row since it was read (409). `kini` is the row as it is now."""

    def __init__(self, kini: Any) -> None:
        super().__init__("bentrok", N_("Baris ini baru saja diubah di jendela lain."))
        self.kini = kini


class VersionMissing(Galat):
    """An edit that does not say which version it saw (428)."""

    def __init__(self) -> None:
        super().__init__("versi", N_("Versi baris tidak disertakan. Muat ulang halaman lalu coba lagi."))


class NotFound(Galat):
    """No such thing for this person (404); whether it exists for someone else is not told."""

    def __init__(self, pola: str = N_("Tidak ditemukan, atau sudah dihapus.")) -> None:
        super().__init__("tidak_ada", pola)


class NotAllowed(Galat):
    """Known, but not permitted (403)."""

    def __init__(self, pola: str = N_("Anda tidak berhak melakukan ini.")) -> None:
        super().__init__("tidak_berhak", pola)
