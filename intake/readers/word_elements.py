"""Elements of WordprocessingML by their local names, in both of its namespaces."""

from typing import Final
from xml.etree.ElementTree import Element

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)


def name_of(element: Element) -> str:
    """Return the local name of an element of Word; empty for other elements."""
    namespace, _, name = element.tag.rpartition("}")
    return name if f"{namespace}}}" in _NAMESPACES else ""


def child(element: Element, name: str) -> Element | None:
    """Return the first child with a name, or None."""
    return next((one for one in element if name_of(one) == name), None)


def value(element: Element, path: tuple[str, ...]) -> str | None:
    """Return the val attribute of the element at a path; None if there is no such element."""
    for name in path:
        found = child(element, name)
        if found is None:
            return None
        element = found
    return attribute(element, "val")


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its local name; empty if there is none."""
    return next((text for key, text in element.items() if key.endswith(f"}}{name}")), "")
