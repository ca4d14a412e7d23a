"""`make` in a folder that the user may only read."""

from __future__ import annotations

import os
import shutil
import subprocess

from tests.machine import CHECKOUT, open_folder, ordinary_user


def test_a_folder_that_cannot_be_written_is_named_in_one_line() -> None:
    _account, prefix = ordinary_user()
    with open_folder() as folder:
        (folder / "tools").mkdir()
        shutil.copy(CHECKOUT / "tools" / "env.sh", folder / "tools")
        shutil.copy(CHECKOUT / "requirements.lock", folder)
        for path in (folder, folder / "tools", *folder.rglob("*")):
            path.chmod(0o555)
        try:
            hasil = subprocess.run(
                [*prefix, "sh", str(folder / "tools" / "env.sh")], capture_output=True, text=True, check=False,
                env={"PATH": os.environ["PATH"]},
            )  # fmt: skip
        finally:
            for path in (folder, folder / "tools"):
                path.chmod(0o755)
        assert hasil.returncode == 1
        (baris,) = hasil.stderr.splitlines()
        assert f"folder {folder} tidak dapat ditulis" in baris
        assert sorted(p.name for p in folder.iterdir()) == ["requirements.lock", "tools"]
