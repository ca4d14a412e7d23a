"""What people look for in the catalogue: searches that were meant, and searches that someone keeps by a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import AHSPReferensi, Pencarian, SaringanTersimpan
from ahsp_app.queries.katalog_teks import kunci_cari

# The same words again within this time are the same search; words that were typed on are not a search of their own.
SAMA: Final = timedelta(minutes=10)
# Twice what the statistics look at.
UMUR: Final = timedelta(days=180)
SEKALI_SAPU: Final = 5000
MAKS_SARINGAN: Final = 30
MAKS_NAMA: Final = 100
ISI_SARINGAN: Final = ("q", "edisi", "grup", "satuan", "memakai")


def catat_pencarian(
    sesi: Session, pengguna_id: int, teks: str, banyak: int, koreksi: str | None = None, dipilih_id: int | None = None
) -> None:
    """Remember a search that was meant: its results stood for a moment, or one of them was chosen.

    `banyak` is how many answers there were as typed or corrected. Never called per keystroke.
    """
    teks = rapikan(teks)[:200]
    kunci = kunci_cari(teks)[:200]
    if not kunci:
        return
    if dipilih_id is not None and sesi.get(AHSPReferensi, dipilih_id) is None:
        dipilih_id = None
    baru_saja = sesi.scalars(
        select(Pencarian)
        .where(Pencarian.pengguna_id == pengguna_id, Pencarian.pada > func.now() - SAMA)
        .order_by(Pencarian.id.desc())
        .limit(1)
    ).one_or_none()
    koreksi = koreksi[:200] if koreksi else None
    if baru_saja is not None and (
        baru_saja.kunci == kunci or (baru_saja.dipilih_id is None and kunci.startswith(baru_saja.kunci))
    ):
        baru_saja.teks, baru_saja.kunci, baru_saja.banyak, baru_saja.koreksi = teks, kunci, banyak, koreksi
        baru_saja.dipilih_id = dipilih_id or baru_saja.dipilih_id
    else:
        isi = {"teks": teks, "kunci": kunci, "banyak": banyak, "koreksi": koreksi, "dipilih_id": dipilih_id}
        sesi.add(Pencarian(pengguna_id=pengguna_id, **isi))
    sesi.flush()


def sapu_pencarian(sesi: Session) -> None:
    """Forget searches older than UMUR, the oldest SEKALI_SAPU at a time: they have the lowest numbers."""
    terlama = select(Pencarian.id).order_by(Pencarian.id).limit(SEKALI_SAPU)
    sesi.execute(
        delete(Pencarian)
        .where(Pencarian.id.in_(terlama), Pencarian.pada < func.now() - UMUR)
        .execution_options(synchronize_session=False)
    )


def simpan_saringan(sesi: Session, pengguna_id: int, nama: str, isi: Mapping[str, str]) -> SaringanTersimpan:
    """Keep a search with its filters by a name; the same name again replaces it. Raises Invalid at `nama`."""
    nama = rapikan(nama)
    if not nama:
        raise Invalid("kosong", N_("Beri nama saringan ini."), kolom="nama")
    if len(nama) > MAKS_NAMA:
        raise Invalid("terlalu_panjang", N_("Nama paling panjang %(n)s huruf."), kolom="nama", n=MAKS_NAMA)
    bersih = {k: nilai for k in ISI_SARINGAN if (nilai := rapikan(isi.get(k, ""))[:200])}
    if not bersih:
        raise Invalid("kosong", N_("Belum ada yang dicari atau disaring."), kolom="nama")
    milik = sesi.scalars(
        select(SaringanTersimpan).where(SaringanTersimpan.pengguna_id == pengguna_id).with_for_update()
    ).all()
    ada = next((s for s in milik if s.nama == nama), None)
    if ada is not None:
        ada.isi = bersih
    elif len(milik) >= MAKS_SARINGAN:
        raise Invalid("terlalu_banyak", N_("Paling banyak %(n)s saringan."), kolom="nama", n=MAKS_SARINGAN)
    else:
        ada = SaringanTersimpan(pengguna_id=pengguna_id, nama=nama, isi=bersih)
        sesi.add(ada)
    sesi.flush()
    return ada


def hapus_saringan(sesi: Session, pengguna_id: int, saringan_id: int) -> None:
    """Forget a kept search. Raises NotFound for someone else's."""
    milik = (SaringanTersimpan.id == saringan_id, SaringanTersimpan.pengguna_id == pengguna_id)
    if sesi.scalar(delete(SaringanTersimpan).where(*milik).returning(SaringanTersimpan.id)) is None:
        raise NotFound
