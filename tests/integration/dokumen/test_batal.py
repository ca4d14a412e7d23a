"""Taking back a document that is being written stops it at once and leaves nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from ahsp_app.extensions import huey
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.models import BerkasTugas, PotongBerkas, Proyek, Tugas
from ahsp_app.services.dokumen_minta import BUKU_KERJA, bundel, satu
from ahsp_app.services.dokumen_tugas import minta_dokumen
from bench.data import buat_proyek_besar
from tests.factories import buat_pengguna, masuk
from tests.pekerja import pekerja, tunggu

SEGERA = 3.0  # seconds; about one on a machine that has nothing else to do
MINTA = {
    "pdf": satu("ahsp", "pdf", Opsi()),
    "docx": satu("ahsp", "docx", Opsi()),
    "xlsx": satu("ahsp", "xlsx", Opsi()),
    "buku": satu(BUKU_KERJA, "xlsx", Opsi()),
    "bundel": bundel(("rekap", "ahsp", "rincian-rab"), ("pdf",), Opsi(), abaikan=True),
    "zip": bundel(("rekap", "ahsp", BUKU_KERJA), ("pdf", "docx", "xlsx"), Opsi(), sebagai_zip=True, abaikan=True),
}


@pytest.mark.lambat
def test_stops_at_once(db: SQLAlchemy, client: FlaskClient, lingkungan: dict[str, str], tmp_path: Path) -> None:
    orang = buat_pengguna()
    orang_id, proyek_id = orang.id, buat_proyek_besar(db.session(), orang.id, 1_000).proyek.id
    masuk(client, orang)
    sementara = tmp_path / "sementara"
    sementara.mkdir()
    lingkungan |= {"TMPDIR": str(sementara)}
    lama = {}
    with pekerja(lingkungan):
        for apa, minta in MINTA.items():
            proyek = db.session.get_one(Proyek, proyek_id)
            nomor = minta_dokumen(db.session(), orang_id, proyek, minta).id
            db.session.commit()

            def keadaan(nomor: int = nomor) -> tuple[str, str]:
                status, langkah = db.session.execute(select(Tugas.status, Tugas.langkah).where(Tugas.id == nomor)).one()
                db.session.rollback()
                return status, langkah

            huey.bangunkan()
            tunggu(lambda: keadaan()[1] not in {"", "Membaca proyek"}, 30)
            assert client.post(f"/tugas/{nomor}/batal").status_code == 303
            mulai = time.monotonic()
            tunggu(lambda: keadaan()[0] != "jalan", 30)
            lama[apa] = time.monotonic() - mulai
            assert keadaan()[0] == "batal", apa
            assert client.get(f"/tugas/{nomor}/unduh").status_code == 404
            (folder,) = sementara.iterdir()
            assert not list(folder.iterdir()), apa
    for tabel in (BerkasTugas, PotongBerkas):
        assert db.session.scalar(select(func.count()).select_from(tabel)) == 0
    assert max(lama.values()) < SEGERA, lama
