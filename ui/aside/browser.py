"""Pages with HTML of our own: the only place where anything is taken for HTML.

A page is made of parts that were escaped one by one. Should one be forgotten, still nothing is read
from disk and no link is followed: pictures and style sheets are not loaded.
"""

from html import escape
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from model.text import visible
from ui.base.widgets import named

_MARKDOWN: Final = (
    QTextDocument.MarkdownFeature.MarkdownNoHTML
    | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
)


class Browser(QTextBrowser):
    """Shows a page that we made; ``anchorClicked`` says which link was clicked, none is opened."""

    def __init__(self, name: str) -> None:
        super().__init__(openLinks=False, openExternalLinks=False)
        named(self, name)

    def show_page(self, page: str) -> None:
        """Show HTML made of escaped parts."""
        self.setHtml(page)

    def show_markdown(self, text: str) -> None:
        """Show Markdown; tags in it are words."""
        self.document().setMarkdown(visible(text), _MARKDOWN)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing. A picture is an empty one: without any, Qt reads the file by itself."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return QImage(1, 1, QImage.Format.Format_Mono)
        return ""


def words(text: str) -> str:
    """Return a part of a page: words, whatever they look like."""
    return escape(visible(text))
