"""What the recapitulation shows: rows as finished text, the foot, the gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from flask import g, request, url_for

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_
from ahsp_app.calc.rekap import Ppn
from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.models import Proyek
from ahsp_app.queries.pohon import Baris, BarisJudul, halaman_pohon, semua_judul
from ahsp_app.queries.rekap import Kekurangan, list_kekurangan
from ahsp_app.queries.total import sebut_pembulatan, total_proyek
from ahsp_app.services.hitung import bulat_hsp, bulat_jumlah, bulat_total, kurangkan
from ahsp_app.web.asal import bilangan

PER: Final = 50
# Gaps of one kind that are named on the page; the rest is on the page where they are mended.
CONTOH: Final = 8
SARING: Final = {
    "": N_("Semua baris"),
    "judul": N_("Subtotal semua judul"),
    "judul1": N_("Subtotal judul utama"),
    "judul2": N_("Subtotal dua tingkat"),
    "kurang": N_("Belum lengkap"),
    "ubahan": N_("Berbeda dari referensi"),
}
SEBAB: Final = ((1, N_("volume belum diisi")), (2, N_("analisa belum ada")), (4, N_("harga belum lengkap")))


@dataclass(frozen=True, slots=True)
class Layar:
    """Page and filters."""

    halaman: int = 1
    cari: str = ""
    saring: str = ""

    def args(self, **beda: Any) -> dict[str, Any]:
        """The address: what differs from the usual."""
        baru = replace(self, **beda)
        return {nama: nilai for nama, nilai in asdict(baru).items() if nilai != getattr(Layar(), nama)}


class BarisTampil(NamedTuple):
    """One row as finished text; `alamat` opens where its amount comes from, `analisa` what its price is made of."""

    judul: bool
    id: int
    lv: int
    nomor: str
    uraian: str
    kode: str
    volume: str
    satuan: str
    hsp: str
    jumlah: str
    bobot: str
    sebab: tuple[str, ...]
    ubahan: bool
    alamat: str
    analisa: str = ""


class Kaki(NamedTuple):
    """The foot of the estimate."""

    jumlah: Decimal
    label_ppn: str
    ppn: Decimal
    total: Decimal
    cara_total: str
    dibulatkan: Decimal
    terbilang: str
    cara_hsp: str
    cara_jumlah: str
    anggaran: Decimal | None
    sisa: Decimal


def layar_kini() -> Layar:
    """Page and filters of the address; what makes no sense is the usual."""
    saring = request.args.get("saring", "")
    return Layar(
        halaman=max(1, bilangan(request.args.get("halaman"))),
        cari=rapikan(request.args.get("cari", ""))[:100],
        saring=saring if saring in SARING else "",
    )


def isi_rekap(layar: Layar) -> dict[str, Any]:
    """One page of rows and the foot, which no filter changes. Three statements, four with a filter."""
    jumlah = Fraction(g.proyek.jumlah)
    if layar.saring.startswith("judul"):
        baris, halaman, terakhir, banyak = _judul_saja(layar)
        jejak: tuple[BarisJudul, ...] = ()
    else:
        pohon = halaman_pohon(db.session(), g.proyek.id, layar.halaman, PER, cari=layar.cari, saring=layar.saring)
        baris, halaman, terakhir, banyak = pohon.baris, pohon.halaman, pohon.banyak_halaman, pohon.banyak_baris
        jejak = pohon.jejak
    return {
        "baris": _tampilkan(baris, jumlah),
        "jejak": jejak,
        "layar": replace(layar, halaman=halaman),
        "terakhir": terakhir,
        "banyak": banyak,
        "kaki": isi_kaki(g.proyek),
        "saring": SARING,
    }


def isi_kaki(p: Proyek) -> Kaki:
    """JUMLAH to terbilang, and the budget against it; no statement."""
    total = total_proyek(p)
    return Kaki(
        jumlah=total.jumlah,
        label_ppn=Ppn(p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut).label(),
        ppn=total.ppn,
        total=total.total,
        cara_total=sebut_pembulatan("total", bulat_total(p)),
        dibulatkan=total.dibulatkan,
        terbilang=total.terbilang,
        cara_hsp=sebut_pembulatan("hsp", bulat_hsp(p)),
        cara_jumlah=sebut_pembulatan("jumlah", bulat_jumlah(p)),
        anggaran=p.anggaran,
        sisa=kurangkan(p.anggaran or Decimal(0), total.dibulatkan),
    )


def isi_kurang() -> dict[str, Any]:
    """The first gaps of each kind with the address where each is mended, and how many there are. Two statements."""
    pid = g.proyek.id
    # Each is searched for by its name, so that it is on the page it leads to, and its field gets the focus.
    alamat: dict[str, Callable[[Kekurangan], str]] = {
        "harga": lambda k: url_for("harga.halaman", proyek_id=pid, cari=k.uraian[:60], _anchor=f"item-{k.id}-harga"),
        "volume": lambda k: url_for(
            "volume.halaman", proyek_id=pid, cari=k.uraian[:60], _anchor=f"pekerjaan-{k.id}-volume"
        ),
        "analisa": lambda k: url_for("analisa.halaman", proyek_id=pid, pekerjaan_id=k.id),
    }
    semua = {
        "harga": url_for("harga.halaman", proyek_id=pid, saring="kosong"),
        "volume": url_for("volume.halaman", proyek_id=pid, saring="volume"),
        "analisa": url_for("analisa.daftar", proyek_id=pid, saring="analisa"),
    }
    daftar = [(k, alamat[k.jenis](k)) for k in list_kekurangan(db.session(), pid, CONTOH)]
    return {"kekurangan": daftar, "semua": semua, "contoh": CONTOH}


def _judul_saja(layar: Layar) -> tuple[tuple[Baris, ...], int, int, int]:
    sampai = int(layar.saring.removeprefix("judul") or 1_000)
    judul = [j for j in semua_judul(db.session(), g.proyek.id) if j.kedalaman <= sampai]
    if layar.cari:
        kata = layar.cari.casefold().split()
        judul = [j for j in judul if all(k in j.nama.casefold() for k in kata)]
    terakhir = max(1, -(-len(judul) // PER))
    halaman = min(layar.halaman, terakhir)
    return tuple(judul[(halaman - 1) * PER : halaman * PER]), halaman, terakhir, len(judul)


def _tampilkan(baris: Iterable[Baris], jumlah: Fraction) -> list[BarisTampil]:
    akar = url_for("rekap.halaman", proyek_id=g.proyek.id) + "/asal"
    analisa = url_for("analisa.halaman", proyek_id=g.proyek.id, pekerjaan_id=0).removesuffix("0")
    return [
        _judul(b, jumlah, akar) if isinstance(b, BarisJudul) else _pekerjaan(b, jumlah, akar, analisa) for b in baris
    ]


def _judul(b: BarisJudul, jumlah: Fraction, akar: str) -> BarisTampil:
    return BarisTampil(
        judul=True,
        id=b.id,
        lv=min(b.kedalaman, 8),
        nomor=b.nomor,
        uraian=b.nama,
        kode="",
        volume="",
        satuan="",
        hsp="",
        jumlah=cetak_angka(b.jumlah, 2),
        bobot=_bobot(b.jumlah, jumlah),
        sebab=(),
        ubahan=False,
        alamat=f"{akar}/judul/{b.id}",
    )


def _pekerjaan(b: Any, jumlah: Fraction, akar: str, analisa: str) -> BarisTampil:
    return BarisTampil(
        judul=False,
        id=b.id,
        lv=min(b.kedalaman, 8),
        nomor=b.nomor,
        uraian=b.uraian,
        kode=b.kode or "",
        volume="" if b.volume is None else cetak_angka(b.volume),
        satuan=b.satuan,
        hsp=cetak_angka(b.hsp, 2),
        jumlah=cetak_angka(b.jumlah, 2),
        bobot=_bobot(b.jumlah, jumlah),
        sebab=tuple(kata for bit, kata in SEBAB if b.kurang & bit) if b.kurang else (),
        ubahan=b.sumber == "ubahan",
        alamat=f"{akar}/pekerjaan/{b.id}",
        analisa=f"{analisa}{b.id}",
    )


def _bobot(bagian: Decimal, jumlah: Fraction) -> str:
    return cetak_angka(Fraction(bagian) * 100 / jumlah, 2) if jumlah else "0,00"
