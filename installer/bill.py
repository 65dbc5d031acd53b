"""The list of a bundle's parts as CycloneDX (ECMA-424) in JSON: the same parts, the same bytes."""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

PROJECT: Final = Path(__file__).resolve().parent.parent / "pyproject.toml"


@dataclass(frozen=True)
class BundledPart:
    """One part: what CycloneDX says of it, and the files its licence stands in.

    ``licence`` is an SPDX expression where there is one; ``sha256`` is that of the wheel it came
    in, or of its main file in the bundle.
    """

    name: str
    version: str
    licence: str
    url: PackageURL
    sha256: str
    texts: tuple[Path, ...]


def bill(parts: Sequence[BundledPart]) -> str:
    """Give the list; its time is SOURCE_DATE_EPOCH, its serial number follows from its parts."""
    program, components = _program(), [_component(part) for part in parts]
    made = Bom(
        components=components,
        metadata=BomMetaData(component=program, timestamp=_time()),
        serial_number=uuid5(NAMESPACE_URL, " ".join(part.sha256 for part in parts)),
    )
    made.register_dependency(program, components)
    return str(JsonV1Dot6(made).output_as_string(indent=1)) + "\n"


def _component(part: BundledPart) -> Component:
    return Component(
        name=part.name,
        version=part.version,
        bom_ref=f"{part.name}@{part.version}",
        purl=part.url,
        licenses=[LicenseFactory().make_from_string(part.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
    )


def _program() -> Component:
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    return Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"]["text"])],
    )


def _time() -> datetime:
    return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
