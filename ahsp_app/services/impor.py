"""Imports of the catalogue: a file is kept, read into staging, looked over, and written by services/impor_komit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.importers.json_ketat import MAKS_BYTE
from ahsp_app.importers.katalog.baca import Bacaan, baca_berkas, nilai_analisa
from ahsp_app.importers.katalog.bentuk import (
    AnalisaBaca,
    HargaBaca,
    JenisLembar,
    LembarDikenali,
    MasalahBaris,
    PemetaanLembar,
    Tingkat,
)
from ahsp_app.importers.katalog.hitung import Hitungan
from ahsp_app.importers.katalog.periksa import periksa_berkas, terlalu_besar
from ahsp_app.importers.katalog_json import baca_katalog_json, kenali_json
from ahsp_app.models import Edisi, Impor, PemetaanKolom, RiwayatKatalog, Tugas
from ahsp_app.services import tugas
from ahsp_app.services.buku_harga import get_buku
from ahsp_app.services.impor_banding import bandingkan
from ahsp_app.services.impor_lazim import tanyakan_yang_janggal
from ahsp_app.services.impor_tampung import (
    kosongkan,
    segarkan_statistik,
    tampung_analisa,
    tampung_harga,
    tampung_masalah,
)

BACA: Final = "impor_baca"
KOMIT: Final = "impor_komit"
CABUT: Final = "impor_cabut"
CABUT_LANGSUNG: Final = 3000  # analyses that are taken back while the person waits; more become a job
BANYAK: Final = 500  # from so many analyses on the planner is told
_LANGSUNG_JSON: Final = 5 << 20  # a file up to this is looked into while the person waits
JENIS_JSON: Final = "json"  # beside the kinds of sheets: it has no columns to correct
TUJUAN: Final = ("nama", "tahun", "bidang", "nomor", "regulasi", "wilayah", "tanggal")
Lapor = Callable[[int, int, str], None]


def periksa(sesi: Session, pengguna_id: int | None, nama: str, isi: bytes) -> None:
    """Look at a file before anything is done with it; a refusal goes into the history. Raises Invalid.

    The caller commits although it is refused: the event stays.
    """
    try:
        if berkas_json(nama):
            _periksa_json(isi)
        else:
            periksa_berkas(nama, isi)
    except Galat as galat:
        catat_tolak(sesi, pengguna_id, nama, len(isi), galat)
        raise Invalid.dari(galat, kolom="berkas") from None


def catat_terlalu_besar(sesi: Session, pengguna_id: int | None, ukuran: int) -> None:
    """The event of an upload that was cut off because of its size; its name never came."""
    catat_tolak(sesi, pengguna_id, N_("Unggahan"), ukuran, terlalu_besar())


def catat_tolak(sesi: Session, pengguna_id: int | None, nama: str, ukuran: int, galat: Galat) -> None:
    """The event of a file that was refused."""
    sesi.add(
        RiwayatKatalog(
            pengguna_id=pengguna_id, aksi="tolak_berkas", tabel="impor",
            ringkasan=f"{rapikan(nama)[:200]}: {galat}"[:500], baru={"kode": galat.kode, "ukuran": ukuran},
        )
    )  # fmt: skip
    sesi.flush()


def buat(
    sesi: Session, pengguna_id: int | None, nama: str, isi: bytes, *, jenis: str = "ahsp", tujuan: Mapping[str, Any]
) -> Impor:
    """Keep a file that was looked at (periksa). `tujuan`: {"edisi_id"} or {"daftar_id"}, or the name of a new one."""
    impor = Impor(
        pengguna_id=pengguna_id,
        jenis=jenis,
        nama_berkas=(rapikan(nama) or "berkas")[-255:],
        ukuran=len(isi),
        sha256=hashlib.sha256(isi).hexdigest(),
        berkas=isi,
        tujuan={k: tujuan[k] for k in TUJUAN if tujuan.get(k)},
        edisi_id=tujuan.get("edisi_id"),
        daftar_id=tujuan.get("daftar_id"),
    )
    if impor.edisi_id is not None:
        edisi = sesi.get(Edisi, impor.edisi_id)
        if edisi is None:
            raise NotFound
        impor.tujuan = {"nama": edisi.nama}
    if impor.daftar_id is not None:
        impor.tujuan = {"nama": get_buku(sesi, impor.daftar_id).nama}
    sesi.add(impor)
    sesi.flush()
    return impor


def minta_baca(sesi: Session, impor: Impor, pengguna_id: int) -> Tugas:
    """Ask for a job that reads the file; the one under way if there is one. Raises Invalid once it is written."""
    if impor.status == "dikomit":
        raise Invalid("sudah_dikomit", N_("Impor ini sudah ditulis."))
    return _minta(sesi, impor, pengguna_id, BACA, N_("Membaca %(berkas)s"))


def minta_komit(sesi: Session, impor: Impor, pengguna_id: int) -> Tugas:
    """Ask for a job that writes the import into the catalogue."""
    if impor.status not in ("siap", "dicabut"):
        raise Invalid("belum_siap", N_("Impor ini belum selesai dibaca."))
    judul = N_("Menulis %(berkas)s ke buku harga") if impor.jenis == "harga" else N_("Menulis %(berkas)s ke katalog")
    return _minta(sesi, impor, pengguna_id, KOMIT, judul)


def minta_cabut(sesi: Session, impor: Impor, pengguna_id: int) -> Tugas | None:
    """Ask for a job that takes a big import back; None for one that is small enough to be taken back at once."""
    ditulis = impor.ringkasan.get("ditulis", {})
    if impor.status != "dikomit" or ditulis.get("baru", 0) + ditulis.get("berubah", 0) <= CABUT_LANGSUNG:
        return None
    return _minta(sesi, impor, pengguna_id, CABUT, N_("Mencabut %(berkas)s dari katalog"))


def _minta(sesi: Session, impor: Impor, pengguna_id: int, jenis: str, judul: str) -> Tugas:
    if impor.tugas_id is not None:
        lama = sesi.get(Tugas, impor.tugas_id)
        if lama is not None and lama.status in tugas.BERLANGSUNG:
            return lama
    masukan = {"impor_id": impor.id, "pengguna_id": pengguna_id}
    t = tugas.minta(
        sesi, pengguna_id, jenis, judul % {"berkas": impor.nama_berkas}, masukan, kunci=f"{jenis}:{impor.id}"
    )
    impor.tugas_id = t.id
    sesi.flush()
    return t


def baca(sesi: Session, impor: Impor, lapor: Lapor) -> dict[str, Any]:
    """Read the file of an import into staging, anew, and compare with its edition. `impor` must be locked.

    Raises Galat when it cannot be read, and whatever `lapor` raises to stop.
    """
    if impor.status == "dikomit":
        return dict(impor.ringkasan)
    isi = sesi.scalars(select(Impor).where(Impor.id == impor.id).options(undefer(Impor.berkas))).one().berkas
    if isi is None:
        raise Invalid("berkas_hilang", N_("Berkasnya sudah tidak disimpan. Unggah lagi."))
    kosongkan(sesi, impor.id)
    sesi.expire(impor, ["berkas"])
    banyak = _tampung(
        sesi, impor, (_baca_json if berkas_json(impor.nama_berkas) else _baca_lembar)(sesi, impor, isi, lapor)
    )
    if banyak >= BANYAK:
        segarkan_statistik(sesi)
    if impor.jenis == "ahsp":
        lapor(0, 0, N_("Membandingkan dengan katalog"))
        bandingkan(sesi, impor)
    impor.status = "siap"
    impor.versi += 1
    sesi.flush()
    return dict(impor.ringkasan)


def _baca_lembar(sesi: Session, impor: Impor, isi: bytes, lapor: Lapor) -> Bacaan:
    """A workbook or a table of text."""
    bacaan = baca_berkas(impor.nama_berkas, isi, _pemetaan(sesi, impor), _maju(lapor))
    impor.pemetaan = [_lembar(satu) for satu in bacaan.lembar]
    return bacaan


def _baca_json(_sesi: Session, impor: Impor, isi: bytes, lapor: Lapor) -> Bacaan:
    """A catalogue file of ours. It says what its edition is, where nothing else was said."""
    katalog = baca_katalog_json(isi)
    if impor.edisi_id is None and impor.daftar_id is None:
        impor.tujuan = katalog.edisi | impor.tujuan
        if not impor.tujuan.get("nama"):
            raise Invalid("edisi", N_("Berkas ini tidak menyebut edisinya."))
    impor.pemetaan = [{"nama": katalog.edisi.get("nama", ""), "jenis": JENIS_JSON}]
    return nilai_analisa(katalog.analisa, _maju(lapor))


def _maju(lapor: Lapor) -> Callable[[int, int], None]:
    return lambda kini, total: lapor(kini, total, N_("Membaca berkas"))


def _tampung(sesi: Session, impor: Impor, bacaan: Bacaan) -> int:
    """Stage what was read with what is wrong with it; how many there are."""
    if impor.jenis == "ahsp":
        banyak = tampung_analisa(sesi, impor, (a for a in bacaan if isinstance(a, AnalisaBaca)))
        tanyakan_yang_janggal(sesi, impor)
    else:
        banyak = tampung_harga(sesi, impor, (h for h in bacaan if isinstance(h, HargaBaca)))
    hitung = bacaan.hitung
    tampung_masalah(sesi, impor, [*bacaan.masalah, *_lain_jenis(impor.jenis, hitung)])
    impor.ringkasan = {
        "hitung": _hitung(hitung), "terbaca": banyak, "komponen": hitung.komponen, "harga": hitung.harga,
    }  # fmt: skip
    return banyak


def _lain_jenis(jenis: str, h: Hitungan) -> list[MasalahBaris]:
    """What the file has besides what it is imported for is not written, and that is said."""
    if jenis == "ahsp" and h.harga:
        pola = N_("Ada %(n)s harga dasar di berkas ini. Harga diimpor dari halaman buku harganya.")
        return [MasalahBaris(Tingkat.PERINGATAN, "ada_harga", pola, {"n": cetak_angka(h.harga)})]
    if jenis == "harga" and h.analisa:
        pola = N_("Ada %(n)s analisa di berkas ini. Analisa diimpor dari halaman Impor.")
        return [MasalahBaris(Tingkat.PERINGATAN, "ada_analisa", pola, {"n": cetak_angka(h.analisa)})]
    return []


def berkas_json(nama: str) -> bool:
    """Is it a catalogue file of ours, which says itself what it has?"""
    return nama.casefold().endswith(".json")


def _periksa_json(isi: bytes) -> None:
    """Whether it may be a catalogue file at all; of a large one the job that reads it says the rest."""
    if len(isi) > MAKS_BYTE:
        raise Galat("terlalu_besar", N_("Berkas terlalu besar. Paling besar %(batas)s MB."), batas=MAKS_BYTE >> 20)
    if len(isi) <= _LANGSUNG_JSON:
        kenali_json(isi)
    elif not isi.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise Galat("bukan_json", N_("Berkas ini bukan edisi katalog dalam JSON."))


def ingat_pemetaan(sesi: Session, impor: Impor, pengguna_id: int, pemetaan: list[PemetaanLembar]) -> None:
    """What a person said the sheets are: for this import, and for headers of the same shape from now on."""
    for satu in pemetaan:
        if satu.bentuk and satu.kolom:
            baris = sesi.get(PemetaanKolom, satu.bentuk) or PemetaanKolom(bentuk=satu.bentuk)
            baris.jenis, baris.kolom = satu.jenis.value, dict(satu.kolom)
            baris.pengguna_id = pengguna_id
            sesi.add(baris)
    impor.tujuan = impor.tujuan | {
        "pemetaan": [
            {"lembar": p.lembar, "jenis": p.jenis.value, "kolom": dict(p.kolom), "bentuk": p.bentuk,
             "baris_kepala": p.baris_kepala}
            for p in pemetaan
        ]
    }  # fmt: skip
    impor.versi += 1
    sesi.flush()


def buang(sesi: Session, impor: Impor) -> None:
    """Throw away an import that is not in the catalogue, with its file and rows; the history keeps that it was."""
    if impor.status == "dikomit":
        raise Invalid("sudah_dikomit", N_("Impor ini sudah ditulis. Cabut dulu."))
    kosongkan(sesi, impor.id)
    sesi.delete(impor)
    sesi.flush()


def _pemetaan(sesi: Session, impor: Impor) -> list[PemetaanLembar]:
    """What was said about the sheets of this file, then what is remembered about headers of any file."""
    sendiri = [
        PemetaanLembar(
            jenis=JenisLembar(p["jenis"]), kolom=p["kolom"], lembar=p["lembar"], bentuk="",
            baris_kepala=p["baris_kepala"],
        )
        for p in impor.tujuan.get("pemetaan", [])
    ]  # fmt: skip
    ingatan = sesi.scalars(select(PemetaanKolom))
    return sendiri + [PemetaanLembar(JenisLembar(p.jenis), p.kolom, bentuk=p.bentuk) for p in ingatan]


def _hitung(h: Hitungan) -> dict[str, Any]:
    return {
        "baris": h.baris,
        "nasib": dict(h.nasib),
        "per_lembar": {nama: dict(n) for nama, n in h.per_lembar.items()},
        "digabung": h.digabung,
        "ganda": h.ganda,
        "analisa_ganda": h.analisa_ganda,
        "tanpa_grup": h.tanpa_grup,
    }


def _lembar(satu: LembarDikenali) -> dict[str, Any]:
    return {
        "nama": satu.nama,
        "jenis": satu.jenis.value,
        "baris_kepala": satu.baris_kepala,
        "kolom": dict(satu.kolom),
        "bentuk": satu.bentuk,
        "judul_kolom": list(satu.judul_kolom)[:100],
        "banyak_baris": satu.banyak_baris,
        "catatan": list(satu.catatan),
    }
