"""Works: added from the catalogue, of one's own or priced directly; changed; returned to their reference."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.models import Komponen, Pekerjaan
from ahsp_app.services.analisa import banyak_komponen, ganti_komponen, simpan_komponen
from ahsp_app.services.hitung import Dampak, hitung_pekerjaan
from ahsp_app.services.item import kunci_baru
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi, terapkan
from ahsp_app.services.pohon import buka_tempat, klasifikasi_untuk_tambah, nomor_bersih
from ahsp_app.services.referensi import baris_beku, bekukan, tentukan_sumber

# Longest text per field; the columns have room to spare for what comes in from files.
PANJANG = {"uraian": 400, "satuan": 50, "kode": 100}
# What an exchange of all rows sets besides them; the reference itself when a newer one was taken over.
ISI = ("uraian", "satuan", "harga_langsung", "referensi")


def tambah_pekerjaan(
    k: Kerja,
    klasifikasi_id: int | None,
    uraian: str,
    satuan: str = "",
    *,
    kode: str | None = None,
    harga_langsung: Decimal | None = None,
    posisi: int | None = None,
) -> Pekerjaan:
    """Add a work of one's own, or one priced without analysis when `harga_langsung` is given.

    Without `klasifikasi_id` it goes under the last heading; a project without one gets its first. Raises Invalid
    at the field, NotFound for the heading.
    """
    isi = teks_pekerjaan({"uraian": uraian, "satuan": satuan, "kode": kode or ""})
    p = _sisipkan(k, klasifikasi_id, posisi, isi | {"harga_langsung": harga_langsung})
    hitung_pekerjaan(k, [p.id])
    return p


def tambah_dari_referensi(k: Kerja, klasifikasi_id: int | None, ahsp_id: int, posisi: int | None = None) -> Pekerjaan:
    """Add a work as a frozen copy of a catalogue analysis; new resources are priced from the project's list."""
    ahsp, beku = bekukan(k, ahsp_id)
    isi = {
        "kode": ahsp.kode,
        "uraian": ahsp.uraian,
        "satuan": ahsp.satuan,
        "sumber": "referensi",
        "referensi_id": ahsp.id,
        "referensi": beku,
    }
    p = _sisipkan(k, klasifikasi_id, posisi, isi)
    ganti_komponen(k, p, baris_beku(beku))
    hitung_pekerjaan(k, [p.id])
    return p


def ubah_pekerjaan(k: Kerja, p: Pekerjaan, versi: int, perubahan: Mapping[str, Any]) -> Dampak:
    """Change uraian, satuan, kode, nomor, catatan (texts), margin_persen or harga_langsung (Decimal or None).

    margin_persen None follows the project, 0 is a value. Raises Conflict, Invalid at the field.
    """
    baru = dict(perubahan) | teks_pekerjaan({x: perubahan[x] for x in PANJANG if x in perubahan})
    if "nomor" in baru:
        baru["nomor"] = nomor_bersih(baru["nomor"])
    if "catatan" in baru:
        baru["catatan"] = rapikan(baru["catatan"])[:2000]
    cocokkan_versi(p, versi, baru)
    if baru.get("harga_langsung") is not None:
        _tolak_bila_beranalisa(k, p)
        baru.setdefault("margin_persen", None)
    if baru.get("margin_persen") is not None and baru.get("harga_langsung", p.harga_langsung) is not None:
        raise Invalid("margin", N_("Harga langsung tidak diberi margin."), kolom="margin_persen")
    if not terapkan(k, p, baru, "ubah", p.uraian):
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    if p.referensi is not None and baru.keys() & {"uraian", "satuan"}:
        tentukan_sumber(k, p)
    if baru.keys() & {"margin_persen", "harga_langsung"}:
        return hitung_pekerjaan(k, [p.id])
    k.sesi.flush()
    return Dampak(k.proyek.jumlah, k.proyek.jumlah, {p.id})


def kembalikan_ke_referensi(k: Kerja, p: Pekerjaan, versi: int) -> Dampak:
    """Give a changed work its reference's description, unit and components again; volume and margin stay.

    Raises Conflict, Invalid when it has no reference.
    """
    cocokkan_versi(p, versi)
    if p.referensi is None:
        raise Invalid("tanpa_referensi", N_("Pekerjaan ini tidak berasal dari katalog."))
    tukar_isi(k, p, "kembali", isi_acuan(p.referensi))
    return susun_acuan(k, p, p.referensi)


def isi_acuan(beku: Mapping[str, Any]) -> dict[str, Any]:
    """What a work takes over from a frozen copy of its reference, besides the rows."""
    return {"uraian": beku["uraian"], "satuan": beku["satuan"], "harga_langsung": None}


def susun_acuan(k: Kerja, p: Pekerjaan, beku: dict[str, Any]) -> Dampak:
    """Give a work without rows those of a frozen copy; it is then as its reference is."""
    ganti_komponen(k, p, baris_beku(beku))
    p.sumber = "referensi"
    return hitung_pekerjaan(k, [p.id])


def tukar_isi(k: Kerja, p: Pekerjaan, aksi: str, baru: Mapping[str, Any]) -> int:
    """Put the rows of a work away and set the columns of `baru`; new rows and results are the caller's.

    The entry of the history, whose number is returned, keeps what was: it brings the rows back (services.kembali).
    """
    lama = {kolom: getattr(p, kolom) for kolom in baru} | {"baris": banyak_komponen(k, p)}
    entri = catat(k, aksi, "pekerjaan", p.id, lama, baru, p.uraian)
    k.sesi.flush()
    simpan_komponen(k, p, entri.id)
    p.versi += 1
    for kolom, nilai in baru.items():
        setattr(p, kolom, nilai)
    k.sesi.flush()
    return entri.id


def teks_pekerjaan(isi: Mapping[str, str]) -> dict[str, str | None]:
    """Texts of a work, cleaned. Raises Invalid at the field that is empty or too long."""
    rapi: dict[str, str | None] = {}
    for kolom, teks in isi.items():
        bersih = rapikan(teks)
        if len(bersih) > PANJANG[kolom]:
            pola = N_("Terlalu panjang: paling banyak %(batas)s huruf.")
            raise Invalid("terlalu_panjang", pola, kolom=kolom, batas=PANJANG[kolom])
        if kolom == "uraian" and not bersih:
            raise Invalid("kosong", N_("Uraian pekerjaan belum diisi."), kolom="uraian")
        rapi[kolom] = bersih or None if kolom == "kode" else bersih
    return rapi


def _sisipkan(k: Kerja, klasifikasi_id: int | None, posisi: int | None, isi: Mapping[str, Any]) -> Pekerjaan:
    judul = klasifikasi_untuk_tambah(k, klasifikasi_id)
    urut = buka_tempat(k, Pekerjaan, judul.id, posisi)
    p = Pekerjaan(proyek_id=k.proyek.id, klasifikasi_id=judul.id, urut=urut, kunci=kunci_baru(k, "p"), **isi)
    k.sesi.add(p)
    k.sesi.flush()
    catat(k, "tambah", "pekerjaan", p.id, None, {"uraian": p.uraian, "sumber": p.sumber}, p.uraian)
    return p


def _tolak_bila_beranalisa(k: Kerja, p: Pekerjaan) -> None:
    ada = k.sesi.scalar(select(Komponen.id).where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None)).limit(1))
    if ada is not None:
        raise Invalid(
            "beranalisa",
            N_("Pekerjaan ini punya analisa. Hapus komponennya dulu untuk memakai harga langsung."),
            kolom="harga_langsung",
        )
