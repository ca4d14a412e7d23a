"""What every page of a project keeps in view: the rounded total and what is still missing."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from flask import Flask, g

from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.rekap import Ppn, Total
from ahsp_app.extensions import db
from ahsp_app.models import Proyek
from ahsp_app.queries.lengkap import Masalah, hitung_masalah
from ahsp_app.queries.total import sebut_pembulatan, total_proyek


class Ringkas:
    """The project in one line. Reads only when a template asks, so an answer shows the state after its change."""

    def __init__(self, proyek: Proyek) -> None:
        self._proyek = proyek

    @cached_property
    def total(self) -> Total:
        """The foot of the estimate."""
        return total_proyek(self._proyek)

    @property
    def dibulatkan(self) -> Decimal:
        """The total after its rounding."""
        return self.total.dibulatkan

    @cached_property
    def pembulatan(self) -> str:
        """How the total is rounded, in words."""
        p = self._proyek
        return sebut_pembulatan("total", Pembulatan(Mode(p.bulat_total_mode), p.bulat_total_langkah))

    @property
    def label_ppn(self) -> str:
        """ "PPN 11%", or with its base: "PPN 12% × DPP 11/12"."""
        p = self._proyek
        return Ppn(p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut).label()

    @cached_property
    def _masalah(self) -> Masalah:
        return hitung_masalah(db.session(), self._proyek.id)

    @property
    def belum(self) -> int:
        """How many works lack something."""
        return self._masalah.belum

    @property
    def masalah(self) -> dict[str, int]:
        """Rows that need something, by the page on which they are mended."""
        m = self._masalah
        return {"volume": m.volume, "analisa": m.analisa, "harga": m.harga}


def init_app(app: Flask) -> None:
    """Give templates `ringkas` whenever the request is about a project."""
    app.context_processor(lambda: {"ringkas": Ringkas(g.proyek)} if "proyek" in g else {})
