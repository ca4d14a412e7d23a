"""The estimate by works: recapitulation, RAB, list of quantities for tenders, list of unit prices (domain §5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ahsp_app.calc.pembulatan import jumlahkan
from ahsp_app.laporan.bahan import (
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
    terbilang,
)
from ahsp_app.laporan.cetak import bulat
from ahsp_app.laporan.kata import Kata
from ahsp_app.laporan.model import Baris, Blok, Gaya, Jenis, Kolom, Laporan, Malas, Nilai, Tabel
from ahsp_app.queries.snapshot import BarisPekerjaan, Simpul, nomor_tampil

HARGA_KURANG = "Bertanda *: harga, volume, atau analisanya belum lengkap dan dihitung nol."


def rekap(b: Bahan) -> Laporan:
    """REKAPITULASI: the main groups; with `tingkat` 2 and more, what is inside them too."""
    return laporan(b, "rekap", "REKAPITULASI RENCANA ANGGARAN BIAYA", _rekap)


def _rekap(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN PEKERJAAN"), 120),
        kolom_uang("jumlah", k("JUMLAH HARGA (Rp)"), 48),
    )
    yield Tabel("rekap", kolom, Malas(lambda: _isi_rekap(b)))
    yield terbilang(b, b.total())
    yield from catatan(b, *_kurang(b))
    yield from tanda_tangan(b)


def _isi_rekap(b: Bahan) -> Iterator[Baris]:
    tingkat, k = max(1, b.opsi.tingkat), b.kata
    lajur = [Lajur(3, 2, k)]
    anak = b.s.anak()
    for masuk, simpul in b.s.jelajah():
        dalam, jumlah = simpul.kedalaman, bulat(simpul.judul.jumlah)
        rinci = dalam < tingkat and bool(anak.get(simpul.judul.id))
        if dalam > tingkat or (not masuk and not rinci) or (not b.opsi.nol and not jumlah):
            continue
        if not rinci:
            yield Baris((simpul.nomor, simpul.judul.nama, lajur[-1].catat(jumlah)), Gaya.ISI, dalam - 1)
        elif masuk:
            yield judul_baris(3, simpul.nomor, simpul.judul.nama, dalam - 1)
            lajur.append(Lajur(3, 2, k))
            sendiri = bulat(jumlahkan(p.jumlah for p in simpul.pekerjaan))
            if sendiri:
                yield Baris((None, simpul.judul.nama, lajur[-1].catat(sendiri)), Gaya.ISI, dalam)
        else:
            yield from lajur.pop().selisih(jumlah)
            yield jumlah_baris(
                3, 2, k("JUMLAH %s") % simpul.nomor, lajur[-1].catat(jumlah), Gaya.SUBTOTAL, dalam - 1, letak_label=1
            )
    yield from kaki_total(b, 3, 2, lajur[0], b.total())


def rab(b: Bahan) -> Laporan:
    """RENCANA ANGGARAN BIAYA: every work with its volume, price and amount, subtotals, PPN and total."""
    return laporan(b, "rab", "RENCANA ANGGARAN BIAYA", _rab, mendatar=bool(b.opsi.margin))


def _kolom_rab(k: Kata, margin: bool) -> tuple[Kolom, ...]:
    biaya = (kolom_harga("biaya_langsung", k("BIAYA LANGSUNG (Rp)")), kolom_harga("margin", k("MARGIN (Rp)")))
    return (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN PEKERJAAN"), 62),
        Kolom("kode", k("KODE"), 20, Jenis.PENDEK),
        Kolom("volume", k("VOLUME"), 21, Jenis.ANGKA, VOLUME),
        kolom_satuan(k),
        *(biaya if margin else ()),
        kolom_harga("hsp", k("HARGA SATUAN (Rp)")),
        kolom_uang("jumlah", k("JUMLAH HARGA (Rp)"), rumus="9 = 4 × 8" if margin else "7 = 4 × 6"),
    )


def _rab(b: Bahan) -> Iterator[Blok]:
    yield Tabel("rab", _kolom_rab(b.kata, bool(b.opsi.margin)), Malas(lambda: _isi_rab(b)), nomori=True)
    yield terbilang(b, b.total())
    yield from catatan(b, *_kurang(b))
    yield from tanda_tangan(b)


def _isi_rab(b: Bahan) -> Iterator[Baris]:
    margin = bool(b.opsi.margin)
    lebar = len(_kolom_rab(b.kata, margin))
    lajur = [Lajur(lebar, lebar - 1, b.kata)]
    for masuk, simpul in b.s.jelajah():
        dalam, jumlah = simpul.kedalaman, bulat(simpul.judul.jumlah)
        if b.opsi.tingkat and dalam > b.opsi.tingkat:
            continue
        if dalam == b.opsi.tingkat:
            if masuk:
                sel: list[Nilai] = [simpul.nomor, simpul.judul.nama, *[None] * (lebar - 3), lajur[-1].catat(jumlah)]
                yield Baris(tuple(sel), Gaya.ISI, dalam - 1)
        elif masuk:
            lajur.append(Lajur(lebar, lebar - 1, b.kata))
            yield judul_baris(lebar, simpul.nomor, simpul.judul.nama, dalam - 1)
            for p in simpul.pekerjaan:
                if b.opsi.nol or p.jumlah:
                    yield _baris_rab(p, lajur[-1], dalam, margin)
        else:
            yield from lajur.pop().selisih(jumlah)
            label = b.kata("JUMLAH %s") % simpul.nomor
            yield jumlah_baris(lebar, lebar - 1, label, lajur[-1].catat(jumlah), Gaya.SUBTOTAL, dalam - 1, 1)
    yield from kaki_total(b, lebar, lebar - 1, lajur[0], b.total())


def _baris_rab(p: BarisPekerjaan, lajur: Lajur, tingkat: int, margin: bool) -> Baris:
    hsp = None if p.kurang & 2 else bulat(p.hsp, 6)
    biaya = (bulat(p.biaya_langsung, 6), bulat(p.margin, 6)) if margin else ()
    uraian = f"{p.uraian} *" if p.kurang else p.uraian
    sel = (nomor_tampil(p), uraian, p.kode, p.volume, p.satuan, *biaya, hsp, lajur.catat(bulat(p.jumlah)))
    return Baris(sel, Gaya.ISI, tingkat)


def _kurang(b: Bahan) -> tuple[str, ...]:
    return (HARGA_KURANG,) if any(p.kurang for p in b.s.pekerjaan) else ()


def daftar_kuantitas(b: Bahan) -> Laporan:
    """DAFTAR KUANTITAS DAN HARGA for a tender: the quantities, and room for the bidder's prices."""
    return laporan(b, "daftar-kuantitas", "DAFTAR KUANTITAS DAN HARGA", _kuantitas)


