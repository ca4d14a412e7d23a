"""A project becomes its file, complete: what goes in comes out again, written canonically."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.importers.isi_proyek import FORMAT, TEKS_LAIN, TEKS_POKOK, VERSI
from ahsp_app.queries.pengaturan import pengaturan_json
from ahsp_app.queries.snapshot import BarisHarga, BarisKomponen, BarisPekerjaan, Snapshot, baca_snapshot
from ahsp_app.services.berkas.asal import KUSTOM, salinan_sendiri

Objek = dict[str, Any]


def ekspor_byte(sesi: Session, proyek_id: int) -> bytes:
    """The file itself, UTF-8. Raises NotFound."""
    return (json.dumps(ekspor_proyek(sesi, proyek_id), ensure_ascii=False, indent=1) + "\n").encode()


def ekspor_proyek(sesi: Session, proyek_id: int) -> Objek:
    """The contents of the project file (kontrak §2), of one moment. One statement. Raises NotFound."""
    s = baca_snapshot(sesi, proyek_id)
    kunci = {p.id: p.kunci for p in s.pekerjaan}
    return {
        "format": FORMAT,
        "versi": VERSI,
        "proyek": _identitas(s),
        "pengaturan": pengaturan_json(s.proyek),
        "parameter": [
            {"nama": p.nama, "nilai": cetak_kanonik(p.nilai), "label": p.label, "satuan": p.satuan} for p in s.parameter
        ],
        "harga_item": [_item(i) for i in s.harga_item],
        "klasifikasi": _klasifikasi(s, _penulis_pekerjaan(s, kunci)),
        "jadwal": [
            {
                "pekerjaan": kunci[j.pekerjaan_id],
                "minggu": j.minggu,
                "rencana_persen": _angka(j.rencana_persen),
                "realisasi_persen": _angka(j.realisasi_persen),
                "biaya_aktual": _angka(j.biaya_aktual),
            }
            for j in s.jadwal
            if j.pekerjaan_id in kunci
        ],
    }


def _identitas(s: Snapshot) -> Objek:
    p = s.proyek
    hasil: Objek = {nama: p[nama] for nama in TEKS_POKOK}
    hasil |= {nama: p[nama] for nama in ("tahun_anggaran", "tanggal_mulai", "tanggal_selesai")}
    hasil["anggaran"] = _angka(p["anggaran"])
    hasil |= {nama: p[nama] for nama in (*TEKS_LAIN, "awal_minggu") if p[nama]}
    if s.penanda_tangan:
        hasil["penanda_tangan"] = [t._asdict() for t in s.penanda_tangan]
    return hasil


def _item(i: BarisHarga) -> Objek:
    hasil: Objek = {
        "kunci": i.kunci,
        "kategori": i.kategori,
        "kode": i.kode,
        "uraian": i.uraian,
        "satuan": i.satuan,
    }
    if i.faktor is None:
        hasil["harga"] = _angka(i.harga)
    else:
        beli = {"satuan_beli": i.satuan_beli, "harga_beli": _angka(i.harga_beli), "faktor": _angka(i.faktor)}
        hasil["konversi"] = beli
    return hasil | _bila_ada(sumber_harga=i.sumber_harga, tanggal_harga=i.tanggal_harga)


def _klasifikasi(s: Snapshot, tulis: Callable[[BarisPekerjaan], Objek]) -> list[Objek]:
    """The tree, without recursion: a heading after everything below it."""
    anak = s.anak()
    jadi: dict[int, Objek] = {}
    for simpul in reversed(list(s.pohon())):
        jadi[simpul.judul.id] = {
            "nama": simpul.judul.nama,
            "nomor": simpul.judul.nomor,
            "anak": [jadi[a.id] for a in anak.get(simpul.judul.id, ())],
            "pekerjaan": [tulis(p) for p in simpul.pekerjaan],
        }
    return [jadi[k.id] for k in anak.get(None, ())]


def _penulis_pekerjaan(s: Snapshot, kunci: Mapping[int, str]) -> Callable[[BarisPekerjaan], Objek]:
    item = {i.id: i for i in s.harga_item}
    komponen: dict[int, list[BarisKomponen]] = {}
    for k in s.komponen:
        komponen.setdefault(k.pekerjaan_id, []).append(k)

    def tulis(p: BarisPekerjaan) -> Objek:
        isi = komponen.get(p.id, [])
        hasil = _langsung(p) if p.harga_langsung is not None else _analisa(p, isi, item, kunci)
        if p.referensi is not None and p.sumber != KUSTOM:
            sendiri = ((item[k.harga_item_id], k.koefisien) for k in isi if k.harga_item_id is not None)
            if p.referensi != salinan_sendiri(p.kode, p.uraian, p.satuan, sendiri):
                hasil["referensi"] = _referensi(p.referensi)
        return hasil | _bila_ada(nomor=p.nomor, catatan=p.catatan)

    return tulis


def _langsung(p: BarisPekerjaan) -> Objek:
    hasil: Objek = {"kunci": p.kunci} | _bila_ada(kode=p.kode)
    hasil |= {"uraian": p.uraian, "satuan": p.satuan, "volume": _angka(p.volume)} | _bila_ada(rumus=p.rumus)
    hasil["harga_langsung"] = _angka(p.harga_langsung)
    return hasil | _bila_ada(sumber=p.sumber if p.sumber != KUSTOM else None)


def _analisa(
    p: BarisPekerjaan, isi: Iterable[BarisKomponen], item: Mapping[int, BarisHarga], kunci: Mapping[int, str]
) -> Objek:
    return {
        "kunci": p.kunci,
        "kode": p.kode,
        "uraian": p.uraian,
        "satuan": p.satuan,
        "volume": _angka(p.volume),
        "rumus": p.rumus,
        "margin_persen": _angka(p.margin_persen),
        "sumber": p.sumber,
        "komponen": [
            ({"pekerjaan": kunci[k.sub_id]} if k.sub_id is not None else {"item": item[k.harga_item_id or 0].kunci})
            | {"koefisien": cetak_kanonik(k.koefisien)}
            for k in isi
        ],
    }


def _referensi(beku: Mapping[str, Any]) -> Objek:
    """The frozen copy in the order of the format."""
    kolom = ("kategori", "kode", "uraian", "satuan", "koefisien")
    hasil: Objek = {nama: beku[nama] for nama in ("edisi", "kode", "uraian", "satuan")}
    return hasil | {"komponen": [{nama: r[nama] for nama in kolom} for r in beku["komponen"]]}


def _bila_ada(**isi: object) -> Objek:
    """Keys that the format adds only when they say something."""
    return {nama: nilai for nama, nilai in isi.items() if nilai}


def _angka(nilai: Decimal | None) -> str | None:
    return None if nilai is None else cetak_kanonik(nilai)
