"""Checking a report: what is wrong, open or unfit to be published, as findings."""
