"""Random edits through the services, as people make them: most are good, some are refused and may leave no trace."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import Galat
from ahsp_app.models import AHSPReferensi, HargaItem, Klasifikasi, Komponen, Parameter, Pekerjaan, Proyek, Riwayat
from ahsp_app.queries.proyek import get_milik
from ahsp_app.services import analisa, harga, parameter, pekerjaan, pohon, proyek, sampah, volume
from ahsp_app.services.kerja import Kerja

SUMBER_DAYA = [
    (kategori, f"{nama} {n}", satuan)
    for kategori, nama, satuan in [
        ("TK", "Tukang", "OH"),
        ("BHN", "Bahan", "kg"),
        ("ALT", "Alat", "jam"),
        ("LAIN", "Biaya", "ls"),
    ]
    for n in range(1, 7)
]
MAKS_JUDUL = 15
MAKS_PEKERJAAN = 60


Baris = TypeVar("Baris", Klasifikasi, Pekerjaan, Komponen, HargaItem, Parameter)


class Pengubah:
    """Makes random edits on one project; the same seed makes the same edits as long as nobody else edits.

    It remembers the versions it saw, as a window does, and now and then edits by what it remembers.
    """

    def __init__(self, benih: int, pemilik_id: int, proyek_id: int) -> None:
        self.acak = random.Random(benih)
        self.pemilik_id = pemilik_id
        self.proyek_id = proyek_id
        self.hitungan: Counter[str] = Counter()
        self.ditolak: Counter[str] = Counter()
        self.terlihat: dict[tuple[str, int], int] = {}

    def ubah(self, sesi: Session) -> bool:
        """One edit in one transaction of its own; False when it was refused, rolled back, or changed nothing."""
        aksi = self.acak.choices(AKSI, BOBOT)[0]
        try:
            kunci = get_milik(sesi, self.pemilik_id, self.proyek_id, kunci=True)
            sebelum = kunci.diubah
            aksi(self, Kerja(sesi, kunci, self.pemilik_id))
            berubah = kunci.diubah != sebelum  # every change dates its project
            sesi.commit()
        except Galat as galat:
            sesi.rollback()
            self.ditolak[galat.kode] += 1
            return False
        self.hitungan[aksi.__name__ if berubah else "tetap"] += 1
        return berubah

    def desimal(self, batas: int, desimal: int) -> Decimal:
        """A non-negative number with up to `desimal` decimals; sometimes 0."""
        if self.acak.random() < 0.03:
            return Decimal(0)
        return Decimal(self.acak.randrange(1, batas * 10**desimal)).scaleb(-desimal)

    def pilih(self, k: Kerja, jenis: type[Baris]) -> Baris | None:
        """A random living row of the project."""
        hidup = (jenis.proyek_id == k.proyek.id, jenis.sampah_id.is_(None))
        # floor(random × count) is below the count, so there is a row whenever there are any.
        letak = select(func.floor(func.count() * self.acak.random())).select_from(jenis).where(*hidup)
        return k.sesi.scalar(select(jenis).where(*hidup).order_by(jenis.id).offset(letak.scalar_subquery()).limit(1))

    def banyak(self, k: Kerja, jenis: type[Baris]) -> int:
        """How many living rows there are."""
        hidup = select(func.count()).where(jenis.proyek_id == k.proyek.id, jenis.sampah_id.is_(None))
        return k.sesi.scalar(hidup) or 0

    def versi(self, baris: Klasifikasi | Pekerjaan | Komponen | HargaItem | Parameter | Proyek) -> int:
        """The row's version; once in a while the one seen last time, as from a window that was left open."""
        tempat = (baris.__tablename__, baris.id)
        lama = self.terlihat.get(tempat, baris.versi)
        self.terlihat[tempat] = baris.versi
        return lama if self.acak.random() < 0.25 else baris.versi


def tambah_judul(u: Pengubah, k: Kerja) -> None:
    if u.banyak(k, Klasifikasi) < MAKS_JUDUL:
        induk = u.pilih(k, Klasifikasi) if u.acak.random() < 0.6 else None
        pohon.tambah_klasifikasi(k, f"JUDUL {u.acak.randrange(1000)}", induk and induk.id, u.acak.choice([None, 1, 2]))


