"""Lists of base prices: wages, materials, equipment, in one table or in blocks, in base or market units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from ahsp_app.calc.teks import kunci_teks
from ahsp_app.importers.katalog import masalah as m
from ahsp_app.importers.katalog.angka_mentah import AngkaMentah, Peran, baca_mentah, peran_kolom
from ahsp_app.importers.katalog.bentuk import HargaBaca, Lembar, LembarDikenali, Sel
from ahsp_app.importers.katalog.cetak_baris import nomor_kolom
from ahsp_app.importers.katalog.hitung import Buku, Nasib
from ahsp_app.importers.katalog.kategori import LAIN, baca_kategori, usul_kategori
from ahsp_app.importers.katalog.sel import ambil, asli_sel, kosong, satuan_baku, teks_sel

_PECAHAN: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*/\s*([0-9]+(?:\.[0-9]+)?)")
_NOMOR_DEPAN: Final = re.compile(r"^(?:[ivx]{1,5}|[a-z]|[0-9]{1,2})[.)]?\s+")
_JUMLAH: Final = re.compile(r"^(?:sub ?)?(?:jumlah|total)\b")
_SEN: Final = Decimal("0.00000001")
_HITUNG: Final = Context(prec=50, rounding=ROUND_HALF_UP)


def baca(lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> Iterator[HargaBaca]:
    """The prices of the sheet in their order."""
    pembaca = _Pembaca(lembar, dikenali, buku)
    buku.catat(Nasib.KEPALA, pembaca.mulai)
    for nomor in range(pembaca.mulai, len(lembar.baris)):
        nasib, harga = pembaca.baris(nomor, lembar.baris[nomor])
        buku.catat(nasib)
        if harga is not None:
            yield harga


class _Pembaca:
    def __init__(self, lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> None:
        self.lembar = lembar
        self.kolom = dikenali.kolom
        self.mulai = (dikenali.baris_kepala if dikenali.baris_kepala is not None else -1) + 1
        self.judul = dikenali.judul_kolom
        self.buku = buku
        self.peran = {n: self._peran(k) for n, k in self.kolom.items() if n.startswith("harga")}
        self.lain = sorted(n for n in self.kolom if n.startswith("harga_lain"))
        self.bagian = ["harga", *sorted(n for n in self.kolom if n.startswith("harga_tambah"))]
        self.kategori = self._kategori_lembar()

    def _kategori_lembar(self) -> str | None:
        """What the name of the sheet or its title says it lists."""
        nama = baca_kategori(self.lembar.nama) if len(self.lembar.nama) > 2 else None
        return nama or (baca_kategori(" ".join(self._atas())) if self.mulai else None)

    def _peran(self, kolom: int) -> Peran:
        return peran_kolom((ambil(b, kolom) for b in self.lembar.baris[self.mulai :]), Peran.HARGA)

    def _atas(self) -> list[str]:
        """The texts above the header: "DAFTAR HARGA UPAH"."""
        atas = (teks_sel(s) for b in self.lembar.baris[: self.mulai - 1] for s in b)
        return [t for t in atas if t and len(t) < 60 and "harga" in t.casefold()]

    def _teks(self, baris: list[Sel], nama: str) -> str:
        return teks_sel(ambil(baris, self.kolom.get(nama)))

    def _angka(self, baris: list[Sel], nama: str) -> AngkaMentah:
        return baca_mentah(ambil(baris, self.kolom.get(nama)), self.peran.get(nama, Peran.KOEFISIEN))

    def baris(self, nomor: int, baris: list[Sel]) -> tuple[Nasib, HargaBaca | None]:
        """What the row is, and the price in it."""
        if kosong(baris):
            return Nasib.KOSONG, None
        if nomor in self.lembar.tersembunyi:
            return Nasib.TERSEMBUNYI, None
        return self._isi(nomor, baris)

    def _isi(self, nomor: int, baris: list[Sel]) -> tuple[Nasib, HargaBaca | None]:
        uraian, satuan = self._teks(baris, "uraian"), self._teks(baris, "satuan")
        if nomor_kolom(baris) or (uraian and uraian == self._judul("uraian")):
            return Nasib.KEPALA, None
        if not satuan and not any(self._angka(baris, n).nilai for n in self.bagian):
            return self._judul_blok(baris, uraian), None
        if _JUMLAH.match(kunci_teks(uraian)) and not satuan:
            return Nasib.JUMLAH, None
        if not uraian:
            self.buku.lapor(m.harga_tanpa_nama(self.lembar.nama, nomor + 1))
            return Nasib.TAK_TERBACA, None
        return Nasib.HARGA, self._harga(nomor, baris, uraian)

    def _judul(self, nama: str) -> str:
        kolom = self.kolom.get(nama, -1)
        return self.judul[kolom] if 0 <= kolom < len(self.judul) else ""

    def _judul_blok(self, baris: list[Sel], uraian: str) -> Nasib:
        """A row with texts only: the heading of a block (I UPAH), or a note."""
        teks = uraian or next((t for t in (teks_sel(s) for s in baris) if t), "")
        kategori = baca_kategori(_NOMOR_DEPAN.sub("", teks.casefold())) if len(teks) < 60 else None
        if kategori is None:
            return Nasib.CATATAN
        self.kategori = kategori
        return Nasib.JUDUL

    def _harga(self, nomor: int, baris: list[Sel], uraian: str) -> HargaBaca:
        sel = ambil(baris, self.kolom.get("harga"))
        satuan_asli = self._teks(baris, "satuan")
        kode = self._teks(baris, "kode") or None
        harga = HargaBaca(
            lembar=self.lembar.nama,
            baris=nomor + 1,
            kategori=LAIN,
            uraian=uraian,
            kode=kode,
            satuan=satuan_baku(satuan_asli),
            satuan_asli=asli_sel(ambil(baris, self.kolom.get("satuan"))),
            harga_asli=asli_sel(sel),
            keterangan=self._teks(baris, "keterangan"),
            pilihan_harga=self._pilihan(baris),
        )
        self._isi_kategori(harga, baris)
        if len(self.bagian) > 1:
            self._isi_bagian(harga, baris)
        else:
            self._isi_harga(harga, self._angka(baris, "harga"))
        self._isi_pasar(harga, baris)
        if harga.harga is None and not any(satu.kolom == "harga" for satu in harga.masalah):
            harga.masalah.append(m.harga_kosong(harga))
        return harga

    def _isi_kategori(self, harga: HargaBaca, baris: list[Sel]) -> None:
        teks = self._teks(baris, "kategori")
        kategori = baca_kategori(teks) if teks else self.kategori
        if kategori is None:
            kategori = usul_kategori(harga.kode, harga.uraian, harga.satuan)
            harga.masalah.append(m.kategori_harga(harga, teks, kategori))
        harga.kategori = kategori or LAIN

    def _isi_harga(self, harga: HargaBaca, angka: AngkaMentah) -> None:
        pecahan = _PECAHAN.fullmatch(harga.harga_asli)
        if pecahan and Decimal(pecahan[2]):
            harga.harga_beli, harga.faktor = Decimal(pecahan[1]), Decimal(pecahan[2])
            harga.harga = _bagi(harga.harga_beli, harga.faktor)
            return
        harga.harga = None if angka.tanda else angka.nilai
        if angka.galat or (angka.nilai is not None and angka.nilai < 0):
            harga.masalah.append(m.harga_salah(harga, angka))
        elif angka.ambigu and angka.nilai is not None:
            harga.masalah.append(m.harga_ambigu(harga, angka.nilai))
        elif harga.harga == 0:
            harga.masalah.append(m.harga_nol(harga))

    def _isi_bagian(self, harga: HargaBaca, baris: list[Sel]) -> None:
        """Material, wages and the rest add up to the price; one that cannot be read makes it wrong."""
        harga.harga_asli = " + ".join(asli_sel(ambil(baris, self.kolom[n])) or "-" for n in self.bagian)
        semua = [self._angka(baris, n) for n in self.bagian]
        salah = next((a for a in semua if a.galat or (a.nilai is not None and a.nilai < 0)), None)
        if salah is not None:
            harga.masalah.append(m.harga_salah(harga, salah))
            return
        ada = [(self._judul(n), a.nilai) for n, a in zip(self.bagian, semua, strict=True) if a.nilai and not a.tanda]
        if ada:
            harga.harga = sum((nilai for _, nilai in ada), Decimal(0))
            harga.masalah.append(m.harga_dijumlah(harga, ada))

    def _isi_pasar(self, harga: HargaBaca, baris: list[Sel]) -> None:
        """A market unit: what is bought (zak, m3), its price, and how many base units are in it."""
        beli, faktor = self._angka(baris, "harga_beli").nilai, self._angka(baris, "faktor").nilai
        if not beli or not faktor or faktor < 0 or beli < 0:
            return
        harga.harga_beli, harga.faktor = beli, faktor
        harga.satuan_beli = satuan_baku(self._teks(baris, "satuan_beli")) or None
        hitungan = _bagi(beli, faktor)
        if harga.harga is None:
            harga.harga = hitungan
        elif abs(harga.harga - hitungan) > max(Decimal(1), hitungan / 100):
            harga.masalah.append(m.konversi_berbeda(harga, hitungan))

    def _pilihan(self, baris: list[Sel]) -> dict[str, Decimal]:
        hasil = {}
        for nama in self.lain:
            angka = self._angka(baris, nama)
            if angka.nilai is not None and not angka.tanda:
                hasil[self._judul(nama) or nama] = angka.nilai
        return hasil


def _bagi(beli: Decimal, faktor: Decimal) -> Decimal:
    return _HITUNG.divide(beli, faktor).quantize(_SEN, context=_HITUNG)
