"""The document around the body: styles, paper, letterhead on the first page, foot with page numbers, properties."""

from __future__ import annotations

import io
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ahsp_app.laporan.bantu import Ruang, bersih, ruang
from ahsp_app.laporan.docx.gaya import NS, gaya
from ahsp_app.laporan.model import Halaman, Kop, Laporan

TANDA_ISI: Final = "isi-laporan"  # the paragraph that the body takes the place of
_TINGGI_LOGO: Final = 20.0  # mm
_LEBAR_LOGO: Final = 30.0
_TAK_PERLU: Final = ("thumbnail", "stylesWithEffects", "customXml", "numbering")


def kerangka(laporan: Laporan) -> bytes:
    """A Word document whose only paragraph is TANDA_ISI."""
    dokumen = Document()
    _buang_tak_perlu(dokumen)
    _setel(dokumen)
    _ganti_gaya(dokumen, laporan.halaman.bahasa)
    muka = ruang(laporan.halaman)
    bagian = dokumen.sections[0]
    _atur_halaman(bagian, laporan.halaman, muka)
    if laporan.halaman.kop:
        _isi_kop(bagian, laporan.halaman.kop, muka)
    for kaki in (bagian.footer, bagian.first_page_footer):
        _isi_kaki(kaki.paragraphs[0], laporan.halaman, muka)
    _sifat(dokumen.core_properties, laporan)
    dokumen.add_paragraph(TANDA_ISI)
    keluar = io.BytesIO()
    dokumen.save(keluar)
    return keluar.getvalue()


def _buang_tak_perlu(dokumen: Any) -> None:
    """Parts of the library's template that say nothing about our document, such as its picture."""
    for hubungan in (dokumen.part.rels, dokumen.part.package.rels):
        for kode in [k for k, h in hubungan.items() if h.reltype.rpartition("/")[2] in _TAK_PERLU]:
            del hubungan[kode]


def _setel(dokumen: Any) -> None:
    """As Word 2013 and newer lay out: tables begin at the margin."""
    for setelan in dokumen.settings.element.iter(qn("w:compatSetting")):
        if setelan.get(qn("w:name")) == "compatibilityMode":
            setelan.set(qn("w:val"), "15")


def _ganti_gaya(dokumen: Any, bahasa: str) -> None:
    akar = dokumen.styles.element
    for anak in list(akar):
        akar.remove(anak)
    akar.extend(list(parse_xml(gaya(bahasa))))


def _atur_halaman(bagian: Any, halaman: Halaman, muka: Ruang) -> None:
    bagian.orientation = WD_ORIENT.LANDSCAPE if halaman.mendatar else WD_ORIENT.PORTRAIT
    bagian.page_width, bagian.page_height = Mm(muka.lebar), Mm(muka.tinggi)
    bagian.left_margin, bagian.right_margin = Mm(muka.kiri), Mm(muka.kanan)
    bagian.top_margin, bagian.bottom_margin = Mm(muka.atas), Mm(muka.bawah)
    bagian.header_distance, bagian.footer_distance = Mm(10), Mm(9)
    bagian.different_first_page_header_footer = True


def _isi_kop(bagian: Any, kop: Kop, muka: Ruang) -> None:
    """Logo on the left, lines in the middle, a double line below."""
    kepala = bagian.first_page_header
    baris = [bersih(b) for b in kop.baris]
    if kop.logo is None:
        tempat = kepala
        tempat.paragraphs[0].style = "Kop Utama"
    else:
        tabel = kepala.add_table(1, 3, Mm(muka.isi))
        tabel.autofit = False
        gambar = tabel.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(kop.logo), height=Mm(_TINGGI_LOGO))
        if gambar.width > Mm(_LEBAR_LOGO):
            gambar.width, gambar.height = Mm(_LEBAR_LOGO), round(gambar.height * Mm(_LEBAR_LOGO) / gambar.width)
        tepi = gambar.width + Mm(3)
        lebar = (tepi, Mm(muka.isi) - 2 * tepi, tepi)  # an empty cell on the right keeps the lines in the middle
        for kolom, emu in zip(tabel.columns, lebar, strict=True):
            kolom.width = kolom.cells[0].width = emu
        tempat = tabel.cell(0, 1)
        _lepas(kepala.paragraphs[0])
    for n, teks in enumerate(baris):
        paragraf = tempat.paragraphs[0] if n == 0 else tempat.add_paragraph()
        paragraf.style = "Kop" if n else "Kop Utama"
        paragraf.add_run(teks)
    garis = kepala.add_paragraph()
    garis._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {NS}><w:bottom w:val="thinThickSmallGap" w:sz="18" w:space="1" w:color="000000"/></w:pBdr>')
    )
    garis.paragraph_format.space_after = Pt(6)  # after the border: the order of properties is fixed


def _lepas(paragraf: Any) -> None:
    paragraf._p.getparent().remove(paragraf._p)


def _isi_kaki(paragraf: Any, halaman: Halaman, muka: Ruang) -> None:
    paragraf.paragraph_format.tab_stops.add_tab_stop(Mm(muka.isi), WD_TAB_ALIGNMENT.RIGHT)
    hal, dari = ("Page ", " of ") if halaman.bahasa == "en" else ("Halaman ", " dari ")
    paragraf.add_run(f"{bersih(halaman.kaki)}\t{hal}")
    _bidang(paragraf, "PAGE")
    paragraf.add_run(dari)
    _bidang(paragraf, "NUMPAGES")


def _bidang(paragraf: Any, nama: str) -> None:
    paragraf._p.append(parse_xml(f'<w:fldSimple {NS} w:instr=" {nama} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _sifat(sifat: Any, laporan: Laporan) -> None:
    """Word keeps at most 255 characters of each."""
    sifat.title, sifat.subject = bersih(laporan.judul)[:255], bersih(laporan.proyek)[:255]
    sifat.author = sifat.last_modified_by = sifat.comments = sifat.keywords = ""
    sifat.language = laporan.halaman.bahasa
    sifat.created = sifat.modified = laporan.waktu.replace(tzinfo=None)
