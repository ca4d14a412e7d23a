"""What documents are made with in tests."""

from __future__ import annotations

import io

from PIL import Image


def gambar_png(lebar: int = 40, tinggi: int = 30, jenis: str = "PNG") -> bytes:
    """A small picture."""
    keluar = io.BytesIO()
    Image.new("RGB", (lebar, tinggi), (10, 80, 160)).save(keluar, jenis)
    return keluar.getvalue()
