"""Where data goes, and that no folder of the user's is ever opened to others."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import psycopg
import pytest

from ahsp_app.calc.galat import Galat
from ahsp_app.lokal import binaries, place
from ahsp_app.lokal.postgres import FOR_TESTS, Postgres
from ahsp_app.lokal.process import Account
from tests.machine import ROOT


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes_above(path: Path) -> dict[Path, int]:
    return {folder: mode(folder) for folder in path.parents}


def test_var_is_private(folder: Path) -> None:
    here = place.prepare(folder / "var")
    assert here.data == here.var == folder / "var"
    assert mode(here.var) == (0o711 if ROOT else 0o700)
    assert mode(here.log) == mode(here.sockets) == 0o700


def test_var_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    with pytest.raises(Galat, match="tidak dapat ditulis") as error:
        place.prepare(tmp_path / "berkas" / "var")
    assert error.value.kode == "var_tak_tertulis"


@pytest.mark.parametrize("name", ["a" * 90, "nama dengan spasi", "koma,di,sini"])
def test_socket_names_stay_short_and_plain(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    here = place.prepare(folder / name / "var")
    try:
        assert here.sockets.parent == Path("/tmp")  # noqa: S108
        assert len(os.fsencode(here.sockets / place.LONGEST_SOCKET)) <= place.SOCKET_LIMIT
        assert mode(here.sockets) == 0o700
        assert place.prepare(folder / name / "var").sockets == here.sockets
    finally:
        here.sockets.rmdir()


def test_socket_folder_of_somebody_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    here = place.prepare(folder / ("a" * 90))
    here.sockets.rmdir()
    here.sockets.symlink_to(folder)
    try:
        with pytest.raises(Galat, match="milik orang lain"):
            place.prepare(folder / ("a" * 90))
    finally:
        here.sockets.unlink()


def test_reachable_reads_every_folder_on_the_way(folder: Path) -> None:
    stranger = Account("asing", 54321, 54321)
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    (folder / "a").chmod(0o755)
    assert place.reachable(inner, stranger)
    (folder / "a").chmod(0o700)
    assert not place.reachable(inner, stranger)
    assert place.reachable(inner, Account("kita", os.geteuid(), os.getegid()))


if ROOT:

    @pytest.fixture
    def elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = folder / "lib"
        path.mkdir(mode=0o755)
        monkeypatch.setattr(place, "ELSEWHERE", (path,))
        return path

    def test_closed_home_is_not_opened(folder: Path, elsewhere: Path) -> None:
        home = folder / "home"
        home.mkdir(mode=0o700)
        var, heard = home / "app" / "var", []
        before = {home: 0o700, **modes_above(home)}
        here = place.prepare(var, heard.append)
        assert here.data.parent == elsewhere
        assert (here.data / "milik").read_text() == f"{var}\n"
        assert len(heard) == 1
        assert str(here.data) in heard[0]
        server = Postgres(here, FOR_TESTS)
        server.open()
        server.close()
        assert {home: mode(home), **modes_above(home)} == before
        # Later the home may be open; the data stays where it is.
        home.chmod(0o755)
        again = place.prepare(var, heard.append)
        assert (again.data, len(heard)) == (here.data, 1)

    def test_programs_below_a_closed_folder_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(binaries, "_runnable", lambda *_: False)
        here = place.prepare(folder / "var")
        server = Postgres(here, FOR_TESTS)
        server.open()
        try:
            with psycopg.connect(server.url()) as connection:
                connection.execute("CREATE EXTENSION pg_trgm")
        finally:
            server.close()
        assert binaries.postgres_bin(here).is_relative_to(here.data)
        assert binaries.valkey_server(here).is_relative_to(here.data)
        assert os.access(binaries.valkey_server(here), os.X_OK)

    def test_data_of_an_ordinary_user_stays_theirs(folder: Path) -> None:
        data = folder / "var" / "postgres"
        data.mkdir(parents=True)
        os.chown(data, 65534, 65534)
        here = place.prepare(folder / "var")
        assert here.account is not None
        assert here.account.uid == 65534
