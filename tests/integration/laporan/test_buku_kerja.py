"""The living workbook, recalculated by LibreOffice: equal to the application to the sen, before and after changes."""

from __future__ import annotations

import io
import json
import tempfile
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

import ahsp_app
from ahsp_app.calc.pembulatan import PRESET
from ahsp_app.laporan.buku_kerja import dasar, tata, tulis
from ahsp_app.models import HargaItem, Komponen, Parameter, Pekerjaan, Proyek
from ahsp_app.queries.snapshot import baca_snapshot
from ahsp_app.services import analisa as services_analisa
from ahsp_app.services import harga, parameter, volume
from ahsp_app.services import proyek as services_proyek
from ahsp_app.services.berkas import impor_proyek
from ahsp_app.services.kerja import Kerja
from tests import kantor
from tests.factories import buat_pengguna
from tests.factories_berkas import (
    analisa,
    berkas,
    berkas_acak,
    berkas_besar,
    berkas_lengkap,
    byte_berkas,
    langsung,
    pengaturan,
)
from tests.integration.laporan import buku

pytestmark = pytest.mark.lambat

DEMO = json.loads((Path(ahsp_app.__file__).parent / "data" / "demo_proyek.json").read_text())
MODE = ("tanpa", "setengah_atas", "bawah", "atas")


def impor(db: Any, isi: dict[str, Any]) -> Proyek:
    proyek, _ = impor_proyek(db.session(), buat_pengguna().id, byte_berkas(isi))
    return proyek


def periksa(db: Any, folder: Path, proyek: dict[str, dict[str, Any]]) -> None:
    """Each of these project files gives a workbook that computes what the application computes."""
    semua = [buku.dari_proyek(db.session(), impor(db, isi).id, folder / f"{nama}.xlsx") for nama, isi in proyek.items()]
    hitungan = kantor.ubah_semua([satu.berkas for satu in semua], "xlsx", folder / "hitung")
    for satu, dihitung in zip(semua, hitungan, strict=True):
        isi = buku.baca(dihitung)
        assert not list(buku.beda_hitungan(satu.t, isi)), satu.berkas.stem
        assert not buku.beda_simpanan(satu.berkas, isi), satu.berkas.stem
        assert isi["Pemeriksaan", "A3"] == "Buku kerja dan aplikasi sama"


def aturan(hsp: tuple[str, str], jumlah: tuple[str, str], total: tuple[str, str]) -> dict[str, Any]:
    nilai = zip(("hsp", "jumlah", "total"), (hsp, jumlah, total), strict=True)
    return {tempat: {"mode": mode, "langkah": langkah} for tempat, (mode, langkah) in nilai}


def test_projects_with_every_feature(db: Any, tmp_path: Path) -> None:
    periksa(db, tmp_path, {"demo": DEMO, "lengkap": berkas_lengkap(), "kosong": berkas()})


def test_random_projects(db: Any, tmp_path: Path) -> None:
    periksa(db, tmp_path, {f"acak-{n}": berkas_acak(n) for n in range(30)})


def test_every_policy_that_is_offered(db: Any, tmp_path: Path) -> None:
    """Each preset of the settings at least once."""
    proyek = {}
    for n in range(max(map(len, PRESET.values()))):
        pilihan = [satu[n % len(satu)].pembulatan for satu in PRESET.values()]
        bulat = aturan(*((str(p.mode), str(p.langkah)) for p in pilihan))
        proyek[f"preset-{n}"] = DEMO | {"pengaturan": pengaturan(pembulatan=bulat)}
    periksa(db, tmp_path, proyek)


def test_every_mode_and_unusual_steps(db: Any, tmp_path: Path) -> None:
    cara = list(product(MODE, ("0.01", "1", "100", "0.05", "3")))
    proyek = {}
    for n, (mode, langkah) in enumerate(cara):
        lain = cara[(7 * n + 3) % len(cara)], cara[(11 * n + 5) % len(cara)]
        bulat = aturan((mode, langkah), *lain)
        proyek[f"{mode}-{langkah}"] = berkas_acak(100 + n) | {"pengaturan": pengaturan(pembulatan=bulat)}
    periksa(db, tmp_path, proyek)


def seri(volume: str, harga: str, banyak: int, langkah: str) -> list[dict[str, Any]]:
    """Works whose volumes differ by a little, priced directly."""
    v, beda = Decimal(volume), Decimal(langkah)
    return [langsung(f"p{n}", f"Baris {n}", str(v + n * beda), harga) for n in range(banyak)]


TEPI = [
    ("0.01", "0.005", "1.01", "0.01"),  # small ties: 1.01 × 0.5 …
    ("0.01", "1234.5", "815333.33", "0.5"),  # a milliard and half a sen
    ("0.01", "9871.0625", "987654.37", "0.0125"),  # ten milliard
    ("0.01", "123456.7891", "81533.37", "0.0001"),
    ("100", "333.333333", "1234500", "0.000001"),
]


