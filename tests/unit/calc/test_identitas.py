"""Identities that hold for every estimate."""

from dataclasses import replace
from decimal import ROUND_DOWN, Context, Decimal, localcontext
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ahsp_app.calc.analisa import Baris, Harga, hitung_biaya
from ahsp_app.calc.kebutuhan import hitung_kebutuhan, sebar_kebutuhan
from ahsp_app.calc.pembulatan import Mode, jumlahkan
from ahsp_app.calc.rekap import Estimasi, Klasifikasi, Rekap, hitung_rekap
from tests.unit.calc.contoh import TANPA, estimasi_acak

cukup = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def langsung_polos(e: Estimasi, nomor: int) -> Fraction:
    """D by the definition, without any of the shortcuts of the program."""
    pekerjaan = {p.id: p for p in e.semua_pekerjaan()}[nomor]
    if pekerjaan.harga_langsung is not None:
        return Fraction(pekerjaan.harga_langsung)
    jumlah = Fraction(0)
    for b in pekerjaan.komponen:
        if b.pekerjaan is not None:
            jumlah += Fraction(b.koefisien) * langsung_polos(e, b.pekerjaan)
        elif b.item is not None:
            jumlah += Fraction(b.koefisien) * (e.harga[b.item].harga or 0)
    return jumlah


@cukup
@given(estimasi_acak())
def test_direct_cost_follows_its_definition(e: Estimasi) -> None:
    rekap = hitung_rekap(e)
    for nomor, baris in rekap.pekerjaan.items():
        assert baris.biaya.langsung == langsung_polos(e, nomor)


@cukup
@given(estimasi_acak())
def test_resources_cost_what_the_works_cost(e: Estimasi) -> None:
    rekap = hitung_rekap(e)
    harga = e.semua_harga()
    sumber = sum((q * (harga[i].harga or 0) for i, q in hitung_kebutuhan(e).items()), Fraction(0))
    beranalisa = (p for p in e.semua_pekerjaan() if p.harga_langsung is None)
    kerja = sum((Fraction(p.volume or 0) * rekap.pekerjaan[p.id].biaya.langsung for p in beranalisa), Fraction(0))
    assert sumber == kerja


@cukup
@given(estimasi_acak(), st.fractions(0, 1))
def test_resources_of_parts_add_up(e: Estimasi, bagian: Fraction) -> None:
    analisa = e.analisa()
    volume = {p.id: Fraction(p.volume or 0) for p in e.semua_pekerjaan() if p.harga_langsung is None}
    satu = sebar_kebutuhan(analisa, {p: v * bagian for p, v in volume.items()})
    sisa = sebar_kebutuhan(analisa, {p: v * (1 - bagian) for p, v in volume.items()})
    assert {i: satu[i] + sisa[i] for i in satu} == hitung_kebutuhan(e)


@cukup
@given(estimasi_acak())
def test_the_precision_of_the_caller_does_not_matter(e: Estimasi) -> None:
    with localcontext(Context(prec=3, rounding=ROUND_DOWN)):
        kasar = hitung_rekap(e)
    assert kasar == hitung_rekap(e)


def periksa_subtotal(k: Klasifikasi, rekap: Rekap) -> Decimal:
    sendiri = [rekap.pekerjaan[p.id].jumlah for p in k.pekerjaan]
    jumlah = jumlahkan(sendiri + [periksa_subtotal(a, rekap) for a in k.anak])
    assert rekap.klasifikasi[k.id] == jumlah
    return jumlah


@cukup
@given(estimasi_acak())
def test_lines_add_up_to_the_total(e: Estimasi) -> None:
    rekap = hitung_rekap(e)
    total = rekap.total
    assert jumlahkan(periksa_subtotal(k, rekap) for k in e.klasifikasi) == total.jumlah
    assert jumlahkan(b.jumlah for b in rekap.pekerjaan.values()) == total.jumlah
    assert sum(b.bobot for b in rekap.pekerjaan.values()) == (1 if total.jumlah else 0)
    assert Fraction(total.jumlah) + Fraction(total.ppn) == Fraction(total.total)
    assert abs(Fraction(total.ppn) - e.pengaturan.ppn.hitung(total.jumlah)) <= Fraction(1, 200)
    assert set(rekap.pekerjaan) == {p.id for p in e.semua_pekerjaan()}


