"""An SMTP server inside the test process: speaks enough of the protocol over a real socket, and can misbehave."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any, cast

SERTIFIKAT = Path(__file__).parent / "data" / "surat"


@dataclass
class Kotak:
    """What arrived, and how the server behaves.

    `jawab` replaces the answer to a command ("RCPT": "550 no such user"); "" hangs up instead. `diam`: it takes the
    connection and never says anything. `masuk`: name and password that it wants, offered after STARTTLS if it has TLS.
    """

    surat: list[EmailMessage] = field(default_factory=list)
    penerima: list[str] = field(default_factory=list)
    jawab: Mapping[str, str] = field(default_factory=dict)
    diam: bool = False
    tls: bool = False
    masuk: tuple[str, str] | None = None
    rahasia: list[bool] = field(default_factory=list)  # whether each sign-in came over TLS
    porta: int = 0

    def url(self, host: str = "127.0.0.1", skema: str = "smtp", pengguna: str = "") -> str:
        """The setting that names this server."""
        return f"{skema}://{pengguna}{host}:{self.porta}"


class _Penangan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        kotak = cast("_Server", self.server).kotak
        if kotak.diam:
            cast("_Server", self.server).selesai.wait(20)
            return
        self.aman = False
        self.kata("220 uji")
        while (baris := self.rfile.readline()) and self.perintah(kotak, baris.decode().rstrip("\r\n")):
            pass

    def finish(self) -> None:
        super().finish()
        if self.request is not self.connection:
            self.request.close()

    def kata(self, teks: str) -> None:
        self.wfile.write(teks.encode() + b"\r\n")

    def perintah(self, kotak: Kotak, baris: str) -> bool:
        nama = baris.partition(" ")[0].upper()
        if nama in kotak.jawab:
            if kotak.jawab[nama]:
                self.kata(kotak.jawab[nama])
            return bool(kotak.jawab[nama])
        if nama == "EHLO":
            tawaran = ["uji", *(["STARTTLS"] if kotak.tls and not self.aman else [])]
            tawaran += ["AUTH PLAIN"] if kotak.masuk else []
            for t in tawaran[:-1]:
                self.kata(f"250-{t}")
            self.kata(f"250 {tawaran[-1]}")
        elif nama == "STARTTLS":
            self.kata("220 mulai")
            self._amankan()
        elif nama == "AUTH":
            kotak.rahasia.append(self.aman)
            isi = base64.b64decode(baris.split(" ")[2]).decode().split("\0")
            self.kata("235 masuk" if (isi[1], isi[2]) == kotak.masuk else "535 salah")
        elif nama == "RCPT":
            kotak.penerima.append(baris.partition("<")[2].partition(">")[0])
            self.kata("250 ya")
        elif nama == "DATA":
            self.kata("354 mulai")
            self._terima(kotak)
            self.kata("250 diterima")
        elif nama == "QUIT":
            self.kata("221 sampai jumpa")
            return False
        else:
            self.kata("250 ya")
        return True

    def _amankan(self) -> None:
        konteks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        konteks.load_cert_chain(SERTIFIKAT / "sertifikat.pem", SERTIFIKAT / "kunci.pem")
        self.request = konteks.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.aman = True

    def _terima(self, kotak: Kotak) -> None:
        isi = b""
        while (baris := self.rfile.readline()) not in {b".\r\n", b""}:
            isi += baris.removeprefix(b".") if baris.startswith(b"..") else baris
        surat = BytesParser(policy=policy.default).parsebytes(isi)
        kotak.surat.append(cast("EmailMessage", surat))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, kotak: Kotak) -> None:
        super().__init__(("127.0.0.1", 0), _Penangan)
        self.kotak, self.selesai = kotak, threading.Event()
        kotak.porta = self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off is part of the tests."""


@contextmanager
def kotak_surat(**isi: Any) -> Iterator[Kotak]:
    """A server that runs for a while."""
    kotak = Kotak(**isi)
    with _Server(kotak) as server:
        utas = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        utas.start()
        try:
            yield kotak
        finally:
            server.selesai.set()
            server.shutdown()
            utas.join()


def bagian(surat: EmailMessage, jenis: str) -> str:
    """The text of a mail's plain or html part."""
    isi = surat.get_body((jenis,))
    assert isi is not None
    return str(isi.get_content()).replace("\r\n", "\n")
