"""Building of bundles and packages, their lists of parts, and the set-up from source."""
