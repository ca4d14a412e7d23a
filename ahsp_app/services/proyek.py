"""Projects: creating one, its identity, dates, rules of calculation and signatories, archive and trash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.rekap import Total
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.models import DaftarHarga, PenandaTangan, Proyek
from ahsp_app.queries.total import total_proyek
from ahsp_app.services.hitung import Dampak, hitung_semua
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi, terapkan

IDENTITAS: Final = (
    "nama", "tahun_anggaran", "sumber_dana", "lokasi", "anggaran", "pemilik", "jabatan_pemilik", "instansi_pemilik",
    "kontraktor", "instansi_kontraktor", "perencana", "instansi_perencana", "pengawas", "instansi_pengawas",
    "program", "kegiatan", "keterangan_1", "keterangan_2", "kategori", "deskripsi",
)  # fmt: skip
PERHITUNGAN: Final = (
    "margin_persen", "ppn_persen", "dpp_pembilang", "dpp_penyebut", "bulat_hsp_mode", "bulat_hsp_langkah",
    "bulat_jumlah_mode", "bulat_jumlah_langkah", "bulat_total_mode", "bulat_total_langkah",
)  # fmt: skip
# Of these the stored results depend; PPN and the rounding of the total are applied when they are shown.
MENGUBAH_HASIL: Final = frozenset(
    {"margin_persen", "bulat_hsp_mode", "bulat_hsp_langkah", "bulat_jumlah_mode", "bulat_jumlah_langkah"}
)
TAHUN_AWAL, TAHUN_AKHIR = 1900, 2200
MAKS_DURASI: Final = 36_500
MAKS_DESKRIPSI: Final = 5_000
MAKS_PENANDA: Final = 12
_SERATUS: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Waktu:
    """Start and end of a project. `durasi` counts both days; `diabaikan` is a typed duration that did not fit."""

    mulai: date
    selesai: date
    diabaikan: int | None = None

    @property
    def durasi(self) -> int:
        """Calendar days from the first to the last, both included."""
        return (self.selesai - self.mulai).days + 1


@dataclass(frozen=True, slots=True)
class Penanda:
    """One signatory as typed."""

    peran: str
    nama: str = ""
    jabatan: str = ""
    instansi: str = ""
    nip: str = ""


def sepakati_waktu(mulai: date | None, selesai: date | None, durasi: int | None, lama: Waktu | None = None) -> Waktu:
    """Make start, end and duration agree: any two decide the third.

    With `lama`, what was changed decides: a new duration moves the end. When both dates and a duration that
    does not fit them were typed the dates win, and `diabaikan` says so. Raises Invalid at the field at fault.
    """
    if durasi is not None and not 1 <= durasi <= MAKS_DURASI:
        raise Invalid("durasi", N_("Durasi antara 1 dan %(n)s hari."), kolom="durasi", n=MAKS_DURASI)
    if mulai is None:
        if selesai is None or durasi is None:
            raise Invalid("kosong", N_("Tanggal mulai belum diisi."), kolom="tanggal_mulai")
        mulai = _geser(selesai, 1 - durasi, "durasi")
    if selesai is None:
        if durasi is None:
            raise Invalid("kosong", N_("Isi tanggal selesai atau durasi."), kolom="tanggal_selesai")
        selesai = _geser(mulai, durasi - 1, "durasi")
    if lama and durasi is not None and durasi != lama.durasi and selesai == lama.selesai:
        selesai = _geser(mulai, durasi - 1, "durasi")
    for hari, kolom in ((mulai, "tanggal_mulai"), (selesai, "tanggal_selesai")):
        _periksa_tanggal(hari, kolom)
    if selesai < mulai:
        pola = N_("Tanggal selesai tidak boleh sebelum tanggal mulai.")
        raise Invalid("urutan", pola, kolom="tanggal_selesai")
    waktu = Waktu(mulai, selesai)
    diketik = durasi is not None and (lama is None or durasi != lama.durasi)
    return Waktu(mulai, selesai, durasi) if diketik and durasi != waktu.durasi else waktu


def akhir_baku(mulai: date) -> date:
    """The end of a project of which only the start is known: the end of that year, or a year later on its last day."""
    akhir = date(mulai.year, 12, 31)
    return akhir if akhir > mulai else mulai + timedelta(days=365)


def buat_proyek(
    sesi: Session, pemilik_id: int, *, nama: str, tanggal_mulai: date, tanggal_selesai: date, **lain: Any
) -> Proyek:
    """Create a project with the default settings; `lain` gives any other column of the identity or the settings.

    `tahun_anggaran` is the year of the start when it is not given. Raises Invalid at the field at fault.
    """
    waktu = sepakati_waktu(tanggal_mulai, tanggal_selesai, None)
    isi: dict[str, Any] = {"nama": nama, "tahun_anggaran": tanggal_mulai.year} | lain
    isi = {kolom: nilai for kolom, nilai in isi.items() if nilai is not None}
    _periksa_identitas({kolom: nilai for kolom, nilai in isi.items() if kolom in IDENTITAS})
    _periksa_perhitungan({kolom: nilai for kolom, nilai in isi.items() if kolom in PERHITUNGAN})
    _periksa_daftar_harga(sesi, isi.get("daftar_harga_id"))
    proyek = Proyek(pemilik_id=pemilik_id, tanggal_mulai=waktu.mulai, tanggal_selesai=waktu.selesai, **_rapi(isi))
    sesi.add(proyek)
    sesi.flush()
    # What the database filled in is read now, while the row is ours.
    sesi.refresh(proyek)
    catat(Kerja(sesi, proyek, pemilik_id), "tambah", "proyek", proyek.id, None, {"nama": proyek.nama}, proyek.nama)
    sesi.flush()
    return proyek


def ubah_identitas(k: Kerja, versi: int, data: Mapping[str, Any]) -> bool:
    """Change names, places, parties, budget (rupiah, or None: not told). False when nothing differs.

    Raises Conflict, or Invalid at the field at fault.
    """
    cocokkan_versi(k.proyek, versi)
    isi = _rapi({kolom: data[kolom] for kolom in IDENTITAS if kolom in data})
    _periksa_identitas(isi)
    return _ubah(k, isi)


def ubah_waktu(k: Kerja, versi: int, waktu: Waktu, awal_minggu: int) -> bool:
    """Change start, end and the first day of the week (0 = Monday). Raises Conflict or Invalid."""
    cocokkan_versi(k.proyek, versi)
    if not 0 <= awal_minggu <= 6:
        raise Invalid("awal_minggu", N_("Pilih hari awal minggu."), kolom="awal_minggu")
    waktu = sepakati_waktu(waktu.mulai, waktu.selesai, None)
    isi = {"tanggal_mulai": waktu.mulai, "tanggal_selesai": waktu.selesai, "awal_minggu": awal_minggu}
    return _ubah(k, isi)


def ubah_perhitungan(k: Kerja, versi: int, data: Mapping[str, Any]) -> Dampak | None:
    """Change margin, PPN or rounding, and every stored result that follows. None when nothing differs.

    Percentages in per cent, steps in rupiah. Raises Conflict, or Invalid at the field at fault.
    """
    cocokkan_versi(k.proyek, versi)
    isi = {kolom: data[kolom] for kolom in PERHITUNGAN if kolom in data}
    _periksa_perhitungan(isi)
    lama = {kolom: getattr(k.proyek, kolom) for kolom in MENGUBAH_HASIL}
    if not _ubah(k, isi):
        return None
    if any(getattr(k.proyek, kolom) != nilai for kolom, nilai in lama.items()):
        return hitung_semua(k)
    return Dampak(k.proyek.jumlah, k.proyek.jumlah)


def coba_perhitungan(k: Kerja, data: Mapping[str, Any]) -> tuple[Total, Total]:
    """The total now, and as it would be with these settings; nothing is kept. Raises Invalid."""
    kini = total_proyek(k.proyek)
    with k.sesi.begin_nested() as titik:
        ubah_perhitungan(k, k.proyek.versi, data)
        nanti = total_proyek(k.proyek)
        titik.rollback()
    return kini, nanti


def ubah_daftar_harga(k: Kerja, versi: int, daftar_harga_id: int | None) -> bool:
    """Choose the list that new resources take their first price from; None leaves them to be filled in."""
    cocokkan_versi(k.proyek, versi)
    _periksa_daftar_harga(k.sesi, daftar_harga_id)
    return _ubah(k, {"daftar_harga_id": daftar_harga_id})


def ganti_penanda_tangan(k: Kerja, versi: int, baris: Sequence[Penanda]) -> bool:
    """Replace all signatories, in the order given. False when nothing differs. Raises Conflict or Invalid."""
    cocokkan_versi(k.proyek, versi)
    baru = [Penanda(**{kolom: rapikan(nilai) for kolom, nilai in asdict(satu).items()}) for satu in baris]
    _periksa_penanda(baru)
    lama = daftar_penanda(k.sesi, k.proyek.id)
    if lama == baru:
        return False
    k.sesi.execute(delete(PenandaTangan).where(PenandaTangan.proyek_id == k.proyek.id))
    k.sesi.add_all(PenandaTangan(proyek_id=k.proyek.id, urut=urut, **asdict(satu)) for urut, satu in enumerate(baru, 1))
    k.proyek.versi += 1
    catat(
        k,
        "ubah",
        "penanda_tangan",
        k.proyek.id,
        {"baris": [asdict(satu) for satu in lama]},
        {"baris": [asdict(satu) for satu in baru]},
        k.proyek.nama,
    )
    k.sesi.flush()
    return True


def daftar_penanda(sesi: Session, proyek_id: int) -> list[Penanda]:
    """The signatories of a project in their order."""
    p = PenandaTangan
    pilih = select(p.peran, p.nama, p.jabatan, p.instansi, p.nip).where(p.proyek_id == proyek_id).order_by(p.urut)
    return [Penanda(*baris) for baris in sesi.execute(pilih)]


def arsipkan(k: Kerja) -> bool:
    """Put a project away: it can be read but not written. False when it already is."""
    return k.proyek.diarsipkan is None and _ubah(k, {"diarsipkan": datetime.now(UTC)}, "arsipkan")


def batal_arsip(k: Kerja) -> bool:
    """Bring a project back from the archive. False when it is not there."""
    return _ubah(k, {"diarsipkan": None}, "kembalikan")


def buang(k: Kerja) -> bool:
    """Put a project into the trash, whole. False when it already is."""
    return k.proyek.dihapus is None and _ubah(k, {"dihapus": datetime.now(UTC)}, "hapus")


def pulihkan(k: Kerja) -> bool:
    """Bring a project back from the trash, to where it was. False when it is not there."""
    return _ubah(k, {"dihapus": None}, "pulihkan")


def maks_panjang(kolom: str, tabel: type[Any] = Proyek) -> int:
    """How many characters a column of text holds."""
    jenis = tabel.__table__.c[kolom].type
    return jenis.length if isinstance(jenis, String) and jenis.length else MAKS_DESKRIPSI


def rapikan_baris(teks: str) -> str:
    """Several lines, each tidied; no blank lines at the ends."""
    return "\n".join(rapikan(baris) for baris in teks.splitlines()).strip("\n")


def _ubah(k: Kerja, isi: Mapping[str, Any], aksi: str = "ubah") -> bool:
    berubah = terapkan(k, k.proyek, isi, aksi, k.proyek.nama)
    k.sesi.flush()
    return berubah


def _rapi(isi: Mapping[str, Any]) -> dict[str, Any]:
    """Texts tidied; the description keeps its lines."""
    return {
        kolom: (rapikan_baris(nilai) if kolom == "deskripsi" else rapikan(nilai)) if isinstance(nilai, str) else nilai
        for kolom, nilai in isi.items()
    }


def _periksa_identitas(isi: Mapping[str, Any]) -> None:
    if "nama" in isi and len(rapikan(isi["nama"])) < 3:
        raise Invalid("pendek", N_("Nama proyek sedikitnya 3 karakter."), kolom="nama")
    for kolom, nilai in isi.items():
        if isinstance(nilai, str) and len(nilai) > (maks := maks_panjang(kolom)):
            raise Invalid("panjang", N_("Paling banyak %(n)s karakter."), kolom=kolom, n=maks)
    if not TAHUN_AWAL <= isi.get("tahun_anggaran", TAHUN_AWAL) <= TAHUN_AKHIR:
        pola = N_("Tahun anggaran antara %(a)s dan %(b)s.")
        raise Invalid("tahun", pola, kolom="tahun_anggaran", a=TAHUN_AWAL, b=TAHUN_AKHIR)
    anggaran = isi.get("anggaran")
    if anggaran is not None and anggaran != round(anggaran, 2):
        raise Invalid("terlalu_teliti", N_("Anggaran paling banyak dua angka di belakang koma."), kolom="anggaran")
    if anggaran is not None and anggaran < 0:
        raise Invalid("negatif", N_("Anggaran tidak boleh negatif."), kolom="anggaran")


def _periksa_perhitungan(isi: Mapping[str, Any]) -> None:
    for kolom in ("margin_persen", "ppn_persen"):
        if not 0 <= isi.get(kolom, 0) <= _SERATUS:
            raise Invalid("persen", N_("Isi antara 0 dan 100."), kolom=kolom)
    for kolom in ("dpp_pembilang", "dpp_penyebut"):
        if not 1 <= isi.get(kolom, 1) <= 1000:
            raise Invalid("dpp", N_("Isi bilangan bulat antara 1 dan 1000."), kolom=kolom)
    for tempat in ("hsp", "jumlah", "total"):
        kolom = f"bulat_{tempat}_langkah"
        langkah = isi.get(kolom, Decimal(1))
        if not 0 < langkah <= Decimal(10) ** 9 or langkah != round(langkah, 8):
            raise Invalid("langkah", N_("Langkah lebih dari 0 sampai 1.000.000.000."), kolom=kolom)
        Pembulatan(Mode(isi.get(f"bulat_{tempat}_mode", Mode.TANPA)), langkah)


def _periksa_daftar_harga(sesi: Session, daftar_harga_id: int | None) -> None:
    if daftar_harga_id is not None and sesi.get(DaftarHarga, daftar_harga_id) is None:
        raise Invalid("tidak_ada", N_("Daftar harga ini tidak ada lagi. Pilih yang lain."), kolom="daftar_harga_id")


def _periksa_penanda(baris: Sequence[Penanda]) -> None:
    if len(baris) > MAKS_PENANDA:
        raise Invalid("banyak", N_("Paling banyak %(n)s penanda tangan."), kolom="baris", n=MAKS_PENANDA)
    for urut, satu in enumerate(baris):
        if not satu.peran:
            raise Invalid("kosong", N_("Peran belum diisi, misalnya “Dibuat oleh”."), kolom=f"baris-{urut}-peran")
        for kolom, nilai in asdict(satu).items():
            if len(nilai) > (maks := maks_panjang(kolom, PenandaTangan)):
                pola = N_("Paling banyak %(n)s karakter.")
                raise Invalid("panjang", pola, kolom=f"baris-{urut}-{kolom}", n=maks)


def _periksa_tanggal(hari: date, kolom: str) -> None:
    if not TAHUN_AWAL <= hari.year <= TAHUN_AKHIR:
        pola = N_("Tahunnya antara %(a)s dan %(b)s.")
        raise Invalid("tahun", pola, kolom=kolom, a=TAHUN_AWAL, b=TAHUN_AKHIR)


def _geser(hari: date, n: int, kolom: str) -> date:
    try:
        return hari + timedelta(days=n)
    except OverflowError:
        raise Invalid("tanggal", N_("Tanggalnya di luar jangkauan."), kolom=kolom) from None
