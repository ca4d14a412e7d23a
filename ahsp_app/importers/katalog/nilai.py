"""Judgement of what was read."""

from __future__ import annotations

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, HargaBaca
from ahsp_app.importers.katalog.hitung import Hitungan


class Penilai:
    """Sees everything once (amati), then judges each (nilai)."""

    def amati(self, satu: AnalisaBaca | HargaBaca) -> None:
        """Remember what judging others needs."""

    def nilai(self, satu: AnalisaBaca | HargaBaca, hitung: Hitungan) -> None:
        """Add the problems."""
