"""Where a goal is named in a chart."""

from PySide6.QtCore import QRectF, QSizeF

from fitnesscrm_desktop.ui.charts.aim_layer import place_of_words

PANEL, WORDS = QRectF(40, 100, 500, 200), QSizeF(150, 18)


def test_a_goal_is_named_before_its_line_so_that_what_is_to_come_stays_in_sight() -> None:
    place = place_of_words(PANEL, 400, 250, WORDS)
    assert (place.right() < 400, place.center().y()) == (True, 250)


def test_at_the_edge_of_its_panel_it_stays_inside() -> None:
    assert place_of_words(PANEL, 400, 298, WORDS).bottom() == PANEL.bottom()
    assert place_of_words(PANEL, 400, 101, WORDS).top() == PANEL.top()


def test_without_room_before_it_stands_above_or_below() -> None:
    above = place_of_words(PANEL, 60, 250, WORDS)
    assert (above.left(), above.bottom() <= 250) == (60, True)
    assert place_of_words(PANEL, 60, 105, WORDS).top() > 105
