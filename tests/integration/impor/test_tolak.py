"""What is refused, stopped or limited, and what is left of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from ahsp_app.config import BATAS_BAKU, Settings
from ahsp_app.models import AHSPReferensi, Impor, ImporAnalisa, ImporMasalah, Pengguna, RiwayatKatalog, Tugas
from ahsp_app.services.tugas_lapor import Pelapor
from tests import factories_katalog as f
from tests.factories import buat_pengguna, masuk
from tests.factories_impor import DUA, Baris, csv, jalankan_tugas, terbaca

LEMBAR = "xl/worksheets/sheet1.xml"


def unggah(client: FlaskClient, nama: str, isi: bytes) -> Any:
    data = {"edisi_id": "", "nama": "Edisi uji", "berkas": (io.BytesIO(isi), nama)}
    return client.post("/impor", data=data, content_type="multipart/form-data")


def buku() -> bytes:
    return f.xlsx(f.datar(*f.BETON))


def dengan_xml(awalan: str, akhir: str) -> bytes:
    """A workbook with something before its first sheet, and cells at the end of it."""
    isi = f.bagian(buku(), LEMBAR).replace("?>", f"?>{awalan}", 1).replace("</sheetData>", f"{akhir}</sheetData>")
    return f.ganti(buku(), {LEMBAR: isi})


TOLAK: list[tuple[str, str, Callable[[], bytes]]] = [
    ("format", "a.pdf", lambda: b"%PDF-1.7"),
    ("makro", "a.xlsm", buku),
    ("makro", "a.xlsx", lambda: f.ganti(buku(), {"xl/vbaProject.bin": b"x"})),
    ("isi_tak_cocok", "a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 200),
    ("kosong", "a.csv", lambda: b"\n\n"),
    ("terkunci", "a.xlsx", f.ole_terkunci),
    ("rusak", "a.xlsx", lambda: buku()[: len(buku()) * 8 // 10]),
    ("bukan_buku_kerja", "a.xls", lambda: f.ole({"WordDocument": b"x" * 5000})),
    ("bom", "a.xlsx", lambda: f.ganti(buku(), {"xl/media/x.xml": b"\0" * (20 * 1024 * 1024)})),
    ("xml_berbahaya", "a.xlsx", lambda: dengan_xml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "")),
    (
        "xml_berbahaya",
        "a.xlsx",
        lambda: dengan_xml('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>', ""),
    ),
    ("terlalu_banyak_baris", "a.xlsx", lambda: dengan_xml("", '<row r="1048576"><c><v>1</v></c></row>')),
    ("terlalu_banyak_kolom", "a.xlsx", lambda: dengan_xml("", '<row r="9"><c r="XFD9"><v>1</v></c></row>')),
    ("bukan_json", "a.json", lambda: b"[1"),
]


@pytest.mark.parametrize(("kode", "nama", "isi"), TOLAK, ids=[f"{k}-{n}" for k, n, _ in TOLAK])
def test_each_refusal_has_its_reason_and_is_recorded(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, kode: str, nama: str, isi: Callable[[], bytes]
) -> None:
    jawab = unggah(client, nama, isi())
    assert jawab.status_code == 422
    catatan = db.session.scalars(select(RiwayatKatalog)).one()
    assert (catatan.aksi, catatan.pengguna_id, catatan.baru and catatan.baru["kode"]) == (
        "tolak_berkas",
        admin.id,
        kode,
    )
    assert catatan.ringkasan.removeprefix(f"{nama}: ") in jawab.text.replace("&#39;", "'")
    assert not db.session.scalar(select(func.count()).select_from(Impor))


def test_ten_an_hour(db: SQLAlchemy, settings: Settings, app_lain: Callable[..., Flask]) -> None:
    assert BATAS_BAKU["import"] == "10/hour"
    satu, dua = buat_pengguna(admin=True), buat_pengguna(admin=True)
    db.session.commit()
    client = app_lain(batas=dict(settings.batas) | {"import": "2/hour"}).test_client()
    masuk(client, satu)
    assert [unggah(client, f"{n}.csv", csv()).status_code for n in range(3)] == [303, 303, 429]
    masuk(client, dua)
    assert unggah(client, "lain.csv", csv()).status_code == 303  # each has their own


@pytest.mark.parametrize("langkah", ["baca", "komit"])
def test_taking_a_job_back_leaves_nothing_half_done(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, monkeypatch: pytest.MonkeyPatch, langkah: str
) -> None:
    asli: Any = getattr(Pelapor, "_tulis")  # noqa: B009

    def batalkan(lapor: Pelapor, **isi: Any) -> None:
        with db.engine.begin() as lain:
            lain.execute(Tugas.__table__.update().values(minta_batal=True))  # type: ignore[attr-defined]
        asli(lapor, **isi)

    url = unggah(client, "a.csv", csv()).headers["Location"]
    if langkah == "komit":
        jalankan_tugas()
        client.post(f"{url}/komit")
    with monkeypatch.context() as m:
        m.setattr(Pelapor, "_tulis", batalkan)
        jalankan_tugas()
    assert "Dibatalkan. Tidak ada yang berubah." in client.get(url).text
    assert db.session.scalar(select(func.count()).select_from(ImporAnalisa)) == (0 if langkah == "baca" else 2)
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 0
    t = db.session.scalars(select(Tugas).order_by(Tugas.id.desc())).first()
    assert t is not None
    client.post(f"/tugas/{t.id}/ulang", data={"kembali": url})
    jalankan_tugas()
    assert db.session.scalars(select(Impor.status)).one() == ("siap" if langkah == "baca" else "dikomit")


def test_a_file_that_cannot_be_read_fails_its_job_and_says_why(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    """A date before all time: found only when the values are read."""
    isi = f.xlsx([*f.datar(*f.BETON), [45000.5]])
    lembar = f.bagian(isi, LEMBAR).replace('r="A11"', 'r="A11" s="0"').replace("<v>45000.5<", "<v>-inf<")
    gaya = f.bagian(isi, "xl/styles.xml").replace('numFmtId="0"', 'numFmtId="14"')
    url = unggah(client, "a.xlsx", f.ganti(isi, {LEMBAR: lembar, "xl/styles.xml": gaya})).headers["Location"]
    jalankan_tugas()
    assert "Berkas terpotong atau rusak" in client.get(url).text
    assert db.session.scalar(select(func.count()).select_from(ImporAnalisa)) == 0


def test_what_was_read_is_searched_by_code_name_and_component(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    lain: list[Baris] = [*DUA, ("7.100%", "Cat_tembok", "m2", [("BHN", "Cat tembok", "kg", "0,1")])]
    url = f"/impor/{terbaca(admin, csv(lain)).id}"
    db.session.commit()

    def temuan(cari: str) -> set[str]:
        halaman = client.get(url, query_string={"cari": cari}, headers={"HX-Request": "true"}).text
        return {kode for kode, *_ in lain if f'value="{kode}"' in halaman}

    assert temuan("1.2") == {"1.2"}
    assert temuan("GALIAN") == {"1.1"}
    assert temuan("pasir urug") == {"1.2"}  # a component
    assert temuan("100%") == temuan("t_t") == {"7.100%"}
    assert temuan("tidak ada") == set()


def test_the_difference_is_shown_coefficient_by_coefficient(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    unggah(client, "a.csv", csv())
    jalankan_tugas()
    impor = db.session.scalars(select(Impor)).one()
    client.post(f"/impor/{impor.id}/komit")
    jalankan_tugas()
    beda: list[Baris] = [("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0,8"), *DUA[0][3][1:]]), DUA[1]]
    lagi = terbaca(admin, csv(beda))
    db.session.commit()
    a = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.impor_id == lagi.id).order_by("urut")).first()
    assert a is not None
    halaman = client.get(f"/impor/{lagi.id}/analisa/{a.id}").text
    _, _, beda_saja = halaman.partition("Dibanding katalog")
    baris = [b for b in beda_saja.split("<tr") if "Pekerja" in b]
    assert len(baris) == 1
    assert 'class="berbeda"' in baris[0]
    assert ">0,75<" in baris[0]
    assert ">0,8<" in baris[0]
    assert "Mandor" in beda_saja
    catatan = db.session.scalars(select(RiwayatKatalog).where(RiwayatKatalog.aksi == "impor_tambah")).all()
    assert {(c.pengguna_id, c.impor_id) for c in catatan} == {(admin.id, impor.id)}


def test_every_row_of_a_file_is_accounted_for(db: SQLAlchemy, admin: Pengguna) -> None:
    """Read, merged, refused: the figures of an import add up to the rows of its file."""
    isi = csv() + b"\n\n1.2;Urugan pasir;m3;TK;;Pekerja;OH;0,3\n;;;TK;;Mandor;OH;0,01\n"
    awal = b"kode;nama;satuan_pekerjaan;kategori;kode_item;uraian_item;satuan_item;koefisien\n"
    isi = awal + b";;;TK;;Tanpa induk;OH;1\n" + isi.partition(b"\n")[2]
    impor = terbaca(admin, isi)
    hitung = impor.ringkasan["hitung"]
    assert sum(hitung["nasib"].values()) == hitung["baris"] == len(isi.splitlines())
    assert hitung["nasib"] == {"kepala": 1, "tak_terbaca": 1, "komponen": 6, "kosong": 1}
    assert (hitung["digabung"], hitung["ganda"], impor.ringkasan["komponen"]) == (4, 1, 6)
    sebab = set(db.session.scalars(select(ImporMasalah.kode).where(ImporMasalah.impor_id == impor.id)))
    assert {"tanpa_analisa", "baris_ganda"} <= sebab
