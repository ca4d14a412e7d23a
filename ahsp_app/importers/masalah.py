"""Faults and warnings found in a file, each with the place where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ahsp_app.calc.galat import N_, Galat

MAKS_MASALAH: Final = 200


@dataclass(frozen=True, slots=True)
class Masalah:
    """`jalur` is the place ("klasifikasi[0].pekerjaan[1].volume"), `pola` % `isi` the Indonesian sentence."""

    jalur: str
    kode: str
    pola: str
    isi: Mapping[str, object] = field(default_factory=dict)

    @property
    def pesan(self) -> str:
        """The sentence."""
        return _tampak(self.pola % self.isi if self.isi else self.pola)

    def sebagai_json(self) -> dict[str, str]:
        """As commands print it."""
        return {"jalur": self.jalur, "kode": self.kode, "pesan": self.pesan}


def _tampak(teks: str) -> str:
    """The text with broken halves of characters made visible, so that it can be written anywhere."""
    return teks.encode("utf-8", "replace").decode("utf-8")


class Catatan:
    """Collects problems in the order they are found; after MAKS_MASALAH faults it only says that there are more."""

    def __init__(self) -> None:
        self.galat: list[Masalah] = []
        self.peringatan: list[Masalah] = []

    def tolak(self, jalur: str, galat: Galat) -> None:
        """A fault: the file is refused."""
        self._tambah(self.galat, jalur, galat)

    def ingatkan(self, jalur: str, galat: Galat) -> None:
        """A warning: the file is taken, with this said."""
        self._tambah(self.peringatan, jalur, galat)

    @staticmethod
    def _tambah(daftar: list[Masalah], jalur: str, galat: Galat) -> None:
        if len(daftar) < MAKS_MASALAH:
            daftar.append(Masalah(_tampak(jalur), galat.kode, galat.pola, galat.isi))
        elif len(daftar) == MAKS_MASALAH:
            pola = N_("Hanya %(batas)s yang pertama disebutkan; masih ada lagi.")
            daftar.append(Masalah("", "terlalu_banyak", pola, {"batas": MAKS_MASALAH}))
