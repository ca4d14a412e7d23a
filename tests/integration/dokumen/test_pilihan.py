"""Paper of the office and of the project, options of the bundle, and what the list of files says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from click.testing import Result
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import BerkasTugas, DokumenProyek, JadwalDokumen, Pengguna, Tugas
from ahsp_app.services.dokumen_atur import simpan_kop
from ahsp_app.services.kerja import Kerja
from tests.factories import masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja
from tests.html import faults

HX = {"HX-Request": "true"}
BUNDEL = {"isi": ["rab", "rekap"], "urut-rekap": "2", "urut-rab": "1", "hasil": "pdf", "kertas": "A3", "abaikan": "1"}


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    buat_pekerjaan(k, "Beton", volume="12,5", judul=buat_judul(k), komponen=[SEMEN])
    db.session.commit()
    pemilik = db.session.get(Pengguna, k.proyek.pemilik_id)
    assert pemilik is not None
    masuk(client, pemilik)
    return k


def url(k: Kerja, sisa: str = "") -> str:
    return f"/proyek/{k.proyek.id}/dokumen{sisa}"


def dipilih(html: str, nama: str) -> str:
    """What a select shows."""
    daftar = re.search(rf'<select [^>]*id="{nama}".*?</select>', html, flags=re.S)
    assert daftar, nama
    ada = re.search(r"<option [^>]*selected[^>]*>([^<]*)", daftar[0])
    nilai = re.search(r'value="([^"]*)"', ada[0]) if ada else None
    return nilai[1] if nilai else ada[1] if ada else ""


def tinggi(isi: bytes) -> int:
    return round(pypdfium2.PdfDocument(isi)[0].get_size()[1] / 72 * 25.4)


def test_the_office_chooses_the_paper_until_the_project_does(
    client: FlaskClient, k: Kerja, ahsp: Callable[..., Result], tmp_path: Path
) -> None:
    def perintah(*lain: str) -> int:
        tujuan = tmp_path / "rab.pdf"
        hasil = ahsp("dokumen", str(k.proyek.id), "rab", "--format", "pdf", "--output", str(tujuan), *lain)
        assert hasil.exit_code == 0, hasil.output
        return tinggi(tujuan.read_bytes())

    assert dipilih(client.get(url(k)).text, "satu-kertas") == "A4"
    assert client.post(url(k, "/kop/kantor"), data={"baris": [""], "kertas": "F4"}).status_code == 303
    assert dipilih(client.get(url(k, "/kop")).text, "kop-kertas") == "F4"
    halaman = client.get(url(k)).text
    assert faults(halaman) == []
    assert (dipilih(halaman, "satu-kertas"), dipilih(halaman, "bundel-kertas")) == ("F4", "F4")
    assert dipilih(client.get(url(k, "/jadwal")).text, "kertas") == "F4"
    minta = client.post(url(k, "/minta"), data={"apa": "rab.pdf", "kertas": "F4"})
    assert tinggi(client.get(minta.location).data) == 330
    assert perintah() == 330
    client.post(url(k, "/bundel"), data=BUNDEL)
    halaman = client.get(url(k)).text
    assert (dipilih(halaman, "satu-kertas"), dipilih(halaman, "bundel-kertas")) == ("A3", "A3")
    assert perintah() == 420
    assert perintah("--kertas", "A4") == 297


def test_a_paper_alone_prints_no_letterhead_and_a_wrong_one_is_refused(
    db: SQLAlchemy, client: FlaskClient, k: Kerja
) -> None:
    jawab = client.post(url(k, "/kop/kantor"), data={"baris": ["Tetap diketik"], "kertas": "B5"})
    assert jawab.status_code == 422
    assert "Pilih kertas" in jawab.text
    assert "Tetap diketik" in jawab.text
    simpan_kop(db.session(), [], None, kertas="F4", pengguna_id=k.proyek.pemilik_id)
    simpan_kop(db.session(), ["Dinas Contoh"], None, proyek_id=k.proyek.id)
    db.session.commit()
    minta = client.post(url(k, "/minta"), data={"apa": "rekap.pdf", "kertas": "F4"})
    assert "Dinas Contoh" in pypdfium2.PdfDocument(client.get(minta.location).data)[0].get_textpage().get_text_range()


def test_options_of_the_bundle_are_kept_and_go_to_all_its_documents(
    db: SQLAlchemy, client: FlaskClient, k: Kerja
) -> None:
    pilihan = {"arah": "mendatar", "tingkat": "2", "margin": "ya", "nol": "tidak", "bahasa": "en"}
    jawab = client.post(url(k, "/bundel"), data=BUNDEL | pilihan | {"tanda_tangan": "tidak"}, headers=HX)
    assert jawab.headers["HX-Retarget"] == "#berkas"
    assert "autofocus" in jawab.text
    tugas = db.session.scalars(select(Tugas)).one()
    opsi = {"kertas": "A3", "mendatar": True, "tingkat": 2, "margin": True, "nol": False, "bahasa": "en"}
    assert tugas.masukan["permintaan"]["opsi"] == opsi | {"tanda_tangan": False}
    halaman = client.get(url(k)).text
    assert {nama: dipilih(halaman, f"bundel-{nama}") for nama in pilihan} == pilihan
    assert dipilih(halaman, "bundel-tanda_tangan") == "tidak"
    assert dipilih(halaman, "satu-arah") == ""
    jadwal = {"nama": "Rapat", "kala": "minggu-0", "jam": "7", "isi": ["rab"], "hasil": "pdf", "kertas": "F4"}
    assert client.post(url(k, "/jadwal"), data=jadwal).status_code == 303
    tersimpan = db.session.scalars(select(JadwalDokumen)).one().permintaan["opsi"]
    assert (tersimpan["kertas"], tersimpan["mendatar"], tersimpan["tingkat"]) == ("F4", True, 2)


def test_what_was_kept_before_there_were_options_is_still_offered(
    db: SQLAlchemy, client: FlaskClient, k: Kerja
) -> None:
    db.session.add(DokumenProyek(proyek_id=k.proyek.id, kertas="F4", bundel={"isi": ["rab"]}))
    db.session.commit()
    halaman = client.get(url(k)).text
    assert dipilih(halaman, "bundel-kertas") == "F4"
    assert dipilih(halaman, "bundel-arah") == ""


def test_a_refused_bundle_keeps_what_was_chosen(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    isi = BUNDEL | {"hasil": "zip", "arah": "tegak", "tempat": "Semarang", "format": []}
    jawab = client.post(url(k, "/bundel"), data=isi, headers=HX)
    assert jawab.status_code == 422
    assert 'value="Semarang"' in jawab.text
    assert 'value="zip" checked' in jawab.text
    assert re.findall(r'name="isi" value="([^"]+)" checked', jawab.text) == ["rab", "rekap"]
    assert dipilih(jawab.text, "bundel-kertas") == "A3"
    assert dipilih(jawab.text, "bundel-arah") == "tegak"
    assert db.session.get(DokumenProyek, k.proyek.id) is None


@pytest.mark.parametrize(
    ("hasil", "umur", "kata"),
    [
        ({"dilewati": "Proyek ini diarsipkan."}, None, "Dilewati: Proyek ini diarsipkan."),
        ({"ukuran": 9}, None, "Berkasnya sudah dihapus. Minta lagi bila perlu."),
        ({"ukuran": 9}, timedelta(days=7), "Selesai. Disimpan sampai 8 Des 2026 08.00."),
    ],
)
def test_how_a_job_ended_is_said_as_it_was(
    db: SQLAlchemy, client: FlaskClient, k: Kerja, hasil: dict[str, object], umur: timedelta | None, kata: str
) -> None:
    selesai = datetime(2100, 12, 1, 1, 0, tzinfo=UTC)
    kata = kata.replace("2026", "2100")
    t = Tugas(
        pengguna_id=k.proyek.pemilik_id, jenis="dokumen_kirim", judul=f"Rapat Senin – {k.proyek.nama}",
        masukan={"proyek_id": k.proyek.id}, status="selesai", hasil=hasil, selesai=selesai,
    )  # fmt: skip
    db.session.add(t)
    db.session.flush()
    if umur:
        db.session.add(
            BerkasTugas(
                tugas_id=t.id, proyek_id=k.proyek.id, nama="a.pdf", mime="application/pdf", ukuran=9,
                kedaluwarsa=selesai + umur,
            )
        )  # fmt: skip
    db.session.commit()
    halaman = client.get(url(k)).text
    assert kata in halaman
    assert "<b>Rapat Senin</b>" in halaman
    assert halaman.count("Berkasnya sudah dihapus") == kata.startswith("Berkasnya")
    assert "1 Des 2100 08.00" in halaman
    semua = client.get("/tugas").text
    assert ("Proyek ini diarsipkan." in semua) is kata.startswith("Dilewati")


def test_the_newest_files_are_in_view_and_older_ones_folded(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    for n in range(12):
        isi = {"proyek_id": k.proyek.id}
        db.session.add(Tugas(pengguna_id=k.proyek.pemilik_id, jenis="dokumen", judul=f"Ke-{n} – X", masukan=isi))
        db.session.flush()
    db.session.commit()
    halaman = client.get(url(k)).text
    assert faults(halaman) == []
    atas, lipat, bawah = halaman.partition("7 sebelumnya")
    assert lipat
    assert re.findall(r"<b>Ke-(\d+)</b>", atas) == ["11", "10", "9"]
    assert re.findall(r"<b>Ke-(\d+)</b>", bawah) == [str(n) for n in range(8, 1, -1)]
