"""How the database answers in a large catalogue: through indexes, whatever is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from ahsp_app.queries.katalog import Saring, cari
from ahsp_app.queries.pembaruan import banyak_pembaruan
from ahsp_app.services.katalog import muat_katalog_awal
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from bench.katalog_besar import muat_katalog_besar
from tests.factories_lembar import buat_judul, kerja

pytestmark = pytest.mark.lambat
JENIS = {
    "code": ("3.6.4.2", None),
    "prefix": ("bekis kol", None),
    "words": ("dinding bata ringan", None),
    "one word": ("keramik", None),
    "site word": ("hebel 10 cm", None),
    "slip": ("keramk lantia", None),
    "one too many": ("gipsum keramik", None),
    "resource": ("beton", Saring(memakai="semen")),
    "resource only": ("", Saring(memakai="jala kawat", satuan="kg")),
    "edition": ("beton", Saring(edisi="AHSP ukur 1", grup="Beton")),
}
# In the large catalogue every resource is in one of thirty analyses, where reading them all is as cheap as an index.
LANGKA = text("""
    UPDATE komponen_referensi SET uraian = 'Jala kawat tipis' WHERE id IN (
        SELECT min(k.id) FROM komponen_referensi k JOIN ahsp_referensi a ON a.id = k.ahsp_id AND a.satuan = 'kg'
        GROUP BY a.id ORDER BY 1 LIMIT 20)
""")


@pytest.fixture
def besar(db: Any) -> Any:
    muat_katalog_awal(db.session())
    muat_katalog_besar(db.session(), 20_000)
    db.session.execute(LANGKA)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as koneksi:
        koneksi.execute(text("VACUUM ANALYZE ahsp_referensi, komponen_referensi, kata_katalog, edisi, kosakata"))
    return db


@contextmanager
def dicatat(db: Any) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile."""
    perintah: list[tuple[str, Any]] = []

    def catat(_c: Any, _k: Any, sql: str, isi: Any, *_: Any) -> None:
        perintah.append((sql, isi))

    event.listen(db.engine, "before_cursor_execute", catat)
    yield perintah
    event.remove(db.engine, "before_cursor_execute", catat)


def rencana_dari(db: Any, sql: str, isi: Any) -> str:
    return "\n".join(b[0] for b in db.session.connection().exec_driver_sql("EXPLAIN " + sql, isi))


def test_every_kind_of_search_goes_through_an_index(besar: Any) -> None:
    for nama, (teks, saring) in JENIS.items():
        with dicatat(besar) as perintah:
            temuan = cari(besar.session(), teks, limit=10, saring=saring, proyek_id=1)
        assert temuan.hasil, nama
        for sql, isi in perintah:
            rencana = rencana_dari(besar, sql, isi)
            for tabel in ("ahsp_referensi", "komponen_referensi"):
                assert f"Seq Scan on {tabel}" not in rencana, f"{nama}: {rencana}"
            if "a.cari @@" in sql:
                assert "ix_ahsp_referensi_cari" in rencana, nama
                assert "ix_ahsp_referensi_kode_awal" in rencana, nama


def test_the_few_analyses_that_were_changed_have_an_index(besar: Any) -> None:
    sesi, k = besar.session(), kerja()
    judul = buat_judul(k).id
    diambil = sesi.scalars(text("SELECT id FROM ahsp_referensi ORDER BY id LIMIT 200")).all()
    for nomor in diambil:
        tambah_dari_referensi(k, judul, nomor)
    berubah = "UPDATE ahsp_referensi SET versi = 2, satuan = 'lain' WHERE id = :satu OR id % 1000 = 0"
    sesi.execute(text(berubah), {"satu": diambil[0]})
    sesi.commit()
    with besar.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as koneksi:
        koneksi.execute(text("VACUUM ANALYZE ahsp_referensi, pekerjaan"))
    with dicatat(besar) as perintah:
        assert banyak_pembaruan(sesi, k.proyek.id) == 1
    (rencana,) = (rencana_dari(besar, sql, isi) for sql, isi in perintah if "count(*)" in sql)
    assert "ix_ahsp_referensi_berubah" in rencana, rencana
