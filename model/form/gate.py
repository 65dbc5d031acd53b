"""Limits of a form file, checked before it is parsed, because it may be untrusted.

The time of the TOML parser grows with the square of the length of a dotted key, and no office
program could display a form with thousands of headings. One pass over the text distinguishes
strings and comments from the rest and counts. A file that passes is small enough for all further
work.
"""

import re
from pathlib import Path
from typing import Final

from model.errors import FormError

LARGEST: Final = 256 * 1024
"""Most bytes of a form file; a released one has 23,000."""
_VALUES: Final = 10_000
"""Most values and keys; a released form has 1200."""
_DEEPEST: Final = 20
"""Most levels of nested brackets."""
_DOTS: Final = 8
"""Most dots in a key."""
_STRING: Final = 2000
"""Most characters of a text in quotes."""
_BARE: Final = 100
"""Most characters of a number or of a part of a key."""

_TOKENS: Final = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<string>
          \"{3} (?: [^"\\] | \\. | "(?!"") )* \"{3} "{0,2}
        | '{3} (?: [^'] | '(?!'') )* '{3} '{0,2}
        | (?! \"{3} | '{3} ) (?: " (?: [^"\\\n] | \\[^\n] )* " | '[^'\n]*' )
      )
    | (?P<quote> ["'] )
    | (?P<mark> [\[\]{}=,.\n] )
    | (?P<bare> [^\s\[\]{}=,."'\#]+ )
    | (?P<space> [^\S\n]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


def read_file(path: Path) -> bytes:
    """Return the bytes of a form file if it is a regular file and not too large.

    Raises:
        FormError: it is another kind of file, or too large.
        OSError: it cannot be read.
    """
    if path.exists() and not path.is_file():  # a FIFO would hang
        raise FormError("不是普通文件，不能作为格式文件。选择 .toml 格式文件。")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    _require_small(data)
    return data


def admit(data: bytes) -> str:
    """Return the text of a form file that may be parsed.

    Raises:
        FormError: it is too large, has too many values, or a quote is not closed.
        UnicodeDecodeError: it is not UTF-8.
    """
    _require_small(data)
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    values = depth = dots = 0
    for token in _TOKENS.finditer(text):
        found = token[0]
        match token.lastgroup:
            case "mark":
                depth += (found in "[{") - (found in "]}")
                dots = dots + 1 if found == "." else 0
                values += found in "[=,"
            case "string" if len(found) > _STRING:
                raise _too_much(f"有一段文字超过{_STRING}字", text, token.start())
            case "bare" if len(found) > _BARE:
                raise _too_much(f"有一个数或键超过{_BARE}字", text, token.start())
            case "quote":
                raise FormError(f"第{_line(text, token.start())}行的引号没有结束。")
        if depth > _DEEPEST or dots > _DOTS:
            raise _too_much("嵌套过深", text, token.start())
        if values > _VALUES:
            raise _too_much(f"内容超过{_VALUES}项", text, token.start())
    return text


def _require_small(data: bytes) -> None:
    if len(data) > LARGEST:
        raise FormError(f"超过{LARGEST // 1024}千字节，不是格式文件。")


def _too_much(what: str, text: str, at: int) -> FormError:
    return FormError(f"第{_line(text, at)}行{what}，不是格式文件。")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
