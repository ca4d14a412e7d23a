"""The tree as people read it: a heading, its works, its sub-headings. A page costs the same in any project.

Headings are few and are read whole. Works are many: because siblings are numbered without gaps, the place of
every row follows from the headings and their counts, and only the rows of the page are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.nomor import nomor_klasifikasi, nomor_pekerjaan
from ahsp_app.calc.rumus import tampil_rumus
from ahsp_app.queries.pembaruan import USANG

Saring = Literal["", "volume", "analisa", "harga", "kurang", "ubahan"]
SARING: dict[str, str] = {
    "": "",
    "volume": "AND kurang & 1 <> 0",
    "analisa": "AND kurang & 2 <> 0",
    "harga": "AND kurang & 4 <> 0",
    "kurang": "AND kurang <> 0",
    "ubahan": "AND sumber = 'ubahan'",
}


class BarisJudul(NamedTuple):
    """A heading as shown; `banyak` counts the works directly below it (with a filter: the matching ones)."""

    id: int
    induk_id: int | None
    urut: int
    nomor: str
    nomor_sendiri: bool
    nama: str
    kedalaman: int
    jumlah: Decimal
    versi: int
    banyak: int

    @property
    def jenis(self) -> str:
        """Tells rows apart in templates."""
        return "judul"


class BarisPekerjaan(NamedTuple):
    """A work as shown; `usang`: its reference has changed in the catalogue."""

    id: int
    klasifikasi_id: int
    urut: int
    nomor: str
    nomor_sendiri: bool
    kunci: str
    kode: str | None
    uraian: str
    satuan: str
    volume: Decimal | None
    rumus: str | None
    margin_persen: Decimal | None
    harga_langsung: Decimal | None
    sumber: str
    hsp: Decimal
    jumlah: Decimal
    kurang: int
    versi: int
    usang: bool
    kedalaman: int

    @property
    def jenis(self) -> str:
        """Tells rows apart in templates."""
        return "pekerjaan"

    @property
    def rumus_tampil(self) -> str:
        """The formula as its field shows it."""
        return tampil_rumus(self.rumus)


Baris = BarisJudul | BarisPekerjaan


@dataclass(frozen=True, slots=True)
class Kerangka:
    """The headings of a project in reading order, by number only; `banyak` counts the works (the matching ones)."""

    urutan: tuple[int, ...]
    induk: dict[int, int | None]
    kedalaman: dict[int, int]
    banyak: dict[int, int]

    @property
    def banyak_pekerjaan(self) -> int:
        """How many works there are."""
        return sum(self.banyak.values())

    def leluhur(self, klasifikasi_id: int | None) -> list[int]:
        """A heading and those above it, outermost first."""
        jejak: list[int] = []
        while klasifikasi_id is not None:
            jejak.append(klasifikasi_id)
            klasifikasi_id = self.induk[klasifikasi_id]
        return jejak[::-1]


@dataclass(frozen=True, slots=True)
class HalamanPohon:
    """One page of the tree. `jejak`: the headings above its first row, outermost first; `penuh`: without the filter."""

    baris: tuple[Baris, ...]
    halaman: int
    banyak_halaman: int
    banyak_baris: int
    jejak: tuple[BarisJudul, ...]
    kerangka: Kerangka
    penuh: Kerangka


# One row of arrays: a thousand headings arrive as fast as one.
_RANGKA = text("""
    SELECT array_agg(id ORDER BY urut, id), array_agg(induk_id ORDER BY urut, id), array_agg(banyak ORDER BY urut, id)
    FROM klasifikasi WHERE proyek_id = :p AND sampah_id IS NULL
""")
_HITUNGAN = """
    SELECT klasifikasi_id, count(*) FROM pekerjaan
    WHERE proyek_id = :p AND sampah_id IS NULL {saring} GROUP BY klasifikasi_id
"""
_JUDUL = text("""
    SELECT id, induk_id, urut, nomor, nama, jumlah, versi, banyak FROM klasifikasi
    WHERE proyek_id = :p AND sampah_id IS NULL AND id = ANY(CAST(:id AS bigint[]))
""")
_SEMUA_JUDUL = text("""
    SELECT id, induk_id, urut, nomor, nama, jumlah, versi, banyak FROM klasifikasi
    WHERE proyek_id = :p AND sampah_id IS NULL
""")
_KOLOM = f"""p.id, p.klasifikasi_id, p.urut, p.nomor, p.kunci, p.kode, p.uraian, p.satuan, p.volume, p.rumus,
    p.margin_persen, p.harga_langsung, p.sumber, p.hsp, p.jumlah, p.kurang, p.versi, {USANG}"""
_POTONG = text(f"""
    SELECT {_KOLOM} FROM unnest(CAST(:k AS bigint[]), CAST(:a AS int[]), CAST(:z AS int[])) AS r(k, a, z)
    JOIN pekerjaan p ON p.klasifikasi_id = r.k AND p.urut BETWEEN r.a AND r.z
    WHERE p.proyek_id = :p AND p.sampah_id IS NULL ORDER BY p.urut
