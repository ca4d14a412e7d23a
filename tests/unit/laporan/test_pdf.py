"""What a PDF says: every row, page numbers, metadata, characters; and what is refused."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ahsp_app.calc.galat import Galat
from ahsp_app.laporan.model import (
    A3,
    A4,
    F4,
    Baris,
    Bundel,
    GantiHalaman,
    Gaya,
    Grafik,
    Halaman,
    Jenis,
    Judul,
    Kertas,
    Kolom,
    Kop,
    Paragraf,
    Penanda,
    Seri,
    Tabel,
    TandaTangan,
)
from ahsp_app.laporan.pdf import huruf, tulis, tulis_bundel
from ahsp_app.laporan.pdf.grafik import skala
from tests.unit.laporan import contoh
from tests.unit.laporan.baca_pdf import Lembar, baca, byte_pdf

MM = 72 / 25.4
SATU = (Kolom("uraian", "URAIAN", 100), Kolom("nilai", "NILAI", 40, Jenis.ANGKA))


def bundel(**halaman: object) -> Bundel:
    h = Halaman(kop=contoh.kop(), kaki="kaki bundel", **halaman)  # type: ignore[arg-type]
    tiga = (contoh.rab(30), contoh.ahsp(5), contoh.jadwal(20, Halaman(A3, mendatar=True)))
    return Bundel("Rencana Anggaran Biaya", contoh.IDENTITAS, tiga, h)


def byte_bundel(b: Bundel) -> bytes:
    keluar = io.BytesIO()
    tulis_bundel(b, keluar)
    return keluar.getvalue()


def semua(lembar: list[Lembar]) -> str:
    return "\n".join(p.teks for p in lembar)


def test_every_row_is_printed_once_and_pages_are_numbered() -> None:
    lembar = baca(byte_pdf(contoh.rab(300)))
    teks = semua(lembar)
    assert [teks.count(f"1.2.{n % 9}.{n}\n") + teks.count(f"1.2.{n % 9}.{n} ") for n in range(300)] == [1] * 300
    assert re.findall(r"JUMLAH BAGIAN (\d+)", teks) == [str(n) for n in range(1, 26)]
    banyak = len(lembar)
    assert [p.kaki.endswith(f"Halaman {n} dari {banyak}") for n, p in enumerate(lembar, 1)] == [True] * banyak
    assert all(p.kaki.startswith("Rehabilitasi saluran drainase") for p in lembar)
    assert all("URAIAN PEKERJAAN" in p.teks for p in lembar)


@pytest.mark.parametrize(
    ("halaman", "ukuran"),
    [(Halaman(), (210, 297)), (Halaman(F4), (215, 330)), (Halaman(A3, mendatar=True), (420, 297))],
)
def test_paper_and_margins(halaman: Halaman, ukuran: tuple[int, int]) -> None:
    for p in baca(byte_pdf(contoh.rab(40, halaman))):
        assert (round(p.lebar / MM), round(p.tinggi / MM)) == ukuran
        for t in p.isi:
            assert t.kiri >= 17 * MM
            assert t.kanan <= p.lebar - 14 * MM
            assert t.atas <= p.tinggi - 14 * MM
            assert t.bawah >= 16 * MM


def test_text_can_be_found_with_the_signs_of_the_field() -> None:
    tanda = "Ø 12 m² m³ m' ½ ≤ ≥ ± × – “kutip” µ °C (a) \\ 5.000"
    baris = [
        Baris((tanda, None)),
        Baris(("∅10 ⌀16 5㎡ 6㎥ a‑b ✓", None)),
        Baris(("字 a\u0301 x\u200by \x07 ﬁ 🏗", None)),
    ]
    teks = semua(baca(byte_pdf(contoh.laporan((Tabel("t", SATU, baris),)))))
    assert tanda in teks
    assert "Ø10 Ø16 5m² 6m³ a-b √" in teks
    assert "□ á xy fi □" in teks


def test_fonts_are_embedded_and_the_file_is_the_same_each_time(tmp_path: Path) -> None:
    data = byte_pdf(contoh.rab(20, Halaman(kop=contoh.kop())))
    assert data == byte_pdf(contoh.rab(20, Halaman(kop=contoh.kop())))
    (tmp_path / "a.pdf").write_bytes(data)
    hasil = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True)
    baris = hasil.stdout.splitlines()[2:]
    assert len(baris) == 2
    assert all(re.search(r"LiberationSans.* yes +yes +yes ", b) for b in baris)
    assert hasil.stderr == ""


def test_metadata() -> None:
    data = byte_pdf(replace(contoh.rab(3), judul="RAB (tahap 1) é"))
    dokumen = pypdfium2.PdfDocument(data)
    meta = dokumen.get_metadata_dict()
    dokumen.close()
    assert (meta["Title"], meta["Subject"]) == ("RAB (tahap 1) é", "Rehabilitasi saluran drainase")
    assert meta["CreationDate"] == "D:20261122093000+07'00'"
    assert (meta["Author"], meta["Keywords"]) == ("", "")
    assert b"/Lang(id)" in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data


def test_a_document_in_english() -> None:
    lembar = baca(byte_bundel(bundel(bahasa="en")))
    assert "TABLE OF CONTENTS" in lembar[1].teks
    assert lembar[1].kaki.endswith(f"Page 2 of {len(lembar)}")


def test_a_bundle_has_a_cover_contents_and_pages_numbered_through() -> None:
    data = byte_bundel(bundel())
    lembar = baca(data)
    assert "RENCANA ANGGARAN BIAYA" in lembar[0].teks
    assert lembar[0].kaki == ""
    assert lembar[1].teks.startswith("DAFTAR ISI")
    isi = re.findall(r"^(\d)\. (.+?) (\d+)$", lembar[1].teks, flags=re.M)
    assert [(n, j) for n, j, _ in isi] == [
        ("1", "Rencana Anggaran Biaya"),
        ("2", "Analisa Harga Satuan Pekerjaan"),
        ("3", "Rencana Anggaran Biaya"),
    ]
    for _, judul, nomor in isi:
        assert judul.upper() in lembar[int(nomor) - 1].teks
    assert [f"Halaman {n} dari {len(lembar)}" in p.kaki for n, p in enumerate(lembar, 1)][1:] == [True] * (
        len(lembar) - 1
    )
    assert data.count(b"/Subtype/Link") == 3


def test_bookmarks_lead_to_documents_and_headings() -> None:
    dokumen = pypdfium2.PdfDocument(byte_bundel(bundel()))
    penanda = [(b.level, b.get_title(), b.get_dest().get_index()) for b in dokumen.get_toc()]
    dokumen.close()
    assert [(t, j) for t, j, _ in penanda[:3]] == [
        (0, "Rencana Anggaran Biaya"),
        (0, "Rencana Anggaran Biaya"),
        (0, "Analisa Harga Satuan Pekerjaan"),
    ]
    assert [j for t, j, _ in penanda if t == 1] == [f"{n + 1}. {contoh.URAIAN[n % 4]} #{n + 1}" for n in range(5)]
    assert [n for _, _, n in penanda] == sorted(n for _, _, n in penanda)


def test_many_documents_take_several_pages_of_contents() -> None:
    satu = contoh.laporan((Paragraf("isi"),))
    b = Bundel("Banyak", contoh.IDENTITAS, tuple(replace(satu, judul=f"Dokumen {n}") for n in range(1, 91)))
    lembar = baca(byte_bundel(b))
    depan = [p for p in lembar if p.teks.startswith("DAFTAR ISI")]
    nomor = re.findall(r"Dokumen (\d+) (\d+)$", "\n".join(p.teks for p in depan), flags=re.M)
    assert [(int(a), int(b) - int(a)) for a, b in nomor] == [(n, 1 + len(depan)) for n in range(1, 91)]


def test_an_empty_bundle_is_refused() -> None:
    with pytest.raises(Galat) as galat:
        byte_bundel(Bundel("Kosong", contoh.IDENTITAS, ()))
    assert galat.value.kode == "bundel_kosong"


@pytest.mark.parametrize("isi", [None, b"", b"bukan huruf", "potong", "ubah"])
def test_a_missing_or_damaged_font_is_said(
    isi: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asli = {nama: (huruf.FOLDER / nama).read_bytes() for nama in (huruf.NORMAL, huruf.TEBAL)}
    for nama, data in asli.items():
        (tmp_path / nama).write_bytes(data)
    rusak = tmp_path / huruf.TEBAL
    if isi is None:
        rusak.unlink()
    elif isi == "potong":
        rusak.write_bytes(asli[huruf.TEBAL][:-5000])
    elif isi == "ubah":
        rusak.write_bytes(asli[huruf.TEBAL].replace(b"glyf", b"gliv", 1))
    else:
        rusak.write_bytes(isi if isinstance(isi, bytes) else b"")
    monkeypatch.setattr(huruf, "FOLDER", tmp_path)
    with pytest.raises(Galat) as galat:
        byte_pdf(contoh.rab(1))
    assert galat.value.kode == "huruf"
    assert huruf.TEBAL in str(galat.value)


def test_a_logo_that_cannot_be_read_is_said() -> None:
    with pytest.raises(Galat) as galat:
        byte_pdf(contoh.rab(1, Halaman(kop=Kop(("KANTOR",), b"GIF89a"))))
    assert galat.value.kode == "logo"


def test_a_picture_of_too_many_pixels_is_not_opened() -> None:
    keluar = io.BytesIO()
    Image.new("1", (6000, 6000)).save(keluar, "PNG")
    with pytest.raises(Galat) as galat:
        byte_pdf(contoh.rab(1, Halaman(kop=Kop(("KANTOR",), keluar.getvalue()))))
    assert galat.value.kode == "logo"


def tengah(lembar: Lembar, kata: str) -> float:
    """The middle of a text, as a share of the page's width."""
    (t,) = [t for t in lembar.isi if kata in t.isi]
    return (t.kiri + t.kanan) / 2 / lembar.lebar


