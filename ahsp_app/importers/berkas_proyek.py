"""The project file (`format: "ahsp-proyek"`, docs/project-file.md): bytes to rows, or to a list of every fault."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from ahsp_app.calc.analisa import Kategori
from ahsp_app.calc.angka import Konteks
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.pembulatan import Mode
from ahsp_app.calc.rumus import MAKS_PANJANG, nama_sah
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.importers.baca_pekerjaan import BacaPekerjaan
from ahsp_app.importers.berkas_silang import periksa_silang
from ahsp_app.importers.isi_proyek import (
    FORMAT,
    TEKS_LAIN,
    TEKS_PENANDA,
    TEKS_POKOK,
    TEMPAT_BULAT,
    VERSI,
    IdentitasBerkas,
    IsiProyek,
    ItemBerkas,
    JadwalBerkas,
    ParameterBerkas,
)
from ahsp_app.importers.json_ketat import Objek, baca_json
from ahsp_app.importers.masalah import Catatan, Masalah
from ahsp_app.importers.pembaca import Bagian

__all__ = ["MAKS_PANJANG", "baca_berkas_proyek"]

TAHUN: Final = (1900, 2200)
MAKS_PENANDA: Final = 12
MAKS_MINGGU: Final = 20_000
_MODE: Final = tuple(Mode)
_KATEGORI: Final = tuple(Kategori)


def baca_berkas_proyek(isi: bytes) -> tuple[IsiProyek | None, list[Masalah], list[Masalah]]:
    """The contents (None when refused), the faults, the warnings."""
    catatan = Catatan()
    hasil = None
    try:
        akar = baca_json(isi)
        if not isinstance(akar, Objek):
            raise Galat("jenis", N_("Berkas proyek adalah satu objek JSON {…}."))
        hasil = _Pembaca(catatan, akar).baca()
    except Galat as galat:
        catatan.tolak("", galat)
    return (None if catatan.galat else hasil), catatan.galat, catatan.peringatan


class _Pembaca:
    def __init__(self, catatan: Catatan, akar: Objek) -> None:
        self.catatan = catatan
        self.akar = Bagian(catatan, "", akar)

    def baca(self) -> IsiProyek | None:
        akar = self.akar
        if not self._format():
            return None
        identitas = self._identitas()
        pengaturan = self._pengaturan()
        parameter = self._parameter()
        item = self._harga_item()
        pohon = BacaPekerjaan(self.catatan, item.keys())
        pohon.baca(akar)
        jadwal = self._jadwal()
        akar.selesai()
        return periksa_silang(
            self.catatan,
            IsiProyek(
                identitas,
                pengaturan,
                tuple(parameter),
                tuple(item.values()),
                tuple(pohon.klasifikasi),
                tuple(pohon.pekerjaan),
                tuple(jadwal),
            ),
        )

    def _format(self) -> bool:
        """Whether this is a project file of a version that we read; otherwise nothing else is looked at."""
        if self.akar.ambil("format") != FORMAT:
            self.akar.tolak("format", Galat("format", N_("Bukan berkas proyek: format harus “%(f)s”."), f=FORMAT))
            return False
        versi = self.akar.ambil("versi")
        if versi != VERSI or isinstance(versi, bool):
            pola = N_("Versi berkas ini tidak dikenal. Yang dapat dibaca: %(versi)s.")
            self.akar.tolak("versi", Galat("versi", pola, versi=VERSI))
            return False
        return True

    def _identitas(self) -> IdentitasBerkas:
        b = self.akar.objek("proyek", wajib=True)
        if b is None:
            return IdentitasBerkas({})
        teks = {
            nama: b.teks(nama, maks, wajib=nama == "nama", minimum=3) for nama, maks in (TEKS_POKOK | TEKS_LAIN).items()
        }
        mulai, selesai = b.tanggal("tanggal_mulai", *TAHUN), b.tanggal("tanggal_selesai", *TAHUN)
        if mulai and selesai and selesai < mulai:
            b.tolak("tanggal_selesai", Galat("urutan", N_("Tanggal selesai tidak boleh sebelum tanggal mulai.")))
        hasil = IdentitasBerkas(
            teks,
            b.bulat("tahun_anggaran", *TAHUN),
            mulai,
            selesai,
            b.angka("anggaran", Konteks.UANG, desimal=2),
            b.bulat("awal_minggu", 0, 6) or 0,
            tuple(self._penanda_tangan(b)),
        )
        b.selesai()
        return hasil

    def _penanda_tangan(self, induk: Bagian) -> list[dict[str, str]]:
        hasil = []
        for indeks, b in induk.daftar("penanda_tangan"):
            if indeks == MAKS_PENANDA:
                pola = N_("Paling banyak %(n)s penanda tangan.")
                induk.tolak("penanda_tangan", Galat("terlalu_banyak", pola, n=MAKS_PENANDA))
            hasil.append({nama: b.teks(nama, maks, wajib=nama == "peran") for nama, maks in TEKS_PENANDA.items()})
            b.selesai()
        return hasil

    def _pengaturan(self) -> dict[str, Any]:
        """Columns of the project, only those that the file gives."""
        b = self.akar.objek("pengaturan")
        if b is None:
            return {}
        kolom: dict[str, Any] = {"margin_persen": b.angka("margin_persen", Konteks.PERSEN, maks=100)}
        if ppn := b.objek("ppn"):
            kolom["ppn_persen"] = ppn.angka("tarif_persen", Konteks.PERSEN, maks=100)
            kolom["dpp_pembilang"] = ppn.bulat("dpp_pembilang", 1, 1000)
            kolom["dpp_penyebut"] = ppn.bulat("dpp_penyebut", 1, 1000)
            ppn.selesai()
        if bulat := b.objek("pembulatan"):
            for tempat in TEMPAT_BULAT:
                if isi := bulat.objek(tempat):
                    mode = isi.pilihan("mode", _MODE)
                    kolom[f"bulat_{tempat}_mode"] = mode
                    kolom[f"bulat_{tempat}_langkah"] = _langkah(isi, mode)
                    isi.selesai()
            bulat.selesai()
        b.selesai()
        return {nama: nilai for nama, nilai in kolom.items() if nilai is not None}

    def _parameter(self) -> list[ParameterBerkas]:
        hasil: dict[str, ParameterBerkas] = {}
        for _, b in self.akar.daftar("parameter"):
            asli = b.teks("nama", 100, wajib=True)
            nama = asli.lower()
            if asli and not nama_sah(nama):
                pola = N_("Nama parameter: huruf, angka dan garis bawah, diawali huruf, bukan “pi”.")
                b.tolak("nama", Galat("nama", pola))
            elif nama in hasil:
                b.tolak("nama", Galat("kembar", N_("Parameter “%(nama)s” sudah ada."), nama=nama))
            elif nama != asli:
                pola = N_("Nama parameter disimpan dengan huruf kecil: %(nama)s.")
                self.catatan.ingatkan(b.di("nama"), Galat("huruf_kecil", pola, nama=nama))
            nilai = b.angka("nilai", Konteks.PARAMETER, wajib=True)
            hasil[nama] = ParameterBerkas(nama, nilai or Decimal(0), b.teks("label", 200), b.teks("satuan", 50))
            b.selesai()
        return list(hasil.values())

    def _harga_item(self) -> dict[str, ItemBerkas]:
        hasil: dict[str, ItemBerkas] = {}
        tempat: dict[tuple[str, str, str], str] = {}
        for indeks, b in self.akar.daftar("harga_item"):
            item = _baca_item(b)
            identitas = (item.kategori, item.uraian_kunci, item.satuan_kunci)
            if item.kunci in hasil:
                b.tolak("kunci", Galat("kembar", N_("Kunci “%(kunci)s” sudah dipakai."), kunci=item.kunci))
            if item.uraian and identitas in tempat:
                pola = N_("Sumber daya ini sama dengan %(lain)s: kategori, uraian dan satuannya sama.")
                b.tolak("uraian", Galat("kembar", pola, lain=tempat[identitas]))
            tempat.setdefault(identitas, b.jalur)
            # A faulty key must not hide another resource from the works that use it.
            hasil.setdefault(item.kunci or f"\0{indeks}", item)
        return hasil

    def _jadwal(self) -> list[JadwalBerkas]:
        hasil: list[JadwalBerkas] = []
        sudah: set[tuple[str, int]] = set()
        for _, b in self.akar.daftar("jadwal"):
            pekerjaan = b.teks("pekerjaan", 100, wajib=True)
            minggu = b.bulat("minggu", 1, MAKS_MINGGU, wajib=True) or 0
            if pekerjaan and minggu:
                if (pekerjaan, minggu) in sudah:
                    pola = N_("Minggu %(minggu)s pekerjaan “%(kunci)s” sudah ada.")
                    b.tolak("minggu", Galat("kembar", pola, minggu=minggu, kunci=pekerjaan))
                sudah.add((pekerjaan, minggu))
            hasil.append(
                JadwalBerkas(
                    pekerjaan,
                    minggu,
                    # percentages of a schedule have as many decimals as coefficients
                    b.angka("rencana_persen", Konteks.KOEFISIEN, maks=100),
                    b.angka("realisasi_persen", Konteks.KOEFISIEN, maks=100),
                    b.angka("biaya_aktual", Konteks.UANG),
                )
            )
            b.selesai()
        return hasil


def _langkah(b: Bagian, mode: str | None) -> Decimal | None:
    """The step of a rounding. Without rounding it is ignored, whatever it is (kontrak §2)."""
    if mode != Mode.TANPA:
        return b.angka("langkah", Konteks.UANG, maks=10**9, positif=True)
    b.ambil("langkah")
    coba = Bagian(Catatan(), "", b.isi)
    return coba.angka("langkah", Konteks.UANG, maks=10**9, positif=True)


def _baca_item(b: Bagian) -> ItemBerkas:
    harga = b.angka("harga", Konteks.UANG)
    satuan_beli = harga_beli = faktor = None
    if konversi := b.objek("konversi"):
        satuan_beli = konversi.teks("satuan_beli", 50, wajib=True)
        harga_beli = konversi.angka("harga_beli", Konteks.UANG)
        faktor = konversi.angka("faktor", Konteks.KOEFISIEN, wajib=True, positif=True)
        konversi.selesai()
        if b.ada("harga"):
            pola = N_("Dengan konversi, harga adalah harga_beli / faktor. Hapus salah satu.")
            b.tolak("harga", Galat("konversi", pola))
    uraian, satuan = b.teks("uraian", 500, wajib=True), b.teks("satuan", 50)
    for nama, kunci, maks in (("uraian", kunci_teks(uraian), 500), ("satuan", kunci_satuan(satuan), 50)):
        if len(kunci) > maks:  # a few characters grow when they are compared without case
            pola = N_("Terlalu panjang. Paling banyak %(batas)s huruf.")
            b.tolak(nama, Galat("terlalu_panjang", pola, batas=maks))
    hasil = ItemBerkas(
        kunci=b.teks("kunci", 100, wajib=True),
        kategori=b.pilihan("kategori", _KATEGORI, wajib=True) or "",
        kode=b.teks_bila("kode", 50),
        uraian=uraian,
        uraian_kunci=kunci_teks(uraian),
        satuan=satuan,
        satuan_kunci=kunci_satuan(satuan),
        harga=harga,
        satuan_beli=satuan_beli,
        harga_beli=harga_beli,
        faktor=faktor,
        sumber_harga=b.teks("sumber_harga", 300),
        tanggal_harga=b.tanggal("tanggal_harga", *TAHUN),
    )
    b.selesai()
    return hasil
