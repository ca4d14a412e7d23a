"""What only shows when the whole project file is known: references, loops, depth, and the values of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ahsp_app.calc.analisa import MAKS_KEDALAMAN, Siklus, TerlaluDalam
from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.graf import Lingkaran, urutkan_graf
from ahsp_app.calc.rumus import Rumus, RumusMelingkar, RumusSalah, hitung_volume, urai
from ahsp_app.importers.isi_proyek import IsiProyek, PekerjaanBerkas
from ahsp_app.importers.masalah import MAKS_MASALAH, Catatan

KUNCI_BUATAN: Final = re.compile(r"[hp]([0-9]{1,9})")


def periksa_silang(catatan: Catatan, isi: IsiProyek) -> IsiProyek:
    """Note what is wrong between the parts; give works without a key one, and formulas their volumes."""
    pekerjaan = _beri_kunci(isi)
    menurut_kunci = {p.kunci: p for p in pekerjaan}
    _periksa_acuan(catatan, pekerjaan, menurut_kunci, isi)
    _periksa_bersarang(catatan, menurut_kunci)
    pekerjaan = _hitung_volume(catatan, isi, menurut_kunci)
    return replace(isi, pekerjaan=tuple(pekerjaan))


def nomor_kunci_terakhir(kunci: Iterable[str]) -> int:
    """The largest n of the keys h{n} and p{n}: new keys of the project count on from there."""
    return max((int(c[1]) for k in kunci if (c := KUNCI_BUATAN.fullmatch(k))), default=0)


def _beri_kunci(isi: IsiProyek) -> list[PekerjaanBerkas]:
    nomor = nomor_kunci_terakhir([*(i.kunci for i in isi.harga_item), *(p.kunci for p in isi.pekerjaan)])
    hasil = []
    for p in isi.pekerjaan:
        if not p.kunci:
            nomor += 1
            p = replace(p, kunci=f"p{nomor}")  # noqa: PLW2901 -- the same work with its key
        hasil.append(p)
    return hasil


def _periksa_acuan(
    catatan: Catatan, pekerjaan: Iterable[PekerjaanBerkas], ada: Mapping[str, PekerjaanBerkas], isi: IsiProyek
) -> None:
    pola = N_("Tidak ada pekerjaan dengan kunci “%(kunci)s”.")
    for p in pekerjaan:
        for indeks, k in enumerate(p.komponen):
            if k.pekerjaan is not None and k.pekerjaan not in ada:
                jalur = f"{p.jalur}.komponen[{indeks}].pekerjaan"
                catatan.tolak(jalur, Galat("acuan", pola, kunci=k.pekerjaan))
    for indeks, j in enumerate(isi.jadwal):
        if j.pekerjaan and j.pekerjaan not in ada:
            catatan.tolak(f"jadwal[{indeks}].pekerjaan", Galat("acuan", pola, kunci=j.pekerjaan))


def _periksa_bersarang(catatan: Catatan, ada: Mapping[str, PekerjaanBerkas]) -> None:
    """Works that nest each other in a loop, or deeper than an analysis may."""
    anak = {
        kunci: [k.pekerjaan for k in p.komponen if k.pekerjaan in ada and k.pekerjaan is not None]
        for kunci, p in ada.items()
        if any(k.pekerjaan is not None for k in p.komponen)
    }
    urut, lingkaran = _urutkan(anak)
    for jalur in lingkaran:
        nama = {i: ada[kunci].uraian[:60] for i, kunci in enumerate(jalur)}
        catatan.tolak(f"{ada[jalur[0]].jalur}.komponen", Siklus(tuple(range(len(jalur))), nama))
    if lingkaran:
        return
    dalam: dict[str, int] = {}
    for kunci in urut:
        dalam[kunci] = 1 + max((dalam.get(a, 1) for a in anak.get(kunci, ())), default=0)
        if dalam[kunci] == MAKS_KEDALAMAN + 1:  # those above it would say the same
            catatan.tolak(f"{ada[kunci].jalur}.komponen", TerlaluDalam())


def _urutkan(anak: dict[str, list[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Every node after its children, and the loops that were opened to get there; `anak` loses those links."""
    lingkaran: list[tuple[str, ...]] = []
    while True:
        try:
            return urutkan_graf(lambda kunci: anak.get(kunci, ()), list(anak)), lingkaran
        except Lingkaran as galat:
            lingkaran.append(galat.jalur)
            dari, ke = galat.jalur[-2:]
            anak[dari] = [a for a in anak[dari] if a != ke]
            if len(lingkaran) > MAKS_MASALAH:
                return [], lingkaran


