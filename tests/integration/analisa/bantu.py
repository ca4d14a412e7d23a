"""The analysis page as a person with a browser uses it: typing rows, changing cells, reading amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ahsp_app.extensions import db
from ahsp_app.models import Komponen, Pekerjaan, Pengguna
from ahsp_app.services.kerja import Kerja
from tests.factories import masuk
from tests.html import faults

HTMX = {"HX-Request": "true"}


def nilai(html: str, id_: str) -> str:
    """The text of an element, without tags."""
    cocok = re.search(rf'<(\w+) id="{re.escape(id_)}"[^>]*>(.*?)</\1>', html, re.DOTALL)
    assert cocok, f"#{id_} is not there"
    return unescape(re.sub(r"<[^>]+>", "", cocok[2])).strip()


def isian(html: str, id_: str) -> str:
    """The value of a field."""
    if panjang := re.search(rf'<textarea[^>]*\bid="{re.escape(id_)}"[^>]*>([^<]*)</textarea>', html):
        return unescape(panjang[1])
    cocok = re.search(rf'<input[^>]*\bid="{re.escape(id_)}"[^>]*?\bvalue="([^"]*)"', html)
    assert cocok, f"#{id_} is not there"
    return unescape(cocok[1])


@dataclass
class Layar:
    """One person in front of one analysis; `htmx` says whether there is JavaScript."""

    client: FlaskClient
    k: Kerja
    p: Pekerjaan
    htmx: bool = True
    id: int = field(init=False)
    proyek_id: int = field(init=False)

    def __post_init__(self) -> None:
        masuk(self.client, db.session.get_one(Pengguna, self.k.proyek.pemilik_id))
        self.id, self.proyek_id = self.p.id, self.k.proyek.id

    @property
    def alamat(self) -> str:
        return f"/proyek/{self.proyek_id}/analisa/{self.id}"

    def buka(self, lain: str = "") -> str:
        """The page as HTML, which must be sound."""
        halaman = self.client.get(self.alamat + lain)
        assert halaman.status_code == 200, halaman.text
        assert faults(halaman.text) == []
        return halaman.text

    def kirim(self, url: str, **isi: Any) -> TestResponse:
        """Post a form."""
        db.session.commit()
        return self.client.post(url, data=isi, headers=HTMX if self.htmx else {})

    def tambah(self, kategori: str, uraian: str, satuan: str, koefisien: str, harga: str = "") -> TestResponse:
        """Type a new row."""
        isi = {"uraian": uraian, "satuan": satuan, "koefisien": koefisien, "harga": harga}
        return self.kirim(f"{self.alamat}/komponen", kategori=kategori, **isi)

    def versi(self, komponen_id: int) -> str:
        """The version of a row as the page names it."""
        return isian(self.buka(), f"komponen-{komponen_id}-versi")

    def ubah(self, komponen_id: int, versi: str | None = None, **isi: str) -> TestResponse:
        """Save cells of a row."""
        versi = self.versi(komponen_id) if versi is None else versi
        return self.kirim(f"/proyek/{self.proyek_id}/komponen/{komponen_id}", versi=versi, **isi)

    def baris(self) -> list[Komponen]:
        """The living rows, in order."""
        db.session.commit()
        pilih = db.session.query(Komponen).filter_by(pekerjaan_id=self.id, sampah_id=None)
        return pilih.order_by(Komponen.urut).all()
