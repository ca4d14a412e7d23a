"""Volumes: a number or a formula, kept together with its value, and everything that refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from ahsp_app.calc.angka import Konteks, baca_angka
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.rumus import Rumus, hitung_volume, urai, urutkan
from ahsp_app.errors import Invalid
from ahsp_app.models import Parameter, Pekerjaan
from ahsp_app.services.hitung import KURANG_VOLUME, Dampak, bulat_jumlah, naikkan
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi


def ubah_volume(k: Kerja, p: Pekerjaan, versi: int, teks: str) -> Dampak:
    """Set a volume from what was typed: a number, "=rumus", or nothing (belum diisi).

    Volumes whose formulas refer to this one follow in the same transaction. Raises Conflict, or Invalid at
    `volume` when the text, or what would follow from it, is not a volume; then nothing changes.
    """
    cocokkan_versi(p, versi)
    teks = teks.strip()
    if teks.startswith("="):
        return _terapkan_rumus(k, p, teks)
    try:
        nilai = baca_angka(teks, Konteks.VOLUME).nilai if teks else None
    except Galat as galat:
        raise Invalid.dari(galat, kolom="volume") from None
    if nilai == p.volume and p.rumus is None:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    _catat(k, p, nilai, None, [])
    return rambatkan(k, {p: nilai}, kolom="volume")


def rambatkan(
    k: Kerja, baru: Mapping[Pekerjaan, Decimal | None], parameter: Iterable[str] = (), kolom: str = ""
) -> Dampak:
    """Give works their new volumes, recompute every formula that depends on them or on `parameter`, then the sums.

    Raises Invalid at `kolom` when a dependent formula has no value any more, naming its work.
    """
    volume: dict[Pekerjaan, Decimal | None] = dict(baru)
    tergantung = _tergantung(k, {f"#{p.kunci}" for p in baru} | set(parameter), baru)
    if tergantung:
        volume |= _hitung_rumus(k, tergantung, volume, kolom)
    selisih: dict[int, Decimal] = {}
    for p, nilai in volume.items():
        jumlah = bulat_jumlah(k.proyek).terapkan((nilai or Decimal(0)) * p.hsp)
        selisih[p.klasifikasi_id] = selisih.get(p.klasifikasi_id, Decimal(0)) + jumlah - p.jumlah
        p.volume, p.jumlah = nilai, jumlah
        p.kurang = p.kurang & ~KURANG_VOLUME | (KURANG_VOLUME if nilai is None else 0)
    dampak = naikkan(k, selisih)
    dampak.pekerjaan.update(p.id for p in volume)
    return dampak


def segarkan_rumus(k: Kerja, pekerjaan: Iterable[int]) -> Dampak:
    """Evaluate the formulas of these works anew, after they were away while parameters changed. Raises Invalid."""
    baris = k.sesi.scalars(
        select(Pekerjaan).where(Pekerjaan.id.in_(list(pekerjaan)), Pekerjaan.rumus.is_not(None))
    ).all()
    berumus = {f"#{p.kunci}": p for p in baris}
    return rambatkan(k, _hitung_rumus(k, berumus, {}, "")) if berumus else Dampak(k.proyek.jumlah, k.proyek.jumlah)


def nilai_acuan(k: Kerja, acuan: Iterable[str]) -> dict[str, Decimal]:
    """What formulas may refer to, by name: all parameters, and the volumes of the works in `acuan` ("#kunci").

    Raises Invalid for a work that is not there or has no volume yet.
    """
    nilai = dict(
        k.sesi.execute(
            select(Parameter.nama, Parameter.nilai).where(
                Parameter.proyek_id == k.proyek.id, Parameter.sampah_id.is_(None)
            )
        )
        .tuples()
        .all()
    )
    kunci = {a[1:] for a in acuan if a.startswith("#")}
    if not kunci:
        return nilai
    baris = k.sesi.execute(
        select(Pekerjaan.kunci, Pekerjaan.volume).where(
            Pekerjaan.proyek_id == k.proyek.id, Pekerjaan.kunci.in_(kunci), Pekerjaan.sampah_id.is_(None)
        )
    )
    for nama, volume in baris:
        kunci.discard(nama)
        if volume is None:
            raise Invalid("variabel", N_("Volume #%(kunci)s belum diisi."), kunci=nama)
        nilai[f"#{nama}"] = volume
    if kunci:
        raise Invalid("variabel", N_("Tidak ada pekerjaan #%(kunci)s."), kunci=min(kunci))
    return nilai


def _terapkan_rumus(k: Kerja, p: Pekerjaan, teks: str) -> Dampak:
    try:
        rumus = urai(teks)
        _tolak_lingkaran(k, p, rumus)
        nilai = hitung_volume(rumus, nilai_acuan(k, rumus.acuan))
    except Galat as galat:
        raise Invalid.dari(galat, kolom="volume") from None
    if p.rumus == teks and p.volume == nilai:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    _catat(k, p, nilai, teks, sorted(rumus.acuan))
    return rambatkan(k, {p: nilai}, kolom="volume")


def _catat(k: Kerja, p: Pekerjaan, nilai: Decimal | None, rumus: str | None, acuan: list[str]) -> None:
    lama = {"volume": p.volume, "rumus": p.rumus}
    catat(k, "volume", "pekerjaan", p.id, lama, {"volume": nilai, "rumus": rumus}, p.uraian)
    p.versi += 1
    p.rumus, p.rumus_acuan = rumus, acuan
    if rumus is not None:
        p.volume = nilai  # the table never holds a formula without its value, not even between two statements


def _tergantung(k: Kerja, nama: set[str], kecuali: Mapping[Pekerjaan, Any]) -> dict[str, Pekerjaan]:
    """Works whose formulas refer to these names, directly or through others, by "#kunci"."""
    temuan: dict[str, Pekerjaan] = {}
    lewati = {f"#{p.kunci}" for p in kecuali}
    while nama:
        with k.sesi.no_autoflush:
            baris = k.sesi.scalars(
                select(Pekerjaan).where(
                    Pekerjaan.proyek_id == k.proyek.id,
                    Pekerjaan.sampah_id.is_(None),
                    Pekerjaan.rumus_acuan.overlap(sorted(nama)),
                )
            ).all()
        nama = {f"#{p.kunci}" for p in baris} - temuan.keys() - lewati
        temuan |= {f"#{p.kunci}": p for p in baris if f"#{p.kunci}" in nama}
    return temuan


def _hitung_rumus(
    k: Kerja, tergantung: Mapping[str, Pekerjaan], tetap: Mapping[Pekerjaan, Decimal | None], kolom: str
) -> dict[Pekerjaan, Decimal | None]:
    rumus = {nama: urai(p.rumus or "") for nama, p in tergantung.items()}
    sudah = {f"#{p.kunci}" for p in tetap}
    luar = {a for r in rumus.values() for a in r.acuan} - rumus.keys() - sudah
    nilai = nilai_acuan(k, luar) | {f"#{p.kunci}": v for p, v in tetap.items() if v is not None}
    hasil: dict[Pekerjaan, Decimal | None] = {}
    for nama in urutkan(rumus):
        p = tergantung[nama]
        try:
            kosong = next((a for a in rumus[nama].acuan & sudah if a not in nilai), None)
            if kosong:
                raise Invalid("variabel", N_("Volume %(kunci)s belum diisi."), kunci=kosong)
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


def _tolak_lingkaran(k: Kerja, p: Pekerjaan, rumus: Rumus) -> None:
    """A formula may not depend on its own result, however long the way round."""
    diri = f"#{p.kunci}"
    kait = {diri: rumus}
    tergantung = _tergantung(k, {diri}, {p: None})
    kait |= {nama: urai(q.rumus or "") for nama, q in tergantung.items()}
    urutkan(kait)
