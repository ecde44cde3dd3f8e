"""The help: pages that exist, links that lead somewhere, shortcuts that are true."""

import re

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.messaging.rules import PAUSES
from fitnesscrm_desktop.ui.shell.features import FEATURES, feature_of
from fitnesscrm_desktop.ui.shell.help_window import HelpBrowser, HelpWindow, Topic, read_topics
from tests.support.inline_tasks import InlineTasks
from tests.support.window import StudioWindow

TOPICS = read_topics()
LINK = re.compile(r"\]\(([^)]+)\)")
KEYS = re.compile(r"^\| (`.+?) \|", re.MULTILINE)


def test_how_to_start_comes_first() -> None:
    assert [topic.name for topic in TOPICS[:2]] == ["start", "keyboard"]


@pytest.mark.parametrize("feature", [feature.id for feature in FEATURES])
def test_every_feature_has_a_page(feature: str) -> None:
    assert resource("help", f"{feature}.md").is_file()


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_page_has_one_title_and_links_to_pages_only(topic: Topic) -> None:
    assert len(re.findall(r"^# ", topic.text, re.MULTILINE)) == 1
    for link in LINK.findall(topic.text):
        assert resource("help", link).is_file(), f"{topic.name} links to {link}"


def test_a_link_opens_the_other_page(qtbot: QtBot) -> None:
    window = HelpWindow(InlineTasks())
    qtbot.addWidget(window)
    window.show_topic("start")
    assert "The first day" in window.browser.toPlainText()
    window.browser.anchorClicked.emit(QUrl("keyboard.md"))
    assert "search clients" in window.browser.toPlainText()


def test_a_link_to_the_world_leads_nowhere(qtbot: QtBot) -> None:
    browser = HelpBrowser()
    qtbot.addWidget(browser)
    wanted: list[str] = []
    browser.topic_wanted.connect(wanted.append)
    browser.anchorClicked.emit(QUrl("https://example.org/start.md"))
    assert wanted == []


def test_an_unknown_page_shows_the_first(qtbot: QtBot) -> None:
    window = HelpWindow(InlineTasks())
    qtbot.addWidget(window)
    window.show_topic("nowhere")
    assert "How to start" in window.browser.toPlainText()


def test_the_keys_in_the_help_exist(window: StudioWindow, services: Services, owner: Actor) -> None:
    window.open(services, owner)
    real = {line.keys for line in window.work.actions.shortcut_sheet()} | {
        "Esc",
        "Enter",
        "Tab",
        "Shift+Tab",
        "Ctrl+9",
        "Ctrl+1",
    }
    text = next(topic.text for topic in TOPICS if topic.name == "keyboard")
    told = {key for line in KEYS.findall(text) for key in re.findall(r"`([^`]+)`", line)}
    assert told - real == set()


def test_keys_that_several_pages_share_are_listed_once(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    window.open(services, owner)
    lines = window.work.actions.shortcut_sheet()
    assert [line for line in lines if lines.count(line) > 1] == []
    assert "Add files" in {line.title for line in lines}


def test_the_help_tells_when_a_message_is_tried_again() -> None:
    minutes = [str(pause.seconds // 60) for pause in PAUSES if pause.seconds < 3600]
    hours = [str(pause.seconds // 3600) for pause in PAUSES if pause.seconds >= 3600]
    told = f"{', '.join(minutes[:-1])} and {minutes[-1]} minutes, {' and '.join(hours)} hours"
    text = next(topic.text for topic in TOPICS if topic.name == "settings")
    assert told in " ".join(text.split())


def test_f1_opens_the_page_of_the_feature(window: StudioWindow, services: Services, owner: Actor) -> None:
    window.open(services, owner)
    window.press("F1")
    assert window.work.help is not None
    assert window.work.help.isVisible()


@pytest.mark.parametrize("page_id", [page.id for feature in FEATURES for page in feature.pages])
def test_every_page_is_told_about(page_id: str) -> None:
    known = {topic.name for topic in TOPICS}
    assert {page_id.partition(".")[0], feature_of(page_id)} & known


def test_f1_on_the_rules_tells_about_rules(window: StudioWindow, services: Services, owner: Actor) -> None:
    window.open(services, owner)
    window.go("rules.main")
    window.press("F1")
    told = window.work.help
    assert told is not None
    window.until(lambda: told.list.currentItem().text() == "Rules")
