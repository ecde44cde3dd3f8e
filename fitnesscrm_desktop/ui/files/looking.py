"""Reads how files look, off the UI thread, and remembers the last ones: a repaint is no second look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from fitnesscrm_desktop.services.files.results import FileDetail, Preview, PreviewKind
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress
from fitnesscrm_desktop.ui.files.pdf_trial import Verdict, try_pdf

MOST_KEPT = 8


@dataclass(frozen=True, slots=True)
class Look:
    """A version of a file, and how it looks."""

    detail: FileDetail
    number: int
    preview: Preview
    image: QImage
    verdict: Verdict = Verdict.SHOWN
    """Of a PDF."""


class SeenFiles:
    """The last looks of all who show files of one list: the large view need not read again."""

    def __init__(self) -> None:
        self._looks: OrderedDict[tuple[int, int], Look] = OrderedDict()

    def keep(self, file_id: int, look: Look) -> None:
        """Remember *look*, and forget the oldest one if there are too many."""
        self._looks[(file_id, look.number)] = look
        self._looks.move_to_end((file_id, look.number))
        while len(self._looks) > MOST_KEPT:
            self._looks.popitem(last=False)

    def all(self) -> dict[tuple[int, int], Look]:
        """What is remembered now, by file and version."""
        return dict(self._looks)

    def forget(self) -> None:
        """Whoever comes back looks again."""
        self._looks.clear()


class FileLooks(QObject):
    """``look`` at one file after the other; only the newest wish of this one reader is answered."""

    def __init__(self, desk: Desk, seen: SeenFiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._seen = desk, seen
        self._under_way: CancelToken | None = None

    def look(
        self,
        file_id: int,
        number: int | None,
        done: Callable[[Look], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Read a version, the newest one without a *number*."""
        self.drop()
        files, actor, kept = self._desk.services.files, self._desk.actor, self._seen.all()

        def work() -> Look:
            detail = files.detail(actor, file_id)
            wanted = detail.info.newest.number if number is None else number
            seen = kept.get((file_id, wanted))
            if seen is not None:
                return replace(seen, detail=detail)
            preview = files.preview(actor, file_id, wanted)
            image = QImage.fromData(preview.data) if preview.kind is PreviewKind.PICTURE else QImage()
            return Look(detail, wanted, preview, image)

        def read(look: Look) -> None:
            if look.preview.kind is PreviewKind.PDF and (file_id, look.number) not in kept:
                self._try(look, arrived, failed)
            else:
                arrived(look)

        def arrived(look: Look) -> None:
            self._seen.keep(file_id, look)
            done(look)

        self._under_way = self._desk.tasks.run(work, done=read, failed=failed, owner=self)

    def _try(self, look: Look, done: Callable[[Look], None], failed: Callable[[Exception], None]) -> None:
        """Try a PDF where it holds up nobody who reads a list, for as long as somebody waits for it."""

        def work(progress: Progress) -> Look:
            return replace(look, verdict=try_pdf(look.preview.data, given_up=lambda: progress.cancelled))

        self._under_way = self._desk.tasks.long(
            work, progress=lambda _done, _total: None, done=done, failed=failed, owner=self
        )

    def drop(self) -> None:
        """Nobody waits any more for what was asked for."""
        if self._under_way is not None:
            self._under_way.cancel()
            self._under_way = None
