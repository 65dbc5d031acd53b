"""What tests of the console share: one child that reads all their files."""

from collections.abc import Iterator

import pytest

from intake.child import Reader


@pytest.fixture(scope="session")
def warmed() -> Iterator[Reader]:
    """A reader whose child has started."""
    with Reader() as reader:
        reader.warm()
        yield reader


@pytest.fixture
def one_child(monkeypatch: pytest.MonkeyPatch, warmed: Reader) -> None:
    """Let each command read through one child: to start one costs more than to read a file.

    One that dies is replaced, as ever.
    """
    ready = Reader._ready
    monkeypatch.setattr(Reader, "_ready", lambda reader: ready(warmed))
