"""What can go wrong for a clerk: every error is one sentence in Chinese with a next step.

ReportError
├── FormError            a form file does not hold together
├── UnreadableError      typed text is no number of the kind asked for
├── AddressError         no such place in this form, or one that cannot be typed into
├── DraftError           a draft cannot be read
│   └── NewerDraftError      written by a newer version of the program
├── StorageError         a file cannot be read or written
│   ├── ConflictError    the file changed on disk since it was loaded
│   ├── DisconnectedError    the share or the stick of the file has gone
│   └── TooLargeError    a draft that could not be read again
├── RefusedError         a foreign file is not let in, or cannot be read
├── UnfinishedError      blanks or errors stand against an export
└── ReadbackError        a written document does not say what the report says
"""


class ReportError(Exception):
    """Anything the program refuses; ``str()`` is a sentence in Chinese for the clerk."""


class FormError(ReportError):
    """A form file does not hold together; the sentence names the file and the place in it."""


class UnreadableError(ReportError):
    """Typed text that is no number of the kind asked for; the text itself is kept by the report."""


class AddressError(ReportError):
    """An address that the form does not know, or that nobody may type into."""


class DraftError(ReportError):
    """Bytes that are no draft; the sentence says why and that the file is untouched."""


class NewerDraftError(DraftError):
    """A draft of a later version of the program."""


class StorageError(ReportError):
    """The operating system refused to read or write; the sentence says what to do."""


class ConflictError(StorageError):
    """The file on disk is not the one that was loaded: somebody else wrote it."""


class DisconnectedError(StorageError):
    """The file lies on a share or a stick that has gone; nothing was written in its place."""


class TooLargeError(StorageError):
    """A report that is too large for a draft that can be read again; it was not written."""


class RefusedError(ReportError):
    """A foreign file that is not let in, or that cannot be read; no report has changed."""


class UnfinishedError(ReportError):
    """An export was asked for while cells are blank or relations are broken."""


class ReadbackError(ReportError):
    """A rendered document, re-opened, differs from the report; it is not put in place."""
