"""Files that commands write: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from ahsp_app.calc.galat import N_, Galat

_SEBAB = {
    FileNotFoundError: N_("tidak ada"),
    PermissionError: N_("tidak diizinkan"),
    IsADirectoryError: N_("itu sebuah folder"),
}


def sebab(galat: OSError) -> str:
    """Why the system refuses, in words."""
    return _SEBAB.get(type(galat), galat.strerror or str(galat))


@contextmanager
def tulis_utuh(output: Path) -> Iterator[BinaryIO]:
    """A file beside `output` that takes its name at the end, so that an older file stays whole until it is replaced.

    Raises Galat when it cannot be written.
    """
    sementara = ""
    output = output.resolve()  # what a link points to is replaced, not the link
    if output.name == "-" or (output.exists() and not output.is_file()):
        raise Galat("output", N_("%(berkas)s bukan berkas biasa. Beri nama berkas."), berkas=output)
    try:
        pegangan, sementara = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        with os.fdopen(pegangan, "w+b") as keluar:
            yield cast(BinaryIO, keluar)
        topeng = os.umask(0)
        os.umask(topeng)
        Path(sementara).chmod(0o666 & ~topeng)
        Path(sementara).replace(output)
    except OSError as galat:
        pola = N_("Berkas %(berkas)s tidak dapat ditulis: %(sebab)s.")
        raise Galat("output", pola, berkas=output, sebab=sebab(galat)) from None
    finally:
        if sementara:
            with suppress(OSError):
                Path(sementara).unlink(missing_ok=True)
