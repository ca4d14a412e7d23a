"""Writing an import into the catalogue: one transaction, a fixed number of statements, nothing the second time."""

# ruff: noqa: S608 -- the statements are put together from constants of this file only

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.nomor import kunci_urut
from ahsp_app.errors import Invalid
from ahsp_app.importers.katalog.kelompok import kelompok_kode
from ahsp_app.models import AHSPReferensi, Edisi, Impor, RiwayatKatalog
from ahsp_app.queries.baris import get_satu
from ahsp_app.queries.katalog_kata import segarkan_kata
from ahsp_app.services.impor_banding import bandingkan, cari_edisi
from ahsp_app.services.katalog import kunci_pemuatan
from ahsp_app.services.katalog_catat import ISI_SQL

_DITULIS: Final = "impor_id = :impor AND NOT dilewati AND tingkat < 2"
_NOMORI: Final = text(f"""
    UPDATE impor_analisa SET referensi_id = nextval(pg_get_serial_sequence('ahsp_referensi', 'id'))
    WHERE {_DITULIS} AND banding = 'baru'
""")
_CATAT: Final = text(f"""
    INSERT INTO riwayat_katalog (pengguna_id, impor_id, aksi, tabel, baris_id, ringkasan, lama)
    SELECT :pengguna, :impor, CASE s.banding WHEN 'baru' THEN 'impor_tambah' ELSE 'impor_ubah' END,
           'ahsp_referensi', s.referensi_id, left(s.kode || ' ' || s.uraian, 500),
           CASE s.banding WHEN 'berubah' THEN {ISI_SQL} END
    FROM impor_analisa s LEFT JOIN ahsp_referensi a ON a.id = s.referensi_id
    WHERE s.impor_id = :impor AND NOT s.dilewati AND s.tingkat < 2 AND s.banding IN ('baru', 'berubah')
    ORDER BY s.urut
""")
_TAMBAH: Final = text(f"""
    INSERT INTO ahsp_referensi (id, edisi_id, kode, grup, uraian, satuan, urut)
    SELECT referensi_id, :edisi, kode, grup, uraian, satuan, urut FROM impor_analisa
    WHERE {_DITULIS} AND banding = 'baru' ORDER BY urut
""")
_UBAH: Final = text("""
    UPDATE ahsp_referensi a
    SET uraian = s.uraian, satuan = s.satuan, kode = s.kode, grup = CASE s.grup WHEN '' THEN a.grup ELSE s.grup END,
        versi = a.versi + 1, diubah = now()
    FROM impor_analisa s
    WHERE s.impor_id = :impor AND NOT s.dilewati AND s.tingkat < 2 AND s.banding = 'berubah' AND a.id = s.referensi_id
""")
_KOSONGKAN: Final = text(f"""
    DELETE FROM komponen_referensi WHERE ahsp_id IN (
        SELECT referensi_id FROM impor_analisa WHERE {_DITULIS} AND banding = 'berubah')
""")
_ISI: Final = text("""
    INSERT INTO komponen_referensi (ahsp_id, urut, kategori, kode, uraian, satuan, koefisien)
    SELECT s.referensi_id, k.urut, k.kategori, k.kode, k.uraian, k.satuan, k.koefisien
    FROM impor_analisa s JOIN impor_komponen k ON k.analisa_id = s.id
    WHERE s.impor_id = :impor AND NOT s.dilewati AND s.tingkat < 2 AND s.banding IN ('baru', 'berubah')
      AND NOT k.dilewati
    ORDER BY s.urut, k.urut
""")
_TANPA_GRUP: Final = text(f"""
    SELECT referensi_id, kode FROM impor_analisa WHERE {_DITULIS} AND banding = 'baru' AND grup = '' AND kode <> ''
""")
_HITUNG: Final = text("""
    SELECT count(*) FILTER (WHERE tingkat < 2 AND NOT dilewati AND banding = 'baru'),
           count(*) FILTER (WHERE tingkat < 2 AND NOT dilewati AND banding = 'berubah'),
           count(*) FILTER (WHERE tingkat < 2 AND NOT dilewati AND banding = 'sama'),
           count(*) FILTER (WHERE tingkat = 2 AND NOT dilewati), count(*) FILTER (WHERE dilewati), count(*),
           (SELECT count(*) FROM impor_komponen WHERE impor_id = :impor)
    FROM impor_analisa WHERE impor_id = :impor
""")


def get_impor(sesi: Session, impor_id: int) -> Impor:
    """An import, locked until the end of the transaction. Raises NotFound."""
    return get_satu(sesi, select(Impor).where(Impor.id == impor_id), kunci=True)


def ringkas(sesi: Session, impor_id: int) -> dict[str, int]:
    """Counts of what is staged: what would be written, what is held back by errors, what is skipped."""
    nama = ("baru", "berubah", "sama", "ditahan", "dilewati", "analisa", "komponen")
    return dict(zip(nama, sesi.execute(_HITUNG, {"impor": impor_id}).one(), strict=True))


