"""Background work: tasks of about ten lines that call a service."""
