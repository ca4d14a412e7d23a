"""RINGKASAN PERUBAHAN: what was done to the estimate, by whom, from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ahsp_app.laporan.bahan import Bahan, laporan, tanda_tangan
from ahsp_app.laporan.model import Baris, Blok, Jenis, Kolom, Laporan, Malas, Tabel
from ahsp_app.queries.riwayat_kata import TANPA_BEDA, beda_antara, kalimat

MAKS_PERUBAHAN = 20_000


def riwayat(b: Bahan) -> Laporan:
    """The changes, oldest first."""
    return laporan(b, "riwayat", "RINGKASAN PERUBAHAN", _riwayat)


def _riwayat(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        Kolom("waktu", k("WAKTU"), 27, Jenis.PENDEK),
        Kolom("oleh", k("OLEH"), 30),
        Kolom("perubahan", k("PERUBAHAN"), 70),
        Kolom("beda", k("SEMULA → MENJADI"), 63),
    )
    yield Tabel("riwayat", kolom, Malas(lambda: _isi(b)))
    yield from tanda_tangan(b)


def _isi(b: Bahan) -> Iterator[Baris]:
    zona = b.waktu.tzinfo or ZoneInfo("UTC")
    judul = {k.id: k.nama for k in b.s.klasifikasi}
    for p in b.perubahan:
        beda = [] if p.aksi in TANPA_BEDA else beda_antara(p.lama, p.baru, judul)
        ubahan = "; ".join(f"{x.kolom}: {x.lama or '–'} → {x.baru or '–'}" for x in beda)
        yield Baris((f"{p.pada.astimezone(zona):%d-%m-%Y %H.%M}", p.oleh or "–", kalimat(p), ubahan or None))
