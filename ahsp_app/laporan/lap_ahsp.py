"""The analyses: the regulation's form per work, and what each work of the estimate needs of every resource."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from ahsp_app.calc.analisa import Kategori, harga_satuan
from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.kebutuhan import sebar_kebutuhan
from ahsp_app.laporan.bahan import (
    HARGA,
    KOEFISIEN,
    VOLUME,
    Bahan,
    Lajur,
    catatan,
    judul_baris,
    jumlah_baris,
    kaki_total,
    kolom_harga,
    kolom_nomor,
    kolom_satuan,
    kolom_uang,
    laporan,
    tanda_tangan,
)
from ahsp_app.laporan.cetak import bulat
from ahsp_app.laporan.kata import Kata
from ahsp_app.laporan.lap_rab import HARGA_KURANG, letak
from ahsp_app.laporan.model import Baris, Blok, Gaya, Jenis, Judul, Kolom, Laporan, Malas, Tabel
from ahsp_app.queries.snapshot import BarisHarga, BarisKomponen, BarisPekerjaan, nomor_tampil

KELOMPOK: Final = {"TK": "TENAGA KERJA", "BHN": "BAHAN", "ALT": "PERALATAN", "LAIN": "LAIN-LAIN"}


class Sumber(NamedTuple):
    """What a row of an analysis uses: a resource, or a nested work with its D. `harga` None: missing."""

    uraian: str
    kode: str | None
    satuan: str
    harga: Fraction | None


class Isi:
    """The rows of all analyses with what they use, looked up once."""

    def __init__(self, b: Bahan) -> None:
        self.komponen: dict[int, list[BarisKomponen]] = {}
        for k in b.s.komponen:
            self.komponen.setdefault(k.pekerjaan_id, []).append(k)
        self._item = {h.id: sumber_item(h) for h in b.s.harga_item}
        self._pekerjaan = {p.id: p for p in b.s.pekerjaan}

    def sumber(self, k: BarisKomponen) -> Sumber:
        """What the row uses."""
        if k.harga_item_id is not None:
            return self._item[k.harga_item_id]
        p = self._pekerjaan[k.sub_id or 0]
        return Sumber(p.uraian, p.kode, p.satuan, Fraction(p.harga_langsung or p.biaya_langsung))


def sumber_item(h: BarisHarga) -> Sumber:
    """A resource with its price per unit."""
    return Sumber(h.uraian, h.kode, h.satuan, harga_satuan(h.harga, h.harga_beli, h.faktor))


def ahsp(b: Bahan) -> Laporan:
    """ANALISA HARGA SATUAN PEKERJAAN: A, B, C, others, D, E, F of every work, as the regulation's form has them."""
    return laporan(b, "ahsp", "ANALISA HARGA SATUAN PEKERJAAN", _ahsp)


def _ahsp(b: Bahan) -> Iterator[Blok]:
    k, isi, nomor = b.kata, Isi(b), letak(b)
    kolom = (
        kolom_nomor(k, 10),
        Kolom("uraian", k("URAIAN"), 60),
        Kolom("kode", k("KODE"), 20, Jenis.PENDEK),
        kolom_satuan(k),
        Kolom("koefisien", k("KOEFISIEN"), 22, Jenis.ANGKA, KOEFISIEN),
        kolom_harga("harga", k("HARGA SATUAN (Rp)"), 26),
        Kolom("jumlah", k("JUMLAH HARGA (Rp)"), 28, Jenis.ANGKA, HARGA, nol="-"),
    )
    for simpul in b.s.pohon():
        ada = [p for p in simpul.pekerjaan if b.opsi.nol or p.hsp]
        if ada:
            yield Judul(f"{simpul.nomor}. {simpul.judul.nama}", 1)
        for p in ada:
            kode = f" ({p.kode})" if p.kode else ""
            satuan = f", per {p.satuan}" if p.satuan else ""
            yield Judul(f"{nomor[p.id]} {p.uraian}{kode}{satuan}", 2)
            baris = isi.komponen.get(p.id, []) if p.harga_langsung is None else []
            yield Tabel("ahsp", kolom, Malas(lambda p=p, baris=baris: _form(b, p, baris, isi)), utuh=True)  # type: ignore[misc]
    yield from catatan(b, "Analisa yang dipakai analisa lain masuk dengan biaya langsungnya (D).")
    yield from tanda_tangan(b)


