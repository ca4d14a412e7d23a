"""The embedded Valkey server: counters of the limits and the cache, both of which may be lost."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from typing import Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.lokal import binaries, process
from ahsp_app.lokal.place import Place

MEMORY: Final = "64mb"
SHUTDOWN: Final = ((signal.SIGTERM, 5.0),)


class Valkey:
    """One server on a socket of `place`. Nothing is written to disk, so it may end at any moment."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.socket = place.sockets / "valkey.sock"
        self.child: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        """The address in the spelling of redis-py."""
        return f"unix://{self.socket}?db={database}"

    def open(self, *, dies_with_us: bool = False) -> None:
        """Start the server; one left over from a killed run is ended first. Raises Galat when it fails."""
        self._end_leftover()
        with (self.place.log / "valkey.log").open("wb") as log:
            self.child = process.spawn(
                self._command(),
                output=log,
                account=self.place.account,
                death_signal=signal.SIGTERM if dies_with_us else None,
                cwd=self.place.sockets,
            )
        end = time.monotonic() + 15
        while not self.answers():
            if self.child.poll() is not None or time.monotonic() > end:
                text = (self.place.log / "valkey.log").read_text(encoding="utf-8", errors="replace").strip()
                self.close()
                raise Galat(
                    "valkey",
                    N_("Valkey tidak mau mulai: %(sebab)s"),
                    sebab=text.splitlines()[-1] if text else "-",
                )
            time.sleep(0.02)

    def is_alive(self) -> bool:
        """Whether the server's process runs."""
        return self.child is not None and self.child.poll() is None

    def answers(self) -> bool:
        """Whether the server takes commands."""
        with contextlib.closing(self._client()) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def close(self) -> None:
        """Stop the server. Safe to repeat."""
        if self.child is not None:
            process.stop(self.child.pid, SHUTDOWN, self.child)
            self.child = None

    def _client(self) -> redis.Redis:
        # redis-py would retry for seconds by itself; a question about life wants one answer.
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2, retry=Retry(NoBackoff(), 0))

    def _end_leftover(self) -> None:
        with contextlib.closing(self._client()) as client:
            try:
                info = client.info("server")
            except redis.RedisError:
                info = None
        if isinstance(info, dict):
            process.stop(int(info["process_id"]), SHUTDOWN)
        self.socket.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "maxmemory": MEMORY,
            # Limits and cache may be lost: when memory is short the coldest go first and no write fails.
            "maxmemory-policy": "allkeys-lru",
            "loglevel": "warning",
        }
        return [
            str(binaries.valkey_server(self.place)),
            *(part for key, value in options.items() for part in (f"--{key}", value)),
        ]