def _kuantitas(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN PEKERJAAN"), 70),
        kolom_satuan(k),
        Kolom("kuantitas", k("PERKIRAAN KUANTITAS"), 25, Jenis.ANGKA, VOLUME),
        kolom_harga("harga", k("HARGA SATUAN (Rp)")),
        kolom_uang("jumlah", k("JUMLAH HARGA (Rp)"), rumus="6 = 4 × 5"),
    )
    yield Tabel("kuantitas", kolom, Malas(lambda: _isi_kuantitas(b)), nomori=True)
    yield from tanda_tangan(b)


def _isi_kuantitas(b: Bahan) -> Iterator[Baris]:
    k = b.kata
    for masuk, simpul in b.s.jelajah():
        dalam = simpul.kedalaman
        if b.opsi.tingkat and dalam > b.opsi.tingkat:
            continue
        if not masuk:
            yield jumlah_baris(6, 5, k("JUMLAH %s") % simpul.nomor, None, Gaya.SUBTOTAL, dalam - 1, 1)
            continue
        yield judul_baris(6, simpul.nomor, simpul.judul.nama, dalam - 1)
        for p in simpul.pekerjaan:
            if b.opsi.nol or p.volume:
                yield Baris((nomor_tampil(p), p.uraian, p.satuan, p.volume, None, None), Gaya.ISI, dalam)
    for label in (k("JUMLAH"), b.s.pengaturan().ppn.label(), k("TOTAL"), k("DIBULATKAN")):
        yield jumlah_baris(6, 5, label, None, Gaya.TOTAL)


def daftar_hsp(b: Bahan) -> Laporan:
    """DAFTAR HARGA SATUAN PEKERJAAN: every work once, with its price and where its analysis is from."""
    return laporan(b, "daftar-hsp", "DAFTAR HARGA SATUAN PEKERJAAN", _hsp)


def _hsp(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN PEKERJAAN"), 78),
        kolom_satuan(k),
        kolom_harga("hsp", k("HARGA SATUAN (Rp)"), 31),
        Kolom("keterangan", k("KETERANGAN"), 43),
    )
    yield Tabel("hsp", kolom, Malas(lambda: _isi_hsp(b)))
    yield from catatan(b, *_kurang(b))
    yield from tanda_tangan(b)


def _isi_hsp(b: Bahan) -> Iterator[Baris]:
    """A work that is used again at the same price is listed where it comes first."""
    sudah: set[tuple[str | None, str, str, Decimal]] = set()
    nomor = 0
    for simpul in b.s.pohon():
        baru = [p for p in simpul.pekerjaan if _sekali(sudah, p) and (b.opsi.nol or p.hsp)]
        if baru:
            yield judul_baris(5, simpul.nomor, simpul.judul.nama, simpul.kedalaman - 1)
        for p in baru:
            nomor += 1
            uraian = f"{p.uraian} *" if p.kurang & 6 else p.uraian
            yield Baris((str(nomor), uraian, p.satuan, bulat(p.hsp, 6), b.kata(_asal(p))))


def _sekali(sudah: set[tuple[str | None, str, str, Decimal]], p: BarisPekerjaan) -> bool:
    kunci = (p.kode, p.uraian, p.satuan, p.hsp)
    if kunci in sudah:
        return False
    sudah.add(kunci)
    return True


def _asal(p: BarisPekerjaan) -> str:
    """The code, and the edition the analysis was taken from."""
    if p.harga_langsung is not None:
        return "Harga langsung"
    edisi = str((p.referensi or {}).get("edisi") or "")
    ubahan = " (diubah)" if p.sumber == "ubahan" else ""
    return " · ".join(filter(None, (p.kode, edisi))) + ubahan


def letak(b: Bahan) -> dict[int, str]:
    """The full number of every work, from its headings down: "I.A.1"."""
    jejak: list[Simpul] = []
    hasil: dict[int, str] = {}
    for simpul in b.s.pohon():
        del jejak[simpul.kedalaman - 1 :]
        jejak.append(simpul)
        awal = ".".join(j.nomor for j in jejak)
        hasil |= {p.id: f"{awal}.{nomor_tampil(p)}" for p in simpul.pekerjaan}
    return hasil