def _hitung_volume(catatan: Catatan, isi: IsiProyek, ada: Mapping[str, PekerjaanBerkas]) -> list[PekerjaanBerkas]:
    rumus = _urai_semua(catatan, ada.values())
    acuan = {f"#{kunci}": sorted(r.acuan) for kunci, r in rumus.items()}
    urut, lingkaran = _urutkan({k: [a for a in semua if a in acuan] for k, semua in acuan.items()})
    for jalur in lingkaran:
        nama = {k: ada[k[1:]].uraian[:60] for k in jalur}
        catatan.tolak(f"{ada[jalur[0][1:]].jalur}.rumus", RumusMelingkar(jalur, nama))
    # Without a value: what is faulty itself, and everything that depends on it (said once, at its root).
    salah = {m.jalur for m in catatan.galat}
    gagal = {
        f"#{p.kunci}"
        for p in ada.values()
        if (p.rumus is not None and p.kunci not in rumus) or f"{p.jalur}.volume" in salah
    }
    gagal.update(k for jalur in lingkaran for k in jalur)
    if any(jalur.startswith("parameter") for jalur in salah):
        urut = []
    nilai: dict[str, Decimal] = {p.nama: p.nilai for p in isi.parameter}
    nilai |= {f"#{p.kunci}": p.volume for p in ada.values() if p.volume is not None and p.rumus is None}
    for kunci in urut:
        if kunci in gagal or gagal & rumus[kunci[1:]].acuan:
            gagal.add(kunci)
            continue
        p = ada[kunci[1:]]
        try:
            nilai[kunci] = hitung_volume(rumus[p.kunci], _periksa_terisi(rumus[p.kunci], nilai, ada))
        except RumusSalah as galat:
            catatan.tolak(f"{p.jalur}.rumus", galat)
            gagal.add(kunci)
            continue
        if p.volume is not None and p.volume != nilai[kunci]:
            pola = N_("Volume %(lama)s diganti hasil rumusnya: %(baru)s.")
            beda = Galat("volume_rumus", pola, lama=cetak_kanonik(p.volume), baru=cetak_kanonik(nilai[kunci]))
            catatan.ingatkan(f"{p.jalur}.volume", beda)
    return [
        replace(p, volume=nilai.get(f"#{p.kunci}"), acuan=tuple(acuan[f"#{p.kunci}"])) if p.kunci in rumus else p
        for p in ada.values()
    ]


def _urai_semua(catatan: Catatan, pekerjaan: Iterable[PekerjaanBerkas]) -> dict[str, Rumus]:
    """The formulas that can be read, by key of their work."""
    rumus = {}
    for p in pekerjaan:
        if p.rumus is not None:
            try:
                rumus[p.kunci] = urai(p.rumus)
            except RumusSalah as galat:
                catatan.tolak(f"{p.jalur}.rumus", galat)
    return rumus


def _periksa_terisi(
    rumus: Rumus, nilai: Mapping[str, Decimal], ada: Mapping[str, PekerjaanBerkas]
) -> Mapping[str, Decimal]:
    """The values, when every work that the formula refers to has a volume."""
    for a in sorted(rumus.acuan):
        if a.startswith("#") and a not in nilai and a[1:] in ada:
            raise RumusSalah("variabel", N_("Volume %(kunci)s belum diisi."), kunci=a)
    return nilai
