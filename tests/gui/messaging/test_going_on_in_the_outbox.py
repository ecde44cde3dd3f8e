"""After a deed the cursor of the outbox stands where one goes on."""

from __future__ import annotations

from tests.gui.messaging.outbox_screen import OutboxScreen
from tests.support.outbox_desk import OutboxDesk


def test_after_several_are_approved_one_goes_on_with_the_first_of_the_rest(
    outbox: OutboxScreen, desk: OutboxDesk
) -> None:
    for number in range(7, 0, -1):
        desk.queue(f"{number}@example.com", approved=False, name=str(number))
    outbox.open()
    outbox.rest()
    outbox.press("Shift+Down")
    outbox.press("Shift+Down")
    assert outbox.selected() == ["1", "2", "3"]
    outbox.press("A")
    assert outbox.to() == ["4", "5", "6", "7"]
    assert outbox.selected() == ["4"]
    outbox.press("Down")
    outbox.press("Shift+Down")
    outbox.press("A")
    assert (outbox.to(), outbox.selected()) == (["4", "7"], ["7"])
