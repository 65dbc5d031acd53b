"""Two reports compared: what differs, and which parts of it can be applied."""