@cukup
@given(estimasi_acak())
def test_printed_lines_follow_the_policy(e: Estimasi) -> None:
    rekap, s = hitung_rekap(e), e.pengaturan
    for p in e.semua_pekerjaan():
        b = rekap.pekerjaan[p.id]
        satuan = b.biaya.langsung + b.margin if p.harga_langsung is None else p.harga_langsung
        assert b.hsp == s.bulat_hsp.terapkan(satuan)
        assert b.jumlah == s.bulat_jumlah.terapkan(Fraction(p.volume or 0) * Fraction(b.hsp))
    if s.bulat_total.mode is Mode.BAWAH:
        assert rekap.total.dibulatkan <= rekap.total.total


def terbalik(k: Klasifikasi) -> Klasifikasi:
    kerja = tuple(replace(p, komponen=p.komponen[::-1]) for p in reversed(k.pekerjaan))
    return Klasifikasi(k.id, tuple(terbalik(a) for a in reversed(k.anak)), kerja)


@cukup
@given(estimasi_acak())
def test_order_of_siblings_is_irrelevant(e: Estimasi) -> None:
    balik = replace(e, klasifikasi=tuple(terbalik(k) for k in reversed(e.klasifikasi)))
    assert hitung_rekap(balik) == hitung_rekap(e)
    assert hitung_kebutuhan(balik) == hitung_kebutuhan(e)


def ubah(e: Estimasi, kali: int) -> Estimasi:
    """All volumes times this, nothing rounded."""

    def satu(k: Klasifikasi) -> Klasifikasi:
        kerja = tuple(replace(p, volume=None if p.volume is None else p.volume * kali) for p in k.pekerjaan)
        return Klasifikasi(k.id, tuple(satu(a) for a in k.anak), kerja)

    s = replace(e.pengaturan, bulat_jumlah=TANPA)
    return replace(e, pengaturan=s, klasifikasi=tuple(satu(k) for k in e.klasifikasi))


@cukup
@given(estimasi_acak(), st.integers(0, 1000))
def test_volume_scales_the_amount(e: Estimasi, kali: int) -> None:
    satu, banyak = hitung_rekap(ubah(e, 1)), hitung_rekap(ubah(e, kali))
    for nomor, b in satu.pekerjaan.items():
        # twenty decimals are kept, so the product may differ by what lies beyond them; a Decimal product would round
        selisih = Fraction(banyak.pekerjaan[nomor].jumlah) - Fraction(b.jumlah) * kali
        assert abs(selisih) <= Fraction(1, 10**16)
    assert hitung_kebutuhan(ubah(e, kali)) == {i: q * kali for i, q in hitung_kebutuhan(e).items()}


@cukup
@given(estimasi_acak(), st.fractions(0, 100))
def test_prices_scale_the_direct_cost(e: Estimasi, kali: Fraction) -> None:
    harga = {i: Harga(h.kategori, None if h.harga is None else h.harga * kali) for i, h in e.semua_harga().items()}
    satu, banyak = hitung_biaya(e.analisa(), e.semua_harga()), hitung_biaya(e.analisa(), harga)
    for nomor, biaya in satu.items():
        assert banyak[nomor].langsung == biaya.langsung * kali
        assert banyak[nomor].bhn == biaya.bhn * kali


@cukup
@given(estimasi_acak())
def test_a_work_alone_costs_what_it_costs_among_all(e: Estimasi) -> None:
    semua = hitung_biaya(e.analisa(), e.semua_harga())
    for nomor, biaya in semua.items():
        assert hitung_biaya(e.analisa(), e.semua_harga(), [nomor]) == {nomor: biaya}


@cukup
@given(estimasi_acak(), st.data())
def test_a_nested_row_equals_its_rows_multiplied_out(e: Estimasi, data: st.DataObject) -> None:
    analisa = e.analisa()
    pilihan = [(p, i) for p, rows in analisa.items() for i, b in enumerate(rows) if b.pekerjaan in analisa]
    if not pilihan:
        return
    p, i = data.draw(st.sampled_from(pilihan))
    baris = analisa[p][i]
    assert baris.pekerjaan is not None
    isi = tuple(Baris(_kali(baris.koefisien, b.koefisien), b.item, b.pekerjaan) for b in analisa[baris.pekerjaan])
    rata = analisa | {p: analisa[p][:i] + isi + analisa[p][i + 1 :]}
    biaya = hitung_biaya(rata, e.semua_harga())[p]
    assert biaya.langsung == hitung_biaya(analisa, e.semua_harga())[p].langsung


def _kali(a: Decimal, b: Decimal) -> Decimal:
    return Decimal(f"{int(a.scaleb(10)) * int(b.scaleb(10))}E-20")
