"""A file's name is a label: it leads nowhere, and what is saved is called after what it really is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.files.naming import label_of, last_part, saving_name

PDF, JPEG, TEXT = "application/pdf", "image/jpeg", "text/plain"


@pytest.mark.parametrize(
    ("given_name", "part"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\contract.pdf", "contract.pdf"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("a/b\\c.txt", "c.txt"),
        ("tab\tand\nline.pdf", "tab and line.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("nul\x00.pdf", "nul .pdf"),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(given_name: str, part: str) -> None:
    assert last_part(given_name) == part


@pytest.mark.parametrize(
    ("given_name", "label"),
    [
        ("Contract 2026.pdf", "Contract 2026"),
        ("photo.JPEG", "photo"),
        ("Plan v1.2", "Plan v1.2"),
        (".pdf", "File"),
        ("..", "File"),
        ("///", "File"),
        ("évaluation.docx", "évaluation"),
    ],
)
def test_a_file_is_called_after_its_name_without_the_ending(given_name: str, label: str) -> None:
    assert label_of(given_name) == label


@pytest.mark.parametrize(
    ("name", "came_as", "media_type", "saved"),
    [
        ("Contract", "contract.pdf", PDF, "Contract.pdf"),
        ("Contract.pdf", "contract.pdf", PDF, "Contract.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe", PDF, "invoice.pdf.exe.pdf"),
        ("start", "start.bat", TEXT, "start.txt"),
        ("members", "members.csv", TEXT, "members.csv"),
        ("anna", "anna.jpeg", JPEG, "anna.jpeg"),
        ("anna", "anna.exe", JPEG, "anna.jpg"),
        ("a/b:c*d", "x", PDF, "a b c d.pdf"),
        ("CON", "con.pdf", PDF, "File CON.pdf"),
        ("lpt1.backup", "x", PDF, "File lpt1.backup.pdf"),
        (" . ", "x", PDF, "File.pdf"),
        ("x", "x", "application/unheard-of", "x.bin"),
    ],
)
def test_what_is_saved_ends_with_what_it_is(name: str, came_as: str, media_type: str, saved: str) -> None:
    assert saving_name(name, came_as, media_type) == saved


@given(name=st.text(max_size=300), came_as=st.text(max_size=300))
def test_no_name_leads_out_of_a_folder(name: str, came_as: str) -> None:
    saved = saving_name(name, came_as, PDF)
    assert saved.endswith(".pdf")
    assert not set(saved) & set('<>:"/\\|?*\x00')
    assert saved.strip(" .") == saved
    assert len(saved) < 200
