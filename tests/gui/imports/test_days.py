"""Days in an import: as the studio writes them, or as they stand in the file."""

from __future__ import annotations

from pathlib import Path

from tests.gui.imports.conftest import ImportScreen
from tests.gui.imports.test_import_page import cells


def test_days_stand_in_preview_and_mistakes_as_the_studio_or_the_file_writes_them(
    screen: ImportScreen, tmp_path: Path
) -> None:
    file = tmp_path / "days.csv"
    file.write_text(
        "First name,Last name,Date of birth,Member since\n"
        "Ann,Doe,14.03.1990,01.02.2020\nBob,Roe,15.03.2990,01.02.2020\n",
        encoding="utf-8",
    )
    screen.choose(file)
    preview = cells(screen.page.mapping.preview.table)
    assert preview[0][-2:] == ["14 Mar 1990", "1 Feb 2020"]
    screen.page.mapping.start_button.click()
    screen.settle()
    told = [cell for row in cells(screen.page.result.table) for cell in row]
    assert "“15.03.2990” does not lie between 1900 and today." in told
