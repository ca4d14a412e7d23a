"""Where the servers of one machine keep their data and sockets, and as whom they run.

PostgreSQL refuses to run as root, so for root the servers run as an account of their own. That account must
be able to walk to the data; when a folder on the way is closed (a home of mode 700) the data goes elsewhere.
The closed folder is never opened.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.lokal.process import Account

ACCOUNT_NAME: Final = "ahsp-lokal"
ELSEWHERE: Final = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 -- owner and kind are checked before use
SOCKET_LIMIT: Final = 103  # bytes; 107 on Linux, 103 on macOS
LONGEST_SOCKET: Final = ".s.PGSQL.5432"
PLAIN: Final = re.compile(r"[A-Za-z0-9/._-]+")  # what needs no escaping in any connection address

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one installation."""

    var: Path
    data: Path
    sockets: Path
    account: Account | None = None

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def log(self) -> Path:
        return self.data / "log"


def prepare(var: Path, say: Say = lambda _: None) -> Place:
    """Make the missing folders; `say` hears of data kept elsewhere. Raises Galat: `var` not writable."""
    var = prepare_var(var)
    if os.geteuid() != 0:
        make_folder(var / "log", 0o700)
        return Place(var=var, data=var, sockets=_socket_folder(var, None))
    data, account = _data_for_root(var, say)
    _give(data / "log", account)
    return Place(var=var, data=data, sockets=_socket_folder(data, account), account=account)


def prepare_var(var: Path) -> Path:
    """Make the installation's own folder. Raises Galat when it cannot be written."""
    var = var.absolute()
    try:
        make_folder(var, 0o711 if os.geteuid() == 0 else 0o700)
        _check_writable(var)
    except OSError as error:
        raise Galat(
            "var_tak_tertulis",
            N_("Folder %(folder)s tidak dapat ditulis (%(sebab)s); perbaiki izinnya atau ganti AHSP_VAR."),
            folder=var,
            sebab=error.strerror,
        ) from error
    return var.resolve()


def make_folder(path: Path, mode: int) -> None:
    """Create a folder with exactly this mode, whatever the umask; one that exists is left as it is."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=mode)
        path.chmod(mode)


def reachable(path: Path, account: Account) -> bool:
    """Whether the account can walk into this folder, judged by the modes of every folder on the way."""
    for folder in (path, *path.parents):
        info = folder.stat()
        if info.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif info.st_gid == account.gid:
            bit = stat.S_IXGRP
        else:
            bit = stat.S_IXOTH
        if not info.st_mode & bit:
            return False
    return True


def _check_writable(folder: Path) -> None:
    probe = folder / f".tulis-{os.getpid()}"
    probe.touch(mode=0o600)
    probe.unlink()


def _data_for_root(var: Path, say: Say) -> tuple[Path, Account]:
    """The data folder and account when we are root. A choice once made is kept in `var/tempat-data`."""
    note = var / "tempat-data"
    recorded = Path(note.read_text(encoding="utf-8").strip()) if note.exists() else None
    for folder in filter(None, (recorded, var)):
        if (owner := _owner(folder / "postgres")) is not None:
            return folder, owner
    account = _server_account()
    if recorded is None and reachable(var, account):
        return var, account
    data = recorded if recorded is not None and recorded.is_dir() else _make_elsewhere(var)
    note.write_text(f"{data}\n", encoding="utf-8")
    say(
        f"Folder {var} tertutup bagi akun {account.name} yang menjalankan PostgreSQL; "
        f"data disimpan di {data} dan izin folder Anda tidak diubah."
    )
    return data, account


def _owner(folder: Path) -> Account | None:
    """The account that data already there belongs to; none when there is no data or it is root's."""
    if not folder.is_dir() or (uid := folder.stat().st_uid) == 0:
        return None
    entry = pwd.getpwuid(uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _server_account() -> Account:
    """The account of the servers, created when it is missing; `nobody` where accounts cannot be created."""
    for name in (ACCOUNT_NAME, "nobody"):
        if name == ACCOUNT_NAME and (tool := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
            _create_account(tool)
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise Galat("akun", N_("PostgreSQL tidak boleh berjalan sebagai root, dan akun lain tidak dapat dibuat."))


def _create_account(tool: str) -> None:
    try:
        pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        command = [tool, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 -- fixed words


def _make_elsewhere(var: Path) -> Path:
    """A folder that no other installation knows: when `var` is thrown away, old data must not come back by itself."""
    name = "ahsp-" + secrets.token_hex(5)
    for parent in ELSEWHERE:
        folder = parent / name
        try:
            make_folder(folder, 0o711)
        except OSError:
            continue
        if _is_ours(folder):
            (folder / "milik").write_text(f"{var}\n", encoding="utf-8")
            return folder
    raise Galat(
        "tempat_data",
        N_("Tidak ada tempat untuk data PostgreSQL di %(calon)s; pilih folder lain dengan AHSP_VAR."),
        calon=", ".join(map(str, ELSEWHERE)),
    )


def _is_ours(folder: Path, uid: int = 0) -> bool:
    """A real folder of this owner: anyone may create a link of a foreseeable name in a shared folder."""
    info = folder.lstat()
    return stat.S_ISDIR(info.st_mode) and info.st_uid == uid


def _socket_folder(data: Path, account: Account | None) -> Path:
    """`data/run` when its name is short and plain enough for a socket, else a short one of the system's."""
    folder = data / "run"
    uid = account.uid if account else os.geteuid()
    if len(os.fsencode(folder / LONGEST_SOCKET)) > SOCKET_LIMIT or not PLAIN.fullmatch(str(folder)):
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent") if account is None else Path("/nonexistent")
        if not (base.is_dir() and PLAIN.fullmatch(str(base)) and len(os.fsencode(base)) < SOCKET_LIMIT - 40):
            base = Path("/tmp")  # noqa: S108 -- owner and kind are checked below
        folder = base / f"ahsp-{uid}-{_digest(data)}"
    if account is None:
        make_folder(folder, 0o700)
    else:
        _give(folder, account)
    if not _is_ours(folder, uid):
        raise Galat(
            "folder_soket",
            N_("Folder soket %(folder)s milik orang lain; hapus atau pindahkan dulu."),
            folder=folder,
        )
    return folder


def _give(folder: Path, account: Account) -> None:
    """A private folder of the servers' account."""
    if not folder.is_dir():
        make_folder(folder, 0o700)
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
