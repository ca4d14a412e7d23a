"""What should be seen to before documents are handed in (domain §8). Found in the snapshot that would be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ahsp_app.calc.buku_harga import Kesegaran
from ahsp_app.calc.galat import N_
from ahsp_app.calc.rekap import hitung_rekap
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.queries.snapshot import BarisHarga, Snapshot

CONTOH = 3


@dataclass(frozen=True, slots=True)
class Temuan:
    """One kind of finding: how many, the first few by name, and the page on which it is mended.

    `pola` is an Indonesian message id with %(n)s and %(contoh)s.
    """

    kode: str
    pola: str
    banyak: int
    contoh: tuple[str, ...]
    halaman: str

    @property
    def isi(self) -> dict[str, object]:
        """What the message is filled with."""
        lagi = ", dan lainnya" if self.banyak > len(self.contoh) else ""
        return {"n": self.banyak, "contoh": ", ".join(self.contoh) + lagi}

    def __str__(self) -> str:
        return self.pola % self.isi


def periksa(s: Snapshot, hari_ini: date, batas_hari: int) -> list[Temuan]:
    """All findings, the gravest first; `batas_hari`: after how many days a price is old. Needs all parts."""
    segar = Kesegaran(hari_ini - timedelta(days=batas_hari), s.proyek["tahun_anggaran"])
    return list(_periksa(s, segar))


def _periksa(s: Snapshot, segar: Kesegaran) -> Iterator[Temuan]:
    dipakai = {k.harga_item_id for k in s.komponen}
    item = [h for h in s.harga_item if h.id in dipakai]
    yield from _satu(
        "jumlah", N_("Jumlah tidak cocok dengan hitungan ulang: %(contoh)s."), _selisih(s), "rekap.halaman"
    )
    kosong = [h.uraian for h in item if h.harga is None and h.harga_beli is None]
    yield from _satu("harga", N_("%(n)s harga masih kosong: %(contoh)s."), kosong, "harga.halaman")
    tanpa = [p.uraian for p in s.pekerjaan if p.kurang & 2]
    yield from _satu(
        "analisa", N_("%(n)s pekerjaan belum punya analisa atau harga: %(contoh)s."), tanpa, "analisa.daftar"
    )
    nol = [p.uraian for p in s.pekerjaan if not p.volume]
    yield from _satu("volume", N_("%(n)s pekerjaan bervolume kosong atau nol: %(contoh)s."), nol, "volume.halaman")
    beda = [
        p.uraian for p in s.pekerjaan if p.referensi and _beda_satuan(p.satuan, str(p.referensi.get("satuan") or ""))
    ]
    pola = N_("%(n)s pekerjaan satuannya lain dari analisanya: %(contoh)s.")
    yield from _satu("satuan", pola, beda, "pekerjaan.halaman")
    basi = [h.uraian for h in item if _basi(h, segar)]
    pola = N_("%(n)s harga berumur lebih dari batasnya: %(contoh)s.")
    yield from _satu("basi", pola, basi, "harga.halaman")


def _satu(kode: str, pola: str, nama: Sequence[str], halaman: str) -> Iterator[Temuan]:
    if nama:
        yield Temuan(kode, pola, len(nama), tuple(nama[:CONTOH]), halaman)


def _selisih(s: Snapshot) -> list[str]:
    """Where the stored results differ from the whole calculation made anew."""
    ulang = hitung_rekap(s.estimasi())
    beda = [p.uraian for p in s.pekerjaan if ulang.pekerjaan[p.id].jumlah != p.jumlah]
    beda += [k.nama for k in s.klasifikasi if ulang.klasifikasi[k.id] != k.jumlah]
    return beda + (["JUMLAH"] if ulang.total.jumlah != s.proyek["jumlah"] else [])


def _beda_satuan(satuan: str, acuan: str) -> bool:
    return bool(satuan and acuan) and kunci_satuan(satuan) != kunci_satuan(acuan)


def _basi(h: BarisHarga, segar: Kesegaran) -> bool:
    """By the date of its book; a price that was typed by its last change, whatever the fiscal year."""
    if h.harga is None and h.harga_beli is None:
        return False
    if h.tanggal_harga:
        return bool(segar.sebab(date.fromisoformat(h.tanggal_harga)))
    return bool(h.diubah and Kesegaran(segar.sebelum, 0).sebab(date.fromisoformat(h.diubah[:10])))