def test_where_signatories_stand() -> None:
    def tanda(*nama: str) -> Lembar:
        blok = TandaTangan("Kota, 1 Mei 2026", tuple(Penanda(f"Peran {n}", n, "Jabatan", "", "19") for n in nama))
        (lembar,) = baca(byte_pdf(contoh.laporan((blok,))))
        return lembar

    satu = tanda("Abc")
    assert tengah(satu, "Peran Abc") > 0.6
    tiga = tanda("Abc", "", "Ghi")
    assert [round(tengah(tiga, f"Peran {n}"), 1) for n in ("Abc", "Ghi")] == [0.3, 0.8]
    assert tengah(tiga, "Kota, 1 Mei") == pytest.approx(tengah(tiga, "Peran Ghi"), abs=0.01)
    assert "......" in tiga.teks
    assert tiga.teks.count("NIP. 19") == 3
    atas = [t.atas for t in tiga.isi if t.isi.startswith("Peran")]
    assert max(atas) - min(atas) < 2


def test_progress_is_told_and_can_stop() -> None:
    lapor: list[int] = []
    tulis(contoh.rab(1200), io.BytesIO(), lapor.append)
    assert lapor[:2] == [500, 1000]
    assert lapor == sorted(lapor)

    class Batal(Exception):  # noqa: N818
        pass

    def batal(_n: int) -> None:
        raise Batal

    with pytest.raises(Batal):
        tulis(contoh.rab(1200), io.BytesIO(), batal)


