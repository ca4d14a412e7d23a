"""Files of analyses and base prices as people pass them around: opened safely, recognised, read, and judged."""
