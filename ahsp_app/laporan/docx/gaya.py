"""The styles of our Word documents: Arial, headings that the navigation pane shows, and one style per kind of cell."""

from __future__ import annotations

from typing import Final

NS: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HURUF: Final = "Arial"
_WARNA_GARIS: Final = "404040"


def _paragraf(kode: str, nama: str, ppr: str = "", rpr: str = "", dasar: str = "Normal", bawaan: bool = False) -> str:
    sendiri = "" if bawaan else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{sendiri} w:styleId="{kode}"><w:name w:val="{nama}"/>'
        f'<w:basedOn w:val="{dasar}"/><w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>'
    )


def _judul(tingkat: int, ukuran: int, sebelum: int) -> str:
    return _paragraf(
        f"Heading{tingkat}",
        f"heading {tingkat}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{sebelum}" w:after="60"/>'
        f'<w:outlineLvl w:val="{tingkat - 1}"/>',
        f'<w:b/><w:sz w:val="{ukuran}"/>',
        bawaan=True,
    )


def _garis(nama: str) -> str:
    return f'<w:{nama} w:val="single" w:sz="4" w:space="0" w:color="{_WARNA_GARIS}"/>'


def gaya(bahasa: str) -> str:
    """styles.xml. `bahasa`: of the spelling checker."""
    lang = "en-GB" if bahasa == "en" else "id-ID"
    sel = '<w:spacing w:before="30" w:after="30"/>'
    return (
        f"<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{HURUF}" w:hAnsi="{HURUF}" w:eastAsia="{HURUF}" w:cs="{HURUF}"/>'
        f'<w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="50" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Laporan"><w:name w:val="Laporan"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_garis("top")}{_garis("left")}{_garis("bottom")}'
        f"{_garis('right')}{_garis('insideH')}{_garis('insideV')}</w:tblBorders></w:tblPr></w:style>"
        + _paragraf(
            "Title",
            "Title",
            '<w:keepNext/><w:keepLines/><w:spacing w:before="60" w:after="160"/><w:jc w:val="center"/>',
            '<w:b/><w:sz w:val="26"/>',
            bawaan=True,
        )
        + _judul(1, 22, 200)
        + _judul(2, 19, 160)
        + _judul(3, 18, 120)
        + _paragraf("Header", "header", bawaan=True)
        + _paragraf("Footer", "footer", rpr='<w:sz w:val="15"/>', bawaan=True)
        + _paragraf("Kop", "Kop", '<w:jc w:val="center"/>')
        + _paragraf("KopUtama", "Kop Utama", rpr='<w:b/><w:sz w:val="26"/>', dasar="Kop")
        + _paragraf("Sel", "Sel", sel, '<w:sz w:val="17"/>')
        + _paragraf("SelTengah", "Sel Tengah", '<w:jc w:val="center"/>', dasar="Sel")
        + _paragraf("SelAngka", "Sel Angka", '<w:jc w:val="right"/>', dasar="Sel")
        + _paragraf(
            "SelKepala", "Sel Kepala", '<w:keepNext/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="16"/>', dasar="Sel"
        )
        + _paragraf("Uraian", "Uraian", '<w:keepLines/><w:spacing w:before="40" w:after="40"/>')
        + _paragraf("Butir", "Butir", '<w:ind w:left="240" w:hanging="240"/>', dasar="Uraian")
        + _paragraf("Penanda", "Penanda", '<w:keepNext/><w:keepLines/><w:jc w:val="center"/>')
        + _paragraf("Sela", "Sela", rpr='<w:sz w:val="8"/>')
        + "</w:styles>"
    )
