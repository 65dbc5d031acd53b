"""Drafts as files: their bytes, saving whole or not at all, copies, versions."""