def test_amounts_at_the_edge(db: Any, tmp_path: Path) -> None:
    proyek = {}
    for (hsp, v, h, beda), mode, jumlah in product(TEPI, MODE[1:], ("0.01", "1")):
        bulat = aturan(("setengah_atas", hsp), (mode, jumlah), ("bawah", "1000"))
        isi = [{"nama": "A", "nomor": None, "anak": [], "pekerjaan": seri(v, h, 100, beda)}]
        nama = f"{mode}-{jumlah}-{h}"
        proyek[nama] = berkas(pengaturan=pengaturan(pembulatan=bulat), klasifikasi=isi)
    periksa(db, tmp_path, proyek)


JAHAT = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://contoh.test", "0012", "a\x0bb & <c>")


def test_text_stays_text(db: Any, tmp_path: Path) -> None:
    kerja = [
        analisa(f"p{n}", teks, "2", [{"item": f"h{n}", "koefisien": "1.5"}], kode=teks[:20], satuan=teks[:10])
        for n, teks in enumerate(JAHAT[:-1])
    ]
    item = [
        {"kunci": f"h{n}", "kategori": "BHN", "kode": teks[:20], "uraian": teks, "satuan": "kg", "harga": "10"}
        for n, teks in enumerate(JAHAT[:-1])
    ]
    judul = [{"nama": "=HYPERLINK(1)", "nomor": None, "anak": [], "pekerjaan": kerja}]
    proyek = impor(db, berkas(harga_item=item, klasifikasi=judul))
    proyek.nama = "=1+2"
    pertama = db.session.scalar(select(Pekerjaan).where(Pekerjaan.proyek_id == proyek.id).limit(1))
    pertama.uraian = JAHAT[-1]
    db.session.flush()
    satu = buku.dari_proyek(db.session(), proyek.id, tmp_path / "teks.xlsx")
    dihitung = buku.baca(kantor.ubah(satu.berkas, "xlsx", tmp_path / "hitung"))
    for p in satu.t.s.pekerjaan:
        r = satu.t.baris[p.id]
        for tempat in (("RAB", f"B{r}"), ("AHSP", f"B{satu.t.blok[p.id].judul}"), ("Volume", f"B{r}")):
            assert dihitung[tempat] == p.uraian.replace("\x0b", "")
        assert dihitung["RAB", f"G{r}"] == 33
    assert dihitung["RAB", "A2"] == "=1+2"


def kerja(db: Any, proyek: Proyek) -> Kerja:
    return Kerja(db.session(), proyek, proyek.pemilik_id)


def ubah_dua_kali(db: Any, satu: buku.Buku, k: Kerja, isi: dict[tuple[str, str], Any], folder: Path, nama: str) -> Path:
    """The workbook with other values in its cells, and the workbook of the project as the services have changed it.

    Both are recalculated together and must have the same sums; gives the changed one.
    """
    diubah = buku.isi_sel(satu.berkas, isi, folder / f"{nama}.xlsx")
    sesudah = buku.dari_proyek(db.session(), k.proyek.id, folder / f"{nama}-aplikasi.xlsx")
    dihitung = buku.baca(kantor.ubah(diubah, "xlsx", folder / "hitung"))
    assert not list(buku.beda_hitungan(sesudah.t, dihitung)), nama
    assert dihitung["Pemeriksaan", "A3"].endswith("dihitung program yang berbeda"), nama
    return diubah


def satu_baris(db: Any, jenis: Any, **syarat: Any) -> Any:
    return db.session.scalars(select(jenis).filter_by(**syarat).order_by(jenis.id)).first()


