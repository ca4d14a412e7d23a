"""Project files for tests and benchmarks: one with every feature of the format, large ones, random ones."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

Objek = dict[str, Any]
EDISI = "AHSP Cipta Karya 2026 (katalog awal)"


def pengaturan(**lain: Any) -> Objek:
    """The default settings, as the format writes them."""
    return {
        "margin_persen": "10",
        "ppn": {"tarif_persen": "11", "dpp_pembilang": 1, "dpp_penyebut": 1},
        "pembulatan": {
            "hsp": {"mode": "setengah_atas", "langkah": "0.01"},
            "jumlah": {"mode": "setengah_atas", "langkah": "0.01"},
            "total": {"mode": "bawah", "langkah": "1000"},
        },
    } | lain


def identitas(**lain: Any) -> Objek:
    """The identity of a project."""
    return {
        "nama": "Gedung serbaguna",
        "sumber_dana": "APBD",
        "lokasi": "Kota Contoh",
        "pemilik": "Dinas Pekerjaan Umum",
        "tahun_anggaran": 2026,
        "tanggal_mulai": "2026-01-05",
        "tanggal_selesai": "2026-03-08",
        "anggaran": "148000000",
    } | lain


def berkas(**lain: Any) -> Objek:
    """An empty project file; the arguments replace its parts."""
    return {
        "format": "ahsp-proyek",
        "versi": 1,
        "proyek": identitas(),
        "pengaturan": pengaturan(),
        "parameter": [],
        "harga_item": [],
        "klasifikasi": [],
        "jadwal": [],
    } | lain


def analisa(kunci: str, uraian: str, volume: str | None, komponen: list[Objek], **lain: Any) -> Objek:
    """A work with an analysis, with every key the format writes for one."""
    return {
        "kunci": kunci,
        "kode": None,
        "uraian": uraian,
        "satuan": "m3",
        "volume": volume,
        "rumus": None,
        "margin_persen": None,
        "sumber": "kustom",
        "komponen": komponen,
    } | lain


def langsung(kunci: str, uraian: str, volume: str | None, harga: str, **lain: Any) -> Objek:
    """A work priced without analysis."""
    depan, belakang = ({n: lain.pop(n)} if n in lain else {} for n in ("kode", "rumus"))
    isi = {"kunci": kunci} | depan | {"uraian": uraian, "satuan": "ls", "volume": volume} | belakang
    return isi | {"harga_langsung": harga} | lain


def berkas_lengkap() -> Objek:
    """Every feature of the format, in the spelling in which it is written out again."""
    return berkas(
        pengaturan=pengaturan(
            margin_persen="12.5",
            ppn={"tarif_persen": "12", "dpp_pembilang": 11, "dpp_penyebut": 12},
            pembulatan={
                "hsp": {"mode": "bawah", "langkah": "100"},
                "jumlah": {"mode": "tanpa", "langkah": "0.01"},
                "total": {"mode": "atas", "langkah": "1000"},
            },
        ),
        parameter=[
            {"nama": "panjang", "nilai": "12.5", "label": "Panjang", "satuan": "m"},
            {"nama": "elevasi", "nilai": "-1.25", "label": "", "satuan": ""},
        ],
        harga_item=[
            {"kunci": "h1", "kategori": "TK", "kode": "L.01", "uraian": "Pekerja", "satuan": "OH", "harga": "176000"},
            {
                "kunci": "h2",
                "kategori": "BHN",
                "kode": None,
                "uraian": "Pasir beton",
                "satuan": "kg",
                "konversi": {"satuan_beli": "m3", "harga_beli": "664200", "faktor": "1400"},
            },
            {"kunci": "h3", "kategori": "ALT", "kode": None, "uraian": "Molen", "satuan": "hari", "harga": None},
            {"kunci": "lain-lain", "kategori": "LAIN", "kode": None, "uraian": "Air ²³ Ø", "satuan": "", "harga": "0"},
            {
                "kunci": "h9",
                "kategori": "BHN",
                "kode": "M.9",
                "uraian": "Semen",
                "satuan": "kg",
                "konversi": {"satuan_beli": "zak", "harga_beli": None, "faktor": "50"},
            },
        ],
        klasifikasi=[
            {
                "nama": "PEKERJAAN TANAH",
                "nomor": None,
                "anak": [
                    {
                        "nama": "Galian",
                        "nomor": "1.a",
                        "anak": [{"nama": "Dalam", "nomor": None, "anak": [], "pekerjaan": []}],
                        "pekerjaan": [
                            analisa(
                                "p1",
                                "Penggalian 1 m3 tanah biasa",
                                "74.3535",
                                [
                                    {"item": "h1", "koefisien": "0.75"},
                                    {"pekerjaan": "p2", "koefisien": "2"},
                                    {"item": "h1", "koefisien": "0.0000000001"},
                                    {"pekerjaan": "p3", "koefisien": "0.5"},
                                ],
                                kode="1.2.1.1.1",
                            )
                        ],
                    }
                ],
                "pekerjaan": [
                    langsung("p3", "Mobilisasi", "1", "5000000"),
                    analisa("p4", "Belum diisi", None, []),
                ],
            },
            {
                "nama": "BETON",
                "nomor": "B",
                "anak": [],
                "pekerjaan": [
                    analisa(
                        "p2",
                        "Beton",
                        "31.25",
                        [
                            {"item": "h2", "koefisien": "731"},
                            {"item": "h3", "koefisien": "0.1475"},
                            {"item": "lain-lain", "koefisien": "202"},
                            {"item": "h9", "koefisien": "407"},
                        ],
                        rumus="=panjang * 2 + #{p5 b}",
                        margin_persen="0",
                        sumber="referensi",
                    ),
                    langsung("p5 b", "Lantai kerja", "6.25", "0.00000001", kode="X.1", rumus="panjang / 2"),
                    analisa("p6", "Ubahan", "0", [{"item": "h1", "koefisien": "0"}], sumber="ubahan"),
                ],
            },
        ],
        jadwal=[
            {
                "pekerjaan": "p5 b",
                "minggu": 2,
                "rencana_persen": "33.3333333333",
                "realisasi_persen": "40",
                "biaya_aktual": "1000.5",
            },
            {
                "pekerjaan": "p1",
                "minggu": 1,
                "rencana_persen": "50",
                "realisasi_persen": None,
                "biaya_aktual": None,
            },
            {
                "pekerjaan": "p1",
                "minggu": 3,
                "rencana_persen": None,
                "realisasi_persen": "0",
                "biaya_aktual": None,
            },
        ],
    )


def berkas_besar(pekerjaan: int, komponen: int = 8, item: int = 60) -> Objek:
    """So many works with so many components each, in headings of two levels."""
    kategori = ["TK"] * 10 + ["BHN"] * (item - 15) + ["ALT"] * 5
    daftar = [
        {
            "kunci": f"h{n}",
            "kategori": kategori[n - 1],
            "kode": None,
            "uraian": f"Sumber daya {n}",
            "satuan": "kg",
            "harga": str(100 + 37 * n),
        }
        for n in range(1, item + 1)
    ]
    works = [
        analisa(
            f"p{item + n}",
            f"Pekerjaan nomor {n}",
            f"{n % 90 + 1}.25",
            [
                {"item": f"h{(n * 7 + 5 * k) % item + 1}", "koefisien": f"0.{n % 97 + 1:03}{k}"}
                for k in range(1, komponen + 1)
            ],
            kode=f"1.{n // 100}.{n % 100}",
        )
        for n in range(1, pekerjaan + 1)
    ]
    anak = [
        {"nama": f"Bagian {n // 50 + 1}", "nomor": None, "anak": [], "pekerjaan": works[n : n + 50]}
        for n in range(0, pekerjaan, 50)
    ]
    pokok = [
        {"nama": f"Kelompok {n // 10 + 1}", "nomor": None, "anak": anak[n : n + 10], "pekerjaan": []}
        for n in range(0, len(anak), 10)
    ]
    return berkas(harga_item=daftar, klasifikasi=pokok)


def berkas_acak(benih: int) -> Objek:
    """A random project: every kind of price, nesting, formulas, settings, schedule. The same for the same seed."""
    return _Acak(benih).berkas()


class _Acak:
    def __init__(self, benih: int) -> None:
        self.r = random.Random(benih)
        self.kunci: list[str] = []
        self.berumus: list[str] = []
        self.nomor = 0

    def angka(self, maks: int, desimal: int) -> str:
        return str(Decimal(self.r.randrange(maks * 10**desimal + 1)).scaleb(-desimal).normalize().__format__("f"))

    def berkas(self) -> Objek:
        r = self.r
        self.item = [self._item(n) for n in range(1, r.randint(2, 15))]
        self.parameter = [
            {"nama": f"x{n}", "nilai": self.angka(50, r.randint(0, 6)), "label": "", "satuan": ""} for n in range(3)
        ]
        pohon = [self._klasifikasi(1) for _ in range(r.randint(1, 4))]
        mode = ["tanpa", "setengah_atas", "bawah", "atas"]
        bulat = {
            tempat: {"mode": r.choice(mode), "langkah": r.choice(["0.01", "1", "100", "0.05", "1000"])}
            for tempat in ("hsp", "jumlah", "total")
        }
        jadwal = [
            {
                "pekerjaan": kunci,
                "minggu": minggu,
                "rencana_persen": self.angka(100, 10),
                "realisasi_persen": r.choice([None, self.angka(100, 4)]),
                "biaya_aktual": r.choice([None, self.angka(10**6, 2)]),
            }
            for kunci in r.sample(self.kunci, min(4, len(self.kunci)))
            for minggu in r.sample(range(1, 12), r.randint(0, 4))
        ]
        return berkas(
            pengaturan=pengaturan(
                margin_persen=self.angka(30, 4),
                ppn=r.choice(
                    [
                        {"tarif_persen": "11", "dpp_pembilang": 1, "dpp_penyebut": 1},
                        {"tarif_persen": "12", "dpp_pembilang": 11, "dpp_penyebut": 12},
                        {"tarif_persen": "0", "dpp_pembilang": 1, "dpp_penyebut": 1},
                    ]
                ),
                pembulatan=bulat,
            ),
            parameter=self.parameter,
            harga_item=self.item,
            klasifikasi=pohon,
            jadwal=jadwal,
        )

    def _item(self, n: int) -> Objek:
        r = self.r
        isi = {
            "kunci": f"h{n}",
            "kategori": r.choice(["TK", "BHN", "ALT", "LAIN"]),
            "kode": r.choice([None, f"K.{n:02}"]),
            "uraian": f"Sumber {n} “{r.choice('abc')}”",
            "satuan": r.choice(["OH", "kg", "m3", "hari", ""]),
        }
        if r.random() < 0.3:
            faktor = self.angka(1400, 3)
            beli = {
                "satuan_beli": "zak",
                "harga_beli": self.angka(10**6, 2),
                "faktor": faktor if faktor != "0" else "7",
            }
            return isi | {"konversi": beli}
        return isi | {"harga": None if r.random() < 0.1 else self.angka(10**6, r.choice([0, 2, 8]))}

    def _klasifikasi(self, tingkat: int) -> Objek:
        r = self.r
        works = [self._pekerjaan() for _ in range(r.randint(0, 4))]
        anak = [self._klasifikasi(tingkat + 1) for _ in range(r.randint(0, 2) if tingkat < 4 else 0)]
        nama = f"Klasifikasi {r.randrange(1000)}"
        return {"nama": nama, "nomor": r.choice([None, None, "X.1"]), "anak": anak, "pekerjaan": works}

    def _pekerjaan(self) -> Objek:
        r = self.r
        self.nomor += 1
        kunci = r.choice([f"p{self.nomor + 50}", f"kerja {self.nomor}"])
        isi: Objek = {"kode": r.choice([None, f"{self.nomor}.1"])} | self._volume()
        if r.random() < 0.2:
            isi = {nama: nilai for nama, nilai in isi.items() if nilai is not None}
            hasil = langsung(kunci, f"Langsung {self.nomor}", isi.pop("volume", None), self.angka(10**7, 2), **isi)
        else:
            komponen = [self._komponen() for _ in range(r.randint(0, 6))]
            margin = r.choice([None, None, "0", self.angka(100, 4)])
            hasil = analisa(kunci, f"Pekerjaan {self.nomor}", isi.pop("volume"), komponen, margin_persen=margin, **isi)
        self.kunci.append(kunci)
        return hasil

    def _komponen(self) -> Objek:
        if self.kunci and self.r.random() < 0.15:
            # only the works before it, and rarely, so that nothing nests too deep
            return {"pekerjaan": self.r.choice(self.kunci[:6]), "koefisien": self.angka(5, 3)}
        return {"item": self.r.choice(self.item)["kunci"], "koefisien": self.angka(20, self.r.choice([0, 4, 10]))}

    def _volume(self) -> Objek:
        """A number, nothing, or a formula; its value is left for the reader to compute."""
        nasib = self.r.random()
        if nasib < 0.1:
            return {"volume": None}
        if nasib < 0.4:
            return {"volume": None, "rumus": self.r.choice(["=x0 * 2 + x1", "bulat(x2 / 3; 2)", "1.000 + x1 ^ 2"])}
        return {"volume": self.angka(500, 6)}


def byte_berkas(isi: Objek) -> bytes:
    """The file."""
    return json.dumps(isi, ensure_ascii=False, indent=1).encode()
