"""What the list of projects shows, and how its address says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import bulatkan_skala
from ahsp_app.calc.teks import rapikan
from ahsp_app.queries.dasbor import ARAH, TAB, URUT, BarisProyek, HalamanProyek, Saring

NAMA_TAB: Final = {"aktif": N_("Aktif"), "arsip": N_("Arsip"), "sampah": N_("Sampah")}
NAMA_URUT: Final = {
    "diubah": N_("Terakhir diubah"),
    "nama": N_("Nama"),
    "tahun": N_("Tahun"),
    "anggaran": N_("Anggaran"),
    "total": N_("Total"),
}
_BAKU: Final = Saring()


@dataclass(frozen=True, slots=True)
class Anggaran:
    """Budget against total. `terpakai` is for a gauge of 0 to 100; `selisih` is never negative."""

    jenis: str
    selisih: Decimal
    terpakai: str


@dataclass(frozen=True, slots=True)
class Daftar:
    """The page of the list with its filters."""

    isi: HalamanProyek
    saring: Saring

    @property
    def baru(self) -> bool:
        """Nobody has made a project yet, of whatever state."""
        return not any(self.isi.per_tab.values())

    @property
    def kosong(self) -> bool:
        """Nothing has come to this tab, as opposed to: the filters leave nothing."""
        return self.isi.per_tab[self.saring.tab] == 0

    def args(self, **beda: Any) -> dict[str, Any]:
        """The filters as an address; `beda` changes some of them."""
        halaman = 1 if beda else self.isi.halaman
        isi = asdict(replace(self.saring, **{"halaman": halaman} | beda))
        return {nama: nilai for nama, nilai in isi.items() if nilai != getattr(_BAKU, nama)}

    def args_urut(self, urut: str) -> dict[str, Any]:
        """Sort by this; once more turns it round."""
        if urut == self.saring.urut:
            return self.args(arah="naik" if self.saring.arah == "turun" else "turun")
        return self.args(urut=urut, arah="naik" if urut == "nama" else "turun")

    def aria_urut(self, urut: str) -> str:
        """The state of a column for screen readers."""
        if urut != self.saring.urut:
            return "none"
        return "ascending" if self.saring.arah == "naik" else "descending"

    def anggaran(self, baris: BarisProyek) -> Anggaran | None:
        """How a project stands against its budget; None without one."""
        if baris.anggaran is None or baris.sisa is None:
            return None
        jenis = "lebih" if baris.sisa < 0 else "pas" if baris.sisa == 0 else "cukup"
        bagian = (
            Fraction(baris.dibulatkan) / Fraction(baris.anggaran) if baris.anggaran else Fraction(int(jenis == "lebih"))
        )
        terpakai = Decimal(bulatkan_skala(min(bagian, Fraction(1)) * 100, 1)) / 10
        return Anggaran(jenis, abs(baris.sisa), cetak_kanonik(terpakai))


def baca_saring(args: Mapping[str, str]) -> Saring:
    """Filters of an address; what makes no sense is as if it were not there."""
    return Saring(
        tab=_pilih(args, "tab", TAB),
        cari=rapikan(args.get("cari", ""))[:100],
        tahun=_bulat(args.get("tahun", ""), 4),
        sumber=rapikan(args.get("sumber", ""))[:255],
        urut=_pilih(args, "urut", URUT),
        arah=_pilih(args, "arah", ARAH),
        halaman=_bulat(args.get("halaman", ""), 6) or 1,
    )


def _pilih(args: Mapping[str, str], nama: str, boleh: tuple[str, ...]) -> str:
    nilai = args.get(nama, "")
    return nilai if nilai in boleh else boleh[0]


def _bulat(teks: str, digit: int) -> int | None:
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) <= digit else None