def _form(b: Bahan, p: BarisPekerjaan, baris: list[BarisKomponen], isi: Isi) -> Iterator[Baris]:
    k = b.kata
    if p.harga_langsung is not None:
        teks = (None, k("Harga langsung (tanpa analisa)"), p.kode, p.satuan, None, None, bulat(p.harga_langsung))
        yield Baris(teks)
        luar = Lajur(7, 6, k)
        luar.catat(bulat(p.harga_langsung))
    else:
        d = Lajur(7, 6, k)
        for huruf, (kategori, judul) in zip("ABCD", KELOMPOK.items(), strict=True):
            sekelompok = [x for x in baris if x.kategori == kategori]
            if sekelompok or kategori != "LAIN":
                yield from _kelompok(k, huruf, k(judul), sekelompok, isi, d)
        luar = Lajur(7, 6, k)
        yield from _bawah(b, p, d, luar, ada_lain=any(x.kategori == "LAIN" for x in baris))
        if b.opsi.margin is False:
            return
    hsp = bulat(p.hsp, 6)
    yield from luar.selisih(hsp, "Pembulatan")
    huruf = "G" if any(x.kategori == "LAIN" for x in baris) else "F"
    yield jumlah_baris(7, 6, f"{huruf}. {k('Harga satuan pekerjaan')}", hsp, Gaya.TOTAL)


def _kelompok(k: Kata, huruf: str, judul: str, baris: list[BarisKomponen], isi: Isi, d: Lajur) -> Iterator[Baris]:
    yield judul_baris(7, huruf, judul)
    lajur, jumlah = Lajur(7, 6, k), Fraction(0)
    for nomor, x in enumerate(baris, 1):
        sumber = isi.sumber(x)
        nilai = Fraction(x.koefisien) * (sumber.harga or 0)
        jumlah += nilai
        harga = None if sumber.harga is None else bulat(sumber.harga, 6)
        uraian = sumber.uraian if sumber.harga is not None else f"{sumber.uraian} *"
        sel = (str(nomor), uraian, sumber.kode, sumber.satuan, x.koefisien, harga, lajur.catat(bulat(nilai)))
        yield Baris(sel, Gaya.ISI, 1)
    cetak = bulat(jumlah)
    yield from lajur.selisih(cetak)
    yield jumlah_baris(7, 6, k("JUMLAH %s") % judul, d.catat(cetak), Gaya.SUBTOTAL, letak_label=1)


def _bawah(b: Bahan, p: BarisPekerjaan, d: Lajur, luar: Lajur, ada_lain: bool) -> Iterator[Baris]:
    """D and E; with a group of others the letters move on by one."""
    k = b.kata
    abjad, unsur = ("EF", "A+B+C+D") if ada_lain else ("DE", "A+B+C")
    langsung, margin = bulat(p.biaya_langsung), bulat(p.margin)
    yield from d.selisih(langsung)
    yield jumlah_baris(7, 6, f"{abjad[0]}. {k('Jumlah (%s)') % unsur}", luar.catat(langsung), Gaya.SUBTOTAL)
    if b.opsi.margin is False:
        return
    persen = b.s.proyek["margin_persen"] if p.margin_persen is None else p.margin_persen
    label = k("Biaya umum dan keuntungan (%s% × D)").replace("%s", cetak_angka(persen)).replace("× D", f"× {abjad[0]}")
    yield jumlah_baris(7, 6, f"{abjad[1]}. {label}", luar.catat(margin), Gaya.SUBTOTAL)


def rincian(b: Bahan) -> Laporan:
    """RINCIAN SUMBER DAYA PER PEKERJAAN: volume × coefficient of every resource, up to the amount of the work."""
    return laporan(b, "rincian-rab", "RINCIAN SUMBER DAYA PER PEKERJAAN", _rincian)


