"""Office suites that are installed: found, enclosed, and asked to convert a document."""
