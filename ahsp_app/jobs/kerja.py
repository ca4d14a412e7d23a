"""Doing what waits: one job after the other, each in one transaction that ends with its row."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.extensions import db, huey
from ahsp_app.jobs.jenis import JENIS
from ahsp_app.services import tugas as layanan
from ahsp_app.services.tugas_lapor import Pelapor

Pelaksana = Callable[[Session, Mapping[str, Any], Pelapor], Mapping[str, Any]]
PENUH = N_("Ruang simpan di server penuh. Beri tahu pengelola server, lalu coba lagi.")
TAK_TERDUGA = N_("Terjadi kesalahan di server dan sudah dicatat. Tidak ada yang berubah; coba lagi.")


def kerjakan() -> None:
    """Do jobs until none is waiting that may run now. Called by the queue in a worker."""
    with huey.konteks():
        while _satu():
            pass


def _satu() -> bool:
    try:
        tugas = layanan.ambil(db.session(), JENIS)
        if tugas is None:
            return False
        nomor, percobaan, jenis, masukan = tugas.id, tugas.percobaan, tugas.jenis, dict(tugas.masukan)
        db.session.commit()
        jalankan(nomor, percobaan, JENIS[jenis], masukan)
    finally:
        db.session.remove()
    return True


def jalankan(nomor: int, percobaan: int, pelaksana: Pelaksana, masukan: Mapping[str, Any]) -> None:
    """Run one job that has been taken. Whatever happens, its row says so."""
    sesi = db.session()
    with Pelapor(db.engine, nomor, percobaan) as lapor:
        try:
            hasil = pelaksana(sesi, masukan, lapor)
            layanan.selesai(sesi, nomor, percobaan, hasil)
            db.session.commit()
        except layanan.Dibatalkan:
            db.session.rollback()
            layanan.dibatalkan(sesi, nomor, percobaan)
            db.session.commit()
        except Galat as galat:
            _gagal(sesi, nomor, percobaan, str(galat))
        except Exception as galat:
            structlog.get_logger().error("tugas gagal", tugas=nomor, exc_info=galat)
            _gagal(sesi, nomor, percobaan, PENUH if disk_penuh(galat) else TAK_TERDUGA)


def disk_penuh(galat: BaseException) -> bool:
    """No room left: for a working file here, or for the database (its SQLSTATE disk_full).

    Some libraries wrap the error of the system in one of their own.
    """
    if isinstance(galat, OperationalError):
        return getattr(galat.orig, "sqlstate", None) == "53100"
    if isinstance(galat, OSError):
        return galat.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    asal = galat.__cause__ or galat.__context__
    return asal is not None and disk_penuh(asal)


def _gagal(sesi: Session, nomor: int, percobaan: int, sebab: str) -> None:
    try:
        db.session.rollback()
        layanan.gagal(sesi, nomor, percobaan, sebab)
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()  # the sweep will find it
