"""Volumes: a number or a formula, kept together with its value, and everything that refers to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import TextClause, select, text

from ahsp_app.calc.angka import Konteks, baca_angka
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.pembulatan import jumlahkan
from ahsp_app.calc.rumus import Rumus, RumusMelingkar, hitung_volume, urai, urutkan
from ahsp_app.errors import Invalid
from ahsp_app.models import Pekerjaan
from ahsp_app.services.hitung import (
    KURANG_VOLUME,
    Dampak,
    bulat_jumlah,
    kurangkan,
    naikkan,
    tolak_terlalu_besar,
)
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi

# Works whose formulas refer to one of these names, directly or through the volume of another. A volume has few
# dependants, found one by one through the index (OFFSET 0 keeps the planner from reading the table instead); a
# parameter can have thousands, so all formulas are read once.
_TERGANTUNG = text("""
    WITH RECURSIVE kena AS (
        SELECT id, kunci FROM pekerjaan
        WHERE proyek_id = :p AND sampah_id IS NULL AND rumus_acuan && CAST(:nama AS varchar[])
        UNION
        SELECT q.id, q.kunci FROM kena, LATERAL (
            SELECT id, kunci FROM pekerjaan
            WHERE rumus_acuan @> CAST(ARRAY['#' || kena.kunci] AS varchar[])
              AND proyek_id = :p AND sampah_id IS NULL OFFSET 0
        ) q
    )
    SELECT * FROM pekerjaan WHERE id = ANY(ARRAY(SELECT id FROM kena))
""")
_TERGANTUNG_PARAMETER = text("""
    WITH RECURSIVE acuan AS MATERIALIZED (
        SELECT id, '#' || kunci AS nama, unnest(rumus_acuan) AS ke FROM pekerjaan
        WHERE proyek_id = :p AND sampah_id IS NULL AND rumus IS NOT NULL
    ), kena AS (
        SELECT id, nama FROM acuan WHERE ke = ANY(CAST(:nama AS varchar[]))
        UNION SELECT a.id, a.nama FROM kena JOIN acuan a ON a.ke = kena.nama
    )
    SELECT * FROM pekerjaan WHERE id = ANY(ARRAY(SELECT id FROM kena))
""")
_ACUAN = text("""
    SELECT nama, nilai, true AS ada FROM parameter
    WHERE proyek_id = :p AND sampah_id IS NULL AND nama = ANY(CAST(:nama AS varchar[]))
    UNION ALL
    SELECT '#' || kunci, volume, volume IS NOT NULL FROM pekerjaan
    WHERE proyek_id = :p AND sampah_id IS NULL AND kunci = ANY(CAST(:kunci AS varchar[]))
