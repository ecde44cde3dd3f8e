"""Where the encrypted content of a database lies: a folder for each, so that studios do not mix."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fitnesscrm_desktop.paths import Home


def stem_of(file: Path, folder: Path) -> str:
    """What the copies of *file* begin with; files of the same name in other folders are told apart."""
    if file.absolute().parent == folder.absolute().parent:
        return file.stem
    return f"{file.stem}-{hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:8]}"


def content_folder(file: Path | None, home: Home) -> Path:
    """The folder of the database in *file*: one in the data folder, else beside the file.

    Where a server keeps everything it is only passed on the way there.
    """
    if file is None or file.absolute() == home.database.absolute():
        return home.files
    return file.absolute().with_name(f"{file.stem}-files")


def spare_folder(file: Path, home: Home) -> Path:
    """Where the daily backup keeps what belongs to its copies."""
    return home.backups / f"{stem_of(file, home.backups)}-files"
