"""How documents are asked for, as forms and addresses say it."""

from __future__ import annotations

from collections.abc import Mapping

from ahsp_app.laporan.bahan import Opsi
from ahsp_app.web.asal import bilangan


def baca_opsi(sumber: Mapping[str, str]) -> Opsi:
    """The options of a form or an address; what is not said is as usual."""
    return Opsi(
        kertas=sumber.get("kertas", "A4"),
        mendatar={"tegak": False, "mendatar": True}.get(sumber.get("arah", "")),
        tingkat=bilangan(sumber.get("tingkat")),
        margin={"ya": True, "tidak": False}.get(sumber.get("margin", "")),
        nol=sumber.get("nol", "ya") != "tidak",
        bahasa=sumber.get("bahasa", "id"),
        tanda_tangan=sumber.get("tanda_tangan", "ya") != "tidak",
    )


def tulis_opsi(opsi: Opsi) -> dict[str, str]:
    """The same options as they are written there; what is as usual is left out, but the paper."""
    isi = {
        "kertas": opsi.kertas,
        "arah": {False: "tegak", True: "mendatar", None: ""}[opsi.mendatar],
        "tingkat": str(opsi.tingkat or ""),
        "margin": {False: "tidak", True: "ya", None: ""}[opsi.margin],
        "nol": "" if opsi.nol else "tidak",
        "bahasa": opsi.bahasa if opsi.bahasa != "id" else "",
        "tanda_tangan": "" if opsi.tanda_tangan else "tidak",
    }
    return {nama: nilai for nama, nilai in isi.items() if nilai}
