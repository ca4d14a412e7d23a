"""Moving, deleting and bringing back through HTTP; every answer is held against the whole estimate computed anew."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from ahsp_app.extensions import db
from ahsp_app.models import AHSPReferensi, Edisi, Klasifikasi, Komponen, KomponenReferensi, Pekerjaan
from ahsp_app.services.analisa import tambah_komponen, tambah_sub, ubah_koefisien
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from tests.factories_lembar import SEMEN, buat_pekerjaan
from tests.html import faults
from tests.integration.pekerjaan.meja import AWAL, HX, Meja, hasil, roti, teks
from tests.integration.pekerjaan.test_halaman import isi_besar
from tests.sql import catat_sql

MAKS_SQL_PINDAH = 20


def susunan(html: str) -> list[str]:
    """The rows of an answer."""
    return re.findall(r'<tr id="([a-z]+-\d+)"', html.split('id="pohon" hx-swap-oob="true"')[1])


@pytest.mark.parametrize(
    ("nama", "arah", "hasil_pohon"),
    [
        ("b", "naik", ["I SATU", "1 b", "2 a", "3 c"]),
        ("c", "turun", ["A ANAK A", "1 c", "2 d"]),
        ("a", "masuk", ["A ANAK A", "1 d", "2 a"]),
        ("d", "keluar", ["3 c", "4 d", "A ANAK A"]),
        ("ANAK B", "naik", ["A ANAK B", "B ANAK A"]),
        ("DUA", "masuk", ["C DUA", "1 e"]),
        ("ANAK A", "keluar", ["II ANAK A", "1 d", "III DUA"]),
        ("SATU", "turun", ["I DUA", "1 e", "II SATU"]),
    ],
)
@pytest.mark.parametrize("hx", [True, False])
def test_steps(meja: Meja, nama: str, arah: str, hasil_pohon: list[str], hx: bool) -> None:
    s, jumlah = meja.simpul(nama), meja.jumlah()
    jawab = meja.kirim(meja.url(s, "pindah"), hx=hx, arah=arah, versi=s.versi)
    if hx:
        assert jawab.status_code == 200
        assert roti(jawab) == []
        assert len(susunan(jawab.text)) == 9
        assert f'<tr id="{s.__tablename__}-{s.id}"' in jawab.text
        assert jawab.text.count("dipilih") == 1
        assert jawab.text.count('hx-swap-oob="true"') == 9  # rows and what counts them, but no cell
    else:
        assert jawab.status_code == 303
        assert jawab.location == f"{meja.alamat}#{s.__tablename__}-{s.id}"
    assert "\n".join(hasil_pohon) in "\n".join(meja.pohon())
    assert meja.jumlah() == jumlah
    meja.utuh()


@pytest.mark.parametrize(("nama", "arah"), [("a", "naik"), ("e", "turun"), ("e", "masuk"), ("SATU", "keluar")])
def test_nowhere_to_go(meja: Meja, nama: str, arah: str) -> None:
    s = meja.simpul(nama)
    jawab = meja.kirim(meja.url(s, "pindah"), arah=arah, versi=s.versi)
    assert jawab.status_code == 200
    assert "Tidak bisa lebih jauh" in roti(jawab)[0]["teks"]
    assert meja.pohon() == AWAL


TUJUAN: list[tuple[str, str, str, list[str]]] = [
    ("a", "sebelum", "c", ["1 b", "2 a", "3 c"]),
    ("a", "sesudah", "c", ["1 b", "2 c", "3 a"]),
    ("c", "sebelum", "a", ["1 c", "2 a", "3 b"]),
    ("c", "sesudah", "a", ["1 a", "2 c", "3 b"]),
    ("a", "sesudah", "a", ["1 a", "2 b", "3 c"]),
    ("a", "sebelum", "e", ["II DUA", "1 a", "2 e"]),
    ("a", "sesudah", "d", ["1 d", "2 a", "B ANAK B"]),
    ("a", "dalam", "DUA", ["II DUA", "1 e", "2 a"]),
    ("a", "sesudah", "DUA", ["II DUA", "1 a", "2 e"]),
    ("e", "sebelum", "DUA", ["B ANAK B", "1 e", "II DUA"]),
    ("e", "sebelum", "SATU", ["I SATU", "1 e", "2 a"]),
    ("e", "sebelum", "ANAK A", ["3 c", "4 e", "A ANAK A"]),
    ("DUA", "sebelum", "SATU", ["I DUA", "1 e", "II SATU"]),
    ("SATU", "sesudah", "DUA", ["I DUA", "1 e", "II SATU"]),
    ("ANAK B", "sebelum", "ANAK A", ["A ANAK B", "B ANAK A", "1 d"]),
    ("ANAK A", "sesudah", "ANAK B", ["A ANAK B", "B ANAK A", "1 d"]),
    ("DUA", "dalam", "ANAK A", ["A ANAK A", "1 d", "1 DUA", "1 e", "B ANAK B"]),
    ("ANAK A", "sesudah", "e", ["II DUA", "1 e", "III ANAK A", "1 d"]),
    ("ANAK B", "sebelum", "d", ["A ANAK A", "1 d", "B ANAK B"]),
]


@pytest.mark.parametrize(("nama", "posisi", "tujuan", "hasil_pohon"), TUJUAN)
def test_drops(meja: Meja, nama: str, posisi: str, tujuan: str, hasil_pohon: list[str]) -> None:
    s, t = meja.simpul(nama), meja.simpul(tujuan)
    jumlah = meja.jumlah()
    jawab = meja.kirim(meja.url(s, "pindah"), tujuan=f"{t.__tablename__}-{t.id}", posisi=posisi, versi=s.versi)
    assert jawab.status_code == 200, jawab.text
    assert "\n".join(hasil_pohon) in "\n".join(meja.pohon())
    assert meja.jumlah() == jumlah
    meja.utuh()
    pesan = roti(jawab)[0]
    assert "dipindahkan" in pesan["teks"]
    kembali = meja.kirim(pesan["urungkan"]["url"])
    assert kembali.status_code == 200
    assert meja.pohon() == AWAL
    assert meja.jumlah() == jumlah
    meja.utuh()


def test_undo_of_a_move_respects_what_came_after(meja: Meja) -> None:
    a, e = meja.simpul("a"), meja.simpul("e")
    jawab = meja.kirim(meja.url(a, "pindah"), tujuan=f"pekerjaan-{e.id}", posisi="sesudah", versi=a.versi)
    meja.kirim(meja.url(a, "pindah"), arah="naik", versi=a.versi)
    kini = meja.pohon()
    assert meja.kirim(roti(jawab)[0]["urungkan"]["url"]).status_code == 409
    assert meja.pohon() == kini


@pytest.mark.parametrize(
    "isian",
    [
        {"arah": "miring"},
        {"tujuan": "klasifikasi-x", "posisi": "dalam"},
        {"tujuan": "pekerjaan-1", "posisi": "atas"},
        {"tujuan": "proyek-1", "posisi": "dalam"},
        {"tujuan": "", "posisi": ""},
        {"urut": "1"},
    ],
)
def test_places_that_are_none(meja: Meja, isian: dict[str, str]) -> None:
    a = meja.simpul("a")
    jawab = meja.kirim(meja.url(a, "pindah"), versi=a.versi, **isian)
    assert jawab.status_code == 422
    assert meja.pohon() == AWAL


def test_a_heading_never_enters_itself(meja: Meja) -> None:
    satu, anak = meja.simpul("SATU"), meja.simpul("ANAK A")
    for tujuan in (f"klasifikasi-{satu.id}", f"klasifikasi-{anak.id}"):
        jawab = meja.kirim(meja.url(satu, "pindah"), tujuan=tujuan, posisi="dalam", versi=satu.versi)
        assert jawab.status_code == 422
        assert "ke dalam dirinya" in roti(jawab)[0]["teks"]
    assert meja.pohon() == AWAL


def test_target_gone_in_the_other_window(meja: Meja) -> None:
    a, dua = meja.simpul("a"), meja.simpul("DUA")
    meja.kirim(meja.url(dua, "hapus"), versi=dua.versi)
    jawab = meja.kirim(meja.url(a, "pindah"), tujuan=f"klasifikasi-{dua.id}", posisi="dalam", versi=a.versi)
    assert jawab.status_code == 404
    assert "dihapus di jendela lain" in roti(jawab)[0]["teks"]
    for aksi in ("pindah", "hapus"):
        assert meja.kirim(meja.url(dua, aksi), arah="naik", versi=dua.versi).status_code == 404


@pytest.mark.parametrize("aksi", ["pindah", "hapus"])
def test_stale_version_brings_the_tree_as_it_is(meja: Meja, aksi: str) -> None:
    a = meja.simpul("a")
    lama = a.versi
    meja.kirim(meja.url(a), uraian="a baru", versi=lama)
    jawab = meja.kirim(meja.url(a, aksi), arah="turun", versi=lama)
    assert jawab.status_code == 409
    assert "jendela lain" in roti(jawab)[0]["teks"]
    assert len(susunan(jawab.text)) == 9
    assert f'id="pekerjaan-{a.id}-versi" name="versi" value="{lama + 1}"' in jawab.text
    biasa = meja.kirim(meja.url(a, aksi), hx=False, arah="turun", versi=lama)
    assert biasa.status_code == 303
    assert "jendela lain" in meja.buka()
    assert meja.pohon()[1] == "1 a baru"
    assert meja.kirim(meja.url(a, aksi), arah="turun").status_code == 428


def test_a_work_needs_a_heading(meja: Meja) -> None:
    a = meja.simpul("a")
    jawab = meja.kirim(meja.url(a, "pindah") + f"?urut=1&versi={a.versi}")
    assert jawab.status_code == 422
    assert meja.pohon() == AWAL


def test_moved_row_is_in_view(meja_kosong: Meja) -> None:
    isi_besar(meja_kosong, 3, 40)
    p = db.session.query(Pekerjaan).filter_by(proyek_id=meja_kosong.id, kunci="p0_0").one()
    tiga = db.session.query(Klasifikasi).filter_by(proyek_id=meja_kosong.id, urut=3).one()
    db.session.commit()
    url, versi = meja_kosong.url(p, "pindah"), p.versi
    with catat_sql() as sql:
        jawab = meja_kosong.kirim(url, tujuan=f"klasifikasi-{tiga.id}", posisi="dalam", versi=versi)
    assert len(sql) <= MAKS_SQL_PINDAH
    assert jawab.headers["HX-Replace-Url"] == f"{meja_kosong.alamat}?halaman=3"
    assert f"pekerjaan-{p.id}" in susunan(jawab.text)
    biasa = meja_kosong.kirim(url, hx=False, arah="naik", versi=versi + 1)
    assert biasa.location == f"{meja_kosong.alamat}?halaman=3#pekerjaan-{p.id}"


@pytest.mark.parametrize("nama", ["a", "d", "ANAK A", "SATU", "DUA"])
@pytest.mark.parametrize("hx", [True, False])
def test_delete_and_undo(meja: Meja, nama: str, hx: bool) -> None:
    s, jumlah = meja.simpul(nama), meja.jumlah()
    jawab = meja.kirim(meja.url(s, "hapus"), hx=hx, versi=s.versi)
    assert nama not in "".join(meja.pohon()).replace("ANAK", "") or nama == "a"
    assert meja.jumlah() < jumlah
    meja.utuh()
    if hx:
        pesan = roti(jawab)[0]
        url = pesan["urungkan"]["url"]
        assert "dihapus" in pesan["teks"]
        assert "tutup-dialog" in jawab.headers["HX-Trigger"]
        assert f"{s.__tablename__}-{s.id}" not in susunan(jawab.text)
    else:
        assert jawab.status_code == 303
        html = meja.buka()
        url = re.search(r'action="([^"]+/pulihkan)"', html)[1]  # type: ignore[index]
    kembali = meja.kirim(url, hx=hx)
    assert kembali.status_code == (200 if hx else 303)
    assert hx or kembali.location == meja.alamat
    assert meja.pohon() == AWAL
    assert meja.jumlah() == jumlah
    meja.utuh()


def test_delete_says_how_much_goes(meja: Meja) -> None:
    satu = meja.simpul("SATU")
    jawab = meja.kirim(meja.url(satu, "hapus"), versi=satu.versi)
    assert roti(jawab)[0]["teks"] == "“SATU” dan 4 pekerjaan di bawahnya dihapus."
    assert meja.pohon() == ["I DUA", "1 e"]
    dua = meja.simpul("DUA")
    jawab = meja.kirim(meja.url(dua, "hapus"), versi=dua.versi)
    assert "Belum ada pekerjaan" in jawab.text
    assert meja.jumlah() == 0


def test_what_others_use_stays(meja: Meja) -> None:
    campuran = buat_pekerjaan(meja.k, "campuran", "1", judul=meja.simpul("SATU"), komponen=[SEMEN])
    pemakai = buat_pekerjaan(meja.k, "pemakai", "1", judul=meja.simpul("DUA"))
    tambah_sub(meja.k, pemakai, campuran.id, Decimal("0.5"))
    jawab = meja.kirim(meja.url(campuran, "hapus"), versi=campuran.versi)
    assert jawab.status_code == 422
    assert "analisa “pemakai”" in roti(jawab)[0]["teks"]
    assert "4 campuran" in meja.pohon()


def test_own_page_of_a_row(meja: Meja) -> None:
    for nama in ("a", "SATU"):
        s = meja.simpul(nama)
        penuh = meja.client.get(meja.url(s))
        assert faults(penuh.text) == []
        assert penuh.text.count("<h1") == 1
        potongan = meja.client.get(meja.url(s), headers=HX).text
        assert "<html" not in potongan
        assert faults(potongan, page=False) == []
        for arah in ("naik", "turun", "masuk", "keluar"):
            assert f'name="arah" value="{arah}"' in potongan
    assert f'value="klasifikasi-{meja.simpul("ANAK A").id}"' not in meja.client.get(meja.url(meja.simpul("SATU"))).text


def test_steps_from_the_dialog_stay_in_it(meja: Meja) -> None:
    b = meja.simpul("b")
    jawab = meja.kirim(meja.url(b, "pindah"), arah="naik", dari="pilihan", versi=b.versi)
    dialog, _, pohon = jawab.text.partition("<template>")
    assert 'id="pilihan"' in dialog
    assert f'name="versi" value="{b.versi}"' in dialog
    assert "1 b" in teks(dialog)
    assert 'id="pohon"' in pohon
    jawab = meja.kirim(meja.url(b, "pindah"), arah="naik", dari="pilihan", versi=b.versi)
    assert "Tidak bisa lebih jauh" in teks(jawab.text.partition("<template>")[0])
    assert roti(jawab) == []


@pytest.fixture
def acuan(meja: Meja) -> Any:
    """A work from the catalogue whose analysis was changed in every way there is."""
    edisi = Edisi(nama="AHSP uji 2026")
    db.session.add(edisi)
    db.session.flush()
    a = AHSPReferensi(edisi_id=edisi.id, kode="1.1", uraian="Galian", satuan="m3")
    db.session.add(a)
    db.session.flush()
    for n, (kategori, nama, koefisien) in enumerate([("TK", "Pekerja", "0.75"), ("TK", "Mandor", "0.038")], 1):
        db.session.add(
            KomponenReferensi(
                ahsp_id=a.id, urut=n, kategori=kategori, uraian=nama, satuan="OH", koefisien=Decimal(koefisien)
            )
        )
    p = tambah_dari_referensi(meja.k, meja.simpul("DUA").id, a.id)
    pekerja = db.session.scalars(select(Komponen).where(Komponen.pekerjaan_id == p.id).order_by(Komponen.urut)).first()
    ubah_koefisien(meja.k, pekerja, pekerja.versi, Decimal("0.8"))  # type: ignore[union-attr,arg-type]
    tambah_komponen(meja.k, p, "BHN", "Tali", "m", Decimal("1.5"), harga=Decimal(1000))
    tambah_sub(meja.k, p, meja.simpul("e").id, Decimal("0.25"))
    meja.kirim(meja.url(p), uraian="Galian cepat", versi=p.versi)
    return p


def test_preview_and_way_back_to_the_reference(meja: Meja, acuan: Pekerjaan) -> None:
    url = meja.url(acuan, "referensi")
    assert 'class="lencana ubahan"' in meja.buka()
    html = meja.client.get(url).text
    assert faults(html) == []
    isi = teks(html)
    for kata in (
        "Uraian Galian cepat Galian",
        "Tenaga Pekerja 0,8 0,75",
        "Bahan Tali 1,5 dibuang –",
        "Lain-lain e 0,25 dibuang –",
    ):
        assert kata in isi, isi
    potongan = meja.client.get(url, headers=HX).text
    assert "<html" not in potongan
    jawab = meja.kirim(url, versi=acuan.versi)
    assert jawab.status_code == 200
    assert "tutup-dialog" in jawab.headers["HX-Trigger"]
    assert "kembali ke referensi" in roti(jawab)[0]["teks"]
    assert meja.simpul("Galian").sumber == "referensi"
    meja.utuh()
    assert "Tidak ada bedanya" in meja.client.get(url).text


def test_way_back_refused(meja: Meja, acuan: Pekerjaan) -> None:
    url, versi = meja.url(acuan, "referensi"), acuan.versi
    assert meja.kirim(url, versi=versi - 1).status_code == 409
    assert meja.kirim(url).status_code == 428
    a = meja.simpul("a")
    assert "tidak berasal dari katalog" in meja.client.get(meja.url(a, "referensi")).text
    assert meja.kirim(meja.url(a, "referensi"), versi=a.versi).status_code == 422
    biasa = meja.kirim(url, hx=False, versi=versi)
    assert biasa.location == f"{meja.alamat}#pekerjaan-{acuan.id}"


@pytest.mark.parametrize("benih", range(3))
def test_random_gestures_keep_every_sum(meja: Meja, benih: int) -> None:
    acak = random.Random(benih)
    buat_pekerjaan(meja.k, "berkomponen", "3", judul=meja.simpul("ANAK B"), komponen=[SEMEN])
    db.session.commit()
    urungkan: list[str] = []
    for _ in range(25):
        db.session.expire_all()
        semua: list[Any] = [
            *db.session.scalars(select(Pekerjaan).where(Pekerjaan.sampah_id.is_(None))),
            *db.session.scalars(select(Klasifikasi).where(Klasifikasi.sampah_id.is_(None))),
        ]
        if not semua:
            break
        s, t = acak.choice(semua), acak.choice(semua)
        cara = acak.random()
        if cara < 0.35:
            jawab = meja.kirim(
                meja.url(s, "pindah"), arah=acak.choice(["naik", "turun", "masuk", "keluar"]), versi=s.versi
            )
        elif cara < 0.7:
            tujuan = f"{t.__tablename__}-{t.id}"
            posisi = acak.choice(["sebelum", "sesudah", "dalam"])
            jawab = meja.kirim(meja.url(s, "pindah"), tujuan=tujuan, posisi=posisi, versi=s.versi)
        elif cara < 0.8 or not urungkan:
            jawab = meja.kirim(meja.url(s, "hapus"), versi=s.versi)
        else:
            jawab = meja.kirim(urungkan.pop(acak.randrange(len(urungkan))))
        assert jawab.status_code in {200, 409, 422, 404}, jawab.text
        urungkan += [p["urungkan"]["url"] for p in roti(jawab) if "urungkan" in p]
        meja.utuh()
        if jawab.status_code == 200 and 'id="pohon"' in jawab.text:
            for j in db.session.scalars(select(Klasifikasi).where(Klasifikasi.sampah_id.is_(None))):
                assert hasil(jawab.text, f"klasifikasi-{j.id}-jumlah")
