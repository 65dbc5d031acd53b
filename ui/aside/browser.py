"""Pages of our own HTML: the only place where a text counts as HTML.

Each part of a page is escaped. Even if one were not, nothing would be read from disk and no link
followed: pictures and style sheets are not loaded.
"""

from html import escape
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextBrowser

from model.text import visible
from ui.base.widgets import named
from ui.look.tokens import STEP

_HEADINGS: Final = {1: 1}
"""Level of a heading → how much larger than the body it is, as Qt counts; others are bold."""
_MARKDOWN: Final = (
    QTextDocument.MarkdownFeature.MarkdownNoHTML
    | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
)


class Browser(QTextBrowser):
    """Shows a page of our own; a clicked link is signalled by ``anchorClicked``, not opened."""

    def __init__(self, name: str) -> None:
        super().__init__(openLinks=False, openExternalLinks=False)
        named(self, name)
        self.document().setDocumentMargin(3 * STEP)

    def show_page(self, page: str) -> None:
        """Show HTML made of escaped parts."""
        self.setHtml(page)

    def show_markdown(self, text: str) -> None:
        """Show Markdown; tags in it are shown as words."""
        self.document().setMarkdown(visible(text), _MARKDOWN)
        block = self.document().begin()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                _set_heading(QTextCursor(block), _HEADINGS.get(level, 0))
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing; for a picture return an empty one, else Qt would read the file."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return QImage(1, 1, QImage.Format.Format_Mono)
        return ""


def _set_heading(cursor: QTextCursor, larger: int) -> None:
    """Set a heading little larger than the body, with room above it."""
    words_format, block_format = QTextCharFormat(), QTextBlockFormat()
    words_format.setProperty(QTextFormat.Property.FontSizeAdjustment, larger)
    block_format.setTopMargin(2 * STEP)
    block_format.setBottomMargin(STEP)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    cursor.mergeCharFormat(words_format)
    cursor.mergeBlockFormat(block_format)


def words(text: str) -> str:
    """Return a text as a part of a page, escaped."""
    return escape(visible(text))
