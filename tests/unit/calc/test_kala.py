"""When a schedule is due: weeks and months in the zone of its owner, whatever the clocks there do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.kala import BULAN, MINGGU, kapan_berikutnya, sebut_kala

JAKARTA, JAYAPURA, BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura"), ZoneInfo("Europe/Berlin")


def utc(teks: str) -> datetime:
    return datetime.fromisoformat(teks).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("tiap", "hari", "jam", "sekarang", "zona", "jadi"),
    [
        # Sunday 22 November 2026; Jakarta is seven hours ahead, Jayapura nine.
        (MINGGU, 0, 7, "2026-11-22T10:00", JAKARTA, "2026-11-23T00:00"),
        (MINGGU, 0, 7, "2026-11-22T10:00", JAYAPURA, "2026-11-22T22:00"),
        (MINGGU, 6, 7, "2026-11-22T10:00", JAKARTA, "2026-11-29T00:00"),
        (MINGGU, 6, 18, "2026-11-22T10:59", JAKARTA, "2026-11-22T11:00"),
        (MINGGU, 6, 18, "2026-11-22T11:00", JAKARTA, "2026-11-29T11:00"),  # never the same moment again
        # In Jakarta it is Monday already.
        (MINGGU, 0, 1, "2026-11-22T17:30", JAKARTA, "2026-11-22T18:00"),
        (BULAN, 1, 6, "2026-11-22T10:00", JAKARTA, "2026-11-30T23:00"),
        (BULAN, 28, 6, "2026-01-31T10:00", JAKARTA, "2026-02-27T23:00"),
        (BULAN, 28, 6, "2026-02-28T01:00", JAKARTA, "2026-03-27T23:00"),
        (BULAN, 1, 0, "2026-12-31T16:59", JAKARTA, "2026-12-31T17:00"),
        (BULAN, 1, 0, "2026-12-31T17:00", JAKARTA, "2027-01-31T17:00"),
        (BULAN, 15, 8, "2026-12-15T01:00", JAKARTA, "2027-01-15T01:00"),
        # Clocks there go forward on 29 March 2026 at 02.00 and back on 25 October at 03.00.
        (MINGGU, 6, 7, "2026-03-28T12:00", BERLIN, "2026-03-29T05:00"),
        (MINGGU, 6, 2, "2026-03-28T12:00", BERLIN, "2026-03-29T01:00"),
        (MINGGU, 6, 2, "2026-10-24T12:00", BERLIN, "2026-10-25T00:00"),
        (MINGGU, 6, 2, "2026-10-25T00:00", BERLIN, "2026-11-01T01:00"),
        (BULAN, 1, 7, "2026-10-02T12:00", BERLIN, "2026-11-01T06:00"),
    ],
)
def test_due(tiap: str, hari: int, jam: int, sekarang: str, zona: ZoneInfo, jadi: str) -> None:
    assert kapan_berikutnya(tiap, hari, jam, utc(sekarang), zona) == utc(jadi)


@given(
    st.one_of(st.tuples(st.just(MINGGU), st.integers(0, 6)), st.tuples(st.just(BULAN), st.integers(1, 28))),
    st.integers(0, 23),
    st.integers(0, 100 * 365 * 24 * 60).map(lambda menit: utc("2000-01-01") + timedelta(minutes=menit)),
    st.sampled_from([JAKARTA, JAYAPURA, BERLIN, ZoneInfo("America/New_York")]),
)
def test_always_later_and_soon(kala: tuple[str, int], jam: int, sekarang: datetime, zona: ZoneInfo) -> None:
    tiap, hari = kala
    saat = kapan_berikutnya(tiap, hari, jam, sekarang, zona)
    setempat = saat.astimezone(zona)
    assert timedelta(0) < saat - sekarang <= timedelta(days=8 if tiap == MINGGU else 32)
    assert hari == (setempat.weekday() if tiap == MINGGU else setempat.day)
    assert setempat.hour in {jam, (jam + 1) % 24}


def test_said_in_words_and_in_another_language() -> None:
    assert sebut_kala(MINGGU, 0, 7) == "setiap Senin pukul 07.00"
    assert sebut_kala(BULAN, 1, 18) == "setiap tanggal 1 pukul 18.00"
    kamus = {"Senin": "Monday", "setiap %(hari)s pukul %(jam)s": "every %(hari)s at %(jam)s"}
    assert sebut_kala(MINGGU, 0, 7, lambda teks: kamus[teks]) == "every Monday at 07.00"
