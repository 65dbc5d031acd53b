"""Pages of our own HTML: the only place where a text counts as HTML.

Each part of a page is escaped. Even if one were not, nothing would be read from disk and no link
followed: pictures and style sheets are not loaded.
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
    """Shows a page of our own; a clicked link is signalled by ``anchorClicked``, not opened."""

    def __init__(self, name: str) -> None:
        super().__init__(openLinks=False, openExternalLinks=False)
        named(self, name)

    def show_page(self, page: str) -> None:
        """Show HTML made of escaped parts."""
        self.setHtml(page)

    def show_markdown(self, text: str) -> None:
        """Show Markdown; tags in it are shown as words."""
        self.document().setMarkdown(visible(text), _MARKDOWN)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing; for a picture return an empty one, else Qt would read the file."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return QImage(1, 1, QImage.Format.Format_Mono)
        return ""


def words(text: str) -> str:
    """Return a text as a part of a page, escaped."""
    return escape(visible(text))
