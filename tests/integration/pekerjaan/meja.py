"""A project on the desk: its owner's browser, its tree, and what must hold after every request."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ahsp_app.extensions import db
from ahsp_app.models import Klasifikasi, Pekerjaan, Pengguna, Proyek, Riwayat
from ahsp_app.queries.pohon import BarisJudul, halaman_pohon
from ahsp_app.services.kerja import Kerja
from tests.factories import masuk
from tests.factories_lembar import buat_judul, buat_pekerjaan, kerja
from tests.keutuhan import cacat

HX = {"HX-Request": "true"}
AWAL = ["I SATU", "1 a", "2 b", "3 c", "A ANAK A", "1 d", "B ANAK B", "II DUA", "1 e"]


@dataclass
class Meja:
    """One project and the browser of its owner."""

    client: FlaskClient
    k: Kerja

    @property
    def id(self) -> int:
        """The project."""
        return self.k.proyek.id

    @property
    def alamat(self) -> str:
        """The address of the page of the tree."""
        return f"/proyek/{self.id}/pekerjaan"

    def url(self, baris: Any, *sisa: str) -> str:
        """The address of a row."""
        return "/".join([f"/proyek/{self.id}/{baris.__tablename__}/{baris.id}", *sisa])

    def buka(self, query: str = "", **kepala: str) -> str:
        """The page."""
        jawab = self.client.get(self.alamat + query, headers=kepala)
        assert jawab.status_code == 200, jawab.text
        return jawab.text

    def kirim(self, url: str, hx: bool = True, di: str = "", **isi: Any) -> TestResponse:
        """Post as htmx from the page of the tree (with the query `di`), or as a plain form."""
        asal = f"http://localhost{self.alamat}{di}"
        kepala = HX | {"HX-Current-URL": asal} if hx else {"Referer": asal}
        return self.client.post(url, data=isi, headers=kepala)

    def simpul(self, nama: str) -> Any:
        """The living row of this name, as it is in the database now."""
        db.session.expire_all()
        for jenis, kolom in ((Klasifikasi, Klasifikasi.nama), (Pekerjaan, Pekerjaan.uraian)):
            pilih = select(jenis).where(jenis.proyek_id == self.id, kolom == nama, jenis.sampah_id.is_(None))
            baris = db.session.scalars(pilih).first()
            if baris is not None:
                return baris
        raise AssertionError(nama)

    def pohon(self) -> list[str]:
        """Numbers and names in reading order."""
        db.session.expire_all()
        baris = halaman_pohon(db.session(), self.id, per=1000).baris
        return [f"{b.nomor} {b.nama if isinstance(b, BarisJudul) else b.uraian}" for b in baris]

    def jumlah(self) -> Any:
        """The stored sum of the project."""
        return db.session.scalar(select(Proyek.jumlah).where(Proyek.id == self.id))

    def riwayat(self) -> int:
        """How many changes are recorded."""
        return db.session.scalar(select(func.count()).select_from(Riwayat).where(Riwayat.proyek_id == self.id)) or 0

    def utuh(self) -> None:
        """Nothing is wrong with the project."""
        db.session.expire_all()
        assert cacat(db.session(), self.id) == []


def buat_meja(client: FlaskClient, isi: bool = True) -> Meja:
    """I (a b c), I.A (d), I.B, II (e): each work is priced directly, n000.55 × n."""
    k = kerja()
    if isi:
        satu = buat_judul(k, "SATU")
        sub_a, _sub_b = buat_judul(k, "ANAK A", satu), buat_judul(k, "ANAK B", satu)
        dua = buat_judul(k, "DUA")
        for n, (nama, judul) in enumerate([("a", satu), ("b", satu), ("c", satu), ("d", sub_a), ("e", dua)], 1):
            buat_pekerjaan(k, nama, str(n), judul=judul, harga=f"{n}000.55")
    pemilik = db.session.get(Pengguna, k.proyek.pemilik_id)
    assert pemilik is not None
    masuk(client, pemilik)
    return Meja(client, k)


def roti(jawab: TestResponse) -> list[dict[str, Any]]:
    """The toasts of an htmx answer."""
    return json.loads(jawab.headers.get("HX-Trigger", "{}")).get("pesan", [])


def teks(html: str) -> str:
    """What a person reads: tags away, runs of blanks one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def isi_sel(html: str, baris: Any, kolom: str) -> str:
    """The value of a field of a row on a page."""
    sel = rf'id="{baris.__tablename__}-{baris.id}-{kolom}"'
    tag = next(t for t in re.findall(r"<(?:input|textarea)[^>]*>", html) if re.search(sel, t))
    if tag.startswith("<textarea"):
        return unescape(html.split(tag, 1)[1].split("</textarea>", maxsplit=1)[0])
    nilai = re.search(r' value="([^"]*)"', tag)
    return unescape(nilai[1]) if nilai else ""


def hasil(html: str, id_: str) -> str:
    """The text of the element with this id."""
    cocok = re.search(rf'<(span|div|p|output)[^>]* ?id="{id_}"[^>]*>(.*?)</\1>', html, flags=re.S)
    assert cocok, id_
    return teks(cocok[2])