def test_empty_documents_tables_charts_and_pages() -> None:
    assert len(baca(byte_pdf(contoh.laporan(())))) == 1
    kosong = Grafik("garis", "Tanpa data", (), ())
    blok = (GantiHalaman("A"), Tabel("t", SATU, ()), kosong, GantiHalaman("B"), GantiHalaman("C"), Judul("Akhir"))
    lembar = baca(byte_pdf(contoh.laporan(blok)))
    assert len(lembar) == 2
    assert "URAIAN" in lembar[0].teks
    assert "Akhir" in lembar[1].teks


def test_a_number_is_never_cut_or_broken() -> None:
    sempit = (Kolom("uraian", "URAIAN", 150), Kolom("nilai", "NILAI", 20, Jenis.ANGKA))
    nilai = Decimal("-123456789012.34")
    (lembar,) = baca(byte_pdf(contoh.laporan((Tabel("t", sempit, [Baris(("a", nilai))]),))))
    assert "-123.456.789.012,34" in lembar.teks
    assert max(t.kanan for t in lembar.isi) <= lembar.lebar - 15 * MM


@pytest.mark.parametrize("kertas", [A4, F4, A3])
@pytest.mark.parametrize("mendatar", [False, True])
def test_the_label_of_a_sum_stands_beside_its_amount(kertas: Kertas, mendatar: bool) -> None:
    kosong: tuple[None, ...] = (None,) * 5
    isi = [
        Baris(("1", "Galian", "A", Decimal(1), "m", Decimal(5), Decimal(5))),
        *(Baris((label, *kosong, Decimal("1.5")), Gaya.TOTAL) for label in ("JML", "PPN", "TOT")),
        Baris(("D.", *kosong, Decimal("1.5")), Gaya.SUBTOTAL),
    ]
    halaman = Halaman(kertas, mendatar=mendatar)
    (lembar,) = baca(byte_pdf(contoh.laporan((Tabel("t", contoh.KOLOM_RAB, isi),), halaman)))
    kepala = max(t.kiri for t in lembar.isi if "JUMLAH" in t.isi)
    for label in ("JML", "PPN", "TOT", "D."):
        (t,) = [t for t in lembar.isi if t.isi == label]
        assert kepala - t.kanan < 0.06 * lembar.lebar


