"""Mail over a real socket: what arrives, and what is said when the server does not take it."""

from __future__ import annotations

import socket

import pytest
from structlog.testing import capture_logs

from ahsp_app.calc.galat import Galat
from ahsp_app.services import surat as layanan
from ahsp_app.services.surat import Surat, Tukang, kirim
from tests.smtp import SERTIFIKAT, Kotak, bagian, kotak_surat

DARI = "rab@kantor.test"
ISI = Surat(
    "sari@kantor.test", "Sari, “Estimator”", "Dokumen Rapat – Jembatan Ø\nBcc: x@y.test", "Ukuran m² .\n.titik\n",
    "<p>Ukuran m²</p>", "dokumen-7",
)  # fmt: skip


def coba(kotak: Kotak, surat: Surat = ISI, **url: str) -> None:
    kirim(Tukang(kotak.url(**url), DARI), surat)


def test_arrives_whole() -> None:
    with kotak_surat() as kotak:
        coba(kotak)
    (surat,) = kotak.surat
    assert kotak.penerima == ["sari@kantor.test"]
    assert surat["Subject"] == "Dokumen Rapat – Jembatan Ø Bcc: x@y.test"
    assert surat["Bcc"] is None
    assert surat["From"].addresses[0].addr_spec == DARI
    assert surat["To"].addresses[0].addr_spec == "sari@kantor.test"
    assert surat["Message-ID"] == "<dokumen-7@kantor.test>"
    assert bagian(surat, "plain") == "Ukuran m² .\n.titik\n"
    assert bagian(surat, "html").strip() == "<p>Ukuran m²</p>"


def test_the_password_only_over_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(SERTIFIKAT / "sertifikat.pem"))
    with kotak_surat(tls=True, masuk=("rab", "s@ndi:1")) as kotak:
        coba(kotak, host="localhost", pengguna="rab:s%40ndi%3A1@")
    assert (len(kotak.surat), kotak.rahasia) == (1, [True])
    monkeypatch.setattr(layanan, "_mesin_ini", lambda _host: False)
    with kotak_surat(masuk=("rab", "sandi")) as kotak, pytest.raises(Galat, match="tidak menawarkan sambungan aman"):
        coba(kotak, pengguna="rab:sandi@")
    assert kotak.rahasia == []


def test_a_certificate_that_nobody_vouches_for() -> None:
    with kotak_surat(tls=True) as kotak, pytest.raises(Galat, match="Sambungan aman"):
        coba(kotak, host="localhost")
    assert kotak.surat == []


def test_tls_with_a_server_that_has_none() -> None:
    with kotak_surat() as kotak, pytest.raises(Galat, match="Sambungan aman"):
        coba(kotak, skema="smtps")


@pytest.mark.parametrize(
    ("perilaku", "kata"),
    [
        ({"jawab": {"RCPT": "550 no such user here"}}, "menolak penerima sari@kantor.test: no such user here"),
        ({"jawab": {"MAIL": "530 not you"}}, "menolak surat ini: not you"),
        ({"jawab": {"DATA": "554 spam"}}, "menolak surat ini: spam"),
        ({"jawab": {"EHLO": ""}}, "memutus sambungan"),
        ({"jawab": {"MAIL": ""}}, "memutus sambungan"),
        ({"diam": True}, "tidak menjawab dalam"),
    ],
)
def test_refused(monkeypatch: pytest.MonkeyPatch, perilaku: dict[str, object], kata: str) -> None:
    monkeypatch.setattr(layanan, "TENGGAT", 1.0)
    with kotak_surat(**perilaku) as kotak, pytest.raises(Galat, match=kata):
        coba(kotak)
    assert kotak.surat == []


def test_a_wrong_password() -> None:
    with kotak_surat(masuk=("rab", "benar")) as kotak, pytest.raises(Galat, match="nama pengguna atau sandinya"):
        coba(kotak, pengguna="rab:salah@")


def test_a_rude_goodbye_does_not_unsend_it() -> None:
    with kotak_surat(jawab={"QUIT": "500 apa?"}) as kotak:
        coba(kotak)
    assert len(kotak.surat) == 1


def test_nobody_there() -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        porta = s.getsockname()[1]
    with pytest.raises(Galat, match=r"127\.0\.0\.1 tidak terjangkau"):
        kirim(Tukang(f"smtp://127.0.0.1:{porta}", DARI), ISI)
    with pytest.raises(Galat, match="tidak terjangkau"):
        kirim(Tukang("smtp://tidak-ada.invalid", DARI), ISI)


@pytest.mark.parametrize("alamat", ["sari", "sari@kantor.test\nBcc: x@y.test", "sari@", "sári@kantor.test"])
def test_an_address_that_is_none(alamat: str) -> None:
    surat = Surat(alamat, "Sari", "Dokumen", "teks", "<p>teks</p>", "dokumen-7")
    with kotak_surat() as kotak, pytest.raises(Galat):
        coba(kotak, surat)
    assert kotak.surat == []


def test_without_a_server_it_is_one_line_of_the_log() -> None:
    with capture_logs() as baris:
        kirim(Tukang("", ""), ISI)
    (satu,) = baris
    assert satu["event"] == "surat"
    assert satu["kepada"] == "sari@kantor.test"
    assert "Ukuran m²" in satu["teks"]
