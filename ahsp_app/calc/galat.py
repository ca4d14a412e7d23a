"""The one kind of error that carries words for people: a stable code, an Indonesian pattern, its fillings."""

from typing import Final


def N_(pola: str) -> str:  # noqa: N802 -- the name gettext tools know for "translate later"
    """Mark a message for translation without translating it here."""
    return pola


class Galat(Exception):  # noqa: N818 -- a term of this project
    """A refusal with a reason. `kode` is for programs; `pola` % `isi` is the Indonesian sentence."""

    def __init__(self, kode: str, pola: str, **isi: object) -> None:
        self.kode: Final = kode
        self.pola: Final = pola
        self.isi: Final = isi
        super().__init__(pola % isi if isi else pola)
