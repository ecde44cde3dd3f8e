"""The source text of the project, for the tests which look at it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fitnesscrm_desktop"
REVISIONS = PACKAGE / "models" / "migrations" / "versions"


def modules(*folders: str) -> list[Path]:
    """All modules in *folders*, except migrations: those are written once and then left alone."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if REVISIONS not in path.parents]


def syntax(path: Path) -> Iterator[ast.AST]:
    """All nodes of the syntax tree of *path*."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def label(path: Path) -> str:
    """Name *path* as a person would."""
    return path.relative_to(ROOT).as_posix()