def ubah_judul(u: Pengubah, k: Kerja) -> None:
    judul = u.pilih(k, Klasifikasi)
    if judul is not None:
        nama, nomor = f"BAGIAN {u.acak.randrange(1000)}", u.acak.choice([None, "", "A.1", "Z"])
        pohon.ubah_klasifikasi(k, judul, u.versi(judul), nama=nama, nomor=nomor)


def tambah_pekerjaan(u: Pengubah, k: Kerja) -> None:
    if u.banyak(k, Pekerjaan) >= MAKS_PEKERJAAN:
        return hapus_simpul(u, k)
    judul = u.pilih(k, Klasifikasi)
    posisi = u.acak.choice([None, None, 1, 4])
    referensi = k.sesi.scalars(select(AHSPReferensi.id).order_by(AHSPReferensi.id)).all()
    cara = u.acak.random()
    if referensi and cara < 0.4:
        pekerjaan.tambah_dari_referensi(k, judul and judul.id, u.acak.choice(referensi), posisi)
    else:
        langsung = u.desimal(10**6, 2) if cara > 0.85 else None
        nama = f"Pekerjaan {u.acak.randrange(10**6)}"
        pekerjaan.tambah_pekerjaan(k, judul and judul.id, nama, "m2", harga_langsung=langsung, posisi=posisi)
    return None


def isi_volume(u: Pengubah, k: Kerja) -> None:
    p = u.pilih(k, Pekerjaan)
    if p is None:
        return
    teks = str(u.desimal(1000, u.acak.randrange(7))).replace(".", ",")
    cara = u.acak.random()
    if cara < 0.3:
        nama = u.pilih(k, Parameter)
        teks = f"={nama.nama if nama else 2}*{teks}/3"
    elif cara < 0.45:
        lain = u.pilih(k, Pekerjaan)
        teks = f"=#{{{lain.kunci}}}/2+1"
    elif cara < 0.5:
        teks = u.acak.choice(["", "abc", "1.2.3", "-4", "=1/0", "=tak_ada", "1" + "0" * 20, "=3-5"])
    volume.ubah_volume(k, p, u.versi(p), teks)


def ubah_parameter(u: Pengubah, k: Kerja) -> None:
    p = u.pilih(k, Parameter)
    if p is None or u.acak.random() < 0.15:
        parameter.tambah_parameter(k, f"p_{u.acak.randrange(12)}", u.desimal(50, 3))
    elif u.acak.random() < 0.1:
        parameter.ubah_parameter(k, p, u.versi(p), nama=f"q_{u.acak.randrange(12)}")
    elif u.acak.random() < 0.1:
        parameter.hapus_parameter(k, p, u.versi(p))
    else:
        parameter.ubah_parameter(k, p, u.versi(p), nilai=u.desimal(50, 3) - (u.acak.random() < 0.1) * 60)


def tambah_komponen(u: Pengubah, k: Kerja) -> None:
    p = u.pilih(k, Pekerjaan)
    if p is not None:
        kategori, uraian, satuan = u.acak.choice(SUMBER_DAYA)
        harga_awal = u.desimal(10**6, 4) if u.acak.random() < 0.7 else None
        analisa.tambah_komponen(k, p, kategori, uraian, satuan, u.desimal(20, 6), harga=harga_awal)


def tambah_sub(u: Pengubah, k: Kerja) -> None:
    p, sub = u.pilih(k, Pekerjaan), u.pilih(k, Pekerjaan)
    if p is not None and sub is not None:
        analisa.tambah_sub(k, p, sub.id, u.desimal(3, 4))


def ubah_komponen(u: Pengubah, k: Kerja) -> None:
    baris = u.pilih(k, Komponen)
    if baris is None:
        return
    cara = u.acak.random()
    if cara < 0.7:
        analisa.ubah_koefisien(k, baris, u.versi(baris), u.desimal(20, 10))
    elif cara < 0.85 and baris.harga_item_id:
        _, uraian, satuan = u.acak.choice(SUMBER_DAYA)
        analisa.ubah_item_komponen(k, baris, u.versi(baris), uraian=uraian, satuan=satuan)
    else:
        analisa.hapus_komponen(k, baris, u.versi(baris))