@pytest.mark.parametrize("mode", ["setengah_atas", "bawah"])
def test_a_change_in_the_workbook_is_the_change_in_the_application(db: Any, tmp_path: Path, mode: str) -> None:
    bulat = aturan((mode, "0.01" if mode == "setengah_atas" else "100"), ("setengah_atas", "0.01"), (mode, "1000"))
    proyek = impor(db, DEMO | {"pengaturan": pengaturan(pembulatan=bulat)})
    k, pid = kerja(db, proyek), proyek.id
    satu = buku.dari_proyek(db.session(), pid, tmp_path / "awal.xlsx")
    isi: dict[tuple[str, str], Any] = {}

    item = db.session.scalars(select(HargaItem).filter_by(proyek_id=pid, kode="L.01")).one()
    harga.ubah_item(k, item, item.versi, {"harga": Decimal("187654.35")})
    isi[satu.sel_harga(item.id)] = 187654.35
    ubah_dua_kali(db, satu, k, isi, tmp_path, "harga")

    beli = db.session.scalars(
        select(HargaItem).where(HargaItem.proyek_id == pid, HargaItem.faktor.is_not(None))
    ).first()
    baru = {"satuan_beli": beli.satuan_beli, "harga_beli": Decimal("712345.67"), "faktor": Decimal(1350)}
    harga.ubah_item(k, beli, beli.versi, baru)
    isi |= {satu.sel_harga(beli.id, "G"): 712345.67, satu.sel_harga(beli.id, "H"): 1350}

    p = satu_baris(db, Pekerjaan, proyek_id=pid, rumus=None)
    volume.ubah_volume(k, p, p.versi, "1.234,567891")
    isi[satu.sel_volume(p.id)] = 1234.567891

    panjang = satu_baris(db, Parameter, proyek_id=pid, nama="panjang")
    parameter.ubah_parameter(k, panjang, panjang.versi, nilai=Decimal("11.37"))
    letak = [x.id for x in satu.t.s.parameter].index(panjang.id)
    isi["Parameter", f"B{dasar.BARIS_PARAMETER + letak}"] = 11.37

    baris = next(x for x in satu.t.s.komponen if x.kategori == "TK")
    komponen = db.session.get(Komponen, baris.id)
    services_analisa.ubah_koefisien(k, komponen, komponen.versi, Decimal("0.8125"))
    isi["AHSP", f"E{satu.t.blok[baris.pekerjaan_id].judul + 2}"] = 0.8125
    ubah_dua_kali(db, satu, k, isi, tmp_path, "semua")

    services_proyek.ubah_perhitungan(
        k,
        proyek.versi,
        {
            "margin_persen": Decimal("12.5"),
            "ppn_persen": Decimal(12),
            "dpp_pembilang": 11,
            "dpp_penyebut": 12,
            "bulat_hsp_langkah": Decimal(10),
            "bulat_jumlah_langkah": Decimal(1),
            "bulat_total_langkah": Decimal(100_000),
        },
    )
    nilai = (12.5, 12, 11, 12, 10, 1, 100_000)
    isi |= {("Parameter", f"B{r}"): satu_nilai for r, satu_nilai in enumerate(nilai, tata.AWAL)}
    ubah_dua_kali(db, satu, k, isi, tmp_path, "pengaturan")


def test_a_missing_price_is_empty_and_a_price_of_zero_is_not(db: Any, tmp_path: Path) -> None:
    satu = buku.dari_proyek(db.session(), impor(db, berkas_lengkap()).id, tmp_path / "kosong.xlsx")
    isi = buku.baca(kantor.ubah(satu.berkas, "xlsx", tmp_path / "hitung"))
    harga_item = {h.uraian: isi.get(satu.sel_harga(h.id)) for h in satu.t.item}
    assert harga_item["Air ²³ Ø"] == 0
    assert not harga_item["Molen"]
    assert harga_item["Molen"] != 0
    assert not harga_item["Semen"]
    assert harga_item["Semen"] != 0
    belum = next(p for p in satu.t.s.pekerjaan if p.volume is None)
    assert satu.sel_volume(belum.id) not in isi


def test_only_inputs_can_be_typed_into(db: Any, tmp_path: Path) -> None:
    satu = buku.dari_proyek(db.session(), impor(db, DEMO).id, tmp_path / "kunci.xlsx")
    wb = openpyxl.load_workbook(satu.berkas)
    assert wb.sheetnames == ["Rekap", "RAB", "AHSP", "Harga", "Volume", "Parameter", "Pemeriksaan", "Petunjuk"]
    for ws in wb.worksheets:
        assert ws.protection.sheet
        assert ws.protection.password is None
        assert ws.page_setup.paperSize == 9
        assert ws.sheet_properties.pageSetUpPr.fitToPage
        if ws.title != "Petunjuk":
            assert ws.print_title_rows
            assert ws.freeze_panes
        terbuka = [sel for baris in ws.iter_rows() for sel in baris if not sel.protection.locked]
        assert bool(terbuka) == (ws.title in {"AHSP", "Harga", "Volume", "Parameter"})
        assert not [sel.coordinate for sel in terbuka if isinstance(sel.value, str)]
    assert wb.defined_names["margin_persen"].value == "Parameter!$B$6"
    assert "par_panjang" in wb.defined_names
    assert len(wb["Rekap"]._charts) == 1
    for lembar in ("AHSP", "Harga", "Volume", "Parameter"):
        assert wb[lembar].data_validations.dataValidation


def test_a_writer_that_is_stopped_leaves_nothing(db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    s = baca_snapshot(db.session(), impor(db, berkas_besar(600)).id)
    lewat: list[int] = []

    def berhenti(baris: int) -> None:
        lewat.append(baris)
        if len(lewat) == 3:
            raise KeyboardInterrupt

    keluar = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        tulis(s, buku.WAKTU, keluar, berhenti)
    assert keluar.getvalue() == b""
    assert list(tmp_path.iterdir()) == []
