"""A folder for the temporary files of one worker, so that what a killed worker left is found and removed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

AWALAN: Final = "ahsp-pekerja-"
_CALON: Final = "ahsp-calon-"  # not yet locked, so its name is not yet one that is swept


@contextmanager
def ruang_kerja() -> Iterator[Path]:
    """Let temporary files of this process go to a folder of its own; removes folders of workers that are gone.

    A folder belongs to whoever holds its lock, which ends with the process however that ends.
    """
    induk = Path(tempfile.gettempdir())
    _sapu(induk)
    calon = Path(tempfile.mkdtemp(prefix=_CALON, dir=induk))
    pegangan = _kunci(calon)
    folder = calon.rename(calon.with_name(AWALAN + calon.name.removeprefix(_CALON)))
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = str(induk)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(pegangan)


def _sapu(induk: Path) -> None:
    for lama in induk.glob(f"{AWALAN}*"):
        with suppress(OSError):  # in use, or not ours
            pegangan = _kunci(lama)
            try:
                shutil.rmtree(lama, ignore_errors=True)
            finally:
                os.close(pegangan)


def _kunci(folder: Path) -> int:
    """The open, locked folder. Raises OSError when someone else holds it."""
    pegangan = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(pegangan, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(pegangan)
        raise
    return pegangan
