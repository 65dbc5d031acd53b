"""Drafts as files: their format, atomic saving, recovery copies, versions."""
