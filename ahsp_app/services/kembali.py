"""Taking a change back from the history: the old content again, through the services that make such changes.

So a change taken back has its own versions, results and entry, and can itself be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import and_, or_, select

from ahsp_app.calc.angka import Konteks, cetak_isian
from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import HargaItem, Klasifikasi, Komponen, Parameter, Pekerjaan, Proyek, Riwayat
from ahsp_app.services import analisa, harga, parameter, pekerjaan, pohon, proyek, volume
from ahsp_app.services.hitung import hitung_pekerjaan
from ahsp_app.services.kerja import Kerja, cocokkan_versi, isi_json
from ahsp_app.services.referensi import tentukan_sumber

Isi = dict[str, Any]
_MODEL: Final[dict[str, Any]] = {
    m.__tablename__: m for m in (Klasifikasi, Pekerjaan, Komponen, HargaItem, Parameter, Proyek)
}
_AMBIL: Final[dict[str, Callable[[Kerja, int], Any]]] = {
    "klasifikasi": pohon.get_klasifikasi,
    "pekerjaan": pohon.get_pekerjaan,
    "komponen": analisa.get_komponen,
    "harga_item": harga.get_item,
    "parameter": parameter.get_parameter,
}
# Actions that put all rows of an analysis away and give it others.
TUKAR: Final = frozenset({"kembali", "ganti", "perbarui"})
_WAKTU: Final = frozenset({"tanggal_mulai", "tanggal_selesai", "awal_minggu"})
_TEKS_KOSONG: Final = frozenset({"kode", "nomor", "catatan"})
_TAK_BISA: Final = N_("Perubahan ini tidak bisa dikembalikan dari riwayat.")


@dataclass(frozen=True, slots=True)
class Rencana:
    """A change that can be taken back: `kini` is how its fields are now, `berubah` whether they changed since.

    `versi` is that of the row, for saying that the present content was seen.
    """

    entri: Riwayat
    baris: Any
    lama: Isi
    kini: Isi
    berubah: bool

    @property
    def versi(self) -> int:
        """The version of the row as it is now."""
        versi: int = self.baris.versi
        return versi


def bisa_kembali(aksi: str, tabel: str, lama: Mapping[str, Any] | None, baru: Mapping[str, Any] | None) -> bool:
    """Whether changes like this are taken back here; that a row is gone or an analysis was restored is told later."""
    if aksi in TUKAR:
        return tabel == "pekerjaan" and bool(lama) and "baris" in (lama or {})
    if aksi == "ubah":
        return bool(lama and baru) and (tabel in _MODEL or tabel == "penanda_tangan")
    return bool(lama and baru) and aksi in {"volume", "pindah"}


def rencanakan(k: Kerja, riwayat_id: int) -> Rencana:
    """What taking an entry back would do. Raises NotFound (no such entry, or its row is gone), Invalid."""
    entri = k.sesi.get(Riwayat, riwayat_id)
    if entri is None or entri.proyek_id != k.proyek.id:
        raise NotFound
    if not bisa_kembali(entri.aksi, entri.tabel, entri.lama, entri.baru):
        raise Invalid("tak_bisa", _TAK_BISA)
    lama, baru = dict(entri.lama or {}), dict(entri.baru or {})
    ambil = _AMBIL.get(entri.tabel)
    baris: Any = ambil(k, entri.baris_id or 0) if ambil else k.proyek
    kini = _kini(k, entri, baris, baru)
    if entri.aksi in TUKAR:
        if lama["baris"] and not analisa.banyak_komponen(k, baris, entri.id):
            raise Invalid("sudah", N_("Isi analisa ini sudah dikembalikan."))
        berubah = any(kini[x] != baru[x] for x in pekerjaan.ISI if x in baru) or _disentuh(k, entri, baris)
        return Rencana(entri, baris, lama, kini, berubah)
    rumus_sama = entri.aksi == "volume" and lama["rumus"] and lama["rumus"] == kini["rumus"]
    if rumus_sama or (entri.aksi != "pindah" and all(kini.get(kolom) == nilai for kolom, nilai in lama.items())):
        raise Invalid("sama", N_("Isinya sudah seperti sebelum perubahan ini."))
    return Rencana(entri, baris, lama, kini, _berubah(entri.aksi, kini, baru))


def kembalikan(k: Kerja, rencana: Rencana, versi: int) -> None:
    """Put the old content back; results follow. Raises Conflict for another version, Invalid with the reason."""
    cocokkan_versi(rencana.baris, versi)
    entri, baris, lama = rencana.entri, rencana.baris, rencana.lama
    if entri.aksi in TUKAR:
        _kembalikan_isi(k, baris, entri.id, _terurai(Pekerjaan, {x: lama[x] for x in pekerjaan.ISI if x in lama}))
    elif entri.aksi == "volume":
        nilai = lama["volume"]
        angka = "" if nilai is None else cetak_isian(Decimal(nilai), Konteks.VOLUME)
        volume.ubah_volume(k, baris, versi, lama["rumus"] or angka)
    elif entri.aksi == "pindah":
        _pindahkan(k, baris, versi, lama)
    elif entri.tabel == "penanda_tangan":
        proyek.ganti_penanda_tangan(k, versi, [proyek.Penanda(**satu) for satu in lama["baris"]])
    else:
        _UBAH[entri.tabel](k, baris, versi, _terurai(_MODEL[entri.tabel], lama))


def _kini(k: Kerja, entri: Riwayat, baris: Any, baru: Isi) -> Isi:
    """The fields of an entry as they are now, written as a history keeps them."""
    if entri.tabel == "penanda_tangan":
        return {"baris": [_tanpa_slot(satu) for satu in proyek.daftar_penanda(k.sesi, k.proyek.id)]}
    if entri.aksi == "pindah":
        return {"induk": pohon.induk_dari(baris), "urut": baris.urut}
    kolom = baru.keys() & set(baris.__table__.c.keys())
    return isi_json({nama: getattr(baris, nama) for nama in kolom}) or {}


def _tanpa_slot(satu: proyek.Penanda) -> Isi:
    return {nama: getattr(satu, nama) for nama in proyek.Penanda.__slots__}


def _berubah(aksi: str, kini: Isi, baru: Isi) -> bool:
    if aksi == "pindah":  # its place also moves when its siblings do
        return bool(kini["induk"] != baru["induk"])
    if aksi == "volume" and kini["rumus"] and kini["rumus"] == baru["rumus"]:
        return False  # the value follows from parameters
    return any(kini.get(kolom) != nilai for kolom, nilai in baru.items())


def _disentuh(k: Kerja, entri: Riwayat, p: Pekerjaan) -> bool:
    """Whether the analysis was changed after this entry."""
    r = Riwayat
    milik = select(Komponen.id).where(Komponen.pekerjaan_id == p.id)
    syarat = or_(
        and_(r.tabel == "komponen", r.baris_id.in_(milik)),
        and_(r.tabel == "pekerjaan", r.baris_id == p.id, r.aksi.in_(TUKAR)),
    )
    pilih = select(r.id).where(r.proyek_id == k.proyek.id, r.id > entri.id, syarat).limit(1)
    return k.sesi.scalar(pilih) is not None


def _kembalikan_isi(k: Kerja, p: Pekerjaan, entri_id: int, isi: Isi) -> None:
    if isi["harga_langsung"] is not None and p.margin_persen is not None:
        raise Invalid("margin", N_("Pekerjaan ini sekarang punya margin sendiri; harga langsung tidak diberi margin."))
    pekerjaan.tukar_isi(k, p, "ganti", isi)
    analisa.ambil_komponen(k, p, entri_id)
    tentukan_sumber(k, p)
    hitung_pekerjaan(k, [p.id])


def _pindahkan(k: Kerja, baris: pohon.Simpul, versi: int, lama: Isi) -> None:
    if isinstance(baris, Klasifikasi):
        pohon.pindah_klasifikasi(k, baris, versi, lama["induk"], lama["urut"])
    else:
        pohon.pindah_pekerjaan(k, baris, versi, lama["induk"], lama["urut"])


def _terurai(model: Any, isi: Isi) -> Isi:
    """Values of a history as the columns hold them."""
    kolom = model.__table__.c
    return {nama: _nilai(kolom[nama].type.python_type, nilai) for nama, nilai in isi.items() if nama in kolom}


def _nilai(jenis: type[Any], nilai: Any) -> Any:
    if nilai is None or jenis not in {Decimal, date}:
        return nilai
    return Decimal(nilai) if jenis is Decimal else date.fromisoformat(nilai)


def _teks(isi: Isi) -> Isi:
    """Texts that may be empty, as they are typed."""
    return {nama: "" if nilai is None and nama in _TEKS_KOSONG else nilai for nama, nilai in isi.items()}


def _ubah_klasifikasi(k: Kerja, baris: Klasifikasi, versi: int, isi: Isi) -> None:
    pohon.ubah_klasifikasi(k, baris, versi, **_teks(isi))


def _ubah_pekerjaan(k: Kerja, baris: Pekerjaan, versi: int, isi: Isi) -> None:
    pekerjaan.ubah_pekerjaan(k, baris, versi, _teks(isi))


def _ubah_komponen(k: Kerja, baris: Komponen, versi: int, isi: Isi) -> None:
    if "koefisien" in isi:
        analisa.ubah_koefisien(k, baris, versi, isi["koefisien"])
        return
    item = k.sesi.get_one(HargaItem, isi["harga_item_id"])
    analisa.ubah_item_komponen(k, baris, versi, uraian=item.uraian, satuan=item.satuan, kode=item.kode)


def _ubah_item(k: Kerja, baris: HargaItem, versi: int, isi: Isi) -> None:
    isi = {nama: nilai for nama, nilai in isi.items() if not nama.endswith("_kunci")}
    if isi.keys() & {"satuan_beli", "harga_beli", "faktor"} and "satuan_beli" not in isi:
        isi["satuan_beli"] = baris.satuan_beli
    harga.ubah_item(k, baris, versi, isi)


def _ubah_parameter(k: Kerja, baris: Parameter, versi: int, isi: Isi) -> None:
    parameter.ubah_parameter(k, baris, versi, **isi)


def _ubah_proyek(k: Kerja, p: Proyek, versi: int, isi: Isi) -> None:
    if isi.keys() <= set(proyek.IDENTITAS):
        proyek.ubah_identitas(k, versi, isi)
    elif isi.keys() <= _WAKTU:
        waktu = proyek.Waktu(isi.get("tanggal_mulai", p.tanggal_mulai), isi.get("tanggal_selesai", p.tanggal_selesai))
        proyek.ubah_waktu(k, versi, waktu, isi.get("awal_minggu", p.awal_minggu))
    elif isi.keys() <= set(proyek.PERHITUNGAN):
        proyek.ubah_perhitungan(k, versi, isi)
    elif isi.keys() == {"daftar_harga_id"}:
        proyek.ubah_daftar_harga(k, versi, isi["daftar_harga_id"])
    else:
        raise Invalid("tak_bisa", _TAK_BISA)


_UBAH: Final[dict[str, Callable[[Kerja, Any, int, Isi], None]]] = {
    "klasifikasi": _ubah_klasifikasi,
    "pekerjaan": _ubah_pekerjaan,
    "komponen": _ubah_komponen,
    "harga_item": _ubah_item,
    "parameter": _ubah_parameter,
    "proyek": _ubah_proyek,
}
