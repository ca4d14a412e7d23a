"""The tree as people read it: a heading, its works, its sub-headings. A page costs the same in any project.

Headings are few and are read whole. Works are many: because siblings are numbered without gaps, the place of
every row follows from the headings and their counts, and only the rows of the page are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.nomor import nomor_klasifikasi, nomor_pekerjaan

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
    """A work as shown."""

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
    kedalaman: int

    @property
    def jenis(self) -> str:
        """Tells rows apart in templates."""
        return "pekerjaan"


Baris = BarisJudul | BarisPekerjaan


@dataclass(frozen=True, slots=True)
class Kerangka:
    """All headings of a project in reading order."""

    judul: tuple[BarisJudul, ...]

    @property
    def by_id(self) -> dict[int, BarisJudul]:
        """Headings by id."""
        return {j.id: j for j in self.judul}

    @property
    def banyak(self) -> int:
        """How many works there are."""
        return sum(j.banyak for j in self.judul)


@dataclass(frozen=True, slots=True)
class HalamanPohon:
    """One page of the tree. `jejak`: the headings above its first row, outermost first."""

    baris: tuple[Baris, ...]
    halaman: int
    banyak_halaman: int
    banyak_baris: int
    jejak: tuple[BarisJudul, ...]
    kerangka: Kerangka


_JUDUL = """
    SELECT k.id, k.induk_id, k.urut, k.nomor, k.nama, k.jumlah, k.versi, coalesce(n.banyak, 0)
    FROM klasifikasi k
    LEFT JOIN (
        SELECT klasifikasi_id, count(*) AS banyak FROM pekerjaan
        WHERE proyek_id = :p AND sampah_id IS NULL {saring} GROUP BY klasifikasi_id
    ) n ON n.klasifikasi_id = k.id
    WHERE k.proyek_id = :p AND k.sampah_id IS NULL ORDER BY k.urut
