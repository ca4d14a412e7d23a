"""LibreOffice for tests: opens what we write, recalculates it and saves it again.

Found on PATH or named by TEST_SOFFICE; missing, it is installed from the system's packages when we are root. Where it
cannot be had the tests that need it are skipped, with the reason on standard error; TEST_KANTOR=wajib makes that a
failure. Every process has a profile of its own, so that test workers do not wait for each other.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

PAKET = ("libreoffice-calc-nogui", "libreoffice-writer-nogui", "fonts-liberation")

# Formulas are always calculated again when a file is opened (0): what a file says it contains proves nothing.
_SETELAN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def _cari() -> str | None:
    return os.environ.get("TEST_SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")


def _pasang() -> None:
    """From the system's packages, one process at a time."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with (Path(tempfile.gettempdir()) / "ahsp-tests-kantor.lock").open("w") as kunci:
        fcntl.flock(kunci, fcntl.LOCK_EX)
        if _cari():
            return
        _bilang("LibreOffice: belum ada, sedang dipasang …")
        for perintah in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PAKET]):
            subprocess.run(["apt-get", *perintah], check=False, capture_output=True, env=env, timeout=900)


def _bilang(teks: str) -> None:
    sys.__stderr__.write(teks + "\n")  # type: ignore[union-attr]
    sys.__stderr__.flush()  # type: ignore[union-attr]


@functools.cache
def program() -> str | None:
    """The program, installed when that is possible; None without one."""
    if not _cari():
        _pasang()
    if not _cari():
        _bilang("LibreOffice: tidak ada dan tidak dapat dipasang; yang memerlukannya tidak diuji.")
    return _cari()


@functools.cache
def _profil() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ahsp-kantor-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_SETELAN)
    return folder


def ubah(berkas: Path, ke: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in `folder` after opening and recalculating it.

    `ke`: an extension, with a filter after a colon where one is wanted ("xlsx", "docx", "odt", "pdf", "csv:…").
    """
    return ubah_semua([berkas], ke, folder)[0]


def ubah_semua(berkas: Sequence[Path], ke: str, folder: Path) -> list[Path]:
    """Several files at once: starting the program takes longer than a small file."""
    soffice = program()
    if soffice is None:
        alasan = "LibreOffice tidak ada dan tidak dapat dipasang"
        if os.environ.get("TEST_KANTOR") == "wajib":
            pytest.fail(alasan)
        pytest.skip(alasan)
    folder.mkdir(parents=True, exist_ok=True)
    hasil = [folder / f"{satu.stem}.{ke.partition(':')[0]}" for satu in berkas]
    for asal, tujuan in zip(berkas, hasil, strict=True):
        if tujuan.resolve() == asal.resolve():
            raise ValueError(f"{asal} would be overwritten")
    perintah = [
        soffice, f"-env:UserInstallation={_profil().as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", ke, "--outdir", str(folder), *map(str, berkas),
    ]  # fmt: skip
    selesai = subprocess.run(perintah, check=False, capture_output=True, text=True, timeout=300)
    for asal, tujuan in zip(berkas, hasil, strict=True):
        if not tujuan.exists():
            raise AssertionError(f"LibreOffice did not open {asal.name}: {selesai.stdout}{selesai.stderr}")
    return hasil
