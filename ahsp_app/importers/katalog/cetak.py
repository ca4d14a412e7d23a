"""Not read yet."""

from collections.abc import Iterator

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, Lembar, LembarDikenali
from ahsp_app.importers.katalog.hitung import Buku


def baca(lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> Iterator[AnalisaBaca]:
    """Read."""
    yield from ()
