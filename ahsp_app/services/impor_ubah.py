"""Repairing what was staged: a field, a suggestion, all suggestions of a kind, leaving something out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import Konteks, baca_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import Impor, ImporAnalisa, ImporKomponen, ImporMasalah, Tugas
from ahsp_app.services import tugas
from ahsp_app.services.impor_harga import nilai_harga
from ahsp_app.services.impor_nilai import Satu, Tempat, ubah_dan_nilai
from ahsp_app.services.impor_tampung import KATEGORI
from ahsp_app.services.kerja import cocokkan_versi

USUL: Final = "impor_usul"
LANGSUNG: Final = 500  # so many analyses are mended while the person waits; more become a job
MAKS: Final = {"kode": 50, "grup": 200, "uraian": 500, "satuan": 50}


def ubah_analisa(sesi: Session, impor: Impor, analisa_id: int, versi: int, perubahan: Mapping[str, Any]) -> None:
    """Set fields of a staged analysis (kode, grup, uraian, satuan, dilewati). Raises Conflict, Invalid, NotFound."""
    _boleh(impor)
    a = _get(sesi, ImporAnalisa, impor.id, analisa_id)
    baru = _rapi(perubahan)
    if not baru:
        return  # what is shown already was sent again
    cocokkan_versi(a, versi, baru)

    def ubah(satu: Satu) -> set[Tempat]:
        return {(None, kolom) for kolom in _pasang(satu.analisa, baru)}

    ubah_dan_nilai(sesi, impor, [analisa_id], ubah)


def ubah_komponen(sesi: Session, impor: Impor, komponen_id: int, versi: int, perubahan: Mapping[str, Any]) -> None:
    """Set fields of a staged row (kategori, kode, uraian, satuan, koefisien, dilewati; harga of a base price).

    Raises Conflict, Invalid, NotFound.
    """
    _boleh(impor)
    k = _get(sesi, ImporKomponen, impor.id, komponen_id)
    baru = _rapi(perubahan)
    if "kode" in baru:
        baru["kode"] = baru["kode"] or None
    if not baru:
        return
    cocokkan_versi(k, versi, baru)
    if k.analisa_id is None:
        nilai_harga(sesi, k, _pasang(k, baru))
        return

    def ubah(satu: Satu) -> set[Tempat]:
        baris = next(x for x in satu.komponen if x.id == komponen_id)
        return {(komponen_id, kolom) for kolom in _pasang(baris, baru)}

    ubah_dan_nilai(sesi, impor, [k.analisa_id], ubah)


def terima_usul(sesi: Session, impor: Impor, masalah_id: int) -> ImporMasalah:
    """Put what a problem suggests into its field. Accepting twice changes nothing. Raises NotFound, Invalid."""
    _boleh(impor)
    m: ImporMasalah = _get(sesi, ImporMasalah, impor.id, masalah_id)
    if m.usul is None:
        raise Invalid("tanpa_usul", N_("Masalah ini tidak punya usul."))
    if m.diterima:
        return m
    if m.analisa_id is not None:
        _terima(sesi, impor, [m.analisa_id], lambda x: x.id == masalah_id)
    elif m.komponen_id is not None:
        k = _get(sesi, ImporKomponen, impor.id, m.komponen_id)
        kolom = m.usul["kolom"]
        m.diterima = True
        nilai_harga(sesi, k, _pasang(k, _rapi({kolom: _nilai_usul(m.usul)})) - {kolom})
    return m


def terima_semua(sesi: Session, impor: Impor, kode: str) -> int:
    """Accept every open suggestion of one kind of problem; how many there were."""
    _boleh(impor)
    m = ImporMasalah
    syarat = (m.impor_id == impor.id, m.kode == kode, m.usul.is_not(None), ~m.diterima)
    banyak = sesi.scalar(select(func.count()).where(*syarat)) or 0
    for satu in list(sesi.scalars(select(m.id).where(*syarat, m.analisa_id.is_(None)))):
        terima_usul(sesi, impor, satu)
    nomor = list(sesi.scalars(select(m.analisa_id).where(*syarat, m.analisa_id.is_not(None)).distinct()))
    _terima(sesi, impor, [n for n in nomor if n is not None], lambda x: x.kode == kode)
    return banyak


def minta_terima(sesi: Session, impor: Impor, kode: str, pengguna_id: int) -> Tugas | None:
    """Accept all of a kind now, or by a job (which is returned) when they are many."""
    _boleh(impor)
    m = ImporMasalah
    syarat = (m.impor_id == impor.id, m.kode == kode, m.usul.is_not(None), ~m.diterima)
    banyak = sesi.scalar(select(func.count(m.analisa_id.distinct())).where(*syarat)) or 0
    if banyak <= LANGSUNG:
        terima_semua(sesi, impor, kode)
        return None
    t = tugas.minta(
        sesi, pengguna_id, USUL, N_("Menerima usul untuk %(berkas)s") % {"berkas": impor.nama_berkas},
        {"impor_id": impor.id, "kode": kode}, kunci=f"{USUL}:{impor.id}:{kode}",
    )  # fmt: skip
    impor.tugas_id = t.id
    sesi.flush()
    return t


def _terima(sesi: Session, impor: Impor, nomor: list[int], yang: Any) -> None:
    def ubah(satu: Satu) -> set[Tempat]:
        baris = {k.id: k for k in satu.komponen}
        diubah: set[Tempat] = set()
        for m in list(satu.masalah):
            if not yang(m) or m.usul is None:
                continue
            sasaran: Any = satu.analisa if m.komponen_id is None else baris[m.komponen_id]
            try:
                nilai = _nilai_usul(m.usul)
                _pasang(sasaran, _rapi({m.usul["kolom"]: nilai}))
            except Galat:
                continue  # it stays open, to be mended by hand
            diubah.add((m.komponen_id, m.usul["kolom"]))
            m.diterima = True
            satu.masalah.remove(m)
        return diubah

    ubah_dan_nilai(sesi, impor, nomor, ubah)


def _nilai_usul(usul: Mapping[str, str]) -> Any:
    if usul["kolom"] in {"koefisien", "harga"}:
        return baca_kanonik(usul["nilai"], Konteks.KOEFISIEN if usul["kolom"] == "koefisien" else Konteks.UANG)
    if usul["kolom"] == "dilewati":
        return True
    return usul["nilai"]


def _pasang(baris: Any, baru: Mapping[str, Any]) -> set[str]:
    """Set what differs, remember that a person set it; the names of those columns."""
    beda = {kolom for kolom, nilai in baru.items() if getattr(baris, kolom) != nilai}
    for kolom in beda:
        setattr(baris, kolom, baru[kolom])
    if beda:
        baris.versi += 1
        if isinstance(baris, ImporKomponen):
            baris.lain = baris.lain | {"diubah": sorted({*baris.lain.get("diubah", []), *beda})}
    return beda


def _rapi(perubahan: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored. Raises Invalid at the field."""
    baru: dict[str, Any] = {}
    for kolom, nilai in perubahan.items():
        if kolom in MAKS:
            baru[kolom] = teks = rapikan(nilai or "")
            if len(teks) > MAKS[kolom]:
                pola = N_("Terlalu panjang: %(ada)s karakter, paling banyak %(maks)s.")
                raise Invalid("terlalu_panjang", pola, kolom=kolom, ada=len(teks), maks=MAKS[kolom])
            if kolom == "uraian" and not teks:
                raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
        elif kolom == "kategori":
            if nilai not in KATEGORI:
                raise Invalid("kategori", N_("Pilih salah satu."), kolom=kolom)
            baru[kolom] = nilai
        elif kolom in {"koefisien", "harga"}:
            if not isinstance(nilai, Decimal):
                raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
            baru[kolom] = nilai
        elif kolom == "dilewati":
            baru[kolom] = bool(nilai)
        else:
            raise Invalid("kolom", N_("Kolom ini tidak bisa diubah di sini."))
    return baru


def _boleh(impor: Impor) -> None:
    if impor.status not in ("siap", "dicabut"):
        raise Invalid("tidak_siap", N_("Impor ini tidak sedang menunggu pemeriksaan."))


def _get(sesi: Session, tabel: type[Any], impor_id: int, nomor: int) -> Any:
    baris = sesi.scalar(select(tabel).where(tabel.id == nomor, tabel.impor_id == impor_id))
    if baris is None:
        raise NotFound
    return baris
