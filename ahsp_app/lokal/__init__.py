"""PostgreSQL and Valkey of one machine: started, found again, watched and stopped (docs/adr/0006)."""
