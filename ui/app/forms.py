"""Forms that are added on this computer: read, tried out, then kept in the user's folder. No Qt.

The file itself is kept, under its key; nothing replaces it, because drafts depend on it
(docs/new-forms.md).
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake import source
from model.compare.forms import form_changes
from model.drafts import storage
from model.errors import FormError, StorageError, reason_of
from model.form import catalog, gate
from model.form.form import Form
from model.form.identity import fingerprint
from model.text import shortened, visible
from ui.app import folders

_WORDS: Final = 300
"""Most characters of the reason why a trial failed: its words may be those of the form."""
_GROUP: Final = 4
"""Number of hexadecimal digits that are read aloud together."""


@dataclass(frozen=True)
class Offered:
    """A form file that was read and tried out, to be confirmed before it is added."""

    form: Form
    data: bytes

    @property
    def messages(self) -> list[str]:
        """The sentences for the clerk before it is added."""
        newest = catalog.form(catalog.released()[-1])
        return [
            f"格式：{described(self.form)}。",
            f"校验码（SHA-256）：{grouped(storage.digest_of(self.data))}。",
            "与印发单位公布的校验码核对一致后再增加。",
            f"与{newest.basis}格式相比：",
            *form_changes(self.form, newest),
        ]


def offer(path: Path) -> Offered:
    """Read a form file and try it out; nothing is kept yet. It may take seconds.

    The child reads it first, within its limits; after that it is safe to read it here.

    Raises:
        StorageError: the file cannot be read.
        FormError: it is no form, does not work, or has the key of another form.
    """
    data = _read(path)
    source.reader().check_form(data, path.name)
    form = catalog.added_form(data, path.name)
    _require_new(form)
    from export.documents import try_out  # imports all writers and readers of documents

    try:
        try_out(form)
    except FormError as error:
        name = storage.printable(path.name)
        raise FormError(f"格式文件 {name}：{shortened(visible(str(error)), _WORDS)}") from error
    return Offered(form, data)


def add(offered: Offered) -> str:
    """Keep a form for this window and all later ones; return a sentence for the clerk.

    Raises:
        FormError: a form of its key was added meanwhile.
        StorageError: it cannot be written.
    """
    _require_new(offered.form)
    folder = folders.forms_folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    storage.write_whole(_place(offered.form.key), offered.data, expected="")
    catalog.reload_added()
    source.reader().close()  # its child knows the forms it was started with
    return (
        f"已增加{described(offered.form)}。"
        f"新建{offered.form.first_year}年度报告时自动使用；已打开的其他窗口重新打开后使用。"
    )


def remove(key: str) -> str:
    """Remove an added form; return a sentence for the clerk. Open windows still use it.

    Raises:
        FormError: no form of this key was added.
        StorageError: the file cannot be removed.
    """
    if key not in added():
        raise FormError(f"没有增加过「{key}」格式。")
    try:
        _place(key).unlink()
    except OSError as error:
        raise StorageError(f"无法移除「{key}」格式：{reason_of(error)}") from error
    return f"已移除「{key}」格式，重新打开程序后不再列出。按该格式填写的草稿，再次增加后才能打开。"


def added() -> list[str]:
    """Return the keys of all form files in the user's folder, readable or not."""
    return [path.stem for path in catalog.added_files(folders.forms_folder())]


def listed() -> list[tuple[str, str]]:
    """Return key and description of every form, the released ones first."""
    found = [(key, f"{described(catalog.form(key))}（随程序发布）") for key in catalog.released()]
    for number, key in enumerate(added()):
        try:
            if number >= catalog.MOST:
                raise FormError(f"本机格式文件超过{catalog.MOST}个，移除不用的。")
            data = _read(_place(key))
            form = catalog.added_form(data, f"{key}.toml")
            if form.key != key:
                raise FormError(f"文件应以「{form.key}」命名。")
            digest = grouped(storage.digest_of(data))
            found.append((key, f"{described(form)}（本机增加），校验码 {digest}"))
        except (FormError, StorageError) as error:
            found.append((key, f"「{key}」不能使用：{error}"))
    return found


def described(form: Form) -> str:
    """Return a form's key, its legal basis and its years as words."""
    years = f"{form.first_year}年度起"
    if form.last_year:
        years = f"{form.first_year}至{form.last_year}年度"
    return f"「{form.key}」格式，{form.basis}，适用{years}"


def grouped(digest: str) -> str:
    """Return a digest in groups that two people can compare aloud."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def _read(path: Path) -> bytes:
    name = storage.printable(path.name)
    try:
        return gate.read_file(path)
    except FormError as error:
        raise FormError(f"「{name}」{error}") from error
    except OSError as error:
        raise StorageError(f"无法读取「{name}」：{reason_of(error)}") from error
    except ValueError as error:
        raise StorageError(f"无法读取「{name}」：路径无效。核对路径。") from error


def _require_new(form: Form) -> None:
    """Raise FormError if there is a form of this key, whatever its file holds."""
    catalog.reload_added()  # another window may have added it
    key, known = form.key, catalog.keys()
    if key in known:
        same = fingerprint(catalog.form(key)) == fingerprint(form)
        if key in catalog.released():
            reason = "不必增加" if same else "内容不同，不能代替"
            raise FormError(f"「{key}」格式已随程序发布，{reason}。")
        if key in added():
            reason = "不必再增加。" if same else "内容不同。先移除原有格式，重新打开程序后再增加。"
            raise FormError(f"本机已有「{key}」格式，{reason}")
        if not same:
            raise FormError(f"「{key}」格式刚移除，内容不同。重新打开程序后再增加。")
    elif key in added():
        raise FormError(f"本机已有「{key}」格式，但不能使用。先移除，再增加。")


def _place(key: str) -> Path:
    return folders.forms_folder() / f"{key}.toml"
