"""A template that was read for something that is over is not shown over what is wanted now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QObject

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.messaging.template_deeds import TemplateDeeds
from fitnesscrm_desktop.ui.messaging.templates_presenter import TemplatesPresenter
from fitnesscrm_desktop.ui.messaging.templates_state import TemplatesState
from tests.support.gui_desk import desk_for
from tests.support.held_tasks import HeldTasks


@dataclass
class Shown:
    """A page that only remembers the way back of what was said last."""

    undo: Callable[[], None] | None = None
    errors: list[Exception] = field(default_factory=list)

    def render_state(self, state: TemplatesState) -> None:
        """Nothing to draw."""

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Remember the way back."""
        self.undo = undo

    def report(self, error: Exception) -> None:
        """Remember it."""
        self.errors.append(error)

    def ask_which(self, conflict: Conflict) -> dict[str, object] | None:
        """Nobody is asked here."""
        return None


@dataclass
class AtWork:
    """The presenter, what it does with the open template, and the work that waits."""

    presenter: TemplatesPresenter
    deeds: TemplateDeeds
    tasks: HeldTasks
    shown: Shown
    services: Services
    actor: Actor

    @property
    def name(self) -> str | None:
        """The name of the template that is open."""
        draft = self.presenter.state.draft
        return None if draft is None else draft.name

    def id_of(self, name: str) -> int:
        """The id of a template."""
        return self.services.templates.named(self.actor, name).id

    def open(self, name: str) -> None:
        """Open it, with everything read."""
        self.presenter.load()
        self.tasks.deliver_all()
        self.presenter.choose(self.id_of(name))
        self.tasks.deliver_all()
        assert self.name == name


@pytest.fixture
def at_work(qapp: QObject, services: Services, owner: Actor) -> Iterator[AtWork]:
    """Give a presenter whose reads arrive in the order the test likes."""
    at_hand = desk_for(services, owner)
    tasks, shown, page = HeldTasks(), Shown(), QObject()
    desk = replace(at_hand.desk, tasks=tasks)
    presenter = TemplatesPresenter(desk, shown, page)
    yield AtWork(presenter, TemplateDeeds(desk, presenter, shown, page), tasks, shown, services, owner)
    assert shown.errors == []
    at_hand.close()


def test_undo_shows_the_template_again_though_the_list_hears_of_it_first(at_work: AtWork) -> None:
    at_work.open("Birthday")
    at_work.deeds.archive()
    at_work.tasks.deliver_all()
    assert at_work.name != "Birthday"
    assert at_work.shown.undo is not None
    at_work.shown.undo()
    at_work.presenter.load()  # the event of the change, before the one who made it is told
    restored = at_work.tasks.take("write")
    at_work.tasks.take().deliver()
    late = at_work.tasks.take()
    restored.deliver()
    late.deliver()
    at_work.tasks.deliver_all()
    assert at_work.name == "Birthday"


def test_the_template_chosen_last_is_shown_whichever_is_read_first(at_work: AtWork) -> None:
    at_work.open("Birthday")
    names = [row.name for row in at_work.presenter.state.rows or () if row.name != "Birthday"]
    at_work.presenter.choose(at_work.id_of(names[0]))
    early = at_work.tasks.take()
    at_work.presenter.choose(at_work.id_of(names[1]))
    at_work.tasks.take().deliver()
    early.deliver()
    assert at_work.name == names[1]


def test_back_at_the_open_one_nothing_else_comes(at_work: AtWork) -> None:
    at_work.open("Birthday")
    other = next(row for row in at_work.presenter.state.rows or () if row.name != "Birthday")
    at_work.presenter.choose(other.id)
    at_work.presenter.choose(at_work.id_of("Birthday"))
    at_work.tasks.deliver_all()
    assert at_work.name == "Birthday"


def test_a_change_elsewhere_does_not_call_the_choice_back(at_work: AtWork) -> None:
    at_work.open("Birthday")
    other = next(row for row in at_work.presenter.state.rows or () if row.name != "Birthday")
    at_work.presenter.choose(other.id)
    at_work.presenter.load()
    chosen, listed = at_work.tasks.take(), at_work.tasks.take()
    listed.deliver()
    at_work.tasks.deliver_all()
    chosen.deliver()
    assert at_work.name == other.name
