"""A PDF file as a sequence of objects that leave memory as soon as they are written.

PDF 1.7 with what PDF/A-2b asks for: embedded fonts, XMP metadata, an output intent. The same input gives the same
bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from PIL import ImageCms

PEMBUAT: Final = "ahsp-app"


def teks_pdf(teks: str) -> str:
    """A text string outside of pages (title, bookmark)."""
    return "<FEFF" + teks.encode("utf-16-be", "replace").hex().upper() + ">"


def _tercetak(teks: str) -> str:
    """Without control characters, which XML cannot carry: both kinds of metadata must say the same."""
    return "".join(h for h in teks if h.isprintable())


def _waktu_pdf(waktu: datetime) -> str:
    geser = waktu.strftime("%z")
    return waktu.strftime("D:%Y%m%d%H%M%S") + (f"{geser[:3]}'{geser[3:5]}'" if geser else "")


def _srgb() -> bytes:
    """The sRGB profile that Little CMS makes ("No copyright, use freely"), its date of making set to a fixed one."""
    isi = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return isi[:24] + bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)) + isi[36:]


class Berkas:
    """Writes objects and remembers where they are. Object numbers can be given out before the object is written."""

    def __init__(self, keluar: BinaryIO) -> None:
        self._keluar = keluar
        self._letak: list[int] = [0]
        self._posisi = 0
        self._sidik = hashlib.sha256()
        self._tulis(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _tulis(self, isi: bytes) -> None:
        self._keluar.write(isi)
        self._sidik.update(isi)
        self._posisi += len(isi)

    def baru(self) -> int:
        """A number for an object that is written later."""
        self._letak.append(0)
        return len(self._letak) - 1

    def objek(self, isi: str | bytes, nomor: int = 0) -> int:
        """Write an object; its number."""
        nomor = nomor or self.baru()
        self._letak[nomor] = self._posisi
        data = isi if isinstance(isi, bytes) else isi.encode("latin-1")
        self._tulis(b"%d 0 obj\n%b\nendobj\n" % (nomor, data))
        return nomor

    def aliran(self, isi: bytes, kamus: str = "", mampat: bool = True) -> int:
        """Write a stream; its number."""
        if mampat:
            isi = zlib.compress(isi, 6)
            kamus += "/Filter/FlateDecode"
        kepala = f"<<{kamus}/Length {len(isi)}>>\nstream\n".encode("latin-1")
        return self.objek(kepala + isi + b"\nendstream")

    def tutup(self, katalog: str, judul: str, subjek: str, bahasa: str, waktu: datetime) -> None:
        """Write the catalogue, the metadata and the table of objects. `katalog`: what the catalogue says besides."""
        judul, subjek = _tercetak(judul), _tercetak(subjek)
        xmp = self.aliran(_xmp(judul, subjek, bahasa, waktu).encode(), "/Type/Metadata/Subtype/XML", mampat=False)
        profil = self.aliran(_srgb(), "/N 3")
        niat = (
            "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
            f"/DestOutputProfile {profil} 0 R>>"
        )
        akar = self.objek(
            f"<</Type/Catalog/Lang({bahasa})/Metadata {xmp} 0 R/OutputIntents[{niat}]"
            f"/ViewerPreferences<</DisplayDocTitle true>>{katalog}>>"
        )
        info = self.objek(
            f"<</Title {teks_pdf(judul)}/Subject {teks_pdf(subjek)}/Creator({PEMBUAT})/Producer({PEMBUAT})"
            f"/CreationDate({_waktu_pdf(waktu)})/ModDate({_waktu_pdf(waktu)})>>"
        )
        tanda = self._sidik.hexdigest()[:32].upper()
        awal = self._posisi
        self._tulis(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._letak))
        self._tulis(b"".join(b"%010d 00000 n \n" % n for n in self._letak[1:]))
        self._tulis(
            f"trailer\n<</Size {len(self._letak)}/Root {akar} 0 R/Info {info} 0 R/ID[<{tanda}><{tanda}>]>>\n"
            f"startxref\n{awal}\n%%EOF\n".encode("ascii")
        )


def _xmp(judul: str, subjek: str, bahasa: str, waktu: datetime) -> str:
    def alt(teks: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(teks)}</rdf:li></rdf:Alt>'

    saat = waktu.isoformat(timespec="seconds")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format><dc:title>{alt(judul)}</dc:title><dc:description>{alt(subjek)}</dc:description>
<dc:language><rdf:Bag><rdf:li>{bahasa}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{PEMBUAT}</pdf:Producer><xmp:CreatorTool>{PEMBUAT}</xmp:CreatorTool>
<xmp:CreateDate>{saat}</xmp:CreateDate><xmp:ModifyDate>{saat}</xmp:ModifyDate>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
