"""Files to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.imports.results import ImportOutcome, OnDuplicate

WriteFile = Callable[..., Path]
RunImport = Callable[..., ImportOutcome]

HEADER = "First name;Last name;E-mail;Phone;Born;Member number;Tags;Notes"


@pytest.fixture
def write_csv_file(tmp_path: Path) -> WriteFile:
    """Write lines below the usual header (or another one)."""

    def write(*lines: str, header: str = HEADER, name: str = "clients.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(line for line in (header, *lines) if line) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def run_import(services: Services, owner: Actor) -> RunImport:
    """Import a file with the mapping that is suggested."""

    def run(
        path: Path, on_duplicate: OnDuplicate = OnDuplicate.SKIP, *, dry_run: bool = False
    ) -> ImportOutcome:
        mapping = services.imports.look(path).suggested
        return services.imports.run(owner, path, mapping, on_duplicate, dry_run=dry_run)

    return run
