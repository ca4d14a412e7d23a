"""What workers can do, by the kind of a job. Each is a few lines that call a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import current_app
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.services import dokumen_tugas, edisi_ekspor, impor, impor_usul, jadwal_dokumen, jadwal_kirim
from ahsp_app.services.impor_cabut import cabut
from ahsp_app.services.impor_harga import komit_harga
from ahsp_app.services.impor_komit import get_impor, komit
from ahsp_app.services.surat import Tukang
from ahsp_app.services.tugas_lapor import Pelapor

Isi = Mapping[str, Any]


def _impor_baca(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    lapor.mulai(N_("Membaca berkas"))
    return impor.baca(sesi, get_impor(sesi, masukan["impor_id"]), lapor.langkah)


def _impor_komit(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    satu = get_impor(sesi, masukan["impor_id"])
    harga = satu.jenis == "harga"
    lapor.mulai(N_("Menulis ke buku harga") if harga else N_("Menulis ke katalog"))
    return (komit_harga if harga else komit)(sesi, satu, masukan["pengguna_id"])


def _impor_cabut(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    lapor.mulai(N_("Mencabut dari katalog"))
    cabut(sesi, get_impor(sesi, masukan["impor_id"]), masukan["pengguna_id"])
    return {}


def _impor_usul(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    lapor.mulai(N_("Mengurungkan usul") if masukan.get("urungkan") else N_("Menerima usul"))
    return impor_usul.kerjakan(sesi, get_impor(sesi, masukan["impor_id"]), masukan)


def _dokumen(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    return dokumen_tugas.buat(sesi, masukan, lapor, current_app.extensions["settings"].batas_harga_hari)


def _dokumen_kirim(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    return jadwal_kirim.buat_dokumen(sesi, masukan, lapor, current_app.extensions["settings"].batas_harga_hari)


def _surat_kirim(sesi: Session, masukan: Isi, lapor: Pelapor) -> Isi:
    atur = current_app.extensions["settings"]
    return jadwal_kirim.kirim_surat(sesi, masukan, lapor, Tukang(atur.smtp_url, atur.surat_dari), atur.situs)


JENIS: Final[dict[str, Callable[[Session, Isi, Pelapor], Isi]]] = {
    impor.BACA: _impor_baca,
    impor.KOMIT: _impor_komit,
    impor.CABUT: _impor_cabut,
    impor_usul.USUL: _impor_usul,
    dokumen_tugas.DOKUMEN: _dokumen,
    edisi_ekspor.EKSPOR: edisi_ekspor.ekspor_edisi_tugas,
    jadwal_dokumen.KIRIM: _dokumen_kirim,
    jadwal_dokumen.SURAT: _surat_kirim,
}