def _rincian(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN"), 66),
        kolom_satuan(k),
        Kolom("kebutuhan", k("KEBUTUHAN"), 27, Jenis.ANGKA, VOLUME),
        kolom_harga("harga", k("HARGA SATUAN (Rp)"), 28),
        kolom_uang("jumlah", k("JUMLAH HARGA (Rp)")),
    )
    yield Tabel("rincian", kolom, Malas(lambda: _isi_rincian(b)))
    kurang = (HARGA_KURANG,) if any(p.kurang for p in b.s.pekerjaan) else ()
    yield from catatan(b, *kurang)
    yield from tanda_tangan(b)


def _isi_rincian(b: Bahan) -> Iterator[Baris]:
    analisa = b.s.estimasi().analisa()
    sumber = {h.id: (h.kategori, sumber_item(h)) for h in b.s.harga_item}
    langsung = {
        -p.id: ("LAIN", Sumber(p.uraian, p.kode, p.satuan, Fraction(p.harga_langsung)))
        for p in b.s.pekerjaan
        if p.harga_langsung is not None
    }
    sumber |= langsung
    urut = {kategori: n for n, kategori in enumerate(Kategori)}
    lajur = [Lajur(6, 5, b.kata)]
    for masuk, simpul in b.s.jelajah():
        dalam = simpul.kedalaman
        if not masuk:
            jumlah = bulat(simpul.judul.jumlah)
            yield from lajur.pop().selisih(jumlah)
            yield jumlah_baris(
                6, 5, b.kata("JUMLAH %s") % simpul.nomor, lajur[-1].catat(jumlah), tingkat=dalam - 1, letak_label=1
            )
            continue
        lajur.append(Lajur(6, 5, b.kata))
        yield judul_baris(6, simpul.nomor, simpul.judul.nama, dalam - 1)
        for p in simpul.pekerjaan:
            if not b.opsi.nol and not p.jumlah:
                continue
            perlu = sebar_kebutuhan(analisa, {p.id: p.volume or Decimal(0)})
            pakai = sorted(perlu.items(), key=lambda i: (urut[Kategori(sumber[i[0]][0])], sumber[i[0]][1].uraian))
            yield from _satu_rincian(b, p, [(sumber[i][1], banyak) for i, banyak in pakai], lajur[-1], dalam)
    yield from kaki_total(b, 6, 5, lajur[0], b.total())


def _satu_rincian(
    b: Bahan, p: BarisPekerjaan, pakai: list[tuple[Sumber, Fraction]], atas: Lajur, dalam: int
) -> Iterator[Baris]:
    k, lajur, volume = b.kata, Lajur(6, 5, b.kata), p.volume or Decimal(0)
    nomor = nomor_tampil(p)
    uraian = f"{p.uraian} *" if p.kurang else p.uraian
    banyaknya = k("volume kosong") if p.volume is None else f"{cetak_angka(volume, minimum=2)} {p.satuan}"
    yield Baris((nomor, f"{uraian} — {banyaknya}", *[None] * 4), Gaya.JUDUL, dalam)
    for sumber, banyak in pakai:
        nilai = banyak * (sumber.harga or 0)
        harga = None if sumber.harga is None else bulat(sumber.harga, 6)
        sel = (None, sumber.uraian, sumber.satuan, bulat(banyak, 6), harga, lajur.catat(bulat(nilai)))
        yield Baris(sel, Gaya.ISI, dalam + 1)
    if p.harga_langsung is None:
        persen = b.s.proyek["margin_persen"] if p.margin_persen is None else p.margin_persen
        margin = bulat(Fraction(p.margin) * Fraction(volume))
        label = k("Biaya umum dan keuntungan (%s% × D)").replace("%s", cetak_angka(persen))
        yield Baris((None, label, None, None, None, lajur.catat(margin)), Gaya.ISI, dalam + 1)
    jumlah = bulat(p.jumlah)
    yield from lajur.selisih(jumlah, "Pembulatan")
    yield jumlah_baris(6, 5, k("JUMLAH %s") % nomor, atas.catat(jumlah), Gaya.SUBTOTAL, dalam, letak_label=1)
