"""The documents as pages, before and after they are written."""
