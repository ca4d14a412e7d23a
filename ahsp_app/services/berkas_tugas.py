"""Finished files of jobs: kept in portions in the database, so that every web machine has them; then removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Final

from sqlalchemy import Engine, delete, func, insert, select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import BerkasTugas, PotongBerkas, Tugas
from ahsp_app.queries.proyek import get_milik

POTONG: Final = 512 * 1024
UMUR: Final = timedelta(hours=24)


def simpan(
    sesi: Session,
    tugas_id: int,
    nama: str,
    mime: str,
    sumber: BinaryIO,
    *,
    proyek_id: int | None = None,
    umur: timedelta = UMUR,
) -> BerkasTugas:
    """Keep what `sumber` holds from its start as the file of a job. In the job's transaction: whole or not at all."""
    sesi.execute(delete(BerkasTugas).where(BerkasTugas.tugas_id == tugas_id))
    berkas = BerkasTugas(
        tugas_id=tugas_id, proyek_id=proyek_id, nama=nama, mime=mime, ukuran=0, kedaluwarsa=datetime.now(UTC) + umur
    )
    sesi.add(berkas)
    sesi.flush()
    sumber.seek(0)
    urut = 0
    while isi := sumber.read(POTONG):
        sesi.execute(insert(PotongBerkas), [{"berkas_id": berkas.id, "urut": urut, "isi": isi}])
        berkas.ukuran += len(isi)
        urut += 1
    sesi.flush()
    return berkas


def get_berkas(sesi: Session, pengguna_id: int, tugas_id: int) -> BerkasTugas:
    """The file of a job, for who may have it now. Raises NotFound: no such file, expired, or not for this person.

    A project's file goes to who may read the project, whoever asked for it; any other file to who asked for it.
    """
    pilih = select(BerkasTugas).where(BerkasTugas.tugas_id == tugas_id, BerkasTugas.kedaluwarsa > func.now())
    berkas = sesi.scalar(pilih)
    if berkas is None:
        raise NotFound
    if berkas.proyek_id is not None:
        get_milik(sesi, pengguna_id, berkas.proyek_id)
    elif sesi.scalar(select(Tugas.pengguna_id).where(Tugas.id == tugas_id)) != pengguna_id:
        raise NotFound
    return berkas


def alir(mesin: Engine, berkas_id: int, ukuran: int) -> Iterator[bytes]:
    """The file portion by portion, each read on its own, so that a slow download holds no connection.

    Raises NotFound when the file is removed meanwhile: the answer then breaks off instead of ending early.
    """
    urut = sudah = 0
    while sudah < ukuran:
        pilih = select(PotongBerkas.isi).where(PotongBerkas.berkas_id == berkas_id, PotongBerkas.urut == urut)
        with mesin.connect() as koneksi:
            isi = koneksi.scalar(pilih)
        if isi is None:
            raise NotFound
        yield bytes(isi)
        urut, sudah = urut + 1, sudah + len(isi)


def sapu_berkas(sesi: Session) -> None:
    """Remove the files whose time is over, with their portions."""
    sesi.execute(
        delete(BerkasTugas).where(BerkasTugas.kedaluwarsa < func.now()).execution_options(synchronize_session=False)
    )