def bisa_ditulis(angka: Mapping[str, int]) -> bool:
    """Whether anything of an import would be in the catalogue."""
    return angka["analisa"] - angka["ditahan"] - angka["dilewati"] > 0


def komit(sesi: Session, impor: Impor, pengguna_id: int | None) -> dict[str, int]:
    """Write the analyses without errors: new ones are added, changed ones replaced, with their old content recorded.

    `impor` must be locked (get_impor). A second call writes nothing. Raises Invalid when it is not ready.
    """
    if impor.status == "dikomit":
        return dict(impor.ringkasan.get("ditulis", {}))
    if impor.status not in ("siap", "dicabut"):
        raise Invalid("belum_siap", N_("Impor ini belum selesai dibaca."))
    if not bisa_ditulis(ringkas(sesi, impor.id)):
        raise Invalid("kosong", N_("Tidak ada analisa tanpa kesalahan yang bisa ditulis."))
    kunci_pemuatan(sesi)
    impor.edisi_id = _edisi(sesi, impor, pengguna_id)
    sesi.flush()
    bandingkan(sesi, impor)
    isi = {"impor": impor.id, "edisi": impor.edisi_id, "pengguna": pengguna_id}
    ditulis = ringkas(sesi, impor.id)
    for perintah in (_NOMORI, _CATAT, _TAMBAH, _UBAH, _KOSONGKAN, _ISI):
        sesi.execute(perintah, isi)
    if ditulis["baru"]:
        _kelompokkan(sesi, isi)
        urutkan(sesi, impor.edisi_id)
    if ditulis["baru"] or ditulis["berubah"]:
        katalog_berubah(sesi)
    impor.status = "dikomit"
    impor.berkas = None
    impor.dikomit, impor.dicabut = func.now(), None
    impor.versi += 1
    impor.ringkasan = impor.ringkasan | {"ditulis": ditulis}
    sesi.flush()
    return ditulis


def _edisi(sesi: Session, impor: Impor, pengguna_id: int | None) -> int:
    """The edition to write to, made when there is none of that name."""
    ada = cari_edisi(sesi, impor)
    if ada is not None:
        sesi.execute(select(Edisi.id).where(Edisi.id == ada).with_for_update())
        return ada
    t = impor.tujuan
    kolom = {k: t.get(k) for k in ("nama", "tahun", "bidang", "nomor", "regulasi")}
    nomor = sesi.scalars(insert(Edisi).values(kolom).returning(Edisi.id)).one()
    impor.ringkasan = impor.ringkasan | {"edisi_baru": True}
    sesi.add(
        RiwayatKatalog(
            pengguna_id=pengguna_id, impor_id=impor.id, aksi="edisi_tambah", tabel="edisi", baris_id=nomor,
            ringkasan=str(kolom["nama"])[:500],
        )
    )  # fmt: skip
    return nomor


def _kelompokkan(sesi: Session, isi: Mapping[str, object]) -> None:
    """Put new analyses whose group the file does not say into the division of their code."""
    grup = [(i, kelompok_kode(kode)) for i, kode in sesi.execute(_TANPA_GRUP, isi)]
    if grup:
        sesi.execute(
            text("""
                UPDATE ahsp_referensi a SET grup = v.grup
                FROM unnest(CAST(:id AS bigint[]), CAST(:grup AS text[])) AS v(id, grup) WHERE a.id = v.id
            """),
            {"id": [i for i, _ in grup], "grup": [g for _, g in grup]},
        )


def urutkan(sesi: Session, edisi_id: int) -> None:
    """Give the analyses of an edition their places: natural order (1.9 before 1.10), no code last."""
    baris = sesi.execute(
        select(AHSPReferensi.id, AHSPReferensi.kode, AHSPReferensi.urut)
        .where(AHSPReferensi.edisi_id == edisi_id)
        .order_by(AHSPReferensi.urut, AHSPReferensi.id)
    ).all()
    terurut = sorted(baris, key=lambda b: (not b.kode, kunci_urut(b.kode)))
    pindah = [(b.id, urut) for urut, b in enumerate(terurut, 1) if b.urut != urut]
    if pindah:
        sesi.execute(
            text("""
                UPDATE ahsp_referensi a SET urut = v.urut
                FROM unnest(CAST(:id AS bigint[]), CAST(:urut AS integer[])) AS v(id, urut) WHERE a.id = v.id
            """),
            {"id": [i for i, _ in pindah], "urut": [u for _, u in pindah]},
        )


def katalog_berubah(sesi: Session) -> None:
    """What is kept of the catalogue for searching follows it, in the same transaction."""
    segarkan_kata(sesi)
