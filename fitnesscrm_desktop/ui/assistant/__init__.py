"""The assistant: drafts of messages, what it has written, and how it is doing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import DraftKind, Permission
from fitnesscrm_desktop.models.values import Tone as DraftTone
from fitnesscrm_desktop.ui.core.actions import ActionSpec
from fitnesscrm_desktop.ui.core.desk import Desk, Feature, Page, PageSpec, StudioDialog

PAGE, DRAFT, RUN = "assistant.main", "assistant.draft", "assistant.run"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Assistant", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.assistant.page import AssistantPage

    return AssistantPage(desk)


def _run(desk: Desk, *, run_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.assistant.run_dialog import RunDialog

    return RunDialog(desk, run_id)


def _draft(
    desk: Desk,
    client_id: int | None = None,
    kind: DraftKind | None = None,
    tone: DraftTone | None = None,
    *,
    as_template: bool = False,
    language: str | None = None,
) -> StudioDialog:
    from fitnesscrm_desktop.ui.assistant.draft_dialog import DraftDialog
    from fitnesscrm_desktop.ui.assistant.draft_presenter import About

    return DraftDialog(desk, About(client_id, kind, tone, as_template, language))


def _actions(desk: Desk) -> tuple[ActionSpec, ...]:
    def draft() -> None:
        from fitnesscrm_desktop.ui.assistant.handing_over import draft_and_write

        draft_and_write(desk)

    return (
        ActionSpec(
            "assistant.draft",
            _tr("Draft a message…"),
            draft,
            permission=Permission.USE_ASSISTANT.value,
            section=_tr("Messages"),
            icon="sparkles",
            keywords=_tr("assistant write birthday reminder welcome ai model"),
        ),
    )


FEATURE = Feature(
    "assistant",
    pages=(
        PageSpec(
            PAGE,
            _tr("Assistant"),
            "sparkles",
            _page,
            Permission.USE_ASSISTANT,
            47,
            keys=(
                ("Return", _tr("Show everything about it")),
                ("1", _tr("In a draft: take the first text; 2 and 3 the others")),
                ("Esc", _tr("In a draft: stop writing, then go back")),
            ),
        ),
    ),
    dialogs={DRAFT: _draft, RUN: _run},
    actions=_actions,
)
