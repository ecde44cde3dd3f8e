"""``fitnesscrm forms``: what clients fill in and sign, and who lacks what."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day, a_limit, a_number
from fitnesscrm_desktop.models.values import FormAudience
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.forms.clearance import Clearance, clearance_with
from fitnesscrm_desktop.services.forms.content import FormContent
from fitnesscrm_desktop.services.forms.filling import MORE
from fitnesscrm_desktop.services.forms.results import (
    FilledForm,
    FormTemplateDetail,
    FormTemplateRow,
    MissingForm,
    SignedForm,
    SignedOnce,
)
from fitnesscrm_desktop.services.forms.template_rules import FormDraft

app = typer.Typer(help="Forms that clients fill in and sign.", no_args_is_help=True)

LARGEST_ANSWERS = 1_000_000
FOREVER = 0
A_FORM = Annotated[str, typer.Argument(metavar="FORM", help="The form’s name, key or id.")]
SIGNED = Annotated[int, typer.Argument(metavar="ID", help="Id of the signed form.", **AN_ID)]


@app.command("templates")
def show_templates(
    *, archived: Annotated[bool, typer.Option("--archived", help="Those in the archive, too.")] = False
) -> None:
    """List the forms that the studio hands out, with their questions."""
    with at_desk() as desk:
        service = desk.services.form_templates
        rows = service.list(desk.actor, archived=archived)
        found = [service.get(desk.actor, row.id) for row in rows]
        answer(
            {"templates": [_template(each) for each in found]}, lambda: "\n".join(map(_template_line, rows))
        )


@app.command("list", context_settings=MAY_START_WITH_A_DASH)
def show_list(
    client: Annotated[int | None, typer.Argument(metavar="[CLIENT]", help="Of one client.", **AN_ID)] = None,
    *,
    limit: Annotated[int, typer.Option(parser=a_limit, metavar="N", help="At most so many.")] = 100,
) -> None:
    """List what a client has signed, or what was signed last by anybody; void forms too."""
    with at_desk() as desk:
        forms = desk.services.forms
        rows = (
            forms.newest(desk.actor, limit) if client is None else forms.of_client(desk.actor, client)[:limit]
        )
        answer(
            {"forms": [asdict(row) for row in rows]},
            lambda: "\n".join(map(_line, rows)) or "Nothing is signed yet.",
        )


@app.command("fill", context_settings=MAY_START_WITH_A_DASH)
def fill(  # noqa: PLR0913 - one option for each thing that is said by signing
    client: Annotated[int, typer.Argument(help="Id of the client.", **AN_ID)],
    form: A_FORM,
    pairs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY=ANSWER]...", help="heart=yes heart.more=… ; the keys: forms templates."),
    ] = None,
    *,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The answers as a JSON object; - is standard input.")
    ] = None,
    signed_by: Annotated[str, typer.Option(help="Whose name stands under it.")],
    relation: Annotated[str, typer.Option(help="Who signs for somebody else, such as mother.")] = "",
    on_day: Annotated[
        date | None, typer.Option("--on", parser=a_day, metavar="YYYY-MM-DD", help="When; today.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Such as de; left out: the client’s own.")] = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Even if the form names what this client has not.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Even if the same was stored within the last day.")
    ] = False,
) -> None:
    """Store a form that a client has filled in and signed; the same typed again is stored once."""
    typed = [_pair(each) for each in pairs or ()]
    with at_desk() as desk:
        told = _read_answers(answers) if answers is not None else {}
        row = desk.services.form_templates.named(desk.actor, form)
        filled = FilledForm(told | dict(typed), signed_by, relation, on=on_day, language=language)
        forms, about = desk.services.forms, (desk.actor, client, row.id, filled)
        if again:
            stored = SignedOnce(forms.fill(*about, confirmed=confirmed), already=False)
        else:
            stored = forms.fill_once(*about, confirmed=confirmed)
        answer(asdict(stored.form) | {"already": stored.already}, lambda: _stored(stored))


@app.command("missing")
def missing(
    client: Annotated[int | None, typer.Option(metavar="ID", help="Of one client.", **AN_ID)] = None,
) -> None:
    """List whose forms are missing, expired, about to expire, or wait for clearance."""
    with at_desk() as desk:
        rows = desk.services.forms.missing(desk.actor, client)
        answer(
            {"missing": [asdict(row) for row in rows], "total": len(rows)},
            lambda: "\n".join(map(_missing_line, rows)) or "No form is missing.",
        )


@app.command("show", context_settings=MAY_START_WITH_A_DASH)
def show(
    form_id: SIGNED,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the signed PDF to this file.")
    ] = None,
) -> None:
    """Show what a signed form says, or write its PDF. Looking at it is written down."""
    with at_desk() as desk:
        if out is not None:
            desk.services.forms.save_paper(desk.actor, form_id, out)
            answer({"id": form_id, "file": str(out)}, f"{out} holds the signed form.")
            return
        found = desk.services.forms.read(desk.actor, form_id)
        document = asdict(found.form) | {
            "title": found.title,
            "answers": [asdict(each) for each in found.answers],
        }
        lines = [f"  {each.question}\n    {each.answer} {each.more}".rstrip() for each in found.answers]
        answer(document, lambda: "\n".join([_line(found.form), found.title, *lines]))


@app.command("void", context_settings=MAY_START_WITH_A_DASH)
def void(
    form_id: SIGNED,
    *,
    reason: Annotated[str, typer.Option(help="Why it does not count any more.")],
) -> None:
    """Let a signed form count no more. It is kept, and stays readable."""
    with at_desk() as desk:
        done = desk.services.forms.void(desk.actor, form_id, reason)
        answer(asdict(done), lambda: _line(done))


@app.command("clear", context_settings=MAY_START_WITH_A_DASH)
def clear(
    form_id: SIGNED,
    *,
    on_day: Annotated[
        date | None, typer.Option("--on", parser=a_day, metavar="YYYY-MM-DD", help="When; today.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A paper that was handed in for it.")] = None,
) -> None:
    """Give clearance for a form that asked for it."""
    with at_desk() as desk:
        clearance = Clearance(on_day) if file is None else clearance_with(file, on_day)
        done = desk.services.forms.give_clearance(desk.actor, form_id, clearance)
        answer(asdict(done), lambda: _line(done))


@app.command("letter", context_settings=MAY_START_WITH_A_DASH)
def letter(
    form_id: SIGNED,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Write it to this file.")],
) -> None:
    """Write the paper that was handed in for a clearance. That it was read is written down."""
    with at_desk() as desk:
        desk.services.forms.save_clearance_file(desk.actor, form_id, out)
        answer({"id": form_id, "file": str(out)}, f"{out} holds what was handed in.")


@app.command("set", context_settings=MAY_START_WITH_A_DASH)
def set_form(
    form: A_FORM,
    *,
    needed_by: Annotated[FormAudience | None, typer.Option("--for", help="Who needs it.")] = None,
    months: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="N", help="How many months it counts; 0: for good."),
    ] = None,
    checkin: Annotated[
        bool | None,
        typer.Option("--blocks-checkin/--warns-at-checkin", help="What the door does without it."),
    ] = None,
) -> None:
    """Change who needs a form, how long it counts, and what happens without it."""
    with at_desk() as desk:
        service = desk.services.form_templates
        detail = service.get(desk.actor, service.named(desk.actor, form).id)
        row = detail.row
        draft = FormDraft(
            row.name,
            detail.content,
            row.kind,
            row.required_for if needed_by is None else needed_by,
            row.valid_months if months is None else months,
            row.blocks_checkin if checkin is None else checkin,
            row.blocks_booking,
        )
        if months == FOREVER:
            draft = replace(draft, valid_months=None)
        saved = service.edit(desk.actor, row.id, row.version, draft)
        answer(_template(saved), lambda: _template_line(saved.row))


def _stored(signed: SignedOnce) -> str:
    form = signed.form
    said = f"Stored as form {form.id}."
    if signed.already:
        said = (
            f"The same is stored already, as form {form.id}: nothing was stored a second time. "
            "If it was signed once more, type it with --again."
        )
    return f"{said}\n{_line(form)}"


def _pair(typed: str) -> tuple[str, str]:
    key, equals, value = typed.partition("=")
    if not equals:
        bad_usage(f"“{typed[:40]}” is not an answer. Write KEY=ANSWER, such as heart=no.")
    return key.strip(), value


def _read_answers(path: Path) -> dict[str, str]:
    """The answers of a JSON file: a value for each key, or ``{"answer": …, "more": …}``."""
    data = sys.stdin.buffer.read(LARGEST_ANSWERS + 1) if str(path) == "-" else _file(path)
    if len(data) > LARGEST_ANSWERS:
        raise RuleBroken("These answers are longer than a form can be. Nothing was stored.")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RuleBroken("The answers are not JSON. Nothing was stored.") from error
    if not isinstance(told, dict):
        raise RuleBroken("The answers are one JSON object, with a value for each key. Nothing was stored.")
    found: dict[str, str] = {}
    for key, value in told.items():
        if isinstance(value, dict):
            found[key] = _plain(value.get("answer"))
            if value.get("more"):
                found[key + MORE] = _plain(value["more"])
        else:
            found[key] = _plain(value)
    return found


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_ANSWERS + 1)
    except OSError as error:
        raise RuleBroken(f"{path} cannot be read: {error.strerror or error}. Nothing was stored.") from error


def _template(detail: FormTemplateDetail) -> dict[str, object]:
    return asdict(detail.row) | {"questions": _questions(detail.content)}


def _questions(content: FormContent) -> list[dict[str, object]]:
    words = content.texts[0].questions
    return [
        asdict(question) | {"text": text.text, "more": text.more, "choices": list(text.choices)}
        for question, text in zip(content.questions, words, strict=True)
    ]


def _template_line(row: FormTemplateRow) -> str:
    months = f"{row.valid_months} months" if row.valid_months else "for good"
    door = "blocks check-in" if row.blocks_checkin else "warns at check-in"
    archived = "  (archived)" if row.archived else ""
    return f"{row.id:4}  {row.key or '-':14} {row.name}  (for {row.required_for}, {months}, {door}){archived}"


def _line(row: SignedForm) -> str:
    until = f" until {row.expires_on}" if row.expires_on else ""
    waits = "  waits for clearance" if row.waits_for_clearance else ""
    by = f"{row.signed_by} ({row.relation})" if row.relation else row.signed_by
    signed = f"signed {row.signed_on} by {by}"
    return f"{row.id:5}  {row.client_name}  {row.name}  {row.state}{until}  {signed}{waits}"


def _missing_line(row: MissingForm) -> str:
    waits = "  waits for clearance" if row.waits_for_clearance else ""
    until = f" {row.expires_on}" if row.expires_on else ""
    return f"{row.member_number:>6}  {row.client_name}  {row.name}  {row.state}{until}{waits}"
