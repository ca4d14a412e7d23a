"""One analysis as its printed form: groups A, B, C, LAIN with their rows, then D, E, F; every amount exact.

A nested work is one LAIN row here: koefisien × its D. What it stands for is in `isi`, so printed lines add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import (
    Baris,
    Biaya,
    Harga,
    Kategori,
    harga_satuan,
    hitung_biaya,
    hitung_harga,
    hitung_harga_langsung,
)
from ahsp_app.calc.angka import Konteks, cetak_isian
from ahsp_app.calc.galat import N_
from ahsp_app.calc.nomor import nomor_pekerjaan
from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.rumus import tampil_rumus
from ahsp_app.errors import NotFound
from ahsp_app.models import Proyek
from ahsp_app.queries.total import sebut_pembulatan

HURUF: Mapping[str, str] = {"TK": "A", "BHN": "B", "ALT": "C", "LAIN": "LAIN"}


class Pekerjaan(NamedTuple):
    """The work whose analysis is shown, or one that is nested in it."""

    id: int
    klasifikasi_id: int
    urut: int
    nomor: str
    kode: str | None
    uraian: str
    satuan: str
    volume: Decimal | None
    rumus: str | None
    margin_persen: Decimal | None
    harga_langsung: Decimal | None
    sumber: str
    edisi: str | None
    kode_referensi: str | None
    versi: int

    @property
    def rumus_tampil(self) -> str:
        """The formula of its volume as it is typed."""
        return tampil_rumus(self.rumus)


class Konversi(NamedTuple):
    """A price per purchase unit: harga_beli for one satuan_beli, which is `faktor` base units."""

    harga_beli: Decimal | None
    faktor: Decimal
    satuan_beli: str


@dataclass(frozen=True, slots=True)
class Komponen:
    """One row. `harga` is exact rupiah per unit, for a nested work its D; None is missing, which is not free.

    `versi` names everything the row's cells can change: the row, the resource it uses, and that resource.
    """

    id: int
    kategori: str
    koefisien: Decimal
    versi: str
    item_id: int | None
    sub_id: int | None
    kode: str
    uraian: str
    satuan: str
    harga: Fraction | None
    konversi: Konversi | None
    sumber_harga: str
    langsung: bool = False
    kurang: frozenset[str] = frozenset()
    isi: tuple[Komponen, ...] = ()

    @property
    def jumlah(self) -> Fraction | None:
        """koefisien × harga."""
        return None if self.harga is None else Fraction(self.koefisien) * self.harga

    @property
    def isian_koefisien(self) -> str:
        """The coefficient as it stands in its field."""
        return cetak_isian(self.koefisien, Konteks.KOEFISIEN)

    @property
    def isian_harga(self) -> str:
        """The price as it stands in its field."""
        return "" if self.harga is None else cetak_isian(self.harga, Konteks.UANG)


@dataclass(frozen=True, slots=True)
class Kelompok:
    """A, B, C or LAIN; printed also when it is empty."""

    kategori: str
    baris: tuple[Komponen, ...]

    @property
    def huruf(self) -> str:
        """Its letter in the printed form."""
        return HURUF[self.kategori]

    @property
    def jumlah(self) -> Fraction:
        """Sum of its printed rows; a missing price counts 0."""
        return sum((b.jumlah or Fraction(0) for b in self.baris), Fraction(0))


@dataclass(frozen=True, slots=True)
class Analisa:
    """The whole form, in rupiah per unit of the work; `sebelum` is D + E, or the direct price, before rounding."""

    pekerjaan: Pekerjaan
    kelompok: tuple[Kelompok, ...]
    langsung: Fraction
    margin_persen: Decimal
    margin: Fraction
    sebelum: Fraction
    hsp: Decimal
    jumlah_sebelum: Fraction
    jumlah: Decimal
    bulat_hsp: str
    bulat_jumlah: str

    @property
    def isian_margin(self) -> str:
        """The margin of this work as it stands in its field; empty follows the project."""
        margin = self.pekerjaan.margin_persen
        return "" if margin is None else cetak_isian(margin, Konteks.PERSEN)

    @property
    def isian_langsung(self) -> str:
        """The direct price as it stands in its field."""
        harga = self.pekerjaan.harga_langsung
        return "" if harga is None else cetak_isian(harga, Konteks.UANG)

    @property
    def dibulatkan(self) -> bool:
        """Whether rounding moved F."""
        return self.sebelum != self.hsp

    @property
    def kosong(self) -> bool:
        """No rows at all."""
        return not any(k.baris for k in self.kelompok)


class _Isi(NamedTuple):
    """One component as read, with the resource it uses."""

    id: int
    kategori: str
    koefisien: Decimal
    versi: int
    sub_id: int | None
    item_id: int | None
    versi_item: int
    kode: str | None
    uraian: str
    satuan: str
    harga: Decimal | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    satuan_beli: str
    sumber_harga: str

    @property
    def harga_satuan(self) -> Fraction | None:
        """Exact rupiah per unit."""
        return harga_satuan(self.harga, self.harga_beli, self.faktor)


# The work and every work nested below it: one row per component, and one for a work without any.
_TURUN = text("""
    WITH RECURSIVE turun AS (
        SELECT id FROM pekerjaan WHERE proyek_id = :p AND id = :id AND sampah_id IS NULL
        UNION
        SELECT k.sub_id FROM komponen k JOIN turun ON k.pekerjaan_id = turun.id
        WHERE k.sub_id IS NOT NULL AND k.sampah_id IS NULL
    )
    SELECT w.id, w.klasifikasi_id, w.urut, w.nomor, w.kode, w.uraian, w.satuan, w.volume,
           '=' || ltrim(w.rumus, ' ='), w.margin_persen,
           w.harga_langsung, w.sumber, w.referensi->>'edisi', w.referensi->>'kode', w.versi,
           k.id, k.kategori, k.koefisien, k.versi, k.sub_id, h.id, h.versi, h.kode, h.uraian, h.satuan,
           h.harga, h.harga_beli, h.faktor, h.satuan_beli, h.sumber_harga
    FROM turun JOIN pekerjaan w ON w.id = turun.id
    LEFT JOIN komponen k ON k.pekerjaan_id = w.id AND k.sampah_id IS NULL
    LEFT JOIN harga_item h ON h.id = k.harga_item_id
    ORDER BY w.id, k.urut
