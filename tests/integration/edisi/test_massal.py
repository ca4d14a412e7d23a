"""Changes of many analyses at once: whose projects they touch, one line in the history, and the way back."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.errors import Invalid
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi, Pengguna, RiwayatKatalog
from ahsp_app.services import katalog_massal as layanan
from ahsp_app.services.edisi import buat_edisi
from ahsp_app.services.katalog_ubah import get_analisa as kunci
from ahsp_app.services.katalog_ubah import ubah_analisa
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from tests.factories import buat_proyek
from tests.factories_impor import DUA, csv, get_analisa, tertulis
from tests.factories_lembar import buat_judul, kerja


def lakukan(client: FlaskClient, edisi: Edisi, aksi: str, **lain: str) -> str:
    """Do it to all analyses of the edition; the page that follows."""
    data = {"aksi": aksi, "semua": "1", "yakin": "1", **lain}
    return html.unescape(client.post(f"/edisi/{edisi.id}/massal", data=data, follow_redirects=True).text)


def urungkan(halaman: str) -> str:
    """The address of the button in the toast."""
    return re.findall(r'data-urungkan="([^"]+)"', halaman)[0]


def keadaan(db: SQLAlchemy) -> list[tuple[object, ...]]:
    db.session.expire_all()
    a = AHSPReferensi
    pilih = select(a.kode, a.edisi_id, a.grup, a.dihapus.is_(None), a.diarsipkan.is_(None)).order_by(a.urut)
    return [tuple(b) for b in db.session.execute(pilih)]


def baris_riwayat(client: FlaskClient) -> list[str]:
    teks = html.unescape(client.get("/edisi/riwayat").text)
    return re.findall(r"<tr>.*?</tr>", teks.partition("<tbody>")[2], re.S)


@pytest.mark.parametrize(
    ("aksi", "lain", "kalimat"),
    [
        ("hapus", {}, "2 analisa dihapus dari “Edisi uji”."),
        ("arsip", {}, "2 analisa di “Edisi uji” diarsipkan."),
        ("pindah_grup", {"grup_baru": "Pasir"}, "2 analisa di “Edisi uji” dipindah ke kelompok “Pasir”."),
        ("pindah_edisi", {"edisi_tujuan": "lain"}, "2 analisa dipindah dari “Edisi uji” ke “Lain”."),
    ],
)
def test_taken_back_from_the_toast_or_the_history(
    db: SQLAlchemy, client: FlaskClient, edisi: Edisi, aksi: str, lain: dict[str, str], kalimat: str
) -> None:
    tujuan = buat_edisi(db.session(), None, {"nama": "Lain"})
    ubah_analisa(db.session(), None, kunci(db.session(), get_analisa("1.1").id), 1, {"grup": "Tanah"})
    db.session.commit()
    lain = {k: str(tujuan.id) if v == "lain" else v for k, v in lain.items()}
    semula = keadaan(db)
    halaman = lakukan(client, edisi, aksi, **lain)
    assert kalimat in halaman
    assert keadaan(db) != semula
    pertama, kedua, *_ = baris_riwayat(client)
    assert kalimat in pertama
    assert "1.1 Galian tanah biasa; 1.2 Urugan pasir" in pertama
    assert "Kembalikan" in pertama
    assert "Kembalikan" not in kedua
    assert kalimat not in kedua
    url = urungkan(halaman)
    jawab = html.unescape(client.post(url, follow_redirects=True).text)
    assert f"Dikembalikan: {kalimat}" in jawab
    assert keadaan(db) == semula
    pertama, kedua, *_ = baris_riwayat(client)
    assert f"Dikembalikan: {kalimat}" in pertama
    assert "<form" not in pertama
    assert "<form" not in kedua
    lagi = client.post(url)
    assert lagi.status_code == 422
    assert "Sudah dikembalikan." in lagi.text
    assert keadaan(db) == semula


def test_what_was_in_use_again_is_put_away_again(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    layanan.arsipkan(db.session(), None, [get_analisa("1.1").id])
    db.session.commit()
    semula = keadaan(db)
    halaman = lakukan(client, edisi, "pakai_lagi")
    assert "1 analisa di “Edisi uji” dipakai lagi." in halaman
    di_riwayat = client.post(urungkan(halaman), data={"di": "riwayat"})
    assert di_riwayat.headers["Location"] == "/edisi/riwayat"
    assert keadaan(db) == semula
    assert "Tidak ada yang berubah." in lakukan(client, edisi, "pakai_lagi", arsip="tidak")


def test_what_was_changed_since_is_refused_whole_and_named(db: SQLAlchemy, edisi: Edisi) -> None:
    sesi, a, b = db.session(), get_analisa("1.1"), get_analisa("1.2")
    pindah = layanan.pindah_grup(sesi, None, [a.id, b.id], "Pasir")
    ubah_analisa(sesi, None, kunci(sesi, a.id), 2, {"grup": "Batu"})
    with pytest.raises(Invalid) as galat:
        layanan.kembalikan(sesi, None, pindah.catatan_id or 0)
    assert str(galat.value) == (
        "Tidak bisa dikembalikan: 1 dari 2 analisa sudah diubah lagi sesudah itu (1.1 Galian tanah biasa)."
    )
    assert (a.grup, b.grup) == ("Batu", "Pasir")
    ubah_analisa(sesi, None, kunci(sesi, a.id), 3, {"grup": "Pasir", "satuan": "m2"})
    layanan.arsipkan(sesi, None, [b.id])
    layanan.kembalikan(sesi, None, pindah.catatan_id or 0)  # in what it changed all is as it left it
    assert (a.grup, a.satuan, b.grup, b.diarsipkan is None) == ("1", "m2", "1", False)


def test_deleted_ones_that_came_again_are_not_doubled(db: SQLAlchemy, admin: Pengguna, edisi: Edisi) -> None:
    sesi = db.session()
    hapus = layanan.hapus(sesi, admin.id, [get_analisa("1.1").id, get_analisa("1.2").id])
    tertulis(admin, csv(DUA[:1]))
    with pytest.raises(Invalid, match=r"sudah ada lagi di edisinya \(1\.1 Galian tanah biasa\)"):
        layanan.kembalikan(sesi, admin.id, hapus.catatan_id or 0)


def test_an_edition_that_is_gone_takes_nothing_back(db: SQLAlchemy, edisi: Edisi) -> None:
    sesi, a = db.session(), get_analisa("1.1")
    tujuan = buat_edisi(sesi, None, {"nama": "Lain"})
    pindah = layanan.pindah_edisi(sesi, None, [a.id], tujuan.id)
    catatan = sesi.scalars(
        select(RiwayatKatalog).where(RiwayatKatalog.baris_id == a.id, RiwayatKatalog.aksi == "pindah_edisi")
    ).one()
    catatan.lama = (catatan.lama or {}) | {"edisi_id": 0}
    sesi.flush()
    with pytest.raises(Invalid, match="edisi asalnya sudah tidak ada"):
        layanan.kembalikan(sesi, None, pindah.catatan_id or 0)


def test_deleted_before_there_were_lines_of_many(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    a = get_analisa("1.1")
    layanan.hapus(db.session(), None, [a.id])
    for r in db.session.scalars(select(RiwayatKatalog).where(RiwayatKatalog.aksi == "hapus")):
        if r.tabel == "massal":
            db.session.delete(r)
        else:
            r.baru = None
    db.session.commit()
    pertama, *_ = baris_riwayat(client)
    (url,) = re.findall(r'action="(/edisi/riwayat/\d+/kembali)"', pertama)
    assert client.post(url).status_code == 303
    db.session.expire_all()
    assert a.dihapus is None
    assert all("<form" not in b for b in baris_riwayat(client))


def test_a_component_comes_back(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    a = get_analisa("1.1")
    url = f"/edisi/{edisi.id}/analisa/{a.id}"

    def isi() -> list[str]:
        k = KomponenReferensi
        return list(db.session.scalars(select(k.uraian).where(k.ahsp_id == a.id).order_by(k.urut)))

    k = db.session.scalars(select(KomponenReferensi).where(KomponenReferensi.ahsp_id == a.id)).first()
    assert k is not None
    halaman = client.post(f"{url}/komponen/{k.id}/hapus", follow_redirects=True).text
    assert isi() == ["Mandor"]
    assert "<form" in baris_riwayat(client)[0]
    kembali = client.post(urungkan(halaman))
    assert kembali.headers["Location"] == url
    assert isi() == ["Pekerja", "Mandor"]
    assert "<form" not in baris_riwayat(client)[1]
    ditolak = client.post(urungkan(halaman))
    assert ditolak.status_code == 422
    assert "sudah diubah lagi" in ditolak.text
    assert client.post("/edisi/riwayat/999999/kembali").status_code == 404


def test_projects_that_use_them_are_named_as_far_as_one_may_know(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi
) -> None:
    a = get_analisa("1.1")
    sendiri, lain = kerja(buat_proyek(admin, "Pasar <baru>")), kerja()
    dibuang = kerja(buat_proyek(admin, "Yang dibuang"))
    for k in (sendiri, lain, dibuang):
        tambah_dari_referensi(k, buat_judul(k).id, a.id)
    dibuang.proyek.dihapus = dibuang.proyek.dibuat
    db.session.commit()
    lihat = client.post(f"/edisi/{edisi.id}/massal", data={"aksi": "hapus", "semua": "1"}).text
    assert "Dipakai 3 pekerjaan di 3 proyek." in lihat
    assert f'<a href="/proyek/{sendiri.proyek.id}/pekerjaan">Pasar &lt;baru&gt;</a>' in lihat
    assert "dan 2 proyek lain" in lihat
    assert lain.proyek.nama not in lihat
    assert "Yang dibuang" not in lihat


def test_nothing_ticked_is_said_at_the_form(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    layanan.pindah_grup(db.session(), None, [get_analisa("1.1").id], "Tanah")
    db.session.commit()
    data = {"aksi": "arsip", "cari": "galian", "grup": "Tanah", "arsip": "tidak", "halaman": "1"}
    jawab = client.post(f"/edisi/{edisi.id}/massal", data=data)
    assert jawab.status_code == 422
    assert "Belum ada analisa yang dipilih." in jawab.text
    assert 'name="cari" value="galian" data-cari-utama' in jawab.text
    assert '<option value="Tanah" selected>' in jawab.text
    assert '<option value="arsip" selected>' in jawab.text
    assert "Urugan pasir" not in jawab.text
    lihat = client.post(f"/edisi/{edisi.id}/massal", data=data | {"semua": "1"}).text
    tempat = f"/edisi/{edisi.id}?cari=galian&amp;grup=Tanah&amp;arsip=tidak"
    assert f'href="{tempat}"' in lihat  # the way back without doing it
    selesai = client.post(f"/edisi/{edisi.id}/massal", data=data | {"semua": "1", "yakin": "1"})
    assert selesai.headers["Location"] == html.unescape(tempat)


def test_the_list_of_editions_counts_what_is_in_use(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    assert "diarsipkan" not in client.get("/edisi").text
    layanan.arsipkan(db.session(), None, [get_analisa("1.1").id])
    db.session.commit()
    assert re.search(
        r'<td class="r">1 <span class="redup kecil">\+ 1 diarsipkan</span></td>', client.get("/edisi").text
    )
