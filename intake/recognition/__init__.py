"""Recognise a report in the content of a foreign file, with a doubt at whatever is not sure."""
