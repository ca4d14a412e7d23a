"""Parameters: named numbers of a project; a change reaches every volume whose formula uses them."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.rumus import nama_sah, urai
from ahsp_app.calc.rumus_token import ganti_nama
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import Parameter, Pekerjaan
from ahsp_app.services.hitung import Dampak
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi, terapkan
from ahsp_app.services.volume import rambatkan

PANJANG = {"label": 200, "satuan": 50}


def get_parameter(k: Kerja, parameter_id: int) -> Parameter:
    """A living parameter of the project. Raises NotFound."""
    p = k.sesi.get(Parameter, parameter_id)
    if p is None or p.proyek_id != k.proyek.id or p.sampah_id is not None:
        raise NotFound(N_("Parameter ini sudah dihapus di jendela lain."))
    return p


def tambah_parameter(k: Kerja, nama: str, nilai: Decimal, label: str = "", satuan: str = "") -> Parameter:
    """Add a parameter. Raises Invalid at `nama` when it is not a name or is taken, or at a text that is too long."""
    p = Parameter(
        proyek_id=k.proyek.id,
        nama=_nama(k, nama, None),
        nilai=nilai,
        label=_teks("label", label),
        satuan=_teks("satuan", satuan),
    )
    k.sesi.add(p)
    k.sesi.flush()
    catat(k, "tambah", "parameter", p.id, None, {"nama": p.nama, "nilai": nilai}, p.nama)
    return p


def ubah_parameter(
    k: Kerja,
    p: Parameter,
    versi: int,
    *,
    nama: str | None = None,
    nilai: Decimal | None = None,
    label: str | None = None,
    satuan: str | None = None,
) -> Dampak:
    """Change what is given. A new name is written into the formulas that use the old one.

    Asking for what is there already is no change, whatever the version. Raises Conflict; Invalid at the field, or
    at `nilai` when a formula could not follow.
    """
    lama = p.nama
    baru = {
        "nama": p.nama if nama is None else _nama(k, nama, p),
        "nilai": p.nilai if nilai is None else nilai,
        "label": p.label if label is None else _teks("label", label),
        "satuan": p.satuan if satuan is None else _teks("satuan", satuan),
    }
    dampak = Dampak(k.proyek.jumlah, k.proyek.jumlah)
    if all(getattr(p, kolom) == isi for kolom, isi in baru.items()):
        return dampak
    cocokkan_versi(p, versi)
    nilai_berubah = baru["nilai"] != p.nilai
    terapkan(k, p, baru, "ubah", lama)
    if p.nama != lama:
        dampak.pekerjaan = _tulis_ulang(k, lama, p.nama)
    k.sesi.flush()
    if nilai_berubah:
        rambatan = rambatkan(k, [p.nama], kolom="nilai")
        rambatan.pekerjaan |= dampak.pekerjaan
        return rambatan
    return dampak


def hapus_parameter(k: Kerja, p: Parameter, versi: int) -> int:
    """Put a parameter in the trash; returns the history entry that brings it back. Raises Conflict, Invalid."""
    cocokkan_versi(p, versi)
    pemakai = k.sesi.scalar(_pemakai(k, p.nama).limit(1))
    if pemakai is not None:
        raise Invalid(
            "dipakai",
            N_("Parameter ini dipakai rumus volume “%(uraian)s”."),
            kolom="nama",
            uraian=pemakai.uraian[:80],
        )
    entri = catat(k, "hapus", "parameter", p.id, {"nama": p.nama, "nilai": p.nilai}, None, p.nama)
    k.sesi.flush()
    p.sampah_id, p.versi = entri.id, p.versi + 1
    k.sesi.flush()
    return entri.id


def _pemakai(k: Kerja, nama: str):  # type: ignore[no-untyped-def]  # the type of a select is longer than the select
    return select(Pekerjaan).where(
        Pekerjaan.proyek_id == k.proyek.id,
        Pekerjaan.sampah_id.is_(None),
        Pekerjaan.rumus_acuan.contains([nama]),
    )


def _tulis_ulang(k: Kerja, lama: str, baru: str) -> set[int]:
    pemakai = k.sesi.scalars(_pemakai(k, lama)).all()
    for pekerjaan in pemakai:
        pekerjaan.rumus = ganti_nama(pekerjaan.rumus or "", lama, baru)
        try:
            pekerjaan.rumus_acuan = sorted(urai(pekerjaan.rumus).acuan)
        except Galat as galat:  # the longer name can push a formula over its limit
            raise Invalid.dari(galat, kolom="nama") from None
    return {p.id for p in pemakai}


def _teks(kolom: str, teks: str) -> str:
    teks = rapikan(teks)
    if len(teks) > PANJANG[kolom]:
        pola = N_("Terlalu panjang: paling banyak %(batas)s huruf.")
        raise Invalid("terlalu_panjang", pola, kolom=kolom, batas=PANJANG[kolom])
    return teks


def _nama(k: Kerja, nama: str, diri: Parameter | None) -> str:
    nama = rapikan(nama).lower()
    if not nama_sah(nama) or len(nama) > 100:
        raise Invalid(
            "nama",
            N_("Nama parameter: huruf kecil, angka dan garis bawah, diawali huruf. Contoh: lebar_atap."),
            kolom="nama",
        )
    sudah = k.sesi.scalar(
        select(Parameter).where(
            Parameter.proyek_id == k.proyek.id, Parameter.nama == nama, Parameter.sampah_id.is_(None)
        )
    )
    if sudah is not None and sudah is not diri:
        raise Invalid("nama_ganda", N_("Parameter “%(nama)s” sudah ada."), kolom="nama", nama=nama)
    return nama
