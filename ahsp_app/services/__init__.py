"""Write use cases: load, call calc, change rows, record riwayat, flush. No HTTP, and no commit (ADR 0003)."""
