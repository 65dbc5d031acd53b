"""Faults at every call of every way to save: nothing is lost, nothing torn, «saved» never a lie.

``python -m tests.faults`` prints the figures, ``tests/faults/test_*.py`` say what they must be.
"""
