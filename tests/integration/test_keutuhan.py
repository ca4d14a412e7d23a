"""The look-over that the random edits end with finds what it is there to find."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from ahsp_app.models import HargaItem, Komponen
from ahsp_app.services.analisa import ubah_koefisien
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.parameter import ubah_parameter
from tests.factories_lembar import SEMEN, buat_parameter, buat_pekerjaan, isi, item, kerja
from tests.keutuhan import cacat


@pytest.fixture
def k(db: Any) -> Kerja:
    """A project in which everything has been changed once or twice."""
    k = kerja()
    panjang = buat_parameter(k)
    p = buat_pekerjaan(k, "Beton", "2", komponen=[SEMEN])
    buat_pekerjaan(k, "Plesteran", "=panjang*2", komponen=[SEMEN])
    for nilai in ("3", "4,5"):
        isi(k, p, nilai)
    for nilai in (Decimal(12), Decimal(15)):
        ubah_parameter(k, panjang, panjang.versi, nilai=nilai)
        satu = k.sesi.query(Komponen).filter_by(pekerjaan_id=p.id).one()
        ubah_koefisien(k, satu, satu.versi, nilai / 8)
        semen: HargaItem = item(k, SEMEN[1])
        ubah_item(k, semen, semen.versi, {"harga": nilai * 100})
    k.sesi.commit()
    return k


def test_nothing_is_wrong(k: Kerja) -> None:
    assert not cacat(k.sesi, k.proyek.id)


@pytest.mark.parametrize(
    "rusak",
    [
        "UPDATE proyek SET jumlah = jumlah + 0.01",
        "UPDATE klasifikasi SET jumlah = jumlah + 0.01",
        "UPDATE klasifikasi SET banyak = banyak + 1",
        "UPDATE klasifikasi SET urut = 2",
        "UPDATE pekerjaan SET urut = urut + 1",
        "UPDATE pekerjaan SET hsp = hsp + 0.01",
        "UPDATE pekerjaan SET kurang = 4",
        "UPDATE pekerjaan SET volume = 7 WHERE rumus IS NOT NULL",
        "UPDATE pekerjaan SET rumus_acuan = '{}'",
        "UPDATE pekerjaan SET harga_langsung = 1",
        "UPDATE komponen SET koefisien = 1",
        "UPDATE komponen SET sampah_id = (SELECT min(id) FROM riwayat)",
        "UPDATE harga_item SET harga = harga + 1",
        "UPDATE harga_item SET sampah_id = (SELECT min(id) FROM riwayat)",
        "UPDATE parameter SET nilai = nilai + 1",
    ],
)
def test_a_changed_row_is_found(k: Kerja, rusak: str) -> None:
    k.sesi.execute(text(rusak))
    assert cacat(k.sesi, k.proyek.id, riwayat=False)


@pytest.mark.parametrize(
    ("tabel", "aksi", "kolom"),
    [
        ("komponen", "ubah", "koefisien"),
        ("harga_item", "ubah", "harga"),
        ("parameter", "ubah", "nilai"),
        ("pekerjaan", "volume", "volume"),
    ],
)
@pytest.mark.parametrize("sisi", ["lama", "baru"])
def test_a_lost_update_is_found(k: Kerja, tabel: str, aksi: str, kolom: str, sisi: str) -> None:
    """The last entry does not start where the one before it ended, or the row is not as the last entry left it."""
    terakhir = f"SELECT max(id) FROM riwayat WHERE tabel = '{tabel}' AND aksi = '{aksi}' AND baru->>'rumus' IS NULL"  # noqa: S608
    ganti = f"jsonb_set({sisi}, ARRAY['{kolom}'], '\"987\"')"
    k.sesi.execute(text(f"UPDATE riwayat SET {sisi} = {ganti} WHERE id = ({terakhir} AND baru ? '{kolom}')"))  # noqa: S608
    assert cacat(k.sesi, k.proyek.id)
