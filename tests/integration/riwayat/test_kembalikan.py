"""Changes taken back from the history: the old content, every total to the sen, and no surprise for anyone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.extensions import db as basis
from ahsp_app.models import (
    AHSPReferensi,
    Edisi,
    HargaItem,
    Klasifikasi,
    Komponen,
    KomponenReferensi,
    Parameter,
    Pekerjaan,
    Proyek,
    Riwayat,
)
from ahsp_app.services import analisa, harga, parameter, pekerjaan, pohon, proyek, volume
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.sampah import hapus_simpul
from tests.factories_lembar import SEMEN, buat_parameter, buat_pekerjaan, item
from tests.html import faults
from tests.integration.pekerjaan.meja import HX, Meja, buat_meja, roti, teks

PEKERJA = ("TK", "Pekerja", "OH", "0.75", "110000")


@pytest.fixture
def meja(db: SQLAlchemy, client: FlaskClient) -> Meja:
    """A small tree with an analysis, a formula and a parameter."""
    meja = buat_meja(client)
    buat_parameter(meja.k, "panjang", "12.5")
    p = buat_pekerjaan(meja.k, "Beton", "=panjang*2", judul=meja.simpul("DUA"), komponen=[SEMEN, PEKERJA])
    buat_pekerjaan(meja.k, "Sloof", "3,25", judul=meja.simpul("DUA"), sub=[(p, "0.5")])
    db.session.commit()
    return meja


def _p(k: Kerja, uraian: str = "Beton") -> Pekerjaan:
    return basis.session.scalars(select(Pekerjaan).where(Pekerjaan.uraian == uraian)).one()


def _komponen(k: Kerja, n: int = 0) -> Komponen:
    p = _p(k)
    pilih = select(Komponen).where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None)).order_by(Komponen.urut)
    return basis.session.scalars(pilih).all()[n]


def _param(k: Kerja) -> Parameter:
    return basis.session.scalars(select(Parameter)).one()


def _judul(k: Kerja) -> Klasifikasi:
    return basis.session.scalars(select(Klasifikasi).where(Klasifikasi.nama == "DUA")).one()


def _ubah_item(k: Kerja, **isi: Any) -> None:
    semen = item(k, "Semen Portland")
    harga.ubah_item(k, semen, semen.versi, isi)


def _terapkan_dari_buku(k: Kerja) -> None:
    """A price that a book vouched for is typed over."""
    semen = item(k, "Semen Portland")
    semen.tanggal_harga, semen.sumber_harga = date(2026, 1, 5), "Buku 2026"
    k.sesi.flush()
    _ubah_item(k, harga=Decimal("1777.5"))


PERUBAHAN: dict[str, Callable[[Kerja], Any]] = {
    "volume": lambda k: volume.ubah_volume(k, _p(k, "a"), _p(k, "a").versi, "7,5"),
    "rumus": lambda k: volume.ubah_volume(k, _p(k), _p(k).versi, "=panjang*3"),
    "rumus menjadi angka": lambda k: volume.ubah_volume(k, _p(k), _p(k).versi, "4"),
    "volume kosong": lambda k: volume.ubah_volume(k, _p(k, "Sloof"), _p(k, "Sloof").versi, ""),
    "koefisien": lambda k: analisa.ubah_koefisien(k, _komponen(k), _komponen(k).versi, Decimal("0.0123456789")),
    "sumber daya": lambda k: analisa.ubah_item_komponen(
        k, _komponen(k, 1), _komponen(k, 1).versi, uraian="Mandor", satuan="OH"
    ),
    "harga": lambda k: _ubah_item(k, harga=Decimal("1750.12345678")),
    "harga dari buku": _terapkan_dari_buku,
    "konversi": lambda k: _ubah_item(k, satuan_beli="zak", harga_beli=Decimal(68000), faktor=Decimal(50)),
    "nama sumber daya": lambda k: _ubah_item(k, uraian="Semen PCC", kode="M.23"),
    "parameter": lambda k: parameter.ubah_parameter(k, _param(k), _param(k).versi, nilai=Decimal("13.25")),
    "nama parameter": lambda k: parameter.ubah_parameter(k, _param(k), _param(k).versi, nama="lebar", satuan="cm"),
    "judul": lambda k: pohon.ubah_klasifikasi(k, _judul(k), _judul(k).versi, nomor="B.2"),
    "uraian": lambda k: pekerjaan.ubah_pekerjaan(k, _p(k, "a"), _p(k, "a").versi, {"satuan": "m2", "kode": "X.1"}),
    "margin": lambda k: pekerjaan.ubah_pekerjaan(k, _p(k), _p(k).versi, {"margin_persen": Decimal(0)}),
    "harga langsung": lambda k: pekerjaan.ubah_pekerjaan(
        k, _p(k, "b"), _p(k, "b").versi, {"harga_langsung": Decimal("2500.125")}
    ),
    "pindah": lambda k: pohon.pindah_pekerjaan(k, _p(k, "a"), _p(k, "a").versi, _judul(k).id, None),
    "pindah judul": lambda k: pohon.pindah_klasifikasi(
        k, _judul(k), _judul(k).versi, basis.session.scalars(select(Klasifikasi.id).order_by(Klasifikasi.id)).first(), 1
    ),
    "identitas": lambda k: proyek.ubah_identitas(k, k.proyek.versi, {"lokasi": "Blora", "anggaran": Decimal("5.50")}),
    "waktu": lambda k: proyek.ubah_waktu(k, k.proyek.versi, proyek.Waktu(date(2027, 1, 4), date(2027, 5, 1)), 6),
    "perhitungan": lambda k: proyek.ubah_perhitungan(
        k,
        k.proyek.versi,
        {"margin_persen": Decimal("12.5"), "bulat_hsp_mode": "bawah", "bulat_hsp_langkah": Decimal(1)},
    ),
    "penanda": lambda k: proyek.ganti_penanda_tangan(k, k.proyek.versi, [proyek.Penanda("Dibuat oleh", "Konsultan")]),
}  # fmt: skip


def _potret(meja: Meja) -> list[Any]:
    """What a project is but for versions, dates of change and the counter of codes."""
    basis.session.expire_all()
    k = meja.k
    kolom = (
        Pekerjaan.uraian, Pekerjaan.satuan, Pekerjaan.kode, Pekerjaan.volume, Pekerjaan.rumus, Pekerjaan.hsp,
        Pekerjaan.jumlah, Pekerjaan.margin_persen, Pekerjaan.harga_langsung, Pekerjaan.urut, Pekerjaan.klasifikasi_id,
        Pekerjaan.sumber,
    )  # fmt: skip
    semua: list[Any] = list(basis.session.execute(select(*kolom).order_by(Pekerjaan.id)))
    judul = select(Klasifikasi.nama, Klasifikasi.nomor, Klasifikasi.jumlah, Klasifikasi.induk_id, Klasifikasi.urut)
    semua += basis.session.execute(judul.order_by(Klasifikasi.id))
    isi = select(Komponen.pekerjaan_id, Komponen.urut, Komponen.koefisien, Komponen.harga_item_id, Komponen.sub_id)
    semua += basis.session.execute(
        isi.where(Komponen.sampah_id.is_(None)).order_by(Komponen.pekerjaan_id, Komponen.urut)
    )
    semen = basis.session.scalars(select(HargaItem).order_by(HargaItem.id)).first()
    assert semen
    semua += [(semen.uraian, semen.kode, semen.harga, semen.faktor, semen.sumber_harga, semen.tanggal_harga)]
    semua += [(_param(k).nama, _param(k).nilai, _param(k).satuan), proyek.daftar_penanda(basis.session(), meja.id)]
    p = basis.session.get_one(Proyek, meja.id)
    tetap = {"versi", "diubah", "nomor_kunci"}
    return [*semua, {c.name: getattr(p, c.name) for c in Proyek.__table__.c if c.name not in tetap}]


def _terakhir() -> Riwayat:
    entri = basis.session.scalars(select(Riwayat).order_by(Riwayat.id.desc())).first()
    assert entri
    return entri


def _kirim(meja: Meja, entri_id: int, hx: bool = False, **isi: str) -> Any:
    url = f"/proyek/{meja.id}/riwayat/{entri_id}/kembalikan"
    return meja.client.post(url, data=isi, headers=HX if hx else {})


@pytest.mark.parametrize("nama", PERUBAHAN)
def test_back_to_the_sen_and_forth_again(meja: Meja, nama: str) -> None:
    semula = _potret(meja)
    if nama == "harga dari buku":
        semen = item(meja.k, "Semen Portland")
        semen.tanggal_harga, semen.sumber_harga = date(2026, 1, 5), "Buku 2026"
        basis.session.commit()
        semula = _potret(meja)
    PERUBAHAN[nama](meja.k)
    basis.session.commit()
    sesudah, entri = _potret(meja), _terakhir()
    assert sesudah != semula
    nomor, banyak = entri.id, meja.riwayat()
    halaman = meja.client.get(f"/proyek/{meja.id}/riwayat").text
    assert f"/riwayat/{nomor}/kembalikan" in halaman
    tanya = meja.client.get(f"/proyek/{meja.id}/riwayat/{nomor}/kembalikan").text
    assert faults(tanya) == []
    assert "sudah diubah lagi" not in tanya
    hx = nama in {"volume", "harga"}
    jawab = _kirim(meja, nomor, hx=hx)
    assert jawab.status_code == (204 if hx else 303), jawab.text
    assert "Dikembalikan: " in teks(meja.client.get("/akun").text)
    meja.utuh()
    # A resource that was made for the row stays, unused.
    assert _potret(meja) == semula
    assert meja.riwayat() == banyak + 1
    # What was taken back can be taken back itself.
    assert _kirim(meja, _terakhir().id).status_code == 303
    meja.utuh()
    assert _potret(meja) == sesudah


def test_what_was_changed_again_is_shown_and_asked(meja: Meja) -> None:
    PERUBAHAN["koefisien"](meja.k)
    entri = _terakhir().id
    analisa.ubah_koefisien(meja.k, _komponen(meja.k), _komponen(meja.k).versi, Decimal("2.5"))
    basis.session.commit()
    for hx in (False, True):
        jawab = _kirim(meja, entri, hx=hx)
        tujuan = jawab.headers.get("HX-Redirect") or jawab.location
        assert tujuan == f"/proyek/{meja.id}/riwayat/{entri}/kembalikan"
    halaman = meja.client.get(tujuan).text
    assert "Isinya sudah diubah lagi sejak itu." in halaman
    assert "Koefisien 2,5 326" in teks(halaman)
    baris = _komponen(meja.k)
    assert baris.koefisien == Decimal("2.5")
    # What was seen is what is replaced: a change between asking and answering is asked about again.
    assert _kirim(meja, entri, versi=str(baris.versi - 1)).location == tujuan
    assert _kirim(meja, entri, versi=str(baris.versi)).location == f"/proyek/{meja.id}/riwayat"
    basis.session.expire_all()
    assert _komponen(meja.k).koefisien == 326
    meja.utuh()


def test_refused_with_the_reason(meja: Meja) -> None:
    PERUBAHAN["koefisien"](meja.k)
    entri = _terakhir().id
    baris = _komponen(meja.k)
    analisa.hapus_komponen(meja.k, baris, baris.versi)
    basis.session.commit()
    jawab = _kirim(meja, entri)
    assert jawab.status_code == 404
    assert "sudah dihapus" in jawab.text
    assert "sudah dihapus" in roti(_kirim(meja, entri, hx=True))[0]["teks"]
    assert "sudah dihapus" in meja.client.get(f"/proyek/{meja.id}/riwayat/{entri}/kembalikan").text
    tambah = basis.session.scalars(select(Riwayat.id).where(Riwayat.aksi == "tambah")).first() or 0
    assert "tidak bisa dikembalikan" in _kirim(meja, tambah).text
    assert _kirim(meja, 999999).status_code == 404
    meja.utuh()


def test_what_is_there_already(meja: Meja) -> None:
    PERUBAHAN["volume"](meja.k)
    entri = _terakhir().id
    assert _kirim(meja, entri).status_code == 303
    jawab = _kirim(meja, entri)
    assert jawab.status_code == 422
    assert "sudah seperti sebelum" in jawab.text


def test_archived_project_offers_nothing(meja: Meja) -> None:
    PERUBAHAN["volume"](meja.k)
    entri = _terakhir().id
    proyek.arsipkan(meja.k)
    basis.session.commit()
    assert "kembalikan\"" not in meja.client.get(f"/proyek/{meja.id}/riwayat").text.partition("<main")[2].replace(
        f'/proyek/{meja.id}/kembalikan"', ""
    )  # fmt: skip
    assert _kirim(meja, entri).status_code == 403


@pytest.fixture
def acuan(meja: Meja) -> Pekerjaan:
    """A work from the catalogue whose unit, one coefficient and rows were changed."""
    edisi = Edisi(nama="Edisi uji")
    basis.session.add(edisi)
    basis.session.flush()
    ahsp = AHSPReferensi(edisi_id=edisi.id, kode="2.1", uraian="Pasangan bata", satuan="m2")
    basis.session.add(ahsp)
    basis.session.flush()
    for n, (nama, satuan) in enumerate((("Pekerja", "OH"), ("Semen Portland", "kg")), 1):
        isi: dict[str, Any] = {"kategori": "TK" if n == 1 else "BHN", "uraian": nama, "satuan": satuan}
        basis.session.add(KomponenReferensi(ahsp_id=ahsp.id, urut=n, koefisien=Decimal(n), **isi))
    basis.session.flush()
    k = meja.k
    p = pekerjaan.tambah_dari_referensi(k, meja.simpul("DUA").id, ahsp.id)
    volume.ubah_volume(k, p, p.versi, "11,25")
    baris = basis.session.scalars(select(Komponen).where(Komponen.pekerjaan_id == p.id).order_by(Komponen.urut)).all()
    analisa.ubah_koefisien(k, baris[0], baris[0].versi, Decimal("1.234"))
    analisa.hapus_komponen(k, baris[1], baris[1].versi)
    analisa.tambah_komponen(k, p, "ALT", "Molen", "jam", Decimal("0.1"), harga=Decimal(90000))
    analisa.tambah_sub(k, p, _p(k).id, Decimal("0.01"))
    pekerjaan.ubah_pekerjaan(k, p, p.versi, {"satuan": "m3", "uraian": "Bata merah"})
    basis.session.commit()
    return p


@pytest.mark.parametrize("hx", [False, True], ids=["polos", "htmx"])
def test_the_reference_and_back(meja: Meja, acuan: Pekerjaan, hx: bool) -> None:
    semula = _potret(meja)
    url = meja.url(acuan, "referensi")
    jawab = meja.kirim(url, hx=hx, versi=str(acuan.versi))
    if hx:
        urungkan = roti(jawab)[0]["urungkan"]["url"]
    else:
        urungkan = f"/proyek/{meja.id}/riwayat/{_terakhir().id}/kembalikan"
        assert f'action="{urungkan}"' in meja.client.get(jawab.location).text
    basis.session.expire_all()
    assert (acuan.sumber, acuan.uraian) == ("referensi", "Pasangan bata")
    sesudah = _potret(meja)
    meja.utuh()
    assert meja.client.post(urungkan, headers=HX if hx else {}).status_code in {200, 204, 303}
    meja.utuh()
    assert _potret(meja) == semula
    # Twice is refused; and the other way round works as well.
    assert "sudah dikembalikan" in meja.client.post(urungkan).text
    assert _kirim(meja, _terakhir().id).status_code == 303
    meja.utuh()
    assert _bata(_potret(meja)) == _bata(sesudah)


def _bata(potret: list[Any]) -> list[Any]:
    return [baris for baris in potret if "Pasangan bata" in str(baris)]


def test_the_reference_then_changes_are_asked_about(meja: Meja, acuan: Pekerjaan) -> None:
    pekerjaan.kembalikan_ke_referensi(meja.k, acuan, acuan.versi)
    entri = _terakhir().id
    analisa.tambah_komponen(meja.k, acuan, "BHN", "Air", "liter", Decimal(3), harga=Decimal(50))
    basis.session.commit()
    tanya = _kirim(meja, entri).location
    halaman = meja.client.get(tanya).text
    assert "sudah diubah lagi" in halaman
    assert "kembali menjadi 3 baris" in halaman
    basis.session.expire_all()
    assert _kirim(meja, entri, versi=str(acuan.versi)).status_code == 303
    meja.utuh()
    isi = select(Komponen.koefisien).where(Komponen.pekerjaan_id == acuan.id, Komponen.sampah_id.is_(None))
    assert sorted(basis.session.scalars(isi)) == [Decimal("0.01"), Decimal("0.1"), Decimal("1.234")]


def test_a_nested_work_that_is_gone_is_named(meja: Meja, acuan: Pekerjaan) -> None:
    pekerjaan.kembalikan_ke_referensi(meja.k, acuan, acuan.versi)
    entri = _terakhir().id
    sloof, beton = _p(meja.k, "Sloof"), _p(meja.k)
    hapus_simpul(meja.k, sloof, sloof.versi)
    hapus_simpul(meja.k, beton, beton.versi)
    basis.session.commit()
    jawab = _kirim(meja, entri)
    assert jawab.status_code == 422
    assert "“Beton”, sudah dihapus" in jawab.text
    meja.utuh()


@pytest.mark.parametrize(("asal", "kembali"), [("analisa", "/analisa/{}"), ("", "/pekerjaan#pekerjaan-{}")])
def test_one_goes_back_to_where_one_came_from(meja: Meja, acuan: Pekerjaan, asal: str, kembali: str) -> None:
    akhir = f"/proyek/{meja.id}" + kembali.format(acuan.id)
    if asal:
        assert 'referensi?asal=analisa"' in meja.client.get(f"/proyek/{meja.id}/analisa/{acuan.id}").text
    halaman = meja.client.get(meja.url(acuan, "referensi") + (f"?asal={asal}" if asal else "")).text
    assert faults(halaman) == []
    assert f'<a class="tombol" href="{akhir}">Batal</a>' in halaman
    formulir = halaman.partition("<main")[2].partition("<form")[2].partition(">")[0]
    assert "hx-post" not in formulir
    jawab = meja.client.post(meja.url(acuan, "referensi"), data={"versi": str(acuan.versi), "asal": asal})
    assert jawab.location == akhir
    assert "kembali ke referensi" in meja.client.get(akhir.partition("#")[0]).text
