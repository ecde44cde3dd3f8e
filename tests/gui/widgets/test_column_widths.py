"""A table shares its width so that cells can be read, before it fulfils wishes."""

from fitnesscrm_desktop.ui.widgets.column_widths import ColumnNeed, share_width

LEAST = 120


def test_a_column_with_long_cells_gets_more_than_it_wished_for() -> None:
    assert share_width(600, [ColumnNeed(0, 100), ColumnNeed(80, 150)], LEAST) == [450, 150]


def test_those_that_share_get_equal_parts() -> None:
    assert share_width(700, [ColumnNeed(0, 90), ColumnNeed(0, 140), ColumnNeed(100, 60)], LEAST) == [
        300,
        300,
        100,
    ]


def test_among_those_that_share_the_longest_is_served_first() -> None:
    assert share_width(500, [ColumnNeed(0, 90), ColumnNeed(0, 280), ColumnNeed(100, 60)], LEAST) == [
        120,
        280,
        100,
    ]


def test_wishes_are_given_up_before_a_cell_is_cut() -> None:
    assert share_width(330, [ColumnNeed(0, 170), ColumnNeed(86, 60), ColumnNeed(98, 95)], LEAST) == [
        170,
        62,
        98,
    ]


def test_where_nothing_helps_the_shares_keep_their_least_width() -> None:
    assert share_width(200, [ColumnNeed(0, 280), ColumnNeed(90, 90)], LEAST) == [120, 90]


def test_a_width_drawn_by_hand_stays() -> None:
    assert share_width(500, [ColumnNeed(0, 90), ColumnNeed(80, 60, by_hand=200)], LEAST) == [300, 200]


def test_what_nobody_shares_is_spread() -> None:
    assert share_width(300, [ColumnNeed(100, 60), ColumnNeed(80, 60)], LEAST) == [160, 140]
