"""What stops a start, each with its sentence."""

from __future__ import annotations

import socket
import stat
import struct
import threading
from pathlib import Path

import psycopg
import pytest

from ahsp_app.calc.galat import Galat
from ahsp_app.lokal import checks
from tests import servers as test_servers
from tests.servers import Servers


def test_port_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Galat, match=rf"Porta {port} .*`ahsp up --port N`"):
            checks.check_port("127.0.0.1", port)
    checks.check_port("127.0.0.1", port)


def test_second_instance(tmp_path: Path) -> None:
    lock = checks.lock_instance(tmp_path, 4321)
    with pytest.raises(Galat, match=r"sudah berjalan .*proses 4321"):
        checks.lock_instance(tmp_path, 1)
    lock.release()
    checks.lock_instance(tmp_path, 1).release()


def test_secret_key_is_private_and_stays(tmp_path: Path) -> None:
    key = checks.secret_key(tmp_path)
    assert len(key) >= 32
    assert checks.secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["kunci-rahasia"]
    assert stat.S_IMODE((tmp_path / "kunci-rahasia").stat().st_mode) == 0o600


def test_database_that_does_not_answer() -> None:
    with pytest.raises(Galat, match="DATABASE_URL tidak dapat dihubungi") as error:
        checks.check_database("postgresql://nama:sandi-rahasia@127.0.0.1:1/ahsp")
    assert "sandi-rahasia" not in str(error.value)
    assert "\n" not in str(error.value)


def test_old_database() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = threading.Thread(target=_be_postgres, args=(listener, "14.9"))
        answering.start()
        port = listener.getsockname()[1]
        with pytest.raises(Galat, match="versi 14; dibutuhkan versi 15") as error:
            checks.check_database(f"postgresql://ahsp@127.0.0.1:{port}/ahsp?sslmode=disable&gssencmode=disable")
        answering.join()
    assert error.value.kode == "versi_postgres"


def _be_postgres(listener: socket.socket, version: str) -> None:
    """Just enough of the protocol to say which version answers."""
    client, _ = listener.accept()
    with client:
        client.recv(4096)
        values = {"server_version": version, "client_encoding": "UTF8", "standard_conforming_strings": "on"}
        answer = _message(b"R", struct.pack("!I", 0))
        for name, value in values.items():
            answer += _message(b"S", f"{name}\0{value}\0".encode())
        client.sendall(answer + _message(b"K", struct.pack("!II", 1, 1)) + _message(b"Z", b"I"))
        client.recv(4096)


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


def test_store_that_does_not_answer() -> None:
    with pytest.raises(Galat, match="REDIS_URL tidak dapat dihubungi"):
        checks.check_store("redis://127.0.0.1:1/0")
    with pytest.raises(Galat, match="REDIS_URL tidak dapat dihubungi"):
        checks.check_store("bukan-alamat")


def test_pending_and_unknown_migrations(servers: Servers) -> None:
    name = "ahsp_uji_migrasi"
    with psycopg.connect(servers.postgres, autocommit=True) as connection:
        test_servers.drop_database(servers, name)
        connection.execute(f"CREATE DATABASE {name}")
    url = test_servers.with_database(servers.postgres, name)
    pending = checks.pending_migrations(url)
    assert pending[0] == "0001"
    with pytest.raises(Galat, match=rf"tertinggal {len(pending)} langkah; jalankan `ahsp migrate`"):
        checks.refuse_pending(pending)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
        connection.execute("INSERT INTO alembic_version VALUES (%s)", (pending[-1],))
        assert not checks.pending_migrations(url)
        connection.execute("UPDATE alembic_version SET version_num = 'dari-masa-depan'")
    with pytest.raises(Galat, match="dari-masa-depan yang tidak dikenal"):
        checks.pending_migrations(url)
    test_servers.drop_database(servers, name)
