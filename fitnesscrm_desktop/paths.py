"""Where things are: the user's data folder, and the files that come with the program."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "FitnessCRM"
RESOURCES = Path(__file__).parent / "resources"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything one PC keeps: database, logs, copies made before upgrades."""

    root: Path

    @classmethod
    def find(cls, chosen: str | Path | None = None) -> Home:
        """The folder *chosen* on the command line, else ``FITNESSCRM_HOME``, else the user's data folder."""
        named = chosen or os.environ.get("FITNESSCRM_HOME")
        root = Path(named) if named else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))
        return cls(root.expanduser().absolute())

    @property
    def database(self) -> Path:
        """The default SQLite file."""
        return self.root / "studio.db"

    @property
    def copies(self) -> Path:
        """Copies of the database made before it is upgraded."""
        return self.root / "copies"

    @property
    def backups(self) -> Path:
        """The daily copies of the database."""
        return self.root / "backups"

    @property
    def sent(self) -> Path:
        """Which messages have left, for when the database is replaced by an older one."""
        return self.root / "sent"

    @property
    def files(self) -> Path:
        """Encrypted files and photos of the studio whose database is ``database``."""
        return self.root / "files"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"

    @property
    def assistant_hour(self) -> Path:
        """When the models of this PC were asked within the last hour."""
        return self.root / "assistant-hour.db"

    @property
    def preferences(self) -> Path:
        """What this PC (not the studio) prefers: theme, sound, window place."""
        return self.root / "preferences.json"


def key_folder() -> Path:
    """Where keys lie on a PC that has no better place: never in the data folder, which is copied around."""
    if sys.platform == "darwin":  # whose folder for settings is the one for data
        return Path.home() / "Library" / "Preferences" / APP_NAME
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False, roaming=True)) / "keys"


def resource(*parts: str) -> Path:
    """A file that is shipped with the program."""
    return RESOURCES.joinpath(*parts)
