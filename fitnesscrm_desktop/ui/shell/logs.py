"""The log files: what went on, never about whom."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LARGEST = 1_000_000
KEPT = 5

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Writes where an error happened and of which kind; its text may hold a name or a row, and stays out."""

    def formatException(self, ei: ExcInfo) -> str:
        """The frames and the types of the errors."""
        return "" if ei[1] is None else private_traceback(ei[1])


def private_traceback(error: BaseException) -> str:
    """The traceback of *error* and of what led to it, without the texts of the errors."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    parts = ["".join(traceback.format_tb(each.__traceback__)) + _kind(each) for each in reversed(chain)]
    return "\n\nwhich led to\n\n".join(parts)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def start_log(folder: Path) -> logging.Handler | None:
    """Write the program's log into *folder*; None where that is not possible, and it goes on without."""
    logger = logging.getLogger("fitnesscrm_desktop")
    logger.setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(
            folder / "fitnesscrm.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    return handler


def stop_log(handler: logging.Handler | None) -> None:
    """Close the file."""
    if handler is not None:
        logging.getLogger("fitnesscrm_desktop").removeHandler(handler)
        handler.close()
