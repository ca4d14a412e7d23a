"""The folder of a worker's temporary files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ahsp_app.cli.ruang_kerja import ruang_kerja

TERBUNUH = """
import os, signal, tempfile
from ahsp_app.cli.ruang_kerja import ruang_kerja
with ruang_kerja():
    open(os.path.join(tempfile.mkdtemp(), "setengah"), "w").close()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_leftovers_of_the_killed_go_and_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    milik_lain = tmp_path / "ahsp-pekerja-tautan"
    milik_lain.symlink_to(tmp_path)
    subprocess.run([sys.executable, "-c", TERBUNUH], env={"TMPDIR": str(tmp_path)}, check=False)
    assert list(tmp_path.glob("ahsp-pekerja-*/*/setengah"))
    with ruang_kerja() as satu:
        assert set(tmp_path.iterdir()) == {milik_lain, satu}
        assert Path(tempfile.mkdtemp()).parent == satu
        with ruang_kerja() as dua:  # another worker, or the same started twice
            assert dua.parent == satu
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with ruang_kerja():
            assert satu.exists()
    assert list(tmp_path.iterdir()) == [milik_lain]
    assert tempfile.gettempdir() == str(tmp_path)
