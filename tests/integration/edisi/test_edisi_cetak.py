"""An edition as a document: at once or by a job, with the letterhead and on the paper of the office."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from docx import Document
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.jobs import kerja as pelaksana
from ahsp_app.models import AHSPReferensi, Edisi, Pengguna
from ahsp_app.services import edisi_ekspor
from ahsp_app.services.dokumen_atur import simpan_kop


def teks_pdf(isi: bytes) -> str:
    return "\n".join(h.get_textpage().get_text_range() for h in pypdfium2.PdfDocument(isi))


def test_a_small_edition_is_printed_at_once(db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi) -> None:
    simpan_kop(db.session(), ["Dinas Contoh"], None, kertas="F4", pengguna_id=admin.id)
    hapus = db.session.scalars(select(AHSPReferensi).where(AHSPReferensi.kode == "1.2")).one()
    hapus.dihapus = hapus.diubah
    db.session.commit()
    url = f"/edisi/{edisi.id}/ekspor"
    assert f'action="{url}"' in client.get(f"/edisi/{edisi.id}").text
    minta = client.post(url, data={"format": "pdf"})
    assert minta.status_code == 303
    jawab = client.get(minta.location)
    assert 'filename="Katalog Analisa - Edisi uji.pdf"' in jawab.headers["Content-Disposition"]
    teks = teks_pdf(jawab.data)
    for kata in ("Dinas Contoh", "KATALOG ANALISA", "Edisi uji", "1 analisa", "KOEFISIEN"):
        assert kata in teks, kata
    assert hapus.uraian not in teks
    lebar, tinggi = pypdfium2.PdfDocument(jawab.data)[0].get_size()
    assert (round(lebar / 72 * 25.4), round(tinggi / 72 * 25.4)) == (215, 330)
    word = client.get(f"{url}?format=docx")
    assert "KATALOG ANALISA" in [p.text for p in Document(io.BytesIO(word.data)).paragraphs]


def test_a_longer_one_by_a_job(client: FlaskClient, edisi: Edisi, monkeypatch: pytest.MonkeyPatch) -> None:
    sekaligus = teks_pdf(client.get(f"/edisi/{edisi.id}/ekspor?format=pdf").data)
    monkeypatch.setattr(edisi_ekspor, "MAKS_LANGSUNG", 1)
    assert client.get(f"/edisi/{edisi.id}/ekspor?format=pdf").status_code == 422
    tugas = client.post(f"/edisi/{edisi.id}/ekspor", data={"format": "pdf"}).location
    pelaksana.kerjakan()
    isi = client.get(f"{tugas}/unduh")
    assert isi.mimetype == "application/pdf"
    assert teks_pdf(isi.data)[:200] == sekaligus[:200]


def test_those_of_a_group_stand_together(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    satu, dua = db.session.scalars(select(AHSPReferensi).order_by(AHSPReferensi.urut)).all()
    satu.grup, dua.grup = "Beton", "Atap"
    db.session.add(
        AHSPReferensi(edisi_id=edisi.id, kode="9.9", grup="Beton", uraian="Menyusul", satuan="m3", urut=dua.urut + 1)
    )
    db.session.commit()
    teks = teks_pdf(client.get(f"/edisi/{edisi.id}/ekspor?format=pdf").data)
    assert teks.index(satu.uraian) < teks.index("Menyusul") < teks.index("Atap") < teks.index(dua.uraian)
    assert teks.count("Beton\r\n") == 1
