"""The rows of the printed form of an analysis: what their labels say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ahsp_app.calc.teks import kunci_teks
from ahsp_app.importers.katalog.alias import CETAK, kunci_kepala
from ahsp_app.importers.katalog.angka_mentah import Peran, baca_mentah
from ahsp_app.importers.katalog.bentuk import JenisLembar, Sel
from ahsp_app.importers.katalog.kategori import ALT, BHN, LAIN, TK
from ahsp_app.importers.katalog.kenali import WAJIB, petakan_kolom
from ahsp_app.importers.katalog.satuan_kerja import satuan_dari_uraian
from ahsp_app.importers.katalog.sel import ambil, teks_sel

_HURUF: Final = r"(?:[a-g]|i{1,3}|iv)"
_GRUP: Final = (
    (TK, r"(?:tenaga(?: kerja)?|upah(?: kerja)?|buruh)"),
    (BHN, r"(?:bahan(?: bangunan)?(?: ?/ ?material)?|material(?: ?/ ?bahan)?)"),
    (ALT, r"(?:peralatan|alat(?: bantu)?|sewa (?:per)?alat(?:an)?)"),
    (LAIN, r"(?:lain ?-? ?lain|pekerjaan lain|sub ?-?analisa|analisa lain)"),
)
_POLA_GRUP: Final = tuple((k, re.compile(rf"(?:{_HURUF}[.)]? +)?{pola}\s*[:.]?")) for k, pola in _GRUP)
_POLA_JUMLAH: Final = tuple(
    (kunci, re.compile(rf"(?:sub ?)?(?:jumlah|total)(?: harga)?(?: satuan)? {pola}\b.*"))
    for kunci, (_, pola) in zip(("tk", "bhn", "alt", "lain"), _GRUP, strict=True)
)
_JUMLAH_D: Final = re.compile(r"(?:d[.)]? )?jumlah(?: harga)?\s*(?:\(?\s*a\s*\+.*|:?$)")
_A_TAMBAH_B: Final = re.compile(r"\ba\s*\+\s*b\b")
_HURUF_DEPAN: Final = re.compile(r"^[d-g][.)]? +")
_BIAYA_UMUM: Final = re.compile(r"^(?:biaya umum|overhead|over head|keuntungan|profit|buk\b)")
_HSP: Final = re.compile(r"^(?:harga satuan pekerjaan|hsp\b|harga satuan per|dibulatkan|pembulatan)")
_JUMLAH_LAIN: Final = re.compile(r"^(?:sub ?)?(?:jumlah|total)\b")
_PERSEN: Final = re.compile(r"([0-9]{1,2}(?:[.,][0-9]+)?)\s*%")

_KODE: Final = re.compile(
    r"(?:skh[ .-]?)?(?:[a-z]{1,4}[. -]?)?[0-9]{1,3}[a-z]?(?:[. ]?\([0-9a-z]{1,3}\)|[.-][0-9a-z]{1,5}){1,7}\.?|"
    r"[a-z]{1,3}[.-]?[0-9]{1,3}[a-z]?|[a-z]\.[0-9a-z]{1,4}",
    re.IGNORECASE,
)
_NOMOR_KOLOM: Final = re.compile(
    r"\(?[0-9]{1,2}\)?|[0-9]{1,2}\s*=.{1,12}|\(?rp\.?\)?|\(?%\)?|[a-g]|[0-9]+ ?[x*] ?[0-9]+"
)
_LABEL: Final = (
    ("uraian", re.compile(r"^(?:jenis|nama|uraian|item|mata)\s*(?:pekerjaan|analisa|pembayaran)\s*(?:[:=]\s*(.*))?$")),
    ("kode", re.compile(r"^(?:kode|no|nomor)\.?\s*(?:analisa|ahsp|pekerjaan|mata pembayaran)?\s*(?:[:=]\s*(.*))?$")),
    ("satuan", re.compile(r"^satuan(?: (?:pekerjaan|pembayaran))?\s*(?:[:=]\s*(.*))?$")),
)


def kepala_cetak(baris: Sequence[Sel]) -> dict[str, int] | None:
    """The columns, when the row is a header of a block."""
    if sum(isinstance(s, str) for s in baris) < 3:
        return None
    kolom = petakan_kolom([kunci_kepala(s) for s in baris], CETAK)
    return kolom if kolom.keys() >= WAJIB[JenisLembar.CETAK] else None


def nomor_kolom(baris: Sequence[Sel]) -> bool:
    """A line below a header: "1 2 3 4 5 6=4x5", or only "Rp"."""
    isi = [teks_sel(s) for s in baris if s is not None]
    return bool(isi) and all(not t or _NOMOR_KOLOM.fullmatch(t.casefold()) for t in isi)


def grup(label: str) -> str | None:
    """The category that a row opens (`A. TENAGA KERJA`)."""
    return next((k for k, pola in _POLA_GRUP if pola.fullmatch(label)), None)


def jumlah(label: str, huruf: str) -> str | None:
    """Which printed amount the row has: tk, bhn, alt, lain, d, e, f, or "" for one that is not checked."""
    if label.startswith("jumlah") and (huruf == "d" or _A_TAMBAH_B.search(label)):
        return "d"
    for kunci, pola in _POLA_JUMLAH:
        if pola.fullmatch(label):
            return kunci
    polos = _HURUF_DEPAN.sub("", label)
    if _BIAYA_UMUM.match(polos):
        return "e"
    if _HSP.match(polos):
        return "" if polos.startswith(("dibulat", "pembulat")) else "f"
    if _JUMLAH_D.fullmatch(label) and not label.startswith("total"):
        return "d"
    return "" if _JUMLAH_LAIN.match(polos) else None


def persen(baris: Sequence[Sel], kolom: Mapping[str, int], label: str) -> Decimal | None:
    """The percentage of overhead and profit in the row: a text with %, a fraction of one, or in the label."""
    awal = kolom["satuan"]
    batas = kolom.get("jumlah", len(baris))
    for sel in baris[awal:batas]:
        if isinstance(sel, str) and "%" in sel:
            nilai = baca_mentah(sel, Peran.KOEFISIEN).nilai
            if nilai is not None:
                return nilai * 100
        if isinstance(sel, int | float) and not isinstance(sel, bool) and 0 < sel <= 1:
            return Decimal(repr(sel)) * 100
    semua = _PERSEN.findall(label)
    return Decimal(semua[0].replace(",", ".")) if len(semua) == 1 else None


def label_baris(baris: Sequence[Sel], kolom: Mapping[str, int]) -> tuple[str, str, str]:
    """Letter or number in front, the description (spread over columns, joined), and its key for comparing."""
    depan = " ".join(t for t in (teks_sel(s) for s in baris[: kolom["uraian"]]) if t)
    uraian = uraian_baris(baris, kolom)
    if not uraian and not depan.isdigit():
        depan, uraian = "", depan
    return depan.casefold().strip(" .)"), uraian, kunci_teks(uraian)


def uraian_baris(baris: Sequence[Sel], kolom: Mapping[str, int]) -> str:
    """The texts from the column of the description up to the next known column."""
    awal = kolom["uraian"]
    akhir = min((k for k in kolom.values() if k > awal), default=awal + 1)
    return " ".join(t for t in (teks_sel(s) for s in baris[awal:akhir]) if t)


@dataclass(slots=True)
class Judul:
    """A row that may name an analysis."""

    nomor: int
    kode: str
    uraian: str
    harga: Decimal | None
    label: str = ""
    """It is a line "Satuan : m2": which of ours (uraian, kode, satuan); the value is in `uraian`."""

    @property
    def kuat(self) -> bool:
        """Has a code, or a description that begins with a quantity."""
        return bool(self.kode) or bool(satuan_dari_uraian(self.uraian))


def baca_judul(nomor: int, baris: Sequence[Sel], kolom: Mapping[str, int], peran: Peran) -> Judul:
    """The code, the description and the price at the right end of a title row."""
    teks = [t for t in (teks_sel(s) for s in baris[: kolom["satuan"]]) if t]
    for nama, pola in _LABEL:
        cocok = pola.match(kunci_teks(teks[0])) if teks else None
        if cocok:
            isi = teks[0].partition(":")[2] or teks[0].partition("=")[2] or _nilai_label(baris)
            return Judul(nomor, "", isi.lstrip(" :="), None, nama)
    kode = ""
    if teks and _KODE.fullmatch(teks[0]):
        kode = teks.pop(0)
    elif teks:
        depan, _, sisa = teks[0].partition(" ")
        if _KODE.fullmatch(depan) and "." in depan.strip(".") and sisa:
            kode, teks[0] = depan, sisa.strip()
    if not kode and len(teks) > 1 and teks[0].strip(".").isdigit():
        kode = teks.pop(0)
    if not teks:  # everything stands in columns further right
        teks = [t for t in (teks_sel(s) for s in baris[kolom["satuan"] :]) if t and not _angka(t)][:1]
    return Judul(nomor, kode.rstrip(".") if kode.count(".") > 1 else kode, " ".join(teks), _harga(baris, kolom, peran))


def _nilai_label(baris: Sequence[Sel]) -> str:
    isi = [t for t in (teks_sel(s) for s in baris) if t][1:]
    return next((t for t in isi if t.strip(" :=")), "")


def _angka(teks: str) -> bool:
    return baca_mentah(teks, Peran.HARGA).nilai is not None


def _harga(baris: Sequence[Sel], kolom: Mapping[str, int], peran: Peran) -> Decimal | None:
    for sel in reversed(baris[kolom["satuan"] : kolom.get("jumlah", kolom["koefisien"]) + 3]):
        angka = baca_mentah(sel, peran)
        if angka.nilai is not None and not angka.tanda and angka.nilai > 1:
            return angka.nilai
    return None


def nilai_jumlah(baris: Sequence[Sel], kolom: Mapping[str, int], peran: Peran) -> Decimal | None:
    """The printed amount of a row: in its column, else the last number right of the unit."""
    if "jumlah" in kolom:
        angka = baca_mentah(ambil(baris, kolom["jumlah"]), peran)
        if angka.nilai is not None:
            return angka.nilai
        return None
    semua = (baca_mentah(s, peran).nilai for s in reversed(baris[kolom["satuan"] :]))
    return next((n for n in semua if n is not None), None)
