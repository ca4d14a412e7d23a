"""A browser without a screen: keeps its cookie and its connection, finds cells in a page, saves them as htmx does."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from flask.testing import FlaskClient

Kepala = dict[str, str]
DIAM = 2.0  # seconds without a request after which the server may hang up (its own limit is 5)


@dataclass(frozen=True, slots=True)
class Permintaan:
    """One request: a page (no `isian`), a form, or a cell of the page `asal` that htmx saves.

    `tamu`: as someone who is not signed in.
    """

    jalur: str
    isian: Mapping[str, str] | None = None
    asal: str = ""
    tamu: bool = False


@dataclass(frozen=True, slots=True)
class Jawaban:
    """The answer; `bita` counts the body as it travels."""

    status: int
    isi: str
    bita: int
    kue: str
    detik: float


class MintaError(Exception):
    """An answer that no measurement may count."""


class Pengangkut(Protocol):
    """Carries requests to the application, over the network or in this process."""

    def kirim(self, metode: str, jalur: str, isi: bytes | None, kepala: Kepala) -> Jawaban:
        """Send one request and read the whole answer."""


class Jaringan:
    """One keep-alive connection."""

    def __init__(self, porta: int) -> None:
        self.sambungan = http.client.HTTPConnection("127.0.0.1", porta, timeout=60)
        self.terakhir = 0.0

    def kirim(self, metode: str, jalur: str, isi: bytes | None, kepala: Kepala) -> Jawaban:
        """Time counts from the request's first byte to the answer's last."""
        if time.monotonic() - self.terakhir > DIAM:
            self.sambungan.close()
            self.sambungan.connect()
        mulai = time.perf_counter()
        self.sambungan.request(metode, jalur, isi, kepala)
        jawaban = self.sambungan.getresponse()
        badan = jawaban.read()
        detik = time.perf_counter() - mulai
        self.terakhir = time.monotonic()
        if jawaban.getheader("Connection", "") == "close":
            self.terakhir = 0.0
        return _jawaban(jawaban.status, badan, jawaban.headers, detik)


class Dalam:
    """The application in this process, for counting what it does."""

    def __init__(self, klien: FlaskClient) -> None:
        self.klien = klien

    def kirim(self, metode: str, jalur: str, isi: bytes | None, kepala: Kepala) -> Jawaban:
        """As over the network, without one."""
        mulai = time.perf_counter()
        jawaban = self.klien.open(jalur, method=metode, data=isi, headers=kepala)
        return _jawaban(jawaban.status_code, jawaban.data, jawaban.headers, time.perf_counter() - mulai)


def _jawaban(status: int, badan: bytes, kepala: Mapping[str, str], detik: float) -> Jawaban:
    utuh = gzip.decompress(badan) if kepala.get("Content-Encoding") == "gzip" else badan
    kue = (kepala.get("Set-Cookie") or "").partition(";")[0]
    return Jawaban(status, utuh.decode("utf-8", "replace"), len(badan), kue, detik)


class Peramban:
    """A signed-in person."""

    def __init__(self, pengangkut: Pengangkut, kue: str = "", token: str = "") -> None:
        self.pengangkut = pengangkut
        self.kue = kue
        self.token = token

    def kirim(self, p: Permintaan) -> Jawaban:
        """Send a request. Raises MintaError unless it is answered with 200 or sent elsewhere (303)."""
        kepala = {"Accept-Encoding": "gzip"}
        if not p.tamu:
            kepala |= {"Cookie": self.kue, "X-CSRFToken": self.token}
        isi = None
        if p.asal:
            kepala |= {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1{p.asal}"}
        if p.isian is not None:
            isi = urlencode(p.isian).encode()
            kepala["Content-Type"] = "application/x-www-form-urlencoded"
        jawaban = self.pengangkut.kirim("GET" if isi is None else "POST", p.jalur, isi, kepala)
        if jawaban.status not in {200, 303}:
            raise MintaError(f"{p.jalur} {dict(p.isian or {})}: {jawaban.status} {jawaban.isi[:300]}")
        if jawaban.kue and not p.tamu:
            self.kue = jawaban.kue
        return jawaban

    def buka(self, jalur: str) -> Unsur:
        """Read a page and what is in it."""
        halaman = Unsur(self.kirim(Permintaan(jalur)).isi)
        self.token = halaman.token or self.token
        return halaman

    def masuk(self, email: str, sandi: str) -> None:
        """Sign in through the form."""
        self.buka("/masuk")
        self.kirim(Permintaan("/masuk", {"email": email, "sandi": sandi, "csrf_token": self.token}))
        self.buka("/proyek")


class Unsur(HTMLParser):
    """The fields of a page: inputs by id, and the token of its forms."""

    def __init__(self, isi: str) -> None:
        super().__init__()
        self.isian: dict[str, dict[str, str]] = {}
        self.token = ""
        self.feed(isi)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inputs, wherever they are."""
        if tag != "input":
            return
        isi = {nama: nilai or "" for nama, nilai in attrs}
        if isi.get("name") == "csrf_token":
            self.token = isi.get("value", "")
        elif isi.get("id"):
            self.isian[isi["id"]] = isi

    def sel(self, nama: str, nomor: int | None) -> dict[str, str]:
        """The first cell of this column (that saves to the row with this number). Raises MintaError."""
        for isi in self.isian.values():
            jalur = urlsplit(isi.get("hx-post", "")).path.split("/")
            if isi.get("name") == nama and len(jalur) > 3 and (nomor is None or str(nomor) in jalur[3:]):
                return isi
        raise MintaError(f"no cell {nama} of row {nomor}")


class Sel:
    """A cell on an open page, which knows the version of its row as the page does."""

    def __init__(self, peramban: Peramban, halaman: str, nama: str, nomor: int | None = None) -> None:
        unsur = peramban.buka(halaman)
        isi = unsur.sel(nama, nomor)
        self.halaman = halaman
        self.nama, self.jalur = nama, isi["hx-post"]
        self.id_versi = isi["form"].removesuffix("-form") + "-versi"
        self.versi = unsur.isian[self.id_versi]["value"]

    def simpan(self, nilai: str) -> Permintaan:
        """What the browser sends when the cell is left."""
        return Permintaan(self.jalur, {self.nama: nilai, "versi": self.versi}, asal=self.halaman)

    def dijawab(self, jawaban: Jawaban) -> None:
        """Take the row's new version from the answer. Raises MintaError when there is none: nothing was saved."""
        baru = Unsur(jawaban.isi).isian.get(self.id_versi, {}).get("value")
        if baru in {None, self.versi}:
            raise MintaError(f"{self.jalur} did not change its row")
        self.versi = str(baru)