def ubah_harga(u: Pengubah, k: Kerja) -> None:
    item = u.pilih(k, HargaItem)
    if item is None:
        return
    cara = u.acak.random()
    if cara < 0.5:
        baru = {"harga": u.desimal(10**6, 8)}
    elif cara < 0.75:
        baru = {
            "satuan_beli": "m3",
            "harga_beli": u.desimal(10**6, 2),
            "faktor": Decimal(u.acak.choice([3, 7, 1400, 1350])),
        }
    elif cara < 0.85:
        baru = {"harga": None}
    elif cara < 0.95:
        _, uraian, satuan = u.acak.choice(SUMBER_DAYA)
        baru = {"uraian": uraian, "satuan": satuan}
    else:
        harga.hapus_item(k, item, u.versi(item))
        return
    harga.ubah_item(k, item, u.versi(item), baru)


def ubah_pekerjaan(u: Pengubah, k: Kerja) -> None:
    p = u.pilih(k, Pekerjaan)
    if p is None:
        return
    cara = u.acak.random()
    if cara < 0.4:
        baru = {"margin_persen": u.acak.choice([None, Decimal(0), u.desimal(20, 4)])}
    elif cara < 0.6:
        baru = {"harga_langsung": u.acak.choice([None, u.desimal(10**6, 8)])}
    else:
        baru = {"uraian": f"Nama baru {u.acak.randrange(10**6)}", "satuan": u.acak.choice(["m2", "m3", "ls"])}
    pekerjaan.ubah_pekerjaan(k, p, u.versi(p), baru)


def kembali(u: Pengubah, k: Kerja) -> None:
    p = u.pilih(k, Pekerjaan)
    if p is not None:
        pekerjaan.kembalikan_ke_referensi(k, p, u.versi(p))


def pindah(u: Pengubah, k: Kerja) -> None:
    jenis = u.acak.choice([Klasifikasi, Pekerjaan, Pekerjaan])
    baris, tujuan = u.pilih(k, jenis), u.pilih(k, Klasifikasi)
    if baris is None or tujuan is None:
        return
    posisi = u.acak.choice([None, 1, 3, 999])
    if u.acak.random() < 0.5:
        pohon.geser(k, baris, u.versi(baris), u.acak.choice(["naik", "turun", "masuk", "keluar"]))
    elif isinstance(baris, Klasifikasi):
        pohon.pindah_klasifikasi(k, baris, u.versi(baris), u.acak.choice([None, tujuan.id]), posisi)
    else:
        pohon.pindah_pekerjaan(k, baris, u.versi(baris), tujuan.id, posisi)


def hapus_simpul(u: Pengubah, k: Kerja) -> None:
    baris = u.pilih(k, u.acak.choice([Pekerjaan, Pekerjaan, Klasifikasi]))
    if baris is not None:
        sampah.hapus_simpul(k, baris, u.versi(baris))


def pulihkan(u: Pengubah, k: Kerja) -> None:
    entri = k.sesi.scalars(
        select(Riwayat.id)
        .where(Riwayat.proyek_id == k.proyek.id, Riwayat.aksi == "hapus")
        .order_by(Riwayat.id.desc())
        .limit(30)
    ).all()
    if entri:
        sampah.pulihkan(k, u.acak.choice(entri))


def ubah_pengaturan(u: Pengubah, k: Kerja) -> None:
    tempat = u.acak.choice(["hsp", "jumlah", "total"])
    baru: dict[str, object] = {
        f"bulat_{tempat}_mode": u.acak.choice(["tanpa", "setengah_atas", "bawah", "atas"]),
        f"bulat_{tempat}_langkah": Decimal(u.acak.choice(["0.01", "1", "100", "1000"])),
        "margin_persen": u.desimal(15, 4),
        "ppn_persen": Decimal(u.acak.choice([0, 11, 12])),
    }
    proyek.ubah_perhitungan(k, u.versi(k.proyek), baru)


AKSI: list[Callable[[Pengubah, Kerja], None]] = [
    tambah_judul, ubah_judul, tambah_pekerjaan, isi_volume, ubah_parameter, tambah_komponen, tambah_sub, ubah_komponen,
    ubah_harga, ubah_pekerjaan, kembali, pindah, hapus_simpul, pulihkan, ubah_pengaturan,
]  # fmt: skip
BOBOT = [3, 2, 12, 30, 10, 12, 4, 15, 12, 8, 2, 10, 4, 4, 1]
