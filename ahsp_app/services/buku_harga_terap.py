"""Prices of a book for a project: what would change, then changing it in one transaction, and taking it back.

Nothing is chosen in silence: only what has the same name and unit is ticked beforehand; the same name with another
unit, the same code with another name, a name that is only alike, or a price far from the one there is, is shown and
waits for a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import func, select

from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.buku_harga import keluarkan_ppn
from ahsp_app.calc.galat import N_
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import DaftarHarga, HargaItem, Riwayat
from ahsp_app.queries.padanan import Padanan, list_padanan
from ahsp_app.services.hitung import Dampak, coba_harga_item, hitung_harga_item
from ahsp_app.services.item import sebut_sumber
from ahsp_app.services.kerja import Kerja, catat, terapkan

MAKS_PPN: Final = 100
# A price that differs by more than this part is not ticked beforehand.
JAUH: Final = Fraction(1, 2)
# Factors between units that lists of prices confuse: m3 and kg, kg and ton, zak and kg.
FAKTOR_SATUAN: Final = (1000, 1400, 50, 40)
DEKAT: Final = Fraction(1, 5)
_DESIMAL: Final = frozenset({"harga", "harga_beli", "faktor"})
BERUBAH: Final = N_("Harga proyek atau buku ini berubah sejak pratinjau dibuka. Periksa lagi, lalu terapkan.")


@dataclass(frozen=True, slots=True)
class HargaBaru:
    """The price columns that a resource would get."""

    harga: Decimal | None
    satuan_beli: str | None = None
    harga_beli: Decimal | None = None
    faktor: Decimal | None = None

    @property
    def satuan(self) -> Fraction | None:
        """Rupiah per base unit, exact."""
        return harga_satuan(self.harga, self.harga_beli, self.faktor)


@dataclass(frozen=True, slots=True)
class Calon:
    """A resource beside a price of the book. `baru` is None while the factor between the units is not known."""

    p: Padanan
    baru: HargaBaru | None
    sumber: str
    faktor: Decimal | None
    """Units of the resource in one unit of the book, where these differ."""
    beda_satuan: bool

    @property
    def kunci(self) -> str:
        """Names it in forms: resource and price."""
        return f"{self.p.item_id}-{self.p.dasar_id}"

    @property
    def lama(self) -> Fraction | None:
        """The price now, per base unit, exact; None when it is missing."""
        return harga_satuan(self.p.harga, self.p.harga_beli, self.p.faktor)

    @property
    def selisih(self) -> Fraction | None:
        """New less old; None when one of them is missing."""
        if self.baru is None or self.baru.satuan is None or self.lama is None:
            return None
        return self.baru.satuan - self.lama

    @property
    def bagian(self) -> Fraction | None:
        """The difference as a part of the old price."""
        return self.selisih / self.lama if self.selisih is not None and self.lama else None

    @property
    def baku(self) -> bool:
        """Whether it is ticked beforehand."""
        return self.p.jenis == "tepat" and not self.jauh

    @property
    def jauh(self) -> bool:
        """Whether the price would change by more than half."""
        return self.bagian is not None and abs(self.bagian) > JAUH

    @property
    def faktor_satuan(self) -> int:
        """The factor between two units by which the prices seem to differ; 0 for none."""
        if not self.jauh or self.baru is None or not self.baru.satuan or not self.lama:
            return 0
        kali = max(self.baru.satuan / self.lama, self.lama / self.baru.satuan)
        return next((n for n in FAKTOR_SATUAN if abs(kali / n - 1) <= DEKAT), 0)

    @property
    def pengaruh(self) -> Fraction:
        """How much it moves the cost of the project, without margin; a missing price counts 0."""
        if self.baru is None or self.baru.satuan is None:
            return Fraction(0)
        return abs(self.baru.satuan - (self.lama or 0)) * Fraction(self.p.kebutuhan)


@dataclass(frozen=True, slots=True)
class Rencana:
    """What a book offers to a project: prices that would change, those that move the total most first."""

    calon: tuple[Calon, ...]
    sama: int
    """Resources whose price is what the book says already, taken from this book."""
    tanpa: tuple[Padanan, ...]
    """Resources that the book does not have."""
    sidik: str
    """Changes when a price of the project or of the book does."""
    sumber: str
    tanggal: date

    @property
    def baku(self) -> set[str]:
        """The rows that are ticked beforehand."""
        return {c.kunci for c in self.calon if c.baku}


@dataclass(frozen=True, slots=True)
class Terapan:
    """What was done: the entry that takes it back, how many prices, and what it reached. `lewat` were left alone."""

    riwayat_id: int
    banyak: int
    dampak: Dampak
    lewat: int = 0


def susun_rencana(
    k: Kerja, buku: DaftarHarga, ppn_persen: Decimal | None = None, faktor: Mapping[str, Decimal] | None = None
) -> Rencana:
    """What the book would change; one statement. `ppn_persen` is taken out of its prices, when they include it.

    `faktor` has what people typed for rows with another unit. Raises Invalid at `ppn_persen`.
    """
    if ppn_persen is not None and not 0 < ppn_persen <= MAKS_PPN:
        raise Invalid("persen", N_("Isi lebih dari 0 sampai 100."), kolom="ppn_persen")
    if not buku.termasuk_ppn:
        ppn_persen = None
    sumber = sebut_sumber(buku, _sebut_ppn(ppn_persen))
    baris = list_padanan(k.sesi, k.proyek.id, buku.id)
    semua = [_calon(p, sumber, ppn_persen, faktor or {}) for p in baris if p.dasar_id is not None]
    calon = [c for c in semua if not _sama(c)]
    calon.sort(key=lambda c: (-c.pengaruh, not c.baku))
    jejak = ";".join(f"{p.item_id}.{p.item_versi}.{p.dasar_id}.{p.dasar_versi}" for p in baris)
    sidik = hashlib.sha256(f"{buku.id}.{buku.versi}|{jejak}".encode()).hexdigest()[:32]
    tanpa = tuple(p for p in baris if p.dasar_id is None)
    return Rencana(tuple(calon), len(semua) - len(calon), tanpa, sidik, sumber, buku.tanggal)


def coba_rencana(k: Kerja, rencana: Rencana, terpilih: Collection[str]) -> Decimal:
    """JUMLAH as it would be with the chosen rows; nothing is written. Three statements."""
    return coba_harga_item(
        k, {c.p.item_id: c.baru.satuan for c in rencana.calon if c.kunci in terpilih and c.baru is not None}
    )


def terapkan_rencana(k: Kerja, buku: DaftarHarga, rencana: Rencana, terpilih: Collection[str], sidik: str) -> Terapan:
    """Write the chosen prices, each with its entry in the history, and one that takes them all back.

    `sidik` is that of the preview the person saw. Raises Invalid when it is another by now, or nothing was chosen.
    """
    if sidik != rencana.sidik:
        raise Invalid("berubah", BERUBAH)
    calon = [c for c in rencana.calon if c.kunci in terpilih]
    if not calon:
        raise Invalid("kosong", N_("Belum ada harga yang dipilih."))
    _periksa(calon)
    sebelum = k.sesi.scalar(select(func.max(Riwayat.id)).where(Riwayat.proyek_id == k.proyek.id)) or 0
    item = _muat(k, [c.p.item_id for c in calon])
    saat = datetime.now(UTC)
    for c in calon:
        b, satu = c.baru, item[c.p.item_id]
        assert b is not None  # noqa: S101 -- _periksa has refused those
        isi = {"harga": b.harga, "satuan_beli": b.satuan_beli, "harga_beli": b.harga_beli, "faktor": b.faktor}
        asal = {"sumber_harga": rencana.sumber, "tanggal_harga": rencana.tanggal, "diubah": saat}
        terapkan(k, satu, isi | asal, "ubah", satu.uraian)
    k.sesi.flush()
    entri = catat(k, "terapkan", "harga_item", None, {"sesudah": sebelum}, {"banyak": len(calon)}, buku.nama)
    k.sesi.flush()
    return Terapan(entri.id, len(calon), hitung_harga_item(k, [c.p.item_id for c in calon]))


def urungkan_terapan(k: Kerja, riwayat_id: int) -> Terapan:
    """Give back the prices that one application of a book replaced, with their sources and dates.

    A price that was changed or deleted since is left as it is (`lewat`). Raises NotFound, Invalid.
    """
    entri = k.sesi.get(Riwayat, riwayat_id)
    if entri is None or (entri.proyek_id, entri.aksi, entri.tabel) != (k.proyek.id, "terapkan", "harga_item"):
        raise NotFound
    r = Riwayat
    dari_sini = (r.proyek_id == k.proyek.id, r.tabel == "harga_item")
    if k.sesi.scalar(select(r.id).where(*dari_sini, r.aksi == "urungkan", r.baris_id == entri.id)) is not None:
        raise Invalid("sudah_pulih", N_("Ini sudah diurungkan."))
    sesudah = (entri.lama or {})["sesudah"]
    ubahan = k.sesi.scalars(select(r).where(*dari_sini, r.aksi == "ubah", r.id > sesudah, r.id < entri.id)).all()
    item = _muat(k, [u.baris_id for u in ubahan if u.baris_id is not None])
    kembali: list[int] = []
    for u in ubahan:
        satu = item.get(u.baris_id or 0)
        if satu is None or any(getattr(satu, n) != v for n, v in _baca(u.baru).items()):
            continue
        terapkan(k, satu, _baca(u.lama), "ubah", satu.uraian)
        kembali.append(satu.id)
    if not kembali:
        raise Invalid("berubah", N_("Semua harga ini sudah diubah lagi sesudahnya; tidak ada yang diurungkan."))
    catat(k, "urungkan", "harga_item", entri.id, None, {"banyak": len(kembali)}, entri.ringkasan)
    return Terapan(entri.id, len(kembali), hitung_harga_item(k, kembali), len(ubahan) - len(kembali))


def _calon(p: Padanan, sumber: str, ppn: Decimal | None, faktor: Mapping[str, Decimal]) -> Calon:
    def bersih(harga: Decimal) -> Decimal:
        return keluarkan_ppn(harga, ppn) if ppn else harga

    assert p.d_harga is not None  # noqa: S101 -- a price of a book always has one
    if p.satuan_kunci == p.d_satuan_kunci:
        if p.d_harga_beli is not None:
            baru = HargaBaru(None, p.d_satuan_beli, bersih(p.d_harga_beli), p.d_faktor)
        else:
            baru = HargaBaru(bersih(p.d_harga))
        return Calon(p, baru, sumber, None, beda_satuan=False)
    if p.d_harga_beli is not None and kunci_satuan(p.d_satuan_beli or "") == p.satuan_kunci:
        # The book buys it in the very unit of the resource.
        return Calon(p, HargaBaru(bersih(p.d_harga_beli)), sumber, None, beda_satuan=False)
    n = faktor.get(f"{p.item_id}-{p.dasar_id}")
    if n is None and kunci_satuan(p.satuan_beli or "") == p.d_satuan_kunci:
        n = p.faktor
    return Calon(p, HargaBaru(None, p.d_satuan, bersih(p.d_harga), n) if n else None, sumber, n, beda_satuan=True)


def _sama(c: Calon) -> bool:
    p, b = c.p, c.baru
    return b is not None and (p.harga, p.satuan_beli, p.harga_beli, p.faktor, p.sumber_harga) == (
        b.harga, b.satuan_beli, b.harga_beli, b.faktor, c.sumber,
    )  # fmt: skip


def _periksa(calon: Iterable[Calon]) -> None:
    dipilih: set[int] = set()
    for c in calon:
        if c.p.item_id in dipilih:
            pola = N_("“%(uraian)s” dipilih dua kali. Pilih satu harga saja.")
            raise Invalid("ganda", pola, uraian=c.p.uraian[:80])
        if c.baru is None:
            pola = N_("“%(uraian)s”: isi dulu berapa %(satuan)s dalam satu %(beli)s, atau lepaskan centangnya.")
            isi: dict[str, Any] = {"uraian": c.p.uraian[:80], "satuan": c.p.satuan, "beli": c.p.d_satuan}
            raise Invalid("faktor", pola, **isi)
        dipilih.add(c.p.item_id)


def _sebut_ppn(ppn_persen: Decimal | None) -> str:
    return N_("PPN %(n)s%% dikeluarkan") % {"n": cetak_angka(ppn_persen)} if ppn_persen else ""


def _muat(k: Kerja, ids: Collection[int]) -> dict[int, HargaItem]:
    pilih = select(HargaItem).where(
        HargaItem.id.in_(ids), HargaItem.proyek_id == k.proyek.id, HargaItem.sampah_id.is_(None)
    )
    return {i.id: i for i in k.sesi.scalars(pilih.execution_options(populate_existing=True))}


def _baca(isi: Mapping[str, Any] | None) -> dict[str, Any]:
    """Columns of a resource from the text that the history keeps."""
    return {nama: _nilai(nama, nilai) for nama, nilai in (isi or {}).items()}


def _nilai(nama: str, nilai: Any) -> Any:
    if nilai is None:
        return None
    if nama in _DESIMAL:
        return Decimal(nilai)
    if nama == "tanggal_harga":
        return date.fromisoformat(nilai)
    return datetime.fromisoformat(nilai) if nama == "diubah" else nilai