""")  # noqa: S608 -- only our own column names are put in
_IDS = text(f"""
    SELECT {_KOLOM} FROM pekerjaan p
    WHERE p.proyek_id = :p AND p.id = ANY(CAST(:id AS bigint[])) AND p.sampah_id IS NULL ORDER BY p.urut
""")  # noqa: S608
_TEMUAN = """
    SELECT {kolom} FROM unnest(CAST(:k AS bigint[])) WITH ORDINALITY AS r(k, letak)
    JOIN pekerjaan p ON p.klasifikasi_id = r.k
    WHERE p.proyek_id = :p AND p.sampah_id IS NULL {saring} ORDER BY r.letak, p.urut LIMIT :n OFFSET :o
"""


def kerangka(sesi: Session, proyek_id: int) -> Kerangka:
    """The shape of the tree. One statement."""
    ids, induk, banyak = sesi.execute(_RANGKA, {"p": proyek_id}).one()
    return _susun(ids or [], induk or [], banyak or [])


def semua_judul(sesi: Session, proyek_id: int) -> list[BarisJudul]:
    """All living headings as shown, in reading order. One statement."""
    baris = {b[0]: b for b in sesi.execute(_SEMUA_JUDUL, {"p": proyek_id})}
    menurut_urut = sorted(baris.values(), key=lambda b: (b[2], b[0]))
    rangka = _susun([b[0] for b in menurut_urut], [b[1] for b in menurut_urut], [b[7] for b in menurut_urut])
    return [_judul(baris[kid], rangka) for kid in rangka.urutan]


def halaman_pohon(
    sesi: Session, proyek_id: int, halaman: int = 1, per: int = 50, *, cari: str = "", saring: str = ""
) -> HalamanPohon:
    """Rows `per` at a time in reading order; a page beyond the end is the last. Three statements, four with a filter.

    `cari` keeps works whose description or code contains all the words; `saring` keeps those in a state. Then
    only headings with such works are shown, and their subtotals stay those of the whole project.
    """
    syarat, isi = _syarat(cari, saring)
    rangka = penuh = kerangka(sesi, proyek_id)
    if syarat:
        rangka = _saring(sesi, proyek_id, penuh, syarat, isi)
    panjang = [1 + rangka.banyak[kid] for kid in rangka.urutan]
    banyak = sum(panjang)
    banyak_halaman = max(1, -(-banyak // per))
    halaman = max(1, min(halaman, banyak_halaman))
    potongan = _potong(rangka, panjang, (halaman - 1) * per, halaman * per)
    if syarat:
        pekerjaan = _temuan(sesi, proyek_id, potongan, rangka, syarat, isi)
    else:
        pekerjaan = _muat(sesi, proyek_id, potongan, rangka)
    tampil = [kid for kid, mulai, _akhir in potongan if mulai == 0]
    atas = rangka.leluhur(potongan[0][0]) if potongan else []
    judul = _muat_judul(sesi, proyek_id, [*tampil, *atas], rangka)
    baris: list[Baris] = []
    for kid, mulai, _akhir in potongan:
        if mulai == 0:
            baris.append(judul[kid])
        baris.extend(pekerjaan.get(kid, ()))
    if atas and potongan[0][1] == 0:
        atas.pop()  # the first row is that heading itself
    jejak = tuple(judul[kid] for kid in atas)
    return HalamanPohon(tuple(baris), halaman, banyak_halaman, banyak, jejak, rangka, penuh)


def halaman_berisi(rangka: Kerangka, klasifikasi_id: int, urut: int = 0, per: int = 50) -> int:
    """On which page of the unfiltered tree a work stands (urut 0: the heading itself)."""
    letak = 0
    for kid in rangka.urutan:
        if kid == klasifikasi_id:
            return (letak + urut) // per + 1
        letak += 1 + rangka.banyak[kid]
    return 1


def baris_pekerjaan(sesi: Session, proyek_id: int, ids: Collection[int]) -> list[BarisPekerjaan]:
    """Some works as shown, for the answer to a change; `kedalaman` is 0, the page knows it already."""
    return [_pekerjaan(b, 0) for b in sesi.execute(_IDS, {"p": proyek_id, "id": list(ids)})]


def baris_judul(
    sesi: Session, proyek_id: int, ids: Collection[int], rangka: Kerangka | None = None
) -> list[BarisJudul]:
    """Some headings as shown, in reading order."""
    judul = _muat_judul(sesi, proyek_id, ids, rangka or kerangka(sesi, proyek_id))
    return list(judul.values())


def _susun(ids: Sequence[int], induk: Sequence[int | None], banyak: Sequence[int]) -> Kerangka:
    """Reading order from siblings in order."""
    anak: dict[int | None, list[int]] = {}
    for kid, atas in zip(ids, induk, strict=True):
        anak.setdefault(atas, []).append(kid)
    urutan: list[int] = []
    kedalaman: dict[int, int] = {}
    tumpukan = [(kid, 1) for kid in reversed(anak.get(None, []))]
    while tumpukan:
        kid, dalam = tumpukan.pop()
        urutan.append(kid)
        kedalaman[kid] = dalam
        if kid in anak:
            tumpukan.extend((a, dalam + 1) for a in reversed(anak[kid]))
    peta = dict(zip(ids, banyak, strict=True))
    return Kerangka(tuple(urutan), dict(zip(ids, induk, strict=True)), kedalaman, {k: peta[k] for k in urutan})


def _saring(sesi: Session, proyek_id: int, rangka: Kerangka, syarat: str, isi: dict[str, Any]) -> Kerangka:
    """The shape of what matches: headings with such works at any depth, and how many."""
    sql = text(_HITUNGAN.format(saring=syarat))
    cocok: dict[int, int] = {kid: banyak for kid, banyak in sesi.execute(sql, {"p": proyek_id, **isi})}
    simpan = {atas for kid in cocok for atas in rangka.leluhur(kid)}
    urutan = tuple(kid for kid in rangka.urutan if kid in simpan)
    return Kerangka(urutan, rangka.induk, rangka.kedalaman, {kid: cocok.get(kid, 0) for kid in urutan})


Potongan = tuple[int, int, int]


def _potong(rangka: Kerangka, panjang: Sequence[int], awal: int, akhir: int) -> list[Potongan]:
    """What of each heading is on the page: row 0 is the heading itself, row n its n-th work."""
    potongan: list[Potongan] = []
    mulai = 0
    for kid, lebar in zip(rangka.urutan, panjang, strict=True):
        if mulai >= akhir:
            break
        if mulai + lebar > awal:
            potongan.append((kid, max(awal - mulai, 0), min(akhir - mulai, lebar) - 1))
        mulai += lebar
    return potongan


def _syarat(cari: str, saring: str) -> tuple[str, dict[str, Any]]:
    bagian, isi = [SARING.get(saring, "")], {}
    for n, kata in enumerate(cari.split()[:8]):
        bagian.append(f"AND (uraian ILIKE :kata{n} OR kode ILIKE :kata{n})")
        isi[f"kata{n}"] = "%" + kata[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return " ".join(b for b in bagian if b), isi


def _muat(
    sesi: Session, proyek_id: int, potongan: Sequence[Potongan], rangka: Kerangka
) -> dict[int, list[BarisPekerjaan]]:
    rentang = [(kid, max(mulai, 1), akhir) for kid, mulai, akhir in potongan if akhir >= 1]
    if not rentang:
        return {}
    k, a, z = (list(kolom) for kolom in zip(*rentang, strict=True))
    return _kelompok(sesi.execute(_POTONG, {"p": proyek_id, "k": k, "a": a, "z": z}), rangka)


def _temuan(
    sesi: Session, proyek_id: int, potongan: Sequence[Potongan], rangka: Kerangka, syarat: str, isi: dict[str, Any]
) -> dict[int, list[BarisPekerjaan]]:
    """As `_muat`, where places among siblings say nothing because a filter leaves gaps."""
    rentang = [(kid, max(mulai, 1), akhir) for kid, mulai, akhir in potongan if akhir >= 1]
    if not rentang:
        return {}
    banyak = sum(akhir - mulai + 1 for _kid, mulai, akhir in rentang)
    sql = text(_TEMUAN.format(kolom=_KOLOM, saring=syarat))
    judul = [kid for kid, _mulai, _akhir in rentang]
    return _kelompok(
        sesi.execute(sql, {"p": proyek_id, "k": judul, "n": banyak, "o": rentang[0][1] - 1, **isi}), rangka
    )


def _muat_judul(sesi: Session, proyek_id: int, ids: Collection[int], rangka: Kerangka) -> dict[int, BarisJudul]:
    if not ids:
        return {}
    baris = {b[0]: b for b in sesi.execute(_JUDUL, {"p": proyek_id, "id": list(ids)})}
    return {kid: _judul(baris[kid], rangka) for kid in rangka.urutan if kid in baris}


def _judul(b: Any, rangka: Kerangka) -> BarisJudul:
    kid, induk, urut, nomor, nama, jumlah, versi, _banyak = b
    dalam = rangka.kedalaman[kid]
    otomatis = nomor or nomor_klasifikasi(dalam, urut)
    return BarisJudul(kid, induk, urut, otomatis, nomor is not None, nama, dalam, jumlah, versi, rangka.banyak[kid])


def _kelompok(baris: Iterable[Any], rangka: Kerangka) -> dict[int, list[BarisPekerjaan]]:
    hasil: dict[int, list[BarisPekerjaan]] = {}
    for b in baris:
        hasil.setdefault(b[1], []).append(_pekerjaan(b, rangka.kedalaman[b[1]] + 1))
    return hasil


def _pekerjaan(b: Any, kedalaman: int) -> BarisPekerjaan:
    pid, klasifikasi_id, urut, nomor, *sisa = b
    otomatis = nomor or nomor_pekerjaan(urut)
    return BarisPekerjaan._make((pid, klasifikasi_id, urut, otomatis, nomor is not None, *sisa, kedalaman))