""")

Jaring = dict[str, Pekerjaan]
"""Works with a formula, by "#kunci"."""


def ubah_volume(k: Kerja, p: Pekerjaan, versi: int, teks: str) -> Dampak:
    """Set a volume from what was typed: a number, "=rumus", or nothing (belum diisi).

    Volumes whose formulas refer to this one follow in the same transaction. Asking for what is there already is
    no change, whatever the version. Raises Conflict, or Invalid at `volume` when the text, or what would follow
    from it, is not a volume; then nothing changes.
    """
    teks = teks.strip()
    if teks.startswith("="):
        return _terapkan_rumus(k, p, versi, teks)
    try:
        nilai = baca_angka(teks, Konteks.VOLUME).nilai if teks else None
    except Galat as galat:
        raise Invalid.dari(galat, kolom="volume") from None
    if nilai == p.volume and p.rumus is None:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    cocokkan_versi(p, versi)
    baru = _hitung_jaring(k, _tergantung(k, [f"#{p.kunci}"]), {p: nilai}, "volume")
    jumlah = _hitung_jumlah(k, baru, "volume")
    _catat(k, p, nilai, None, [])
    return _tetapkan(k, baru, jumlah)


def rambatkan(k: Kerja, parameter: Iterable[str], kolom: str) -> Dampak:
    """Recompute every formula that depends on these parameters, then the sums.

    Raises Invalid at `kolom` when a formula has no value any more, naming its work.
    """
    baru = _hitung_jaring(k, _tergantung(k, list(parameter), _TERGANTUNG_PARAMETER), {}, kolom)
    return _tetapkan(k, baru, _hitung_jumlah(k, baru, kolom))


def segarkan_rumus(k: Kerja, pekerjaan: Iterable[int]) -> Dampak:
    """Evaluate the formulas of these works anew, after they were away while parameters changed. Raises Invalid."""
    baris = k.sesi.scalars(
        select(Pekerjaan).where(Pekerjaan.id.in_(list(pekerjaan)), Pekerjaan.rumus.is_not(None))
    ).all()
    if not baris:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    jaring = {f"#{p.kunci}": p for p in baris}
    jaring |= _tergantung(k, jaring)
    baru = _hitung_jaring(k, jaring, {}, "")
    return _tetapkan(k, baru, _hitung_jumlah(k, baru, ""))


def nilai_acuan(k: Kerja, acuan: Iterable[str]) -> dict[str, Decimal]:
    """Values of parameters (by name) and of volumes ("#kunci") that formulas refer to; unknown names are left out.

    Raises Invalid for a work that is not there or has no volume yet.
    """
    acuan = set(acuan)
    kunci = {a[1:] for a in acuan if a.startswith("#")}
    if not acuan:
        return {}
    nilai: dict[str, Decimal] = {}
    isian = {"p": k.proyek.id, "nama": sorted(acuan), "kunci": sorted(kunci)}
    for nama, angka, ada in k.sesi.execute(_ACUAN, isian):
        if not ada:
            raise _belum_diisi(nama)
        nilai[nama] = angka
    hilang = {f"#{a}" for a in kunci} - nilai.keys()
    if hilang:
        raise Invalid("variabel", N_("Tidak ada pekerjaan %(kunci)s."), kunci=min(hilang))
    return nilai


def _terapkan_rumus(k: Kerja, p: Pekerjaan, versi: int, teks: str) -> Dampak:
    if p.rumus == teks:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    cocokkan_versi(p, versi)
    diri = f"#{p.kunci}"
    try:
        rumus = urai(teks)
        jaring = _tergantung(k, [diri])
        semua = {nama: urai(q.rumus or "") for nama, q in jaring.items()} | {diri: rumus}
        _tolak_lingkaran(semua, {f"#{q.kunci}": q.uraian for q in [p, *jaring.values()]})
        luar = nilai_acuan(k, _acuan_luar(semua.values(), semua))
        nilai = hitung_volume(rumus, luar)
    except Galat as galat:
        raise Invalid.dari(galat, kolom="volume") from None
    baru = _hitung_jaring(k, jaring, {p: nilai}, "volume", luar)
    jumlah = _hitung_jumlah(k, baru, "volume")
    _catat(k, p, nilai, teks, sorted(rumus.acuan))
    return _tetapkan(k, baru, jumlah)


def _catat(k: Kerja, p: Pekerjaan, nilai: Decimal | None, rumus: str | None, acuan: list[str]) -> None:
    lama = {"volume": p.volume, "rumus": p.rumus}
    catat(k, "volume", "pekerjaan", p.id, lama, {"volume": nilai, "rumus": rumus}, p.uraian)
    p.versi += 1
    p.rumus, p.rumus_acuan = rumus, acuan
    p.volume = nilai  # the table never holds a formula without its value, not even between two statements


def _tergantung(k: Kerja, nama: Collection[str], cari: TextClause = _TERGANTUNG) -> Jaring:
    """Works whose formulas depend on these names, by "#kunci". One statement, however long the chains."""
    baris = k.sesi.scalars(select(Pekerjaan).from_statement(cari), {"p": k.proyek.id, "nama": sorted(nama)}).all()
    return {f"#{p.kunci}": p for p in baris}


def _acuan_luar(rumus: Iterable[Rumus], dalam: Collection[str]) -> set[str]:
    return {a for r in rumus for a in r.acuan} - set(dalam)


def _hitung_jaring(
    k: Kerja,
    jaring: Jaring,
    tetap: Mapping[Pekerjaan, Decimal | None],
    kolom: str,
    luar: Mapping[str, Decimal] | None = None,
) -> dict[Pekerjaan, Decimal | None]:
    """New volumes: `tetap` as given, and those of `jaring` in the order in which they need each other.

    `luar` is what is known of everything else.
    """
    rumus = {nama: urai(p.rumus or "") for nama, p in jaring.items()}
    sudah = {f"#{p.kunci}": v for p, v in tetap.items()}
    if luar is None:
        luar = nilai_acuan(k, _acuan_luar(rumus.values(), rumus.keys() | sudah))
    nilai = dict(luar) | {nama: v for nama, v in sudah.items() if v is not None}
    hasil = dict(tetap)
    for nama in urutkan(rumus):
        p = jaring[nama]
        try:
            kosong = next((a for a in sorted(rumus[nama].acuan & sudah.keys()) if sudah[a] is None), None)
            if kosong:
                raise _belum_diisi(kosong)
            nilai[nama] = hasil[p] = hitung_volume(rumus[nama], nilai)
        except Galat as galat:
            raise Invalid(
                galat.kode,
                N_("Rumus volume “%(uraian)s” jadi tidak terhitung: %(sebab)s"),
                kolom=kolom,
                uraian=p.uraian[:80],
                sebab=str(galat),
            ) from None
    return hasil


def _hitung_jumlah(k: Kerja, volume: Mapping[Pekerjaan, Decimal | None], kolom: str) -> dict[Pekerjaan, Decimal]:
    """Amounts that follow from new volumes. Raises Invalid at `kolom` for one that no estimate holds."""
    bulat = bulat_jumlah(k.proyek)
    jumlah = {p: bulat.terapkan(Fraction(nilai or 0) * Fraction(p.hsp)) for p, nilai in volume.items()}
    tolak_terlalu_besar(Decimal(0), *jumlah.values(), kolom=kolom)
    return jumlah


def _tetapkan(k: Kerja, volume: Mapping[Pekerjaan, Decimal | None], jumlah: Mapping[Pekerjaan, Decimal]) -> Dampak:
    """Write volumes with their amounts, and move the sums above."""
    selisih: dict[int, Decimal] = {}
    for p, nilai in volume.items():
        lama = selisih.get(p.klasifikasi_id, Decimal(0))
        selisih[p.klasifikasi_id] = jumlahkan([lama, kurangkan(jumlah[p], p.jumlah)])
        p.volume, p.jumlah = nilai, jumlah[p]
        p.kurang = p.kurang & ~KURANG_VOLUME | (KURANG_VOLUME if nilai is None else 0)
    dampak = naikkan(k, selisih)
    dampak.dimuat = tuple(volume)
    dampak.pekerjaan.update(p.id for p in volume)
    return dampak


def _tolak_lingkaran(rumus: Mapping[str, Rumus], nama: Mapping[str, str]) -> None:
    """A formula may not depend on its own result, however long the way round."""
    try:
        urutkan(rumus)
    except RumusMelingkar as lingkaran:
        raise RumusMelingkar(lingkaran.jalur, {a: f"{a} ({u[:40]})" for a, u in nama.items()}) from None


def _belum_diisi(nama: str) -> Invalid:
    return Invalid("variabel", N_("Volume %(kunci)s belum diisi."), kunci=nama)