def test_many_narrow_columns_are_printed_all_the_same() -> None:
    lembar = baca(byte_pdf(contoh.jadwal(104)))
    assert len(lembar) < 20
    assert max(t.kanan for p in lembar for t in p.isi) <= lembar[0].lebar - 14 * MM


def test_line_ends_and_blanks_of_imported_texts() -> None:
    baris = [Baris(("satu\r\ndua\rtiga\tempat\x0blima\u2028enam\u00a0tujuh", None))]
    teks = semua(baca(byte_pdf(contoh.laporan((Tabel("t", SATU, baris),)))))
    assert "satu\ndua tiga empat lima enam tujuh" in teks.replace("\u00a0", " ")


def test_the_axis_of_a_chart_has_round_steps() -> None:
    def dari(*nilai: int | None) -> tuple[Decimal, Decimal, Decimal]:
        return skala((Seri("s", tuple(None if n is None else Decimal(n) for n in nilai)),))

    assert dari(0, 100) == (0, 100, 20)
    assert dari(3, None, 47) == (0, 50, 10)
    assert dari(-7, 12) == (-10, 15, 5)
    assert dari(0, 0) == (0, 1, Decimal("0.2"))
    assert dari(123456789) == (0, 150000000, 50000000)


@pytest.mark.lambat
def test_memory_does_not_grow_with_the_document() -> None:
    """Peak memory of 300 and of 3,000 analyses (1,500 pages), each in a process of its own."""
    program = (
        "import resource, sys, io, tempfile\n"
        "from tests.unit.laporan import contoh\n"
        "from ahsp_app.laporan.pdf import tulis\n"
        "with tempfile.TemporaryFile() as berkas:\n"
        "    tulis(contoh.ahsp(int(sys.argv[1])), berkas)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )

    def puncak(banyak: int) -> int:
        akar = Path(__file__).resolve().parents[3]
        perintah = [sys.executable, "-c", program, str(banyak)]
        return int(subprocess.run(perintah, cwd=akar, capture_output=True, text=True, check=True).stdout)

    assert puncak(3000) - puncak(300) < 40_000  # kB
