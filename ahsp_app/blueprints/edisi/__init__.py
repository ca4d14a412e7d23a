"""The catalogue as its admins see it: editions, their analyses, what they differ in, how good they are."""

from ahsp_app.blueprints.edisi import analisa, massal, mutu, riwayat
from ahsp_app.blueprints.edisi.routes import bp

__all__ = ["analisa", "bp", "massal", "mutu", "riwayat"]
