"""The reports there are, by their names in commands and addresses (kontrak §1), in the order of a bound set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ahsp_app.calc.galat import N_
from ahsp_app.laporan import lap_ahsp, lap_rab, lap_riwayat, lap_sumber
from ahsp_app.laporan.bahan import Bahan
from ahsp_app.laporan.model import Laporan

POHON: Final = frozenset({"klasifikasi", "pekerjaan", "penanda_tangan"})
HARGA: Final = POHON | {"harga_item", "komponen"}
RUMUS: Final = POHON | {"parameter"}


@dataclass(frozen=True, slots=True)
class JenisLaporan:
    """A report: its name on screen, what it is for, how it is made, and which of the options it knows.

    `pilihan`: "tingkat", "margin", "nol"; paper, direction, language and signatures every report has. `bagian`: the
    parts of the snapshot it is made of.
    """

    kode: str
    nama: str
    guna: str
    bangun: Callable[[Bahan], Laporan]
    pilihan: frozenset[str] = frozenset({"nol"})
    bagian: frozenset[str] = POHON


_SEMUA: Final = (
    JenisLaporan(
        "rekap", N_("Rekapitulasi"), N_("Jumlah tiap judul utama, PPN, total, dan terbilang."), lap_rab.rekap,
        frozenset({"tingkat", "nol"}),
    ),
    JenisLaporan(
        "rab", N_("RAB rinci"), N_("Semua pekerjaan dengan volume, harga satuan, dan jumlah."), lap_rab.rab,
        frozenset({"tingkat", "margin", "nol"}),
    ),
    JenisLaporan(
        "daftar-kuantitas", N_("Daftar kuantitas"), N_("Volume untuk pelelangan; kolom harga dikosongkan."),
        lap_rab.daftar_kuantitas, frozenset({"tingkat", "nol"}),
    ),
    JenisLaporan(
        "ahsp", N_("AHSP"), N_("Analisa tiap pekerjaan dalam bentuk peraturan."), lap_ahsp.ahsp,
        frozenset({"margin", "nol"}), HARGA,
    ),
    JenisLaporan(
        "daftar-hsp", N_("Daftar harga satuan pekerjaan"), N_("Harga satuan semua pekerjaan dan asal analisanya."),
        lap_rab.daftar_hsp,
    ),
    JenisLaporan(
        "daftar-harga", N_("Daftar harga upah, bahan, alat"), N_("Harga dasar dengan sumber dan tanggalnya."),
        lap_sumber.daftar_harga, bagian=HARGA,
    ),
    JenisLaporan(
        "rincian-rab", N_("Rincian RAB"), N_("Kebutuhan dan biaya tiap sumber daya per pekerjaan."), lap_ahsp.rincian,
        bagian=HARGA,
    ),
    JenisLaporan(
        "backup-volume", N_("Back-up volume"), N_("Perhitungan volume seperti diketik, dengan nilainya."),
        lap_sumber.backup_volume, bagian=RUMUS,
    ),
    JenisLaporan(
        "kebutuhan", N_("Kebutuhan sumber daya"), N_("Jumlah tenaga, bahan, dan alat seluruh proyek."),
        lap_sumber.kebutuhan, bagian=HARGA,
    ),
    JenisLaporan(
        "parameter", N_("Parameter"), N_("Angka bernama yang dipakai rumus volume."), lap_sumber.parameter, frozenset(),
        RUMUS,
    ),
    JenisLaporan(
        "riwayat", N_("Ringkasan perubahan"), N_("Siapa mengubah apa, dari berapa menjadi berapa."),
        lap_riwayat.riwayat, frozenset(),
    ),
)  # fmt: skip

LAPORAN: Final[Mapping[str, JenisLaporan]] = {j.kode: j for j in _SEMUA}