"""
_KOLOM = """p.id, p.klasifikasi_id, p.urut, p.nomor, p.kunci, p.kode, p.uraian, p.satuan, p.volume, p.rumus,
    p.margin_persen, p.harga_langsung, p.sumber, p.hsp, p.jumlah, p.kurang, p.versi"""
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
    """All living headings. One statement."""
    return _kerangka(sesi, proyek_id, "", {})


def halaman_pohon(
    sesi: Session, proyek_id: int, halaman: int = 1, per: int = 50, *, cari: str = "", saring: str = ""
) -> HalamanPohon:
    """Rows `per` at a time in reading order; a page beyond the end is the last. Two statements.

    `cari` keeps works whose description or code contains all the words; `saring` keeps those in a state. Then
    only headings with such works are shown, and their subtotals stay those of the whole project.
    """
    syarat, isi = _syarat(cari, saring)
    rangka = _kerangka(sesi, proyek_id, syarat, isi)
    judul = _berisi(rangka.judul) if syarat else rangka.judul
    panjang = [1 + j.banyak for j in judul]
    banyak = sum(panjang)
    banyak_halaman = max(1, -(-banyak // per))
    halaman = max(1, min(halaman, banyak_halaman))
    awal, akhir = (halaman - 1) * per, halaman * per
    potongan: list[tuple[BarisJudul, int, int]] = []
    for j, mulai, lebar in zip(judul, accumulate(panjang, initial=0), panjang, strict=False):
        if mulai < akhir and mulai + lebar > awal:
            # Row 0 of a heading is the heading itself, row n its n-th work.
            potongan.append((j, max(awal - mulai, 0), min(akhir - mulai, lebar) - 1))
    isi_judul = (
        _muat(sesi, proyek_id, potongan, rangka)
        if not syarat
        else _cari(sesi, proyek_id, potongan, rangka, judul, awal, syarat, isi)
    )
    baris: list[Baris] = []
    for j, a, _z in potongan:
        if a == 0:
            baris.append(j)
        baris.extend(isi_judul.get(j.id, ()))
    jejak = _jejak(baris[0], rangka) if baris else ()
    return HalamanPohon(tuple(baris), halaman, banyak_halaman, banyak, jejak, rangka)


def halaman_berisi(rangka: Kerangka, klasifikasi_id: int, urut: int, per: int = 50) -> int:
    """On which page of the unfiltered tree a work stands."""
    letak = 0
    for j in rangka.judul:
        if j.id == klasifikasi_id:
            return (letak + urut) // per + 1
        letak += 1 + j.banyak
    return 1


def baris_pekerjaan(sesi: Session, proyek_id: int, ids: Collection[int]) -> list[BarisPekerjaan]:
    """Some works as shown, for the answer to a change; `kedalaman` is 0 where the page knows it already."""
    return [_pekerjaan(b, 0) for b in sesi.execute(_IDS, {"p": proyek_id, "id": list(ids)})]


def baris_judul(sesi: Session, proyek_id: int, ids: Collection[int]) -> list[BarisJudul]:
    """Some headings as shown."""
    return [j for j in kerangka(sesi, proyek_id).judul if j.id in ids]


def _kerangka(sesi: Session, proyek_id: int, saring: str, isi: dict[str, Any]) -> Kerangka:
    baris = sesi.execute(text(_JUDUL.format(saring=saring)), {"p": proyek_id, **isi}).all()
    anak: dict[int | None, list[Any]] = {}
    for b in baris:
        anak.setdefault(b[1], []).append(b)
    judul: list[BarisJudul] = []
    tumpukan = [(b, 1) for b in reversed(anak.get(None, []))]
    while tumpukan:
        (kid, induk, urut, nomor, nama, jumlah, versi, banyak), dalam = tumpukan.pop()
        sendiri = nomor is not None
        nomor = nomor or nomor_klasifikasi(dalam, urut)
        judul.append(BarisJudul(kid, induk, urut, nomor, sendiri, nama, dalam, jumlah, versi, banyak))
        tumpukan.extend((a, dalam + 1) for a in reversed(anak.get(kid, [])))
    return Kerangka(tuple(judul))


def _syarat(cari: str, saring: str) -> tuple[str, dict[str, Any]]:
    bagian, isi = [SARING.get(saring, "")], {}
    for n, kata in enumerate(cari.split()[:8]):
        bagian.append(f"AND (uraian ILIKE :kata{n} OR kode ILIKE :kata{n})")
        isi[f"kata{n}"] = "%" + kata[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return " ".join(b for b in bagian if b), isi


def _berisi(judul: Iterable[BarisJudul]) -> tuple[BarisJudul, ...]:
    """Headings that have something below them, at any depth."""
    judul = tuple(judul)
    induk = {j.id: j.induk_id for j in judul}
    simpan: set[int] = set()
    for j in judul:
        kid: int | None = j.id if j.banyak else None
        while kid is not None and kid not in simpan:
            simpan.add(kid)
            kid = induk[kid]
    return tuple(j for j in judul if j.id in simpan)


def _muat(
    sesi: Session, proyek_id: int, potongan: Sequence[tuple[BarisJudul, int, int]], rangka: Kerangka
) -> dict[int, list[BarisPekerjaan]]:
    rentang = [(j.id, max(a, 1), z) for j, a, z in potongan if z >= 1]
    if not rentang:
        return {}
    k, a, z = (list(kolom) for kolom in zip(*rentang, strict=True))
    return _kelompok(sesi.execute(_POTONG, {"p": proyek_id, "k": k, "a": a, "z": z}), rangka)


def _cari(  # noqa: PLR0913 -- the pieces of one page
    sesi: Session,
    proyek_id: int,
    potongan: Sequence[tuple[BarisJudul, int, int]],
    rangka: Kerangka,
    judul: Sequence[BarisJudul],
    awal: int,
    syarat: str,
    isi: dict[str, Any],
) -> dict[int, list[BarisPekerjaan]]:
    """As `_muat`, where places among siblings say nothing because a filter leaves gaps."""
    banyak = sum(z - max(a, 1) + 1 for _j, a, z in potongan if z >= 1)
    if not banyak:
        return {}
    lewat, letak = 0, 0
    for j in judul:
        if letak >= awal:
            break
        lewat += min(j.banyak, max(0, awal - letak - 1))
        letak += 1 + j.banyak
    sql = text(_TEMUAN.format(kolom=_KOLOM, saring=syarat))
    urutan = [j.id for j in judul]
    return _kelompok(sesi.execute(sql, {"p": proyek_id, "k": urutan, "n": banyak, "o": lewat, **isi}), rangka)


def _kelompok(baris: Iterable[Any], rangka: Kerangka) -> dict[int, list[BarisPekerjaan]]:
    dalam = {j.id: j.kedalaman + 1 for j in rangka.judul}
    hasil: dict[int, list[BarisPekerjaan]] = {}
    for b in baris:
        hasil.setdefault(b[1], []).append(_pekerjaan(b, dalam[b[1]]))
    return hasil


def _pekerjaan(b: Any, kedalaman: int) -> BarisPekerjaan:
    pid, klasifikasi_id, urut, nomor, *sisa = b
    return BarisPekerjaan(
        pid, klasifikasi_id, urut, nomor or nomor_pekerjaan(urut), nomor is not None, *sisa, kedalaman=kedalaman
    )


def _jejak(baris: Baris, rangka: Kerangka) -> tuple[BarisJudul, ...]:
    by_id = rangka.by_id
    kid = baris.induk_id if isinstance(baris, BarisJudul) else baris.klasifikasi_id
    jejak: list[BarisJudul] = []
    while kid is not None:
        jejak.append(by_id[kid])
        kid = by_id[kid].induk_id
    return tuple(reversed(jejak))
