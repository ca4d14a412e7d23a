"""The application as people meet it: gunicorn, which a test may stop, start again and slow down."""

from __future__ import annotations

import contextlib
import http.client
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

from ahsp_app.config import BATAS_BAKU
from tests.machine import free_port
from tests.servers import SECRET

START_SECONDS = 60.0
NO_SCRIPTS = b"Content-Security-Policy: sandbox allow-forms allow-same-origin\r\n"


class LiveServer:
    """One gunicorn on a port that stays the same from stop to start."""

    def __init__(self, database_url: str, redis_url: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._env = os.environ | {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": SECRET,
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "WEB_THREADS": "8",
            "LOG_LEVEL": "WARNING",
            **{f"BATAS_{name.upper()}": "100000/minute" for name in BATAS_BAKU},
            **settings,
        }

    def start(self) -> None:
        """Start and wait until pages can be had."""
        command = [sys.executable, "-m", "ahsp_app", "web", "--tanpa-periksa", "--tenggat", "1"]
        self._process = subprocess.Popen(command, env=self._env, start_new_session=True)
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the web process ended while starting"
            assert time.monotonic() < end, "the web process does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as a crash of the machine would: at once, with whatever is under way. Safe to repeat."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def ensure_running(self) -> None:
        """Start again what a test stopped."""
        if self._process is None:
            self.start()

    @contextlib.contextmanager
    def delayed(self, seconds: float) -> Iterator[Way]:
        """A second address of the same server that answers later; sign-in cookies are valid on both."""
        with contextlib.closing(Way(self.port, seconds)) as way:
            yield way

    @contextlib.contextmanager
    def without_scripts(self) -> Iterator[Way]:
        """A second address whose pages may not run scripts, in browsers that have no other switch for it."""
        with contextlib.closing(Way(self.port, header=NO_SCRIPTS)) as way:
            yield way

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Way:
    """Passes bytes on to the server, and answers back.

    Each answer comes only after `seconds`, which may be changed at any time, and with one more `header`.
    """

    def __init__(self, target: int, seconds: float = 0, header: bytes = b"") -> None:
        self.seconds = seconds
        self._target = target
        self._header = header
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._closed = threading.Event()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """Take no more connections and end those there are."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=5)

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._pass_on, args=(browser,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _pass_on(self, browser: socket.socket) -> None:
        with browser, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._target)) as server:
            asked = False
            with selectors.DefaultSelector() as both:
                both.register(browser, selectors.EVENT_READ, server)
                both.register(server, selectors.EVENT_READ, browser)
                while not self._closed.is_set():
                    for key, _ in both.select(0.1):
                        data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                        if not data:
                            return
                        if key.fileobj is browser:
                            asked = True
                        elif asked:
                            asked = False
                            self._closed.wait(self.seconds)
                            status, end, rest = data.partition(b"\r\n")
                            data = status + end + self._header + rest
                        key.data.sendall(data)
