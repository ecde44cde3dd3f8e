"""The bench on which two photos are compared."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.results import Points
from fitnesscrm_desktop.ui.files.bench_canvas import Way
from fitnesscrm_desktop.ui.files.compare_dialog import CompareDialog
from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab
from tests.gui.files.album import Album, audited, tab_of
from tests.gui.files.screen import FilesScreen


def bench(screen: FilesScreen, tab: PhotosTab, use: Callable[[CompareDialog], None]) -> None:
    """Open the bench on what is chosen, and use it."""

    def show(dialog: QDialog) -> bool:
        assert isinstance(dialog, CompareDialog)
        screen.show(dialog)
        screen.settle()
        use(dialog)
        return True

    screen.at_hand.dialogs.then(show)
    tab.open_bench()
    assert screen.at_hand.dialogs.shown


def test_one_chosen_photo_is_compared_with_the_first_of_its_pose(
    screen: FilesScreen, services: Services, album: Album, anna: int
) -> None:
    album.take(date(2025, 9, 5))
    album.take(date(2025, 10, 5), Pose.SIDE)
    album.take(date(2026, 1, 5))
    tab = tab_of(screen, anna)

    def use(dialog: CompareDialog) -> None:
        assert [photo.day for photo in dialog.photos()] == [date(2025, 9, 5), date(2026, 1, 5)]
        assert dialog.canvas.photos is not None
        assert dialog.canvas.photos[0].image.width() == 600

    bench(screen, tab, use)
    assert audited(services, "photo.view") == 2


def test_a_photo_alone_cannot_be_compared(screen: FilesScreen, album: Album, anna: int) -> None:
    album.take(date(2025, 9, 5))
    tab = tab_of(screen, anna)
    assert not tab.compare.isEnabled()
    tab.open_bench()
    assert screen.at_hand.dialogs.shown == []


def point_at(dialog: CompareDialog, photo: int, x: float, y: float) -> None:
    """Click on a place, told as parts of the photo."""
    canvas = dialog.canvas
    assert canvas.photos is not None
    width, height = canvas.photos[photo].size
    spot = canvas.laying(photo)(complex(x * width, y * height))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.real), round(spot.imag)))


def test_two_places_on_each_photo_align_them_and_are_remembered(
    screen: FilesScreen, services: Services, owner: Actor, album: Album, anna: int
) -> None:
    album.take(date(2025, 9, 5))
    album.take(date(2026, 1, 5))
    tab = tab_of(screen, anna)

    def use(dialog: CompareDialog) -> None:
        assert dialog.words.text().startswith("Not aligned")
        dialog.align.click()
        for photo, x, y in ((0, 0.5, 0.2), (0, 0.5, 0.6), (1, 0.4, 0.3), (1, 0.4, 0.5)):
            point_at(dialog, photo, x, y)
        screen.settle()
        assert dialog.words.text() == "Aligned by two places."
        dialog.way.chosen.emit(Way.ONION.value)
        for x, y, other_x, other_y in ((0.5, 0.2, 0.4, 0.3), (0.5, 0.6, 0.4, 0.5)):
            first = dialog.canvas.laying(0)(complex(x * 600, y * 900))
            second = dialog.canvas.laying(1)(complex(other_x * 600, other_y * 900))
            assert abs(first - second) < 6  # pixels that a click rounds away, at twice the size

    bench(screen, tab, use)
    newest, oldest = services.photos.rows(owner, anna)
    assert oldest.points is not None
    assert newest.points is not None
    assert (oldest.points.first_x, oldest.points.second_y) == pytest.approx((0.5, 0.6), abs=0.01)
    assert (newest.points.first_x, newest.points.second_y) == pytest.approx((0.4, 0.5), abs=0.01)


def test_places_are_set_by_keys_and_esc_stops_before_it_closes(
    screen: FilesScreen, album: Album, anna: int
) -> None:
    album.take(date(2025, 9, 5))
    album.take(date(2026, 1, 5))
    tab = tab_of(screen, anna)

    def use(dialog: CompareDialog) -> None:
        dialog.align.click()
        canvas = dialog.canvas
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        assert len(canvas.marks[0]) == 1
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        assert dialog.words.text() == "The two places have to lie apart."
        for _ in range(4):
            QTest.keyClick(canvas, Qt.Key.Key_Down)
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        assert [canvas.pointing] == [1]
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        stopped: int | None = canvas.pointing
        assert (stopped, dialog.isHidden()) == (None, False)
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        assert dialog.isHidden()

    bench(screen, tab, use)


def test_both_photos_are_zoomed_and_moved_together_by_keys(
    screen: FilesScreen, services: Services, owner: Actor, album: Album, anna: int
) -> None:
    for photo, points in (
        (album.take(date(2025, 9, 5)), Points(0.5, 0.2, 0.5, 0.6)),
        (album.take(date(2026, 1, 5)), Points(0.4, 0.3, 0.4, 0.5)),
    ):
        services.photos.set_points(owner, photo.id, photo.version, points)
    tab = tab_of(screen, anna)

    def use(dialog: CompareDialog) -> None:
        canvas = dialog.canvas
        before = [canvas.laying(photo).scale for photo in (0, 1)]
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        after = [canvas.laying(photo).scale for photo in (0, 1)]
        assert [new / old for new, old in zip(after, before, strict=True)] == pytest.approx([1.25, 1.25])
        assert before[1] / before[0] == pytest.approx(2.0)  # its two places are half as far apart
        QTest.keyClick(canvas, Qt.Key.Key_0)
        assert canvas.zoom_factor() == 1.0

    bench(screen, tab, use)


def test_slider_and_onion_skin_show_both_photos_in_one_place(
    screen: FilesScreen, album: Album, anna: int
) -> None:
    album.take(date(2025, 9, 5), waist=1.3)
    album.take(date(2026, 1, 5), waist=0.7)
    tab = tab_of(screen, anna)

    def use(dialog: CompareDialog) -> None:
        canvas = dialog.canvas
        colours = set()
        unit = canvas.height() / 100
        beside_the_waist = round(canvas.width() / 2 + 9 * unit), round(47 * unit)
        dialog.way.chosen.emit(Way.ONION.value)
        for share in (0, 50, 100):
            dialog.share.setValue(share)
            colours.add(canvas.grab().toImage().pixel(*beside_the_waist))
        assert len(colours) == 3
        dialog.way.chosen.emit(Way.SLIDER.value)
        dialog.share.setValue(50)
        edge = canvas.width() // 2
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(edge + 12, 40))
        assert dialog.share.value() > 50

    bench(screen, tab, use)


def test_another_photo_is_chosen_on_the_bench(screen: FilesScreen, album: Album, anna: int) -> None:
    wanted = album.take(date(2025, 9, 5), Pose.SIDE)
    album.take(date(2025, 10, 5))
    album.take(date(2026, 1, 5))
    tab = tab_of(screen, anna)

    def use(dialog: CompareDialog) -> None:
        dialog.choices[0].set_code(str(wanted.id))
        dialog.choices[0].chosen.emit(str(wanted.id))
        screen.settle()
        assert dialog.canvas.photos is not None
        assert dialog.canvas.photos[0].name == "5 Sept 2025 · Side"

    bench(screen, tab, use)
