"""When something that repeats is due next: every week on a weekday, or every month on a day, at an hour there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from ahsp_app.calc.galat import N_

Terjemah = Callable[[str], str]

HARI: Final = (
    N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"),
)  # fmt: skip
MAKS_TANGGAL: Final = 28  # every month has it
MINGGU: Final = "minggu"
BULAN: Final = "bulan"
_SEPEKAN: Final = 7
_DESEMBER: Final = 12


def kapan_berikutnya(tiap: str, hari: int, jam: int, sekarang: datetime, zona: tzinfo) -> datetime:
    """The first moment after `sekarang`, in UTC.

    `tiap` "minggu": `hari` 0 (Monday) to 6; "bulan": `hari` 1 to 28, which every month has. An hour that the clocks
    of `zona` leap over comes at the moment they leap to; one that comes twice counts once, the first time.
    """
    setempat = sekarang.astimezone(zona).date()
    tanggal = _hari_pekan(setempat, hari) if tiap == MINGGU else setempat.replace(day=hari)
    while (saat := datetime.combine(tanggal, time(jam), zona).astimezone(UTC)) <= sekarang:
        tanggal = tanggal + timedelta(days=_SEPEKAN) if tiap == MINGGU else _bulan_depan(tanggal)
    return saat


def sebut_kala(tiap: str, hari: int, jam: int, t: Terjemah = str) -> str:
    """ "setiap Senin pukul 07.00", "setiap tanggal 1 pukul 18.00"; in the language of `t`."""
    pola = N_("setiap %(hari)s pukul %(jam)s") if tiap == MINGGU else N_("setiap tanggal %(hari)s pukul %(jam)s")
    return t(pola) % {"hari": t(HARI[hari]) if tiap == MINGGU else hari, "jam": f"{jam:02}.00"}


def _hari_pekan(tanggal: date, hari: int) -> date:
    """That weekday, on this day or within the week that follows."""
    return tanggal + timedelta(days=(hari - tanggal.weekday()) % _SEPEKAN)


def _bulan_depan(tanggal: date) -> date:
    if tanggal.month == _DESEMBER:
        return tanggal.replace(year=tanggal.year + 1, month=1)
    return tanggal.replace(month=tanggal.month + 1)
