"""Who may import whom: the contracts in pyproject.toml notice what they are there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

MODULES = (
    "__main__",
    "agents/__init__",
    "agents/orchestrator",
    "app",
    "bootstrap",
    "cli",
    "models/__init__",
    "models/client",
    "models/values",
    "paths",
    "services/__init__",
    "services/checkin/__init__",
    "services/clients/__init__",
    "services/core/__init__",
    "services/security/__init__",
    "services/settings/__init__",
    "ui/__init__",
    "ui/charts/__init__",
    "ui/checkin/__init__",
    "ui/clients/__init__",
    "ui/core/__init__",
    "ui/widgets/__init__",
)

VIOLATIONS = (
    ("models/client", "fitnesscrm_desktop.services.clients", "Layers"),
    ("services/clients/__init__", "fitnesscrm_desktop.agents.orchestrator", "Layers"),
    ("services/clients/__init__", "fitnesscrm_desktop.ui.core", "Layers"),
    ("bootstrap", "fitnesscrm_desktop.app", "Layers"),
    ("cli", "fitnesscrm_desktop.ui.core", "The command line knows no window"),
    ("cli", "PySide6.QtCore", "Qt lives only"),
    ("services/clients/__init__", "PySide6.QtCore", "Qt lives only"),
    ("agents/orchestrator", "PySide6.QtCore", "Qt lives only"),
    ("ui/clients/__init__", "sqlalchemy", "The database is touched"),
    ("agents/orchestrator", "sqlite3", "The database is touched"),
    ("cli", "sqlalchemy", "The database is touched"),
    ("ui/clients/__init__", "fitnesscrm_desktop.models.client", "Mapped classes"),
    ("agents/orchestrator", "fitnesscrm_desktop.models.client", "Mapped classes"),
    ("services/core/__init__", "fitnesscrm_desktop.services.clients", "Inside services"),
    ("services/clients/__init__", "fitnesscrm_desktop.services.checkin", "Inside services"),
    ("services/security/__init__", "fitnesscrm_desktop.services.settings", "Inside services"),
    ("ui/clients/__init__", "fitnesscrm_desktop.ui.checkin", "Features of the ui"),
    ("ui/widgets/__init__", "fitnesscrm_desktop.ui.clients", "Features of the ui"),
    ("services/clients/__init__", "reportlab.platypus", "One door to reportlab"),
    ("ui/clients/__init__", "pyqtgraph", "One door to pyqtgraph"),
    ("services/clients/__init__", "keyring", "One door to keyring"),
    ("services/clients/__init__", "apscheduler", "One door to apscheduler"),
    ("services/clients/__init__", "smtplib", "One door to smtplib"),
    ("agents/orchestrator", "llama_cpp", "One door to llama_cpp"),
)

ALLOWED = (
    ("cli", "fitnesscrm_desktop.app"),
    ("app", "PySide6.QtWidgets"),
    ("ui/charts/__init__", "pyqtgraph"),
    ("ui/clients/__init__", "fitnesscrm_desktop.models.values"),
    ("ui/clients/__init__", "fitnesscrm_desktop.services.clients"),
    ("agents/orchestrator", "fitnesscrm_desktop.models.values"),
    ("services/checkin/__init__", "fitnesscrm_desktop.services.clients"),
)

WITHOUT_QT = """
import importlib, pkgutil, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
import fitnesscrm_desktop as package
import fitnesscrm_desktop.bootstrap, fitnesscrm_desktop.cli
for layer in ("models", "services", "agents"):
    top = importlib.import_module(f"fitnesscrm_desktop.{layer}")
    for module in pkgutil.walk_packages(top.__path__, top.__name__ + "."):
        if not module.name.endswith(".migrations.env"):  # alembic runs it, nobody imports it
            print(importlib.import_module(module.name).__name__)
"""


def planted(folder: Path, module: str, imported: str) -> subprocess.CompletedProcess[str]:
    """Check a bare skeleton of the program in which *module* imports *imported*."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in MODULES:
        path = folder / PACKAGE.name / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"import {imported}\n" if name == module else "")
    (folder / PACKAGE.name / "__init__.py").touch()
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("module", "imported", "contract"), VIOLATIONS)
def test_a_violation_is_noticed(tmp_path: Path, module: str, imported: str, contract: str) -> None:
    found = planted(tmp_path, module, imported)
    broken = [line for line in found.stdout.splitlines() if line.endswith("BROKEN")]
    assert found.returncode == 1
    assert any(line.startswith(contract) for line in broken), found.stdout


@pytest.mark.parametrize(("module", "imported"), ALLOWED)
def test_what_is_allowed_passes(tmp_path: Path, module: str, imported: str) -> None:
    found = planted(tmp_path, module, imported)
    assert found.returncode == 0, found.stdout


def test_models_services_and_agents_work_without_qt() -> None:
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert "fitnesscrm_desktop.services.core.engine" in found.stdout
