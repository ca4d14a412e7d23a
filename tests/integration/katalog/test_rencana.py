"""How the database answers in a large catalogue: through indexes, whatever is looked for."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

from ahsp_app.queries.katalog import Saring, cari
from ahsp_app.services.katalog import muat_katalog_awal
from bench.katalog_besar import muat_katalog_besar

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
    "resource only": ("", Saring(memakai="wiremesh", satuan="kg")),
    "edition": ("beton", Saring(edisi="AHSP ukur 1", grup="Beton")),
}


@pytest.fixture
def besar(db: Any) -> Any:
    muat_katalog_awal(db.session())
    muat_katalog_besar(db.session(), 20_000)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as koneksi:
        koneksi.execute(text("VACUUM ANALYZE ahsp_referensi, komponen_referensi, kata_katalog, edisi, kosakata"))
    return db


def test_every_kind_of_search_goes_through_an_index(besar: Any) -> None:
    perintah: list[tuple[str, Any]] = []

    def catat(_c: Any, _k: Any, sql: str, isi: Any, *_: Any) -> None:
        perintah.append((sql, isi))

    for nama, (teks, saring) in JENIS.items():
        perintah.clear()
        event.listen(besar.engine, "before_cursor_execute", catat)
        temuan = cari(besar.session(), teks, limit=10, saring=saring, proyek_id=1)
        event.remove(besar.engine, "before_cursor_execute", catat)
        assert temuan.hasil, nama
        koneksi = besar.session.connection()
        for sql, isi in perintah:
            rencana = "\n".join(b[0] for b in koneksi.exec_driver_sql("EXPLAIN " + sql, isi))
            for tabel in ("ahsp_referensi", "komponen_referensi"):
                assert f"Seq Scan on {tabel}" not in rencana, f"{nama}: {rencana}"
            if "a.cari @@" in sql:
                assert "ix_ahsp_referensi_cari" in rencana, nama
                assert "ix_ahsp_referensi_kode_awal" in rencana, nama
