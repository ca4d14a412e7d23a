"""Project files through the database: in, computed, out again."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ahsp_app.models import Komponen, Pekerjaan, Proyek, Riwayat
from ahsp_app.services.berkas import BerkasDitolak, ekspor_byte, ekspor_proyek, impor_proyek
from tests.factories import buat_pengguna
from tests.factories_berkas import analisa, berkas, berkas_acak, berkas_besar, berkas_lengkap, byte_berkas, langsung


def impor(db: Any, isi: dict[str, Any]) -> Proyek:
    pemilik = buat_pengguna()
    proyek, _ = impor_proyek(db.session(), pemilik.id, byte_berkas(isi))
    return proyek


@contextmanager
def hitung_perintah(db: Any) -> Iterator[list[str]]:
    """SQL statements inside the block."""
    perintah: list[str] = []

    def catat(_c: Any, _k: Any, sql: str, *_: Any) -> None:
        perintah.append(sql)

    event.listen(db.engine, "before_cursor_execute", catat)
    try:
        yield perintah
    finally:
        event.remove(db.engine, "before_cursor_execute", catat)


def test_every_feature_goes_in_and_out_unchanged(db: Any) -> None:
    isi = berkas_lengkap()
    proyek = impor(db, isi)
    db.session.expire_all()
    assert ekspor_proyek(db.session(), proyek.id) == isi
    lagi = impor(db, json.loads(ekspor_byte(db.session(), proyek.id)))
    assert ekspor_proyek(db.session(), lagi.id) == isi


def test_the_order_of_keys_is_that_of_the_format(db: Any) -> None:
    isi = berkas_lengkap()
    keluar = ekspor_proyek(db.session(), impor(db, isi).id)
    assert json.dumps(keluar) == json.dumps(isi)


def test_optional_keys(db: Any) -> None:
    isi = berkas_lengkap()
    isi["proyek"] |= {
        "kontraktor": "CV Contoh",
        "deskripsi": "Baris satu\nbaris dua",
        "awal_minggu": 6,
        "penanda_tangan": [
            {"peran": "Dibuat oleh", "nama": "N", "jabatan": "J", "instansi": "I", "nip": "1"},
            {"peran": "Menyetujui", "nama": "", "jabatan": "", "instansi": "", "nip": ""},
        ],
    }
    isi["harga_item"][0] |= {"sumber_harga": "Survei Januari", "tanggal_harga": "2026-01-05"}
    baris = {"kategori": "TK", "kode": "L.01", "uraian": "Pekerja", "satuan": "OH", "koefisien": "1"}
    referensi = {"edisi": "E", "kode": "1", "uraian": "U", "satuan": "m3", "komponen": [baris]}
    beton = isi["klasifikasi"][1]["pekerjaan"][0]
    beton |= {"sumber": "ubahan", "referensi": referensi, "nomor": "7.b", "catatan": "dua\nbaris"}
    assert ekspor_proyek(db.session(), impor(db, isi).id) == isi


def test_numbers_come_out_canonical(db: Any) -> None:
    isi = berkas_lengkap()
    isi["parameter"][0]["nilai"] = "0012.500"
    isi["harga_item"][0]["harga"] = "176000.00"
    assert ekspor_proyek(db.session(), impor(db, isi).id) == berkas_lengkap()


def test_defaults(db: Any) -> None:
    proyek = impor(db, {"format": "ahsp-proyek", "versi": 1, "proyek": {"nama": "Abc", "tahun_anggaran": 2027}})
    assert (proyek.margin_persen, proyek.ppn_persen, proyek.bulat_total_mode) == (10, 11, "bawah")
    assert (str(proyek.tanggal_mulai), str(proyek.tanggal_selesai)) == ("2027-01-01", "2027-12-31")
    isi = berkas()
    isi["proyek"] = {"nama": "Abc", "tanggal_mulai": "2026-06-01"}
    proyek = impor(db, isi)
    assert (proyek.tahun_anggaran, str(proyek.tanggal_selesai)) == (2026, "2026-12-31")
    assert (proyek.anggaran, proyek.sumber_dana) == (None, "")


@pytest.mark.parametrize("benih", range(12))
def test_random_projects_keep_everything(db: Any, benih: int) -> None:
    isi = berkas_acak(benih)
    satu = impor(db, isi)
    keluar = ekspor_proyek(db.session(), satu.id)
    dua = impor(db, keluar)
    assert ekspor_proyek(db.session(), dua.id) == keluar
    assert hasil(db, satu) == hasil(db, dua)
    assert [p["kunci"] for p in keluar["harga_item"]] == [p["kunci"] for p in isi["harga_item"]]
    assert keluar["jadwal"] == isi["jadwal"]


def hasil(db: Any, proyek: Proyek) -> list[Any]:
    """Every stored result of a project."""
    p = Pekerjaan
    baris = db.session.execute(
        select(p.kunci, p.volume, p.tk, p.bhn, p.alt, p.lain, p.margin, p.hsp, p.jumlah, p.kurang, p.rumus_acuan)
        .where(p.proyek_id == proyek.id)
        .order_by(p.kunci)
    ).all()
    return [proyek.jumlah, *map(tuple, baris)]


def test_new_keys_do_not_meet_those_of_the_file(db: Any) -> None:
    isi = berkas(
        harga_item=[{"kunci": "h12", "kategori": "TK", "uraian": "Pekerja"}],
        klasifikasi=[{"nama": "A", "pekerjaan": [{"kunci": "p7", "uraian": "x"}, {"uraian": "y"}]}],
    )
    proyek = impor(db, isi)
    assert proyek.nomor_kunci == 13
    pilih = select(Pekerjaan.kunci).where(Pekerjaan.proyek_id == proyek.id).order_by(Pekerjaan.urut)
    assert db.session.scalars(pilih).all() == ["p7", "p13"]


def test_import_is_in_the_history(db: Any) -> None:
    proyek = impor(db, berkas_lengkap())
    entri = db.session.scalars(select(Riwayat).where(Riwayat.proyek_id == proyek.id)).one()
    assert (entri.aksi, entri.tabel, entri.pengguna_id) == ("impor", "proyek", proyek.pemilik_id)


def test_nothing_is_left_of_a_refused_file(db: Any) -> None:
    isi = berkas_besar(50)
    isi["klasifikasi"][0]["anak"][0]["pekerjaan"][20]["volume"] = "-1"
    with pytest.raises(BerkasDitolak) as galat:
        impor(db, isi)
    assert [m.jalur for m in galat.value.masalah] == ["klasifikasi[0].anak[0].pekerjaan[20].volume"]
    assert db.session.scalar(select(func.count()).select_from(Proyek)) == 0


def test_results_beyond_any_estimate_are_refused_at_their_work(db: Any) -> None:
    besar = str(10**11)
    isi = berkas(
        klasifikasi=[
            {
                "nama": "A",
                "pekerjaan": [
                    langsung("p1", "biasa", "1", "1"),
                    langsung("p2", "besar", besar, str(10**14)),
                    langsung("p3", "besar", besar, str(10**14)),
                ],
            }
        ]
    )
    with pytest.raises(BerkasDitolak) as galat:
        impor(db, isi)
    assert [(m.jalur, m.kode) for m in galat.value.masalah] == [
        (f"klasifikasi[0].pekerjaan[{n}]", "terlalu_besar") for n in (1, 2)
    ]


def test_a_sum_beyond_any_estimate_is_refused(db: Any) -> None:
    works = [langsung(f"p{n}", "besar", "99999999", "99999999999999") for n in range(3)]
    with pytest.raises(BerkasDitolak) as galat:
        impor(db, berkas(klasifikasi=[{"nama": "A", "pekerjaan": works}]))
    assert [(m.jalur, m.kode) for m in galat.value.masalah] == [("klasifikasi", "terlalu_besar")]


def test_number_of_statements_does_not_depend_on_size(db: Any) -> None:
    pemilik = buat_pengguna().id
    banyak = []
    for besar in (10, 400):
        isi = berkas_besar(besar)
        isi["jadwal"] = [{"pekerjaan": f"p{n}", "minggu": 1} for n in range(61, 61 + besar)]
        for k in isi["klasifikasi"][0]["anak"][0]["pekerjaan"]:
            k |= {"sumber": "referensi", "edisi": "tidak ada"}
        with hitung_perintah(db) as perintah:
            proyek, _ = impor_proyek(db.session(), pemilik, byte_berkas(isi))
        with hitung_perintah(db) as keluar:
            ekspor_proyek(db.session(), proyek.id)
        assert len(keluar) == 1
        banyak.append(len(perintah))
    assert banyak[0] == banyak[1]
    assert banyak[0] <= 35


def test_keys_and_order_of_many_works(db: Any) -> None:
    isi = berkas_besar(2_000)
    proyek = impor(db, isi)
    assert db.session.scalar(select(func.count()).select_from(Komponen)) == 16_000
    assert ekspor_proyek(db.session(), proyek.id) == isi


def test_a_work_from_the_file_that_knows_no_catalogue(db: Any) -> None:
    """`edisi` without such a catalogue here: said, and kept for whoever reads the file next."""
    item = {"kunci": "h1", "kategori": "TK", "kode": None, "uraian": "Pekerja", "satuan": "OH", "harga": "1"}
    kerja = analisa("p1", "Galian", "1", [{"item": "h1", "koefisien": "0.5"}], kode="1.1", sumber="referensi")
    isi = berkas(harga_item=[item], klasifikasi=[{"nama": "A", "pekerjaan": [kerja | {"edisi": "AHSP 1999"}]}])
    pemilik = buat_pengguna()
    proyek, peringatan = impor_proyek(db.session(), pemilik.id, byte_berkas(isi))
    assert [(m.jalur, m.kode) for m in peringatan] == [("klasifikasi[0].pekerjaan[0].edisi", "katalog")]
    keluar = ekspor_proyek(db.session(), proyek.id)["klasifikasi"][0]["pekerjaan"][0]
    assert keluar["sumber"] == "referensi"
    assert keluar["referensi"]["edisi"] == "AHSP 1999"


def test_reference_that_no_longer_fits_is_marked(db: Any) -> None:
    isi = berkas_lengkap()
    baris = {"kategori": "TK", "kode": "L.01", "uraian": "Pekerja", "satuan": "OH", "koefisien": "1"}
    referensi = {"edisi": "E", "kode": "1", "uraian": "U", "satuan": "m3", "komponen": [baris]}
    isi["klasifikasi"][1]["pekerjaan"][2] |= {"sumber": "referensi", "referensi": referensi}
    pemilik = buat_pengguna()
    proyek, peringatan = impor_proyek(db.session(), pemilik.id, byte_berkas(isi))
    assert [(m.jalur, m.kode) for m in peringatan] == [("klasifikasi[1].pekerjaan[2].sumber", "ubahan")]
    kerja = db.session.scalars(select(Pekerjaan).where(Pekerjaan.proyek_id == proyek.id, Pekerjaan.kunci == "p6")).one()
    assert kerja.sumber == "ubahan"
    sama = copy.deepcopy(isi)
    sama["klasifikasi"][1]["pekerjaan"][2]["referensi"]["komponen"][0]["koefisien"] = "0"
    del sama["klasifikasi"][1]["pekerjaan"][2]["sumber"]
    proyek, peringatan = impor_proyek(db.session(), pemilik.id, byte_berkas(sama))
    assert peringatan == []
    kerja = db.session.scalars(select(Pekerjaan).where(Pekerjaan.proyek_id == proyek.id, Pekerjaan.kunci == "p6")).one()
    assert kerja.sumber == "referensi"


def test_nested_work_priced_directly_counts_in_the_analysis(db: Any) -> None:
    isi = berkas(
        klasifikasi=[
            {
                "nama": "A",
                "pekerjaan": [
                    langsung("p1", "Pompa", "0", "2500"),
                    analisa("p2", "Sumur", "2", [{"pekerjaan": "p1", "koefisien": "3"}]),
                ],
            }
        ]
    )
    proyek = impor(db, isi)
    kerja = db.session.scalars(select(Pekerjaan).where(Pekerjaan.proyek_id == proyek.id, Pekerjaan.kunci == "p2")).one()
    assert (kerja.lain, kerja.biaya_langsung, kerja.hsp, kerja.jumlah) == (7500, 7500, 8250, 16500)
    assert proyek.jumlah == Decimal(16500)
