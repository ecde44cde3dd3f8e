"""Dialogs that answer from a script and remember what they were asked."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.ui.core.dialogs import Unsaved

# What the script says to "a dialog of a feature": a plain yes or no, or something that fills it in first.
Answer = object


@dataclass
class ScriptedDialogs:
    """``ScriptedDialogs(True, "reason")`` says yes to the first question and answers the second one.

    A question the script has no answer for fails the test. A callable answer to ``show`` gets the dialog, may
    fill it in, and returns whether it is accepted. ``asked`` holds (kind, title, text) of every question,
    ``told`` what was said.
    """

    answers: deque[Answer] = field(default_factory=deque)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    shown: list[QDialog] = field(default_factory=list)

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked, self.told, self.shown = deque(answers), [], [], []

    def then(self, *answers: Answer) -> ScriptedDialogs:
        """Add to the script."""
        self.answers.extend(answers)
        return self

    def tell(self, title: str, text: str, detail: str = "") -> None:
        """Remember what was said."""
        self.told.append((title, text, detail))

    def ask_text(self, title: str, label: str, value: str = "", *, secret: bool = False) -> str | None:
        """Answer with a text, or None for "back"."""
        answer = self._answer("ask_text", title, label)
        assert answer is None or isinstance(answer, str), f"the script answers {title!r} with {answer!r}"
        return answer

    def confirm(self, title: str, text: str, verb: str, *, danger: bool = False) -> bool:
        """Answer yes or no."""
        answer = self._answer("confirm", title, text)
        assert isinstance(answer, bool), f"the script answers {title!r} with {answer!r}"
        return answer

    def ask_unsaved(self, title: str, text: str) -> Unsaved:
        """Answer what is to become of it."""
        answer = self._answer("unsaved", title, text)
        assert isinstance(answer, Unsaved), f"the script answers {title!r} with {answer!r}"
        return answer

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Answer with a path, or None for "back"."""
        answer = self._answer("open", title, kinds)
        assert answer is None or isinstance(answer, Path), f"the script answers {title!r} with {answer!r}"
        return answer

    def choose_open_files(self, title: str, kinds: str) -> list[Path]:
        """Answer with paths, or none for "back"."""
        answer = self._answer("open", title, kinds)
        assert isinstance(answer, list), f"the script answers {title!r} with {answer!r}"
        return answer

    def choose_save_file(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Answer with a path, or None for "back"."""
        answer = self._answer("save", title, str(suggested))
        assert answer is None or isinstance(answer, Path), f"the script answers {title!r} with {answer!r}"
        return answer

    def show(self, dialog: QDialog) -> bool:
        """Accept, reject, or let the script use the dialog."""
        self.shown.append(dialog)
        answer = self._answer("show", dialog.windowTitle(), type(dialog).__name__)
        return bool(answer(dialog)) if callable(answer) else bool(answer)

    def _answer(self, kind: str, title: str, text: str) -> Answer:
        self.asked.append((kind, title, text))
        assert self.answers, f"nobody answers {kind} {title!r}: {text!r}"
        return self.answers.popleft()
