"""Suggestions of an import: accepting one, or many that were looked over; and taking the last many back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import Konteks, baca_kanonik, cetak_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Invalid
from ahsp_app.models import Impor, ImporKomponen, ImporMasalah, Tugas
from ahsp_app.services import tugas
from ahsp_app.services.impor_harga import nilai_harga
from ahsp_app.services.impor_nilai import Satu, Tempat, ubah_dan_nilai
from ahsp_app.services.impor_ubah import get_baris, pasang, pastikan_boleh, rapi

USUL: Final = "impor_usul"
LANGSUNG: Final = 500  # so many analyses are mended while the person waits; more become a job
_ANGKA: Final = {"koefisien": Konteks.KOEFISIEN, "harga": Konteks.UANG}


def terima_usul(sesi: Session, impor: Impor, masalah_id: int) -> ImporMasalah:
    """Put what a problem suggests into its field. Accepting twice changes nothing. Raises NotFound, Invalid."""
    pastikan_boleh(impor)
    m: ImporMasalah = get_baris(sesi, ImporMasalah, impor.id, masalah_id)
    if m.usul is None:
        raise Invalid("tanpa_usul", N_("Masalah ini tidak punya usul."))
    if not m.diterima:
        _terima(sesi, impor, [m], {})
    return m


def minta_terima(
    sesi: Session, impor: Impor, kode: str, pengguna_id: int, pilih: Sequence[int] | None = None
) -> Tugas | None:
    """Accept suggestions of a kind now, or by a job (which is returned) when they are many.

    `pilih`: those that a person ticked; None: all that are sure. Raises Invalid.
    """
    masukan = {"impor_id": impor.id, "kode": kode, "pilih": None if pilih is None else list(pilih)}
    return _sekarang_atau_nanti(sesi, impor, masukan, pengguna_id, _terbuka(impor, kode, pilih))


def minta_urungkan(sesi: Session, impor: Impor, kelompok: int, pengguna_id: int) -> Tugas | None:
    """Take an acceptance back now, or by a job when it was of many. Raises Invalid unless it is the last."""
    if kelompok != impor.ringkasan.get("usul", {}).get("kelompok"):
        raise Invalid("bukan_terakhir", N_("Hanya penerimaan usul yang terakhir bisa diurungkan."))
    masukan = {"impor_id": impor.id, "urungkan": kelompok}
    return _sekarang_atau_nanti(sesi, impor, masukan, pengguna_id, _diterima(impor, kelompok))


def kerjakan(sesi: Session, impor: Impor, masukan: Mapping[str, Any]) -> dict[str, int]:
    """Do what was asked for; how many suggestions were accepted, or went back."""
    if masukan.get("urungkan"):
        return {"banyak": urungkan(sesi, impor, masukan["urungkan"])}
    return {"banyak": terima_semua(sesi, impor, masukan["kode"], masukan.get("pilih"))}


def terima_semua(sesi: Session, impor: Impor, kode: str, pilih: Sequence[int] | None = None) -> int:
    """Accept the open suggestions of a kind that are sure, or those of `pilih`; how many. Taken back by `urungkan`."""
    pastikan_boleh(impor)
    semua = sesi.scalars(select(ImporMasalah).where(*_terbuka(impor, kode, pilih)).order_by(ImporMasalah.id)).all()
    kelompok = impor.ringkasan.get("kelompok_usul", 0) + 1
    banyak = _terima(sesi, impor, semua, {"kelompok": kelompok})
    if banyak:
        usul = {"kelompok": kelompok, "banyak": banyak, "kode": kode}
        impor.ringkasan = impor.ringkasan | {"usul": usul, "kelompok_usul": kelompok}
        sesi.flush()
    return banyak


def urungkan(sesi: Session, impor: Impor, kelompok: int) -> int:
    """Put back what was there before an acceptance, but for fields that were changed since; how many went back."""
    pastikan_boleh(impor)
    banyak = 0

    def kembalikan(m: ImporMasalah, sasaran: Any) -> set[Tempat]:
        nonlocal banyak
        usul = {k: v for k, v in (m.usul or {}).items() if k not in {"lama", "kelompok"}}
        kolom, lama = usul["kolom"], (m.usul or {})["lama"]
        if getattr(sasaran, kolom) != _nilai(usul):
            return set()
        pasang(sasaran, {kolom: None if lama is None else _nilai(usul | {"nilai": lama})})
        if isinstance(sasaran, ImporKomponen):
            sasaran.lain = sasaran.lain | {"diubah": [x for x in sasaran.lain.get("diubah", []) if x != kolom]}
        m.usul, m.diterima = usul, False
        banyak += 1
        return set()  # not judged away: its problem is open again

    semua = sesi.scalars(select(ImporMasalah).where(*_diterima(impor, kelompok))).all()
    _tiap(sesi, impor, semua, kembalikan)
    impor.ringkasan = {k: v for k, v in impor.ringkasan.items() if k != "usul"}
    sesi.flush()
    return banyak


def _sekarang_atau_nanti(
    sesi: Session, impor: Impor, masukan: dict[str, Any], pengguna_id: int, syarat: tuple[Any, ...]
) -> Tugas | None:
    pastikan_boleh(impor)
    if (sesi.scalar(select(func.count(ImporMasalah.analisa_id.distinct())).where(*syarat)) or 0) <= LANGSUNG:
        kerjakan(sesi, impor, masukan)
        return None
    judul = N_("Mengurungkan usul di %(berkas)s") if "urungkan" in masukan else N_("Menerima usul untuk %(berkas)s")
    t = tugas.minta(sesi, pengguna_id, USUL, judul % {"berkas": impor.nama_berkas}, masukan, kunci=f"{USUL}:{impor.id}")
    impor.tugas_id = t.id
    sesi.flush()
    return t


def _terbuka(impor: Impor, kode: str, pilih: Sequence[int] | None) -> tuple[Any, ...]:
    m = ImporMasalah
    yang = m.usul["lemah"].is_(None) if pilih is None else m.id.in_(pilih)
    return (m.impor_id == impor.id, m.kode == kode, m.usul.is_not(None), ~m.diterima, yang)


def _diterima(impor: Impor, kelompok: int) -> tuple[Any, ...]:
    m = ImporMasalah
    return (m.impor_id == impor.id, m.diterima, m.usul["kelompok"].as_integer() == kelompok)


def _terima(sesi: Session, impor: Impor, semua: Sequence[ImporMasalah], catatan: dict[str, int]) -> int:
    """Accept them; with `catatan` each remembers what was there. One that does not fit stays open; how many fitted."""
    banyak = 0

    def terima(m: ImporMasalah, sasaran: Any) -> set[Tempat]:
        nonlocal banyak
        usul = dict(m.usul or {})
        kolom = usul["kolom"]
        lama = getattr(sasaran, kolom)
        try:
            pasang(sasaran, rapi({kolom: _nilai(usul)}))
        except Galat:
            return set()  # to be mended by hand
        if catatan:
            m.usul = usul | catatan | {"lama": cetak_kanonik(lama) if isinstance(lama, Decimal) else lama}
        m.diterima = True
        banyak += 1
        return {(m.komponen_id, kolom)}

    _tiap(sesi, impor, semua, terima)
    return banyak


def _tiap(
    sesi: Session, impor: Impor, semua: Sequence[ImporMasalah], ubah: Callable[[ImporMasalah, Any], set[Tempat]]
) -> None:
    """Change the row of each problem, and judge what was changed again."""
    per: dict[int, list[ImporMasalah]] = {}
    for m in semua:
        if m.analisa_id is not None:
            per.setdefault(m.analisa_id, []).append(m)
        elif m.komponen_id is not None:
            k = get_baris(sesi, ImporKomponen, impor.id, m.komponen_id)
            ubah(m, k)
            sesi.flush()
            nilai_harga(sesi, k, set())

    def satu_analisa(satu: Satu) -> set[Tempat]:
        baris = {k.id: k for k in satu.komponen}
        diubah: set[Tempat] = set()
        for m in per[satu.analisa.id]:
            diubah |= ubah(m, satu.analisa if m.komponen_id is None else baris[m.komponen_id])
        satu.masalah = [m for m in dict.fromkeys([*satu.masalah, *per[satu.analisa.id]]) if not m.diterima]
        return diubah

    if per:
        ubah_dan_nilai(sesi, impor, list(per), satu_analisa)


def _nilai(usul: Mapping[str, Any]) -> Any:
    konteks = _ANGKA.get(usul["kolom"])
    return baca_kanonik(usul["nilai"], konteks) if konteks else usul["nilai"]
