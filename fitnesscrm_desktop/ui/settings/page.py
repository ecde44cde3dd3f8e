"""The settings: a list of sections at the left, the chosen one beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.desk import Desk, Draft, Page
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.settings.about_section import AboutSection
from fitnesscrm_desktop.ui.settings.account_section import AccountSection
from fitnesscrm_desktop.ui.settings.appearance_section import AppearanceSection
from fitnesscrm_desktop.ui.settings.assistant_section import AssistantSection
from fitnesscrm_desktop.ui.settings.branding_section import BrandingSection
from fitnesscrm_desktop.ui.settings.database_section import DatabaseSection
from fitnesscrm_desktop.ui.settings.files_section import FilesSection
from fitnesscrm_desktop.ui.settings.message_sections import MailSection, MessageRulesSection, SmsSection
from fitnesscrm_desktop.ui.settings.progress_section import ProgressSection, manages_metrics
from fitnesscrm_desktop.ui.settings.rules_section import RulesSection
from fitnesscrm_desktop.ui.settings.section import Section, SectionSpec
from fitnesscrm_desktop.ui.settings.section_list import ScrollingSections, SectionList
from fitnesscrm_desktop.ui.settings.server_section import ServerSection
from fitnesscrm_desktop.ui.settings.staff_section import StaffSection
from fitnesscrm_desktop.ui.settings.studio_section import StudioSection
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader

WIDEST, ROOMY = 760, 820


class SettingsPage(Page):
    """Sections are made when they are first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        self._specs = {spec.id: spec for spec in self._all_sections() if spec.allowed(desk.actor)}
        self.sections: dict[str, Section] = {}
        self._areas: dict[str, QWidget] = {}
        self.list = SectionList([(spec.id, spec.title, spec.icon) for spec in self._specs.values()])
        self.list.chosen.connect(self.open)
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(XL)
        self._list_area = ScrollingSections(self.list)
        row.addWidget(self._list_area)
        row.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, L, 0)
        layout.setSpacing(M)
        layout.addWidget(PageHeader(self.tr("Settings")))
        layout.addLayout(row, 1)
        self._shown = next(iter(self._specs))

    def arrive(self, **where: Any) -> None:
        """Show the section that is named, else the one shown last."""
        wanted = str(where.get("section", self._shown))
        self.open(wanted if wanted in self._specs else self._shown)

    def draft(self) -> Draft | None:
        """What is typed in any section and not saved."""
        waiting = [name for name, section in self.sections.items() if section.is_typed_in]
        if not waiting:
            return None
        titles = ", ".join(self._specs[name].title for name in waiting)
        text = self.tr("Settings were changed and are not saved yet: {sections}.").format(sections=titles)
        return Draft(text, self._store)

    def _store(self, then: Callable[[bool], None]) -> None:
        """Save one section after the other: each of them looks at what is stored by then."""
        name = next((name for name, section in self.sections.items() if section.is_typed_in), None)
        if name is None:
            then(True)
            return

        def stored(well: bool) -> None:
            if well:
                self._store(then)
            else:
                self._shown = name
                then(False)

        self.sections[name].store(stored)

    def open(self, section_id: str) -> None:
        """Show a section."""
        self._shown = section_id
        section = self.sections.get(section_id)
        if section is None:
            section = self.sections[section_id] = self._specs[section_id].build(self._desk)
            self._areas[section_id] = self._framed(section)
            self._stack.addWidget(self._areas[section_id])
        self._stack.setCurrentWidget(self._areas[section_id])
        self.list.set_current(section_id)
        self._list_area.show_section(section_id)
        section.arrive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow pages keep only the icons of the list."""
        super().resizeEvent(event)
        self.list.collapse(self.width() < theme().px(ROOMY))

    @property
    def shown(self) -> str:
        """The section that is shown."""
        return self._shown

    def section_ids(self) -> list[str]:
        """The sections this person may see."""
        return list(self._specs)

    def _framed(self, section: Section) -> QWidget:
        frame = QWidget()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self._scrolling(section), 1)
        if section.footer is not None:
            section.footer.setMaximumWidth(theme().px(WIDEST) - L)
            layout.addWidget(section.footer)
            layout.addSpacing(S)
        return frame

    def _scrolling(self, section: Section) -> QScrollArea:
        section.setMaximumWidth(theme().px(WIDEST))
        section.column.addStretch(1)  # cards are as high as what they hold
        area = QScrollArea()
        area.setWidget(section)
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignLeading)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _all_sections(self) -> tuple[SectionSpec, ...]:
        settings, staff = _needs(Permission.MANAGE_SETTINGS), _needs(Permission.MANAGE_STAFF)
        return (
            SectionSpec("studio", self.tr("Studio"), "home", StudioSection, settings),
            SectionSpec("rules", self.tr("Rules"), "door-in", RulesSection, settings),
            SectionSpec("staff", self.tr("Staff and roles"), "users", StaffSection, staff),
            SectionSpec("progress", self.tr("Progress"), "trend-up", ProgressSection, manages_metrics),
            SectionSpec("mail", self.tr("E-mail"), "mail", MailSection, settings),
            SectionSpec("sms", self.tr("Text messages"), "phone", SmsSection, settings),
            SectionSpec("message_rules", self.tr("Message rules"), "message", MessageRulesSection, settings),
            SectionSpec(
                "assistant",
                self.tr("Assistant"),
                "sparkles",
                AssistantSection,
                _needs(Permission.MANAGE_ASSISTANT),
            ),
            SectionSpec(
                "model_server",
                self.tr("Model server"),
                "link",
                ServerSection,
                _needs(Permission.CONNECT_ASSISTANT),
            ),
            SectionSpec("branding", self.tr("Logo and colour"), "palette", BrandingSection, settings),
            SectionSpec(
                "database",
                self.tr("Database"),
                "database",
                DatabaseSection,
                _needs(Permission.MAINTAIN_DATABASE),
            ),
            SectionSpec(
                "files",
                self.tr("Files and privacy"),
                "lock",
                FilesSection,
                _needs(Permission.VIEW_FILES),
            ),
            SectionSpec("account", self.tr("Your account"), "user", AccountSection, _has_an_account),
            SectionSpec("appearance", self.tr("Appearance"), "monitor", AppearanceSection, _everybody),
            SectionSpec("about", self.tr("About"), "info", AboutSection, _everybody),
        )


def _needs(permission: Permission) -> Any:
    return lambda actor: actor.may(permission)


def _has_an_account(actor: Actor) -> bool:
    return actor.staff_id is not None


def _everybody(_actor: Actor) -> bool:
    return True
