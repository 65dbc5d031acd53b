"""The version resource of the program, which Windows shows under 属性, as PyInstaller reads it."""

from typing import Final

_TEXT: Final = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('080404b0', [
      StringStruct('CompanyName', ''),
      StringStruct('FileDescription', '{description}'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'gknb'),
      StringStruct('LegalCopyright', 'MIT'),
      StringStruct('OriginalFilename', '{file}'),
      StringStruct('ProductName', '{description}'),
      StringStruct('ProductVersion', '{version}'),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0804, 1200])]),
  ],
)
"""  # 0804: Chinese of the mainland; 04b0 and 1200: Unicode


def version_info(version: str, description: str, file: str) -> str:
    """Give the resource of a program file.

    Raises:
        ValueError: the version is not of numbers and dots.
    """
    numbers = tuple(map(int, version.split(".")))
    padded = (*numbers, 0, 0, 0, 0)[:4]
    return _TEXT.format(numbers=padded, version=version, description=description, file=file)
