"""The blocks of a report as WordprocessingML, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ahsp_app.laporan.bantu import Pencacah
from ahsp_app.laporan.docx.grafik import gambar
from ahsp_app.laporan.docx.tabel import tabel
from ahsp_app.laporan.docx.xml import IKUT, bagi, kepala_tabel, lari, paragraf, sel, twip
from ahsp_app.laporan.model import (
    Blok,
    Catatan,
    GantiHalaman,
    Grafik,
    Identitas,
    Judul,
    Laporan,
    Paragraf,
    Penanda,
    Tabel,
    TandaTangan,
)

_BARU: Final = "<w:pageBreakBefore/>"
_SELA: Final = paragraf("Sela", "")  # Word makes one table of two that touch
# What closes a report: never alone on a page, so what stands before it goes along.
_PENUTUP: Final = (Paragraf, Catatan, TandaTangan)
_UTUH: Final = "<w:trPr><w:cantSplit/></w:trPr>"
_LEBAR_LABEL: Final = 42.0  # mm
_LEBAR_TITIK_DUA: Final = 5.0
_SEBARIS: Final = 3  # signatories beside each other
GARIS_NAMA: Final = "(" + "." * 40 + ")"


class Isi:
    """Goes through a report once. `grafik`: the charts met, whose parts come after the body."""

    def __init__(self, laporan: Laporan, lebar: float, cacah: Pencacah) -> None:
        self._laporan, self._lebar, self._cacah = laporan, lebar, cacah
        self.grafik: list[Grafik] = []

    def __iter__(self) -> Iterator[str]:
        yield paragraf("Title", lari(self._laporan.judul))
        baru = False
        for blok, sesudah in _dengan_sesudah(self._laporan.blok):
            if isinstance(blok, GantiHalaman):
                baru = True
                continue
            if baru and not isinstance(blok, Judul):
                yield paragraf("Sela", "", _BARU)
            yield from self._blok(blok, _BARU if baru else "", isinstance(sesudah, _PENUTUP))
            baru = False

    def _blok(self, blok: Blok, awal: str, ikut: bool) -> Iterator[str]:
        """`awal`: properties of a heading; `ikut`: what comes next should be on the same page."""
        match blok:
            case Tabel():
                yield from tabel(blok, self._cacah.baris(blok.baris), self._lebar, ikut)
                yield paragraf("Sela", "", IKUT) if ikut else _SELA
            case Judul():
                yield paragraf(f"Heading{max(1, min(3, blok.tingkat))}", lari(blok.teks), awal)
            case Identitas():
                yield from self._identitas(blok)
            case Paragraf():
                label = lari(f"{blok.label}: ", "<w:b/>") if blok.label else ""
                yield paragraf("Uraian", label + lari(blok.teks), IKUT if ikut else "")
            case Catatan():
                yield paragraf("Uraian", lari(blok.judul, "<w:b/>"), IKUT)
                for n, butir in enumerate(blok.butir, 1):
                    # Of a long list the end is enough: a signature must not stand alone.
                    terikat = ikut and n > len(blok.butir) - 2
                    yield paragraf("Butir", lari(f"–\t{butir}"), IKUT if terikat else "")
            case Grafik():
                self.grafik.append(blok)
                yield paragraf("Uraian", gambar(len(self.grafik), blok, self._lebar))
            case TandaTangan():
                yield from self._tanda_tangan(blok)
            case GantiHalaman():
                return

    def _identitas(self, blok: Identitas) -> Iterator[str]:
        if not blok.isi:
            return
        lebar = [twip(_LEBAR_LABEL), twip(_LEBAR_TITIK_DUA)]
        lebar.append(twip(self._lebar) - sum(lebar))
        yield kepala_tabel(lebar)
        for label, nilai in blok.isi:
            kotak = zip((label, ":", nilai), lebar, strict=True)
            yield f"<w:tr>{_UTUH}{''.join(sel(w, paragraf('Normal', lari(teks))) for teks, w in kotak)}</w:tr>"
        yield "</w:tbl>" + _SELA

    def _tanda_tangan(self, blok: TandaTangan) -> Iterator[str]:
        """Rows of up to three; who they are above the space for the signature, their names below it."""
        for n in range(0, len(blok.penanda), _SEBARIS):
            sebaris = blok.penanda[n : n + _SEBARIS]
            # A single signatory stands on the right, where the place and date are.
            penanda: list[Penanda | None] = [*([None] if len(sebaris) == 1 else []), *sebaris]
            lebar = bagi(self._lebar, [1] * len(penanda))
            kapan = ["", *[""] * (len(penanda) - 2), blok.tempat_tanggal] if n == 0 else [""] * len(penanda)
            atas = [_atas(p, teks) for p, teks in zip(penanda, kapan, strict=True)]
            bawah = [_bawah(p) for p in penanda]
            yield paragraf("Sela", "", IKUT) + kepala_tabel(lebar)
            for kotak in (atas, bawah):
                yield f"<w:tr>{_UTUH}{''.join(sel(w, isi) for w, isi in zip(lebar, kotak, strict=True))}</w:tr>"
            yield "</w:tbl>"
        yield paragraf("Normal", "")


def _dengan_sesudah(blok: Iterable[Blok]) -> Iterator[tuple[Blok, Blok | None]]:
    """Each block with the one after it."""
    sebelum: Blok | None = None
    for satu in blok:
        if sebelum is not None:
            yield sebelum, satu
        sebelum = satu
    if sebelum is not None:
        yield sebelum, None


def _atas(p: Penanda | None, kapan: str) -> str:
    baris = (kapan, p.peran, p.instansi, "", "", "", "") if p else (kapan,)
    return "".join(paragraf("Penanda", lari(teks)) for teks in baris)


def _bawah(p: Penanda | None) -> str:
    if p is None:
        return paragraf("Penanda", "")
    nama = lari(p.nama, '<w:b/><w:u w:val="single"/>') if p.nama else lari(GARIS_NAMA)
    lain = [teks for teks in (p.jabatan, f"NIP {p.nip}" if p.nip else "") if teks]
    return paragraf("Penanda", nama) + "".join(paragraf("Penanda", lari(teks)) for teks in lain)
