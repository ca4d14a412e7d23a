"""Charts as DrawingML: Word draws them from the values, without a workbook behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ahsp_app.laporan.docx.xml import EMU, lolos
from ahsp_app.laporan.model import Grafik, Seri

_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WARNA: Final = ("1F4E79", "C55A11", "548235", "7F6000", "7030A0", "A50021")
_TINGGI: Final = 75  # mm
_LEBAR: Final = 165


def gambar(nomor: int, grafik: Grafik, lebar: float) -> str:
    """The run that shows chart number `nomor` (relation `grafik<nomor>`) in a paragraph."""
    cx, cy = int(min(lebar, _LEBAR) * EMU), _TINGGI * EMU
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{1000 + nomor}" name="Grafik {nomor}"'
        f' descr="{lolos(grafik.judul)}"/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" r:id="grafik{nomor}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def bagian(grafik: Grafik) -> str:
    """The chart's own part."""
    garis = grafik.jenis == "garis"
    nama = "lineChart" if garis else "barChart"
    awal = "" if garis else '<c:barDir val="col"/>'
    pengelompokan = "standard" if garis else "clustered"
    seri = "".join(_seri(n, s, grafik.kategori, garis) for n, s in enumerate(grafik.seri))
    akhir = '<c:marker val="1"/>' if garis else '<c:gapWidth val="60"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/>'
        f'<c:chart>{_judul(grafik.judul, 1000)}<c:autoTitleDeleted val="{0 if grafik.judul else 1}"/><c:plotArea>'
        f'<c:layout/><c:{nama}>{awal}<c:grouping val="{pengelompokan}"/><c:varyColors val="0"/>{seri}{akhir}'
        f'<c:axId val="1"/><c:axId val="2"/></c:{nama}>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="3175"><a:solidFill>'
        f'<a:srgbClr val="BFBFBF"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>{_judul(grafik.satuan, 800)}'
        '<c:numFmt formatCode="#,##0.##" sourceLinked="0"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="800"><a:latin typeface="Arial"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="id-ID"/></a:p></c:txPr></c:chartSpace>'
    )


def _judul(teks: str, ukuran: int) -> str:
    if not teks:
        return ""
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{ukuran}"/></a:pPr><a:r>'
        f'<a:rPr lang="id-ID" sz="{ukuran}" b="1"/><a:t>{lolos(teks)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )


def _seri(nomor: int, seri: Seri, kategori: tuple[str, ...], garis: bool) -> str:
    isian = f'<a:solidFill><a:srgbClr val="{WARNA[nomor % len(WARNA)]}"/></a:solidFill>'
    sifat = f'<a:ln w="22225">{isian}</a:ln>' if garis else isian
    penanda = '<c:marker><c:symbol val="none"/></c:marker>' if garis else '<c:invertIfNegative val="0"/>'
    akhir = '<c:smooth val="0"/>' if garis else ""
    titik = "".join(f'<c:pt idx="{n}"><c:v>{lolos(k)}</c:v></c:pt>' for n, k in enumerate(kategori))
    nilai = "".join(_titik(n, v) for n, v in enumerate(seri.nilai) if v is not None)
    return (
        f'<c:ser><c:idx val="{nomor}"/><c:order val="{nomor}"/><c:tx><c:v>{lolos(seri.nama)}</c:v></c:tx>'
        f"<c:spPr>{sifat}</c:spPr>{penanda}"
        f'<c:cat><c:strLit><c:ptCount val="{len(kategori)}"/>{titik}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(seri.nilai)}"/>{nilai}</c:numLit>'
        f"</c:val>{akhir}</c:ser>"
    )


def _titik(nomor: int, nilai: Decimal) -> str:
    return f'<c:pt idx="{nomor}"><c:v>{nilai:f}</c:v></c:pt>'
