"""One reader for each kind of file: bytes that passed the gate → a document."""
