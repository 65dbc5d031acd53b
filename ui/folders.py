"""Where the program keeps its own files: one source for console and window."""

from pathlib import Path
from typing import Final

import platformdirs

NAME: Final = "gknb"


def data_folder() -> Path:
    """Give the user's data folder: recovery copies and earlier versions lie in it."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


def recovery_folder() -> Path:
    """Give the folder of recovery copies."""
    return data_folder() / "recovery"


def versions_folder() -> Path:
    """Give the folder of earlier versions, one folder in it for each draft."""
    return data_folder() / "versions"


def forms_folder() -> Path:
    """Give the folder of report forms that were added on this computer."""
    return data_folder() / "forms"


def settings_file() -> Path:
    """Give the file of settings."""
    return Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "settings.ini"


def log_file() -> Path:
    """Give the file of the log; it never holds a clerk's text."""
    return Path(platformdirs.user_log_dir(NAME, appauthor=False)) / "gknb.log"


def documents_folder() -> Path:
    """Give the folder where new drafts are offered a place: the documents, or the home folder."""
    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()
