"""Sending mail through the SMTP server of the settings; without one it is written to the log instead."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import structlog

from ahsp_app.calc.galat import N_, Galat

TENGGAT: Final = 20.0  # seconds for each answer of the server
PORTA: Final = {"smtp": 587, "smtps": 465}
_PANJANG_JAWABAN: Final = 120


@dataclass(frozen=True, slots=True)
class Tukang:
    """Who takes mails: `url` smtp://… or smtps://… ("" writes them to the log), and the address they come from."""

    url: str
    dari: str


@dataclass(frozen=True, slots=True)
class Surat:
    """One mail. `nomor` is the same for every attempt at it, so that a mailbox can tell a repetition."""

    kepada: str
    nama: str
    subjek: str
    teks: str
    html: str
    nomor: str


def kirim(tukang: Tukang, surat: Surat) -> None:
    """Hand the mail over. Raises Galat with the reason when the server does not take it."""
    if not tukang.url:
        structlog.get_logger().warning("surat", kepada=surat.kepada, subjek=surat.subjek, teks=surat.teks)
        return
    alamat = urlsplit(tukang.url)
    with _alasan(alamat, surat):
        pesan = _susun(tukang, surat)
        server = _sambung(alamat)
        try:
            server.send_message(pesan, tukang.dari, [surat.kepada])
        finally:
            # Taken or refused is decided; how the goodbye goes changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()


def _susun(tukang: Tukang, surat: Surat) -> EmailMessage:
    pesan = EmailMessage()
    pesan["Subject"] = " ".join(surat.subjek.split())
    pesan["From"] = Address("RAB", addr_spec=tukang.dari)
    pesan["To"] = Address(" ".join(surat.nama.split()), addr_spec=surat.kepada)
    pesan["Date"] = format_datetime(localtime())
    pesan["Message-ID"] = f"<{surat.nomor}@{tukang.dari.rpartition('@')[2]}>"
    pesan["Auto-Submitted"] = "auto-generated"
    pesan.set_content(surat.teks)
    pesan.add_alternative(surat.html, subtype="html")
    return pesan


def _sambung(alamat: SplitResult) -> smtplib.SMTP:
    """A connection that is signed in. A password never travels in the clear, except within this machine."""
    host, porta = alamat.hostname or "", alamat.port or PORTA[alamat.scheme]
    if alamat.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, porta, timeout=TENGGAT, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, porta, timeout=TENGGAT)
    try:
        server.ehlo_or_helo_if_needed()
        aman = alamat.scheme == "smtps"
        if not aman and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            aman = True
        if alamat.username:
            if not aman and not _mesin_ini(host):
                raise Galat("surat", N_("Server surat %(host)s tidak menawarkan sambungan aman."), host=host)
            server.login(unquote(alamat.username), unquote(alamat.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _mesin_ini(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


@contextmanager
def _alasan(alamat: SplitResult, surat: Surat) -> Iterator[None]:
    """What libraries say went wrong, in words for people."""
    host = alamat.hostname or ""
    try:
        yield
    except smtplib.SMTPAuthenticationError:
        raise Galat("surat", N_("Server surat %(host)s menolak nama pengguna atau sandinya."), host=host) from None
    except smtplib.SMTPRecipientsRefused as galat:
        _kode, jawaban = galat.recipients[surat.kepada]
        pola = N_("Server surat menolak penerima %(kepada)s: %(jawaban)s")
        raise Galat("surat", pola, kepada=surat.kepada, jawaban=_baca(jawaban)) from None
    except smtplib.SMTPResponseException as galat:
        pola = N_("Server surat %(host)s menolak surat ini: %(jawaban)s")
        raise Galat("surat", pola, host=host, jawaban=_baca(galat.smtp_error)) from None
    except ssl.SSLError:
        raise Galat("surat", N_("Sambungan aman ke server surat %(host)s gagal."), host=host) from None
    except (TimeoutError, smtplib.SMTPServerDisconnected) as galat:
        if isinstance(galat, TimeoutError) or isinstance(galat.__context__, TimeoutError):
            pola = N_("Server surat %(host)s tidak menjawab dalam %(n)s detik.")
            raise Galat("surat", pola, host=host, n=int(TENGGAT)) from None
        raise Galat("surat", N_("Server surat %(host)s memutus sambungan."), host=host) from None
    except smtplib.SMTPException:
        raise Galat("surat", N_("Server surat %(host)s tidak bisa menerima surat ini."), host=host) from None
    except OSError:
        raise Galat("surat", N_("Server surat %(host)s tidak terjangkau."), host=host) from None
    except (MessageError, ValueError, IndexError):
        raise Galat("surat", N_("Alamat surat %(kepada)s tidak bisa dipakai."), kepada=surat.kepada) from None


def _baca(jawaban: bytes | str) -> str:
    """What a server said, fit for a log."""
    teks = jawaban.decode("utf-8", "replace") if isinstance(jawaban, bytes) else jawaban
    return " ".join(teks.split())[:_PANJANG_JAWABAN] or "?"