""")
_LEBAR = len(Pekerjaan._fields)


def get_analisa(sesi: Session, proyek: Proyek, pekerjaan_id: int) -> Analisa:
    """The analysis of a work of the project. One statement. Raises NotFound."""
    pekerjaan: dict[int, Pekerjaan] = {}
    komponen: dict[int, list[_Isi]] = {}
    for b in sesi.execute(_TURUN, {"p": proyek.id, "id": pekerjaan_id}):
        wid, klasifikasi_id, urut, nomor, *sisa = b[:_LEBAR]
        pekerjaan[wid] = Pekerjaan(wid, klasifikasi_id, urut, nomor or nomor_pekerjaan(urut), *sisa)
        isi = komponen.setdefault(wid, [])
        if b[_LEBAR] is not None:
            isi.append(_Isi._make(b[_LEBAR:]))
    if pekerjaan_id not in pekerjaan:
        raise NotFound(N_("Pekerjaan ini sudah dihapus di jendela lain."))
    biaya = _hitung(pekerjaan, komponen)
    baris = [_baris(b, pekerjaan, komponen, biaya, buka=True) for b in komponen[pekerjaan_id]]
    return _susun(proyek, pekerjaan[pekerjaan_id], baris, biaya[pekerjaan_id].langsung)


def _susun(proyek: Proyek, p: Pekerjaan, baris: Iterable[Komponen], langsung: Fraction) -> Analisa:
    bulat_hsp = Pembulatan(Mode(proyek.bulat_hsp_mode), proyek.bulat_hsp_langkah)
    bulat_jumlah = Pembulatan(Mode(proyek.bulat_jumlah_mode), proyek.bulat_jumlah_langkah)
    persen = proyek.margin_persen if p.margin_persen is None else p.margin_persen
    if p.harga_langsung is not None:
        baris, langsung = (), Fraction(p.harga_langsung)
        harga = hitung_harga_langsung(p.harga_langsung, p.volume, bulat_hsp, bulat_jumlah)
    else:
        harga = hitung_harga(langsung, persen, p.volume, bulat_hsp, bulat_jumlah)
    baris = tuple(baris)
    return Analisa(
        pekerjaan=p,
        kelompok=tuple(Kelompok(kat, tuple(b for b in baris if b.kategori == kat)) for kat in HURUF),
        langsung=langsung,
        margin_persen=persen,
        margin=harga.margin,
        sebelum=langsung + harga.margin,
        hsp=harga.hsp,
        jumlah_sebelum=Fraction(p.volume or 0) * Fraction(harga.hsp),
        jumlah=harga.jumlah,
        bulat_hsp=sebut_pembulatan("hsp", bulat_hsp),
        bulat_jumlah=sebut_pembulatan("jumlah", bulat_jumlah),
    )


def _hitung(pekerjaan: Mapping[int, Pekerjaan], komponen: Mapping[int, Iterable[_Isi]]) -> dict[int, Biaya]:
    """Direct cost of the work and of those it nests; one priced directly is one LAIN row of its own."""
    analisa: dict[int, list[Baris]] = {}
    harga: dict[int, Harga] = {}
    for wid, p in pekerjaan.items():
        if p.harga_langsung is not None:
            analisa[wid] = [Baris(Decimal(1), item=-wid)]  # ids are positive
            harga[-wid] = Harga(Kategori.LAIN, Fraction(p.harga_langsung))
            continue
        analisa[wid] = [Baris(b.koefisien, b.item_id, b.sub_id) for b in komponen[wid]]
        for b in komponen[wid]:
            if b.item_id is not None:
                harga[b.item_id] = Harga(Kategori(b.kategori), b.harga_satuan)
    return hitung_biaya(analisa, harga)


def _baris(
    b: _Isi,
    pekerjaan: Mapping[int, Pekerjaan],
    komponen: Mapping[int, list[_Isi]],
    biaya: Mapping[int, Biaya],
    *,
    buka: bool,
) -> Komponen:
    if b.sub_id is None:
        return Komponen(
            id=b.id,
            kategori=b.kategori,
            koefisien=b.koefisien,
            versi=f"{b.versi}.{b.item_id}.{b.versi_item}",
            item_id=b.item_id,
            sub_id=None,
            kode=b.kode or "",
            uraian=b.uraian,
            satuan=b.satuan,
            harga=b.harga_satuan,
            konversi=None if b.faktor is None else Konversi(b.harga_beli, b.faktor, b.satuan_beli),
            sumber_harga=b.sumber_harga,
        )
    p, isi = pekerjaan[b.sub_id], biaya[b.sub_id]
    kurang = {"analisa": isi.tanpa_analisa, "harga": isi.tanpa_harga}
    return Komponen(
        id=b.id,
        kategori=b.kategori,
        koefisien=b.koefisien,
        versi=str(b.versi),
        item_id=None,
        sub_id=b.sub_id,
        kode=p.kode or "",
        uraian=p.uraian,
        satuan=p.satuan,
        harga=isi.langsung,
        konversi=None,
        sumber_harga="",
        langsung=p.harga_langsung is not None,
        kurang=frozenset(nama for nama, ada in kurang.items() if ada),
        isi=tuple(_baris(x, pekerjaan, komponen, biaya, buka=False) for x in komponen[b.sub_id]) if buka else (),
    )
