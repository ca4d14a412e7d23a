"""Documents: a snapshot of the estimate becomes a report of blocks, and writers turn any report into any format."""
