"""Files to rows and problems: pure functions, no database, no clock."""
