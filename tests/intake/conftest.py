"""A reader that is started once, and the example's documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.child import Reader
from tests.soak_files import good_files

SECRET = "某市某区张三"
"""Stands in the report that is read."""


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """A warmed reader; machines are shared and noisy, so it may take longer than a clerk's."""
    with Reader(seconds=10.0) as reader:
        reader.warm()
        yield reader


@pytest.fixture(scope="session")
def good() -> dict[str, bytes]:
    """The example and all its documents, by their names."""
    return good_files()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A text of two lines."""
    path = tmp_path / "年报.txt"
    path.write_text(f"一、总体情况\n{SECRET}", "utf-8")
    return path


@pytest.fixture
def read(reader: Reader, tmp_path: Path):
    """Read bytes as a file of some name."""

    def read(data: bytes | str, name: str = "年报.docx"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return reader.read(path)

    return read
