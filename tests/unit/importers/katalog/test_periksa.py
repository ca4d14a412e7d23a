"""Files that are refused before anything is made of them: each with its reason, in little memory."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest

from ahsp_app.calc.galat import Galat
from ahsp_app.importers.katalog.baca import baca_berkas
from ahsp_app.importers.katalog.periksa import MAKS_UKURAN, Format, periksa_berkas
from tests import factories_katalog as f

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
LEMBAR = "xl/worksheets/sheet1.xml"


def tolak(nama: str, isi: bytes) -> str:
    """The code of the refusal; the sentence must be complete."""
    with pytest.raises(Galat) as galat:
        periksa_berkas(nama, isi)
    assert "%(" not in str(galat.value)
    return galat.value.kode


def buku() -> bytes:
    return f.xlsx(f.datar(*f.BETON))


@pytest.mark.parametrize(
    ("nama", "isi", "format_berkas"),
    [
        ("a.xlsx", buku(), Format.XLSX),
        ("A.XLSX", buku(), Format.XLSX),
        ("a.b.xls", f.xls({"A": f.datar(*f.BETON)}), Format.XLS),
        ("a.ods", f.ods({"A": f.ods_baris(["x"])}), Format.ODS),
        ("a.csv", f.csv_byte(f.datar(*f.BETON)), Format.CSV),
    ],
)
def test_good_files_pass(nama: str, isi: bytes, format_berkas: Format) -> None:
    assert periksa_berkas(nama, isi) is format_berkas


@pytest.mark.parametrize("nama", ["a.pdf", "a.txt", "a", "xlsx", "a.xlsx.exe", ""])
def test_other_extensions(nama: str) -> None:
    assert tolak(nama, buku()) == "format"


@pytest.mark.parametrize("nama", ["a.xlsm", "a.XLSB", "a.xltm", "a.xlam"])
def test_macro_extensions(nama: str) -> None:
    assert tolak(nama, buku()) == "makro"


@pytest.mark.parametrize(
    "bagian",
    [
        {"xl/vbaProject.bin": b"x"},
        {"xl/macrosheets/sheet1.xml": "<a/>"},
        {"[Content_Types].xml": '<Types><Override ContentType="a.sheet.macroEnabled.main+xml"/></Types>'},
    ],
)
def test_macros_inside(bagian: dict[str, bytes | str]) -> None:
    assert tolak("a.xlsx", f.ganti(buku(), bagian)) == "makro"


def test_macros_inside_ods_and_xls() -> None:
    baris = f.ods_baris(["x"])
    assert tolak("a.ods", f.ods({"A": baris}, {"Basic/Standard/Module1.xml": "<a/>"})) == "makro"
    assert periksa_berkas("a.ods", f.ods({"A": baris}, {"Basic/script-lc.xml": "<a/>"})) is Format.ODS
    assert tolak("a.xls", f.ole({"Workbook": b"\0" * 4096, "_VBA_PROJECT_CUR": b"x"})) == "makro"


@pytest.mark.parametrize("nama", ["a.xlsx", "a.xls", "a.ods", "a.csv"])
def test_image_renamed(nama: str) -> None:
    assert tolak(nama, PNG) == "isi_tak_cocok"


@pytest.mark.parametrize(
    ("nama", "isi"),
    [
        ("a.xls", buku()),
        ("a.xlsx", f.xls({"A": [["x"]]})),
        ("a.csv", buku()),
        ("a.csv", f.xls({"A": [["x"]]})),
        ("a.ods", buku()),
        ("a.xlsx", f.ods({"A": f.ods_baris(["x"])})),
        ("a.xlsx", f.csv_byte([["a", "b"]])),
        ("a.xls", b"<html><table></table></html>"),
        ("a.csv", b"%PDF-1.7"),
        ("a.csv", bytes(range(1, 32)) * 100),
        ("a.xlsx", f.arsip({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"})),
    ],
)
def test_content_of_another_kind(nama: str, isi: bytes) -> None:
    assert tolak(nama, isi) == "isi_tak_cocok"


@pytest.mark.parametrize("isi", [b"", b"\n\n  \r\n", b"\0" * 100])
def test_empty(isi: bytes) -> None:
    assert tolak("a.csv", isi) == "kosong"


def test_larger_than_50_mb() -> None:
    assert tolak("a.csv", b"a" * (MAKS_UKURAN + 1)) == "terlalu_besar"


def test_password() -> None:
    assert tolak("a.xlsx", f.ole_terkunci()) == "terkunci"
    assert tolak("a.xls", f.ole_terkunci()) == "terkunci"
    assert tolak("a.ods", f.ods({"A": ""}, {"META-INF/manifest.xml": "<m><encryption-data/></m>"})) == "terkunci"
    bof = struct.pack("<HH", 0x0809, 16) + struct.pack("<HH", 0x0600, 5) + b"\0" * 12
    assert tolak("a.xls", f.ole({"Workbook": bof + struct.pack("<HH", 0x2F, 6) + b"\0" * 6})) == "terkunci"


def test_password_of_the_archive() -> None:
    isi = bytearray(buku())
    letak = isi.rfind(b"PK\x01\x02")
    isi[letak + 8] |= 1
    assert tolak("a.xlsx", bytes(isi)) == "terkunci"


def tiga() -> list[tuple[str, bytes]]:
    """A workbook of each format."""
    lama = f.xls({"A": f.datar(*f.BETON[:2])})
    return [("a.xlsx", buku()), ("a.ods", f.ods({"A": f.ods_baris(["x", 1.5])})), ("a.xls", lama)]


@pytest.mark.parametrize("bagian", [0.05, 0.3, 0.5, 0.8, 0.95])
def test_truncated(bagian: float) -> None:
    for nama, isi in tiga():
        assert tolak(nama, isi[: int(len(isi) * bagian)]) in {"rusak", "isi_tak_cocok", "bukan_buku_kerja"}


def test_damaged_anywhere_is_refused_or_harmless() -> None:
    """Every byte position once: only our own refusal comes out, never another error."""
    for nama, isi in tiga():
        for letak in range(0, len(isi), max(1, len(isi) // 150)):
            rusak = bytearray(isi)
            rusak[letak] ^= 0xFF
            try:
                list(baca_berkas(nama, bytes(rusak)))
            except Galat:
                continue


def bom(ukuran: int = 200 * 1024 * 1024) -> bytes:
    """Nothing but zeros, very well packed."""
    mesin = zlib.compressobj(9, zlib.DEFLATED, -15)
    keping = b"\0" * (1024 * 1024)
    return b"".join(mesin.compress(keping) for _ in range(ukuran // len(keping))) + mesin.flush()


def zip_mentah(entri: list[tuple[bytes, bytes, int, int]], lokal: list[bytes] | None = None) -> bytes:
    """An archive with entries of our making: name, packed bytes, size that is said, offset (-1: where it is)."""
    tubuh, pusat = bytearray(), bytearray()
    for nama, isi, ukuran, letak in entri:
        awal = len(tubuh) if letak < 0 else letak
        kepala = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(isi), ukuran, len(nama), 0) + nama
        if letak < 0:
            tubuh += kepala + isi
        pusat += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(isi), ukuran, len(nama), 0, 0, 0, 0, 0, awal
        )
        pusat += nama
    akhir = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entri), len(entri), len(pusat), len(tubuh), 0)
    return bytes(tubuh) + bytes(pusat) + akhir


def test_zip_bomb_by_ratio() -> None:
    isi = f.ganti(buku(), {"xl/media/x.xml": b"\0" * (20 * 1024 * 1024)})
    assert tolak("a.xlsx", isi) == "bom"


def test_zip_bomb_that_lies_about_its_size() -> None:
    padat = bom(60 * 1024 * 1024)
    tracemalloc.start()
    for ukuran in (1000, 900_000):
        assert tolak("a.xlsx", zip_mentah([(b"[Content_Types].xml", padat, ukuran, -1)])) == "bom"
    puncak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert puncak < 10 * 1024 * 1024


def test_zip_bomb_with_overlapping_entries() -> None:
    padat = zlib.compress(b"a" * 1000)[2:-4]
    sama = [(b"x", padat, 1000, -1)] + [(b"x", padat, 1000, 0)] * 50
    assert tolak("a.xlsx", zip_mentah(sama)) == "rusak"
    nama = [(b"xl/%02d" % n, padat, 1000, -1 if n == 0 else 10) for n in range(20)]
    assert tolak("a.xlsx", zip_mentah(nama)) in {"rusak", "bom"}


def test_zip_with_very_many_entries() -> None:
    assert tolak("a.xlsx", f.arsip({f"x{n}": "" for n in range(6000)})) == "bom"


def test_archive_before_or_after_the_archive() -> None:
    assert tolak("a.xlsx", buku() + b"x" * 40) == "rusak"
    assert tolak("a.xlsx", b"PK\x03\x04" + b"\0" * 100 + buku()) == "rusak"


@pytest.mark.parametrize(
    "deklarasi",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://contoh.invalid/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    "bagian", [LEMBAR, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/styles.xml"]
)
def test_entities_of_xml(deklarasi: str, bagian: str) -> None:
    lama = f.bagian(buku(), bagian)
    awal, _, isi = lama.partition("?>")
    assert tolak("a.xlsx", f.ganti(buku(), {bagian: f"{awal}?>{deklarasi}{isi}"})) == "xml_berbahaya"


def test_entities_of_ods_and_other_encodings() -> None:
    awal = f.ods({"A": f.ods_baris(["x"])})
    isi = f.bagian(awal, "content.xml").replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
    assert tolak("a.ods", f.ganti(awal, {"content.xml": isi})) == "xml_berbahaya"
    tersandi = f.bagian(buku(), LEMBAR).replace("UTF-8", "UTF-16").encode("utf-16")
    assert tolak("a.xlsx", f.ganti(buku(), {LEMBAR: tersandi})) == "xml_berbahaya"


@pytest.mark.parametrize(
    ("sel", "kode"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "terlalu_banyak_baris"),
        ('<row r="50001"><c r="A50001"><v>1</v></c></row>', "terlalu_banyak_baris"),
        ('<row r="9"><c r="XFD9"><v>1</v></c></row>', "terlalu_banyak_kolom"),
        ('<row r="9"><c r="CW9"><v>1</v></c></row>', "terlalu_banyak_kolom"),
        ("<row r='9'><c r='XFD9'><v>1</v></c></row>", "terlalu_banyak_kolom"),
        ("<row><c\nr='XFD1048576'><v>1</v></c></row>", "terlalu_banyak_kolom"),
        ("<row>" + "<c><v>1</v></c>" * 101 + "</row>", "terlalu_banyak_kolom"),
        ('<row r="50001"><c><v>1</v></c></row>', "terlalu_banyak_baris"),
        ('<row r="4294967295"><c><v>1</v></c></row>', "terlalu_banyak_baris"),
        ('<row r="9"><c r="xfd9"><v>1</v></c></row>', "terlalu_banyak_kolom"),
        ('<row r="9"><c r="AAAA9"><v>1</v></c></row>', "terlalu_banyak_kolom"),
        ('<row r="9"><c r="A00000009999999"><v>1</v></c></row>', "terlalu_banyak_baris"),
        ('<row r="9"><c x:r="A9" r="XFD9"><v>1</v></c></row>', "terlalu_banyak_kolom"),
        ("""<row r="9"><c s=" r='A9'" r="XFD9"><v>1</v></c></row>""", "terlalu_banyak_kolom"),
        ('<row r="9"><c s=">" r="XFD9"><v>1</v></c></row>', "rusak"),
        ('<row r="9"><c r="&#88;FD9"><v>1</v></c></row>', "rusak"),
        ('<row r="99999999999999999999"><c><v>1</v></c></row>', "rusak"),
    ],
)
def test_two_gigabytes_of_declared_dimensions(sel: str, kode: str) -> None:
    isi = f.ganti(buku(), {LEMBAR: f.bagian(buku(), LEMBAR).replace("</sheetData>", sel + "</sheetData>")})
    assert tolak("a.xlsx", isi) == kode
    lain = f.ganti(isi, {"xl/lain.bin": f.bagian(isi, LEMBAR), LEMBAR: None})
    assert tolak("a.xlsx", lain) == kode  # under another name as well


@pytest.mark.parametrize(
    "sel",
    [
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',  # formatted, but empty
        '<row r="50000"><c r="CV50000"><v>1</v></c></row>',
        '<row r="9"><c r="A9" t="inlineStr"><is><t>c &lt;c r="XFD1"</t></is></c></row>',
    ],
)
def test_dimensions_within_the_limits(sel: str) -> None:
    lembar = f.bagian(buku(), LEMBAR).replace("</sheetData>", sel + "</sheetData>")
    lembar = lembar.replace('<dimension ref="A1:H10"/>', '<dimension ref="A1:XFD1048576"/>')
    assert len(baca_berkas("a.xlsx", f.ganti(buku(), {LEMBAR: lembar}))) >= 1


@pytest.mark.parametrize(
    ("baris", "kode"),
    [
        (f.ods_baris(["x"], 'table:number-rows-repeated="1048576"'), "terlalu_banyak_baris"),
        (
            "<table:table-row>" + f.ods_sel("x", 'table:number-columns-repeated="16384"') + "</table:table-row>",
            "terlalu_banyak_kolom",
        ),
        (
            '<table:table-row table:number-rows-repeated="40000">'
            + f.ods_sel("x", 'table:number-columns-repeated="90"')
            + "</table:table-row>",
            "terlalu_banyak_sel",
        ),
        (f.ods_baris(["x"], 'table:number-rows-repeated="-5"'), "rusak"),
    ],
)
def test_repeated_cells_of_ods(baris: str, kode: str) -> None:
    assert tolak("a.ods", f.ods({"A": baris})) == kode


def test_rows_and_columns_of_csv_and_xls() -> None:
    assert tolak("a.csv", b"a,b\n" * 50_002) == "terlalu_banyak_baris"
    with pytest.raises(Galat, match="100 kolom"):
        baca_berkas("a.csv", b",".join([b"a"] * 101) + b"\n")
    lebar = f.xls({"A": [["x"] * 101]})
    assert tolak("a.xls", lebar) == "terlalu_banyak_kolom"
    tinggi = f.xls({"A": []}, lambda s: s.write(50_000, 0, 1))
    assert tolak("a.xls", tinggi) == "terlalu_banyak_baris"


def test_counts_that_lie_reserve_nothing() -> None:
    """Numbers in a file that say how much is to come, far beyond what comes."""
    bersama = f.bagian(buku(), "xl/sharedStrings.xml")
    for jumlah in ("4294967295", "99999999", "-1", "x"):
        isi = re.sub('uniqueCount="[0-9]+"', f'uniqueCount="{jumlah}"', bersama)
        assert tolak("a.xlsx", f.ganti(buku(), {"xl/sharedStrings.xml": isi})) == "rusak"
        jauh = isi.replace("<sst", f"<!--{'x' * 600_000}--><sst", 1)
        assert tolak("a.xlsx", f.ganti(buku(), {"xl/sharedStrings.xml": jauh, "x.bin": os.urandom(9000)})) == "rusak"
    lama = f.xls({"A": f.datar(*f.BETON)})
    letak = lama.index(b"\xfc\x00", 512)
    for awal in (letak + 4, letak + 8, 44, 64, 72):
        rusak = bytearray(lama)
        rusak[awal : awal + 4] = b"\xfe\xff\xff\x7f"
        with contextlib.suppress(Galat):
            list(baca_berkas("a.xls", bytes(rusak)))


def test_far_cells_of_xls_cost_nothing() -> None:
    jauh = f.xls({f"L{n}": [] for n in range(20)}, lambda s: s.write(49_999, 99, 1))
    mulai = time.process_time()
    list(baca_berkas("a.xls", jauh))
    assert time.process_time() - mulai < 5


def test_formulas_and_commands_are_only_text() -> None:
    nama = "=cmd|'/c calc'!A1"
    bacaan = baca_berkas("a.xlsx", f.xlsx(f.datar(("BHN", "", nama, "kg", 1.5))))
    [analisa] = list(bacaan)
    assert analisa.komponen[0].uraian == nama  # type: ignore[union-attr]


def bertanggal(nilai: str, bentuk: int = 14) -> bytes:
    """A workbook with a cell that is a date, of that value."""
    isi = f.xlsx([*f.datar(*f.BETON), [45000.5]])
    lembar = f.bagian(isi, LEMBAR).replace('r="A11"', 'r="A11" s="0"').replace("<v>45000.5<", f"<v>{nilai}<")
    gaya = f.bagian(isi, "xl/styles.xml").replace('numFmtId="0"', f'numFmtId="{bentuk}"')
    return f.ganti(isi, {LEMBAR: lembar, "xl/styles.xml": gaya})


@pytest.mark.parametrize(("nilai", "bentuk"), [("-inf", 14), ("-1e300", 22), ("1e300", 46), ("-1e9", 46)])
def test_dates_beyond_all_time_are_refused(nilai: str, bentuk: int) -> None:
    with pytest.raises(Galat) as ditolak:
        list(baca_berkas("a.xlsx", bertanggal(nilai, bentuk)))
    assert ditolak.value.kode == "rusak"


def test_nothing_strange_on_standard_error(tmp_path: Path) -> None:
    """The reader of values complains by itself; our own lines, of other threads as well, come through."""
    (tmp_path / "a.xlsx").write_bytes(bertanggal("-inf"))
    (tmp_path / "b.xlsx").write_bytes(buku())
    perintah = """
import os, pathlib, sys
from ahsp_app.calc.galat import Galat
from ahsp_app.importers.katalog.baca import baca_berkas
from ahsp_app.importers.katalog.senyap import senyap
print("satu", file=sys.stderr)
for nama in sys.argv[1:]:
    try:
        list(baca_berkas(nama, pathlib.Path(nama).read_bytes()))
    except Galat as galat:
        print(galat.kode, file=sys.stderr)
with senyap(), senyap():
    os.write(2, b"dua\\n")
print("tiga", file=sys.stderr)
"""
    hasil = subprocess.run(
        [sys.executable, "-c", perintah, str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx")],
        capture_output=True, text=True, check=True, env=os.environ | {"RUST_BACKTRACE": "1"},
    )  # fmt: skip
    assert hasil.stderr.splitlines() == ["satu", "rusak", "dua", "tiga"]
