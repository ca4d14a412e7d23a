"""The proof that stored results are right: everything recomputed from scratch with `calc` and compared.

One project at a time, each read at one moment, so it may run while people edit and needs memory for one project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Siklus, TerlaluDalam
from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import ke_desimal
from ahsp_app.calc.rekap import BarisRekap, hitung_rekap
from ahsp_app.calc.rumus import Rumus, RumusSalah, hitung_volume, urai
from ahsp_app.errors import NotFound
from ahsp_app.models import Proyek
from ahsp_app.queries.snapshot import ESTIMASI, BarisPekerjaan, Snapshot, baca_snapshot
from ahsp_app.services.hitung import BIT_KURANG

_BAGIAN: Final = ESTIMASI | {"parameter"}
_HASIL: Final = ("tk", "bhn", "alt", "lain", "biaya_langsung", "margin", "hsp", "jumlah", "kurang")


@dataclass(frozen=True, slots=True)
class Selisih:
    """One stored value that is not what it should be. `dihitung` None: there is none, `sebab` says why."""

    proyek: int
    tabel: str
    id: int
    kolom: str
    tersimpan: object
    dihitung: object
    sebab: str = ""

    def sebagai_json(self) -> dict[str, Any]:
        """As `ahsp check` prints it."""
        isi = {
            "proyek": self.proyek,
            "tabel": self.tabel,
            "id": self.id,
            "kolom": self.kolom,
            "tersimpan": _teks(self.tersimpan),
            "dihitung": _teks(self.dihitung),
        }
        return isi | ({"sebab": self.sebab} if self.sebab else {})


def periksa(sesi: Session, proyek_id: int | None = None) -> Iterator[tuple[int, list[Selisih]]]:
    """Every project (or one), those in the archive and the trash too, with what differs in it.

    Raises NotFound for a project that does not exist.
    """
    if proyek_id is not None and sesi.get(Proyek, proyek_id) is None:
        raise NotFound(N_("Proyek itu tidak ada."))
    pilih = select(Proyek.id).order_by(Proyek.id)
    for nomor in sesi.scalars(pilih).all() if proyek_id is None else [proyek_id]:
        try:
            s = baca_snapshot(sesi, nomor, _BAGIAN)
        except NotFound:  # deleted for good meanwhile
            continue
        yield nomor, periksa_snapshot(s)


def periksa_snapshot(s: Snapshot) -> list[Selisih]:
    """What differs in one project: its shape, its volumes, its results and its sums."""
    p = _Pemeriksa(s)
    p.bentuk()
    p.rumus()
    if p.utuh:
        p.hasil()
    return p.selisih


class _Pemeriksa:
    def __init__(self, s: Snapshot) -> None:
        self.s = s
        self.nomor: int = s.proyek["id"]
        self.selisih: list[Selisih] = []
        self.utuh = True

    def bandingkan(self, tabel: str, baris: int, kolom: str, tersimpan: object, dihitung: object) -> None:
        if tersimpan != dihitung:
            self.selisih.append(Selisih(self.nomor, tabel, baris, kolom, tersimpan, dihitung))

    def bentuk(self) -> None:
        """Living rows stand in living parents, refer to living rows, and are numbered 1, 2, 3 … among siblings."""
        s = self.s
        judul = {k.id for k in s.klasifikasi}
        pekerjaan = {p.id for p in s.pekerjaan}
        item = {h.id: h.kategori for h in s.harga_item}
        for k in s.klasifikasi:
            self._ada("klasifikasi", k.id, "induk_id", k.induk_id, judul)
        for p in s.pekerjaan:
            self._ada("pekerjaan", p.id, "klasifikasi_id", p.klasifikasi_id, judul)
        for c in s.komponen:
            self._ada("komponen", c.id, "pekerjaan_id", c.pekerjaan_id, pekerjaan)
            self._ada("komponen", c.id, "harga_item_id", c.harga_item_id, item)
            self._ada("komponen", c.id, "sub_id", c.sub_id, pekerjaan)
        tercapai = {simpul.judul.id for simpul in s.pohon()}
        for k in s.klasifikasi:
            if k.id not in tercapai:
                self._rusak("klasifikasi", k.id, "induk_id", k.induk_id, N_("Tidak terhubung ke akar pohon."))
        for saudara in s.anak().values():
            self._rapat("klasifikasi", saudara)
        isi = s.isi()
        for saudara_pekerjaan in isi.values():
            self._rapat("pekerjaan", saudara_pekerjaan)
        for k in s.klasifikasi:
            self.bandingkan("klasifikasi", k.id, "banyak", k.banyak, len(isi.get(k.id, ())))

    def _ada(self, tabel: str, baris: int, kolom: str, acuan: int | None, hidup: Collection[int]) -> None:
        if acuan is not None and acuan not in hidup:
            self._rusak(tabel, baris, kolom, acuan, N_("Mengacu ke baris yang tidak ada atau sudah dihapus."))

    def _rusak(self, tabel: str, baris: int, kolom: str, tersimpan: object, sebab: str) -> None:
        self.utuh = False
        self.selisih.append(Selisih(self.nomor, tabel, baris, kolom, tersimpan, None, sebab))

    def _rapat(self, tabel: str, saudara: Iterable[Any]) -> None:
        for urut, baris in enumerate(saudara, 1):
            self.bandingkan(tabel, baris.id, "urut", baris.urut, urut)

    def rumus(self) -> None:
        """Volumes of formulas follow from parameters and from the volumes they refer to, as these are stored."""
        nilai: dict[str, Decimal] = {p.nama: p.nilai for p in self.s.parameter}
        nilai |= {f"#{p.kunci}": p.volume for p in self.s.pekerjaan if p.volume is not None}
        for p in self.s.pekerjaan:
            acuan: frozenset[str] = frozenset()
            if p.rumus is not None:
                acuan = self._volume(p, p.rumus, nilai)
            self.bandingkan("pekerjaan", p.id, "rumus_acuan", sorted(p.rumus_acuan), sorted(acuan))

    def _volume(self, p: BarisPekerjaan, teks: str, nilai: Mapping[str, Decimal]) -> frozenset[str]:
        rumus: Rumus | None = None
        try:
            rumus = urai(teks)
            dihitung: Decimal | None = hitung_volume(rumus, nilai)
            sebab = ""
        except RumusSalah as galat:
            dihitung, sebab = None, str(galat)
        if p.volume != dihitung:
            self.selisih.append(Selisih(self.nomor, "pekerjaan", p.id, "volume", p.volume, dihitung, sebab))
        return rumus.acuan if rumus else frozenset()

    def hasil(self) -> None:
        """Every stored result is that of `calc` on the whole estimate."""
        try:
            rekap = hitung_rekap(self.s.estimasi())
        except (Siklus, TerlaluDalam) as galat:
            self._rusak("proyek", self.nomor, "jumlah", self.s.proyek["jumlah"], str(galat))
            return
        for p in self.s.pekerjaan:
            dihitung = _hasil(rekap.pekerjaan[p.id])
            for kolom in _HASIL:
                self.bandingkan("pekerjaan", p.id, kolom, getattr(p, kolom), dihitung[kolom])
        for k in self.s.klasifikasi:
            self.bandingkan("klasifikasi", k.id, "jumlah", k.jumlah, rekap.klasifikasi[k.id])
        self.bandingkan("proyek", self.nomor, "jumlah", self.s.proyek["jumlah"], rekap.total.jumlah)


def _hasil(b: BarisRekap) -> dict[str, object]:
    """The columns of a work as services.hitung stores them."""
    return {
        "tk": ke_desimal(b.biaya.tk),
        "bhn": ke_desimal(b.biaya.bhn),
        "alt": ke_desimal(b.biaya.alt),
        "lain": ke_desimal(b.biaya.lain),
        "biaya_langsung": ke_desimal(b.biaya.langsung),
        "margin": ke_desimal(b.margin),
        "hsp": b.hsp,
        "jumlah": b.jumlah,
        "kurang": sum(bit for nama, bit in BIT_KURANG.items() if nama in b.kurang),
    }


def _teks(nilai: object) -> object:
    return cetak_kanonik(nilai) if isinstance(nilai, Decimal) else nilai
