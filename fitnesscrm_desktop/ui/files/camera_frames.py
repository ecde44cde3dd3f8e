"""Pictures as a camera gives them. The library for that is optional: without it photos come from files."""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage

LIBRARY = "cv2"
WIDTH, HEIGHT = 1920, 1080
"""What is asked for; a camera that has less gives less."""
DEVICES = Path("/dev")


class FrameSource(Protocol):
    """Whatever pictures come from, one after the other. ``frame`` blocks, and may be called on any thread."""

    def frame(self) -> QImage:
        """The newest picture; a null one: none comes."""
        ...

    def close(self) -> None:
        """No more is wanted."""
        ...


class Camera:
    """The camera of this PC. Making one opens it, which takes a second or two."""

    def __init__(self, which: int | str = 0) -> None:
        library = import_module(LIBRARY)
        self._lock = threading.Lock()
        self._capture = library.VideoCapture(which)
        self._capture.set(library.CAP_PROP_FRAME_WIDTH, WIDTH)
        self._capture.set(library.CAP_PROP_FRAME_HEIGHT, HEIGHT)

    def frame(self) -> QImage:
        """The newest picture; a null one: none comes."""
        with self._lock:
            there, pixels = self._capture.read()
        if not there:
            return QImage()
        high, wide = pixels.shape[:2]
        return QImage(pixels.data, wide, high, pixels.strides[0], QImage.Format.Format_BGR888).copy()

    def close(self) -> None:
        """Its light goes out."""
        with self._lock:
            self._capture.release()


def camera_there(library: str = LIBRARY, devices: Path = DEVICES, system: str = sys.platform) -> bool:
    """Whether one is offered: the library is installed, and there is a camera, where that can be seen.

    Other systems than Linux tell it only by switching the camera on, which is done when somebody wants it.
    """
    if find_spec(library) is None:
        return False
    return not system.startswith("linux") or any(devices.glob("video*"))
