"""Whoever adds a PDF is told what it holds besides its pages."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.services.files.pdf_contents import remark_on_pdf
from fitnesscrm_desktop.services.files.real_type import real_type
from tests.support import strange_pdfs
from tests.support.drawn_files import contract
from tests.unit.services.files.test_real_type import stream

LAUNCH = b"/S /Launch /F (calc.exe)"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(strange_pdfs.with_script(), "a script", id="script"),
        pytest.param(strange_pdfs.with_packed_script(), "a script", id="packed script"),
        pytest.param(strange_pdfs.with_link(LAUNCH), "a program to start", id="launch"),
        pytest.param(strange_pdfs.with_attachment(), "another file", id="attachment"),
        pytest.param(
            strange_pdfs.with_link(b"/S /SubmitForm /F (http://x)"),
            "a form that sends what is typed",
            id="form",
        ),
    ],
)
def test_what_it_holds_is_said(data: bytes, what: str) -> None:
    assert real_type(data) == "application/pdf"
    assert remark_on_pdf(data).startswith(f"This PDF holds {what}. Here it is only shown")


def test_several_things_are_said_together() -> None:
    data = strange_pdfs.with_script() + strange_pdfs.with_attachment() + strange_pdfs.with_link(LAUNCH)
    assert "holds a script, a program to start and another file." in remark_on_pdf(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(strange_pdfs.plain(), id="plain"),
        pytest.param(contract(), id="a contract"),
        pytest.param(strange_pdfs.with_link(b"/S /URI /URI (https://example.org)"), id="a link"),
        pytest.param(strange_pdfs.with_table(stream(b"(/JavaScript) Tj /Launch")), id="words on a page"),
    ],
)
def test_a_usual_one_is_not_remarked_upon(data: bytes) -> None:
    assert remark_on_pdf(data) == ""
