"""The commands of the window itself; each feature brings its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.ui.core.actions import ActionSpec, Context
from fitnesscrm_desktop.ui.shell.pages import PageStack

MOST_DIGITS = 9

Deeds = Mapping[str, Callable[[], None]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def _can_go_back(context: Context) -> bool:
    return bool(context.get("can_go_back"))


def window_actions(deeds: Deeds) -> tuple[ActionSpec, ...]:
    """Everything that works on every page; *deeds* says what each of them does."""
    window, look, staff = _tr("Window"), _tr("Look"), _tr("Staff")

    def spec(name: str, title: str, **more: object) -> ActionSpec:
        return ActionSpec(f"shell.{name}", title, deeds[name], **more)  # type: ignore[arg-type]  # of ActionSpec

    return (
        spec(
            "palette",
            _tr("Search everything"),
            shortcut="Ctrl+K",
            section=window,
            icon="search",
            palette=False,
        ),
        spec(
            "back",
            _tr("Go back"),
            shortcut="Alt+Left",
            section=window,
            icon="arrow-left",
            enabled=_can_go_back,
        ),
        spec("home", _tr("Go to the first page"), shortcut="Alt+Home", section=window, icon="home"),
        spec("reload", _tr("Load this page again"), shortcut="F5", section=window, icon="refresh"),
        spec(
            "message",
            _tr("Go to the last message"),
            shortcut="F6",
            section=window,
            keywords=_tr("undo toast"),
        ),
        spec("help", _tr("Help for this page"), shortcut="F1", section=window, icon="help"),
        spec(
            "shortcuts",
            _tr("Show all shortcuts"),
            shortcut="?",
            section=window,
            icon="command",
            keywords=_tr("keys keyboard"),
        ),
        spec("quit", _tr("Quit FitnessCRM"), shortcut="Ctrl+Q", section=window, icon="x"),
        spec("lock", _tr("Lock the screen"), shortcut="Ctrl+L", section=staff, icon="lock"),
        spec(
            "switch", _tr("Switch staff"), shortcut="Ctrl+Shift+L", section=staff, icon="key", keywords="pin"
        ),
        spec("sign_out", _tr("Sign out"), section=staff, icon="log-out", keywords=_tr("log out leave")),
        spec("light", _tr("Light look"), section=look, icon="sun", keywords=_tr("theme bright")),
        spec("dark", _tr("Dark look"), section=look, icon="moon", keywords=_tr("theme night")),
        spec(
            "system", _tr("Look of the computer"), section=look, icon="monitor", keywords=_tr("theme system")
        ),
        spec(
            "larger",
            _tr("Larger text"),
            shortcut="Ctrl++",
            section=look,
            icon="zoom-in",
            keywords=_tr("size"),
        ),
        spec(
            "smaller",
            _tr("Smaller text"),
            shortcut="Ctrl+-",
            section=look,
            icon="zoom-out",
            keywords=_tr("size"),
        ),
        spec("normal", _tr("Normal text size"), shortcut="Ctrl+0", section=look, keywords=_tr("size")),
    )


def page_actions(stack: PageStack, go: Callable[[str], None]) -> tuple[ActionSpec, ...]:
    """One command for each page of the sidebar; the first nine have a digit."""

    def goer(page_id: str) -> Callable[[], None]:
        return lambda: go(page_id)

    return tuple(
        ActionSpec(
            f"page.{spec.id}",
            _tr("Go to %s") % spec.title,
            goer(spec.id),
            shortcut=f"Ctrl+{number}" if number <= MOST_DIGITS else "",
            permission=spec.permission.value if spec.permission else "",
            section=_tr("Pages"),
            icon=spec.icon,
        )
        for number, spec in enumerate(stack.listed(), 1)
    )
