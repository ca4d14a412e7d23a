"""What a sheet is: a flat table, printed blocks, a price list, or something else; and where its columns are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import kunci_teks, rapikan
from ahsp_app.importers.katalog.alias import CETAK, DATAR, HARGA, kunci_kepala
from ahsp_app.importers.katalog.bentuk import JenisLembar, Lembar, LembarDikenali, PemetaanLembar, Sel

MAKS_BARIS_KEPALA: Final = 25
_MAKS_CARI_BLOK: Final = 400
_MAKS_BERISI: Final = 100

WAJIB: Final[Mapping[JenisLembar, frozenset[str]]] = {
    JenisLembar.DATAR: frozenset({"uraian", "uraian_item", "koefisien"}),
    JenisLembar.CETAK: frozenset({"uraian", "satuan", "koefisien"}),
    JenisLembar.HARGA: frozenset({"uraian", "satuan", "harga"}),
    JenisLembar.LAIN: frozenset(),
}
"""Columns without which a sheet of that kind cannot be read."""

# A column of quantities makes it an estimate or a schedule; those are no price lists.
_BUKAN_HARGA: Final = frozenset(
    {"volume", "vol", "bobot", "debet", "debit", "kredit", "saldo", "tanggal", "tgl", "minggu", "kuantitas", "qty"}
    | {"jumlah harga", "jumlah", "total harga"}
)
_VOLUME: Final = frozenset({"volume", "vol", "kuantitas", "qty"})
RAB: Final = N_("Ini RAB, bukan katalog; tidak dibaca.")
_HARGA: Final = re.compile(r"\b(?:harga|price|prices|hps|penawaran|negosiasi|besaran\w*|survey?|survei|toko)\b")
_UTAMA: Final = ("negosiasi", "penawaran", "hps")  # which price counts when there are several
_BAGIAN: Final = re.compile(
    r"(?:harga (?:satuan )?)?(?:(?P<upah>upah(?: kerja)?|tenaga(?: kerja)?|jasa)|material|bahan|(?:per)?alat(?:an)?|"
    r"lain lain)"
)
_MAKS_BAGIAN: Final = 4
_BLOK: Final = re.compile(r"^(?:[abcd][.)]? +)?(?:tenaga(?: kerja)?|upah|bahan(?: bangunan)?|material|peralatan|alat)$")


@dataclass(frozen=True, slots=True)
class _Kepala:
    baris: int
    dalam: int
    judul: tuple[str, ...]
    kunci: tuple[str, ...]


def kenali(lembar: Lembar, pemetaan: Sequence[PemetaanLembar] = ()) -> LembarDikenali:
    """Say what the sheet is; `pemetaan` is what people corrected, and goes before what is found."""
    ditemukan = _kenali(lembar)
    for satu in pemetaan:
        if satu.lembar == lembar.nama if satu.lembar else satu.bentuk and satu.bentuk == ditemukan.bentuk:
            return _petakan(ditemukan, satu)
    return ditemukan


def _petakan(ditemukan: LembarDikenali, satu: PemetaanLembar) -> LembarDikenali:
    return LembarDikenali(
        nama=ditemukan.nama,
        jenis=satu.jenis,
        baris_kepala=ditemukan.baris_kepala if satu.baris_kepala is None else satu.baris_kepala,
        kolom=dict(satu.kolom),
        bentuk=ditemukan.bentuk,
        judul_kolom=ditemukan.judul_kolom,
        banyak_baris=ditemukan.banyak_baris,
    )


def _kenali(lembar: Lembar) -> LembarDikenali:
    calon = [k for k in (_coba(lembar, kepala) for kepala in _kepala_kepala(lembar)) if k]
    if calon:
        return max(calon, key=lambda k: (len(WAJIB[k.jenis]) and _URUT[k.jenis], len(k.kolom), -(k.baris_kepala or 0)))
    nomor, judul = _judul_awal(lembar)
    rab = any(_mirip_rab(k.kunci) for k in _kepala_kepala(lembar))
    return LembarDikenali(
        nama=lembar.nama,
        jenis=JenisLembar.LAIN,
        baris_kepala=nomor,
        kolom={},
        bentuk=_sidik([kunci_kepala(j) for j in judul]),
        judul_kolom=judul,
        banyak_baris=len(lembar.baris),
        catatan=(RAB if rab else N_("Bukan analisa dan bukan daftar harga; tidak dibaca."),),
    )


def _mirip_rab(kunci: Sequence[str]) -> bool:
    """Works with their quantities and amounts: an estimate, whose prices are no base prices."""
    return bool(_VOLUME.intersection(kunci)) and any(k.startswith(("harga satuan", "jumlah", "total")) for k in kunci)


_URUT: Final = {JenisLembar.DATAR: 3, JenisLembar.CETAK: 2, JenisLembar.HARGA: 1, JenisLembar.LAIN: 0}


def _coba(lembar: Lembar, kepala: _Kepala) -> LembarDikenali | None:
    """The sheet with this header, when the header is one of ours."""
    for jenis, alias in ((JenisLembar.DATAR, DATAR), (JenisLembar.CETAK, CETAK), (JenisLembar.HARGA, HARGA)):
        kolom = petakan_kolom(kepala.kunci, alias)
        if jenis is JenisLembar.HARGA:
            _kolom_harga(kepala.kunci, kolom)
        elif jenis is JenisLembar.DATAR:
            _kolom_datar(kepala.kunci, kolom)
        if not kolom.keys() >= WAJIB[jenis] or not _cocok(jenis, lembar, kepala, kolom):
            continue
        return LembarDikenali(
            nama=lembar.nama,
            jenis=jenis,
            baris_kepala=kepala.baris + kepala.dalam - 1,
            kolom=kolom,
            bentuk=_sidik(kepala.kunci),
            judul_kolom=kepala.judul,
            banyak_baris=len(lembar.baris),
        )
    return None


def _kolom_datar(kunci: Sequence[str], kolom: dict[str, int]) -> None:
    """Columns of the same name: what stands first, or right of the work's description, is the work's."""
    item = [n for n, teks in enumerate(kunci) if DATAR.get(teks) == "uraian_item"]
    if "uraian" not in kolom and "kategori" in kolom and len(item) > 1 and kunci[item[0]] == "uraian":
        kolom["uraian"], kolom["uraian_item"] = item[:2]
    satuan = [n for n, teks in enumerate(kunci) if DATAR.get(teks) == "satuan_item"]
    if "satuan_kerja" not in kolom and len(satuan) > 1 and {"uraian", "uraian_item"} <= kolom.keys():
        milik = [max(("uraian", "uraian_item"), key=lambda u: (kolom[u] < n, kolom[u])) for n in satuan]
        if len(set(milik)) > 1:
            kolom["satuan_kerja"] = satuan[milik.index("uraian")]
            kolom["satuan_item"] = satuan[milik.index("uraian_item")]
    elif "satuan_kerja" in kolom and "satuan_item" not in kolom:
        kolom["satuan_item"] = kolom.pop("satuan_kerja")  # the only unit is the one of the component


def _kolom_harga(kunci: Sequence[str], kolom: dict[str, int]) -> None:
    """Of several price columns the one to take, and the others as harga_lain_1, harga_lain_2, …

    When the price stands in parts (material, upah, lain-lain) the first is "harga", and the others are added to it.
    """
    if _kolom_bagian(kunci, kolom):
        return
    semua = [n for n, teks in enumerate(kunci) if teks and _HARGA.search(teks) and n not in _terpakai(kolom)]
    if "harga" in kolom:
        semua.insert(0, kolom["harga"])
    if not semua:
        return
    pilihan = min(semua, key=lambda n: next((i for i, k in enumerate(_UTAMA) if k in kunci[n]), len(_UTAMA)))
    kolom["harga"] = pilihan
    kolom.update({f"harga_lain_{i}": n for i, n in enumerate((n for n in semua if n != pilihan), start=1)})


def _kolom_bagian(kunci: Sequence[str], kolom: dict[str, int]) -> bool:
    """Take the parts of a price, unless a column has their sum or a part is the description itself."""
    bagian = {n: c for n, c in ((n, _BAGIAN.fullmatch(teks)) for n, teks in enumerate(kunci)) if c}
    if len({c["upah"] is None for c in bagian.values()}) < 2 or len(bagian) > _MAKS_BAGIAN:
        return False
    if kolom.get("uraian") is None or kolom["uraian"] in bagian:
        return False
    jumlah = [n for n, teks in enumerate(kunci) if teks and _HARGA.search(teks) and n not in bagian]
    if jumlah:
        kolom["harga"] = jumlah[0]
        return False
    kolom["harga"], *lain = bagian
    kolom.update({f"harga_tambah_{i}": n for i, n in enumerate(lain, start=1)})
    return True


def _terpakai(kolom: Mapping[str, int]) -> set[int]:
    return set(kolom.values())


def _cocok(jenis: JenisLembar, lembar: Lembar, kepala: _Kepala, kolom: Mapping[str, int]) -> bool:
    if jenis is JenisLembar.DATAR:
        return "kode" in kolom or "kategori" in kolom
    if jenis is JenisLembar.CETAK:
        return ada_blok(lembar.baris[kepala.baris : kepala.baris + _MAKS_CARI_BLOK])
    return not _BUKAN_HARGA.intersection(kepala.kunci) and "koefisien" not in kepala.kunci


def ada_blok(baris: Sequence[Sequence[Sel]]) -> bool:
    """Is there a row that opens a group of a printed analysis (A TENAGA KERJA)?"""
    return any(
        isinstance(sel, str) and len(sel) < 30 and _BLOK.match(kunci_teks(sel)) is not None
        for satu in baris
        for sel in islice((s for s in satu if s is not None), 6)
    )


def tak_terpakai(satu: LembarDikenali) -> list[str]:
    """The titles of columns that are not read, or not written. Printed sheets have notes beside their blocks."""
    if satu.jenis not in {JenisLembar.DATAR, JenisLembar.HARGA}:
        return []
    terpakai = {n for nama, n in satu.kolom.items() if not nama.startswith("harga_lain_")}
    return [
        judul
        for n, judul in enumerate(satu.judul_kolom)
        if n not in terpakai and kunci_kepala(judul) and CETAK.get(kunci_kepala(judul)) != "nomor"
    ]


def petakan_kolom(kunci: Sequence[str], alias: Mapping[str, str]) -> dict[str, int]:
    """Our names of columns -> their numbers; of two with the same name the first."""
    kolom: dict[str, int] = {}
    for nomor, teks in enumerate(kunci):
        nama = alias.get(teks)
        if nama:
            kolom.setdefault(nama, nomor)
    return kolom


def _kepala_kepala(lembar: Lembar) -> list[_Kepala]:
    """Rows that may be the header, alone and with the row below."""
    hasil = []
    berisi = 0
    for nomor, baris in enumerate(lembar.baris[:_MAKS_BERISI]):
        teks = [sel for sel in baris if isinstance(sel, str) and sel.strip()]
        berisi += bool(teks)
        if berisi > MAKS_BARIS_KEPALA:
            break
        if len(teks) < 3:
            continue
        hasil.append(_kepala(nomor, 1, [baris]))
        if nomor + 1 < len(lembar.baris):
            hasil.append(_kepala(nomor, 2, lembar.baris[nomor : nomor + 2]))
    return hasil


def _kepala(nomor: int, dalam: int, baris: Sequence[Sequence[Sel]]) -> _Kepala:
    lebar = max(len(b) for b in baris)
    atas = [rapikan(s) if isinstance(s, str) else "" for s in baris[0]] + [""] * (lebar - len(baris[0]))
    if dalam == 1:
        judul = atas
    else:
        bawah = [rapikan(s) if isinstance(s, str) else "" for s in baris[1]] + [""] * (lebar - len(baris[1]))
        judul = [f"{a} {b}".strip() for a, b in zip(_isi_gabungan(atas, bawah), bawah, strict=True)]
    return _Kepala(nomor, dalam, tuple(judul), tuple(kunci_kepala(j) for j in judul))


def _isi_gabungan(atas: Sequence[str], bawah: Sequence[str]) -> list[str]:
    """A merged header cell stands over every column that has a text below it and none of its own."""
    hasil: list[str] = []
    for a, b in zip(atas, bawah, strict=True):
        hasil.append(a or (hasil[-1] if hasil and b else ""))
    return hasil


def _sidik(kunci: Sequence[str]) -> str:
    """The same for the same header texts, whatever column they start in."""
    return hashlib.sha256("|".join(k for k in kunci if k).encode()).hexdigest()[:32]


def _judul_awal(lembar: Lembar) -> tuple[int | None, tuple[str, ...]]:
    """Of the first rows the one with the most texts, so that a person can name its columns."""
    banyak = [sum(isinstance(s, str) for s in baris) for baris in lembar.baris[:MAKS_BARIS_KEPALA]]
    if not banyak or max(banyak) < 2:
        return None, ()
    nomor = banyak.index(max(banyak))
    return nomor, tuple(rapikan(s)[:80] if isinstance(s, str) else "" for s in lembar.baris[nomor])
