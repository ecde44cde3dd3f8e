"""``fitnesscrm demo`` and ``import``: a made-up studio, and the client list of another program."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitnesscrm_desktop.cli.amounts import counted
from fitnesscrm_desktop.cli.runtime import REFUSED, answer, at_desk, bad_usage, chosen
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day, a_number
from fitnesscrm_desktop.services.core.errors import RuleBroken

if TYPE_CHECKING:  # loaded by the command that needs it
    from fitnesscrm_desktop.services.imports.results import ImportField, ImportOutcome, Preview, UndoOutcome

import_app = typer.Typer(help="Bring clients in from a CSV or XLSX file.", no_args_is_help=True)
demo_app = typer.Typer(help="Make a demo studio in an empty database.", no_args_is_help=True)

MAP = "--map"


@demo_app.command("create", context_settings=MAY_START_WITH_A_DASH)
def create_demo(
    *,
    clients: Annotated[int, typer.Option(parser=a_number, metavar="N", help="How many clients.")] = 600,
    years: Annotated[int, typer.Option(parser=a_number, metavar="N", help="How many years of history.")] = 2,
    seed: Annotated[
        int, typer.Option(parser=a_number, metavar="N", help="Another number makes another studio.")
    ] = 1,
    today: Annotated[
        date | None, typer.Option(parser=a_day, help="The day it ends on, as YYYY-MM-DD; today without it.")
    ] = None,
) -> None:
    """Fill an empty database with made-up clients, visits and money; the same arguments, the same data."""
    with at_desk(begins=True) as desk:
        made = desk.services.demo.fill(
            desk.actor, clients=clients, years=years, seed=seed, today=today, progress=_progress()
        )
    answer(
        asdict(made),
        f"Made {counted(made.clients, 'client')}, {counted(made.memberships, 'membership')}, "
        f"{counted(made.visits, 'visit')} and {counted(made.payments, 'payment')}. "
        "Sign in as “owner” with the password “demo”.",
    )


class _Bar:
    """Percent on stderr, for a person at a terminal."""

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(1, total)
        if percent != self._shown:
            self._shown = percent
            sys.stderr.write(f"\r{percent:3d} %" + ("\n" if done >= total else ""))
            sys.stderr.flush()


def _progress() -> _Bar | None:
    return _Bar() if sys.stderr.isatty() and not chosen().as_json else None


def spread_maps(arguments: list[str]) -> list[str]:
    """Several pairs may follow one --map: write it before each of them. A file that is there is no pair."""
    spread: list[str] = []
    after_pair = False
    for place, each in enumerate(arguments):
        if each == "--":
            return spread + arguments[place:]
        is_pair = spread[-1:] == [MAP] or each.startswith(f"{MAP}=")
        if after_pair and not is_pair and "=" in each and not each.startswith("-"):
            is_pair = not Path(each).is_file()
            spread += [MAP] if is_pair else []
        spread.append(each)
        after_pair = is_pair
    return spread


@import_app.command("clients")
def import_clients(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file.")],
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            MAP, metavar="OLD=NEW...", help="Take column OLD as field NEW; several may follow, or more --map."
        ),
    ] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Fill what is empty on clients who are there already.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    errors: Annotated[
        Path | None, typer.Option(help="Write the rows that were left out to this CSV.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of a CSV file, if it is not found out.")] = None,
    separator: Annotated[str | None, typer.Option(help="Of a CSV file, if it is not found out.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Of an XLSX file; the first one without it.")] = None,
) -> None:
    """Import clients; rows that cannot be are told with their numbers, the others come in."""
    from fitnesscrm_desktop.services.imports.results import OnDuplicate, ReadOptions

    options = ReadOptions(encoding=encoding, separator=separator, sheet=sheet)
    with at_desk(begins=True) as desk:
        service = desk.services.imports
        preview = service.look(file, options)
        outcome = service.run(
            desk.actor,
            file,
            _mapped(preview, mapping or []),
            OnDuplicate.MERGE if merge else OnDuplicate.SKIP,
            dry_run=dry_run,
            progress=_progress(),
            options=options,
        )
        if errors is not None:
            service.save_errors(outcome, errors)
    document = asdict(outcome)
    answer({"id": outcome.import_id, **document}, _told(outcome))
    if outcome.errors and not (outcome.imported or outcome.merged or outcome.skipped):
        typer.echo("No row of the file could be imported. Nothing was stored.", err=True)
        raise typer.Exit(REFUSED)


@import_app.command("undo", context_settings=MAY_START_WITH_A_DASH)
def undo_import(
    import_id: Annotated[
        int | None, typer.Argument(help="Id of the import; the last one without it.", **AN_ID)
    ] = None,
) -> None:
    """Take an import back in one step."""
    with at_desk() as desk:
        undone = desk.services.imports.undo(desk.actor, import_id)
    answer({"id": undone.import_id, **asdict(undone)}, _undone(undone))


def _mapped(preview: Preview, asked: list[str]) -> dict[int, ImportField]:
    """The suggested mapping with what was *asked* for instead; ``OLD=`` leaves a column out."""
    from fitnesscrm_desktop.services.clients.names import fold
    from fitnesscrm_desktop.services.imports.results import ImportField

    found = preview.suggested
    for each in asked:
        old, equals, new = each.rpartition("=")
        columns = [column.index for column in preview.columns if fold(column.title) == fold(old)]
        if not equals:
            bad_usage(f"--map {each}: write OLD=NEW, the title of a column and the field it becomes.")
        if not columns:
            titles = ", ".join(column.title for column in preview.columns if column.title)
            there = f"It has: {titles}." if titles else "There is no row of titles in it."
            raise RuleBroken(f"--map {each}: the file has no column of this title. {there}")
        if not new.strip():
            found.pop(columns[0], None)
            continue
        field = _field(new)
        if field is None:
            bad_usage(f"--map {each}: there is no field “{new}”. There are: {', '.join(ImportField)}.")
        found = {index: what for index, what in found.items() if what is not field or index in columns}
        found[columns[0]] = field
    return found


def _field(name: str) -> ImportField | None:
    from fitnesscrm_desktop.services.imports.columns import field_of
    from fitnesscrm_desktop.services.imports.results import ImportField

    word = name.strip().casefold().replace("-", "_").replace(" ", "_")
    return ImportField(word) if word in set(ImportField) else field_of(name)


def _told(outcome: ImportOutcome) -> str:
    verb = "Would import" if outcome.dry_run else "Imported"
    left_out = len({each.row for each in outcome.errors})
    sums = f"{outcome.merged} merged, {outcome.skipped} skipped, {counted(left_out, 'row')} left out"
    lines = [f"{verb} {counted(outcome.imported, 'client')}; {sums}."]
    lines += [f"row {each.row}: {each.column}: {each.text}".replace(": :", ":") for each in outcome.errors]
    lines += [f"row {each.row}: {each.text}" for each in outcome.skips]
    lines += [f"row {each.row}: {each.text}" for each in outcome.doubts]
    lines += [f"row {each.row}: {each.text}" for each in outcome.remarks]
    return "\n".join(lines)


def _undone(undone: UndoOutcome) -> str:
    removed = counted(undone.removed, "client")
    lines = [f"Removed {removed} of {undone.file_name}, restored {undone.restored}."]
    lines += [f"{each.name} (number {each.member_number}) stays: {each.reason}." for each in undone.kept]
    return "\n".join(lines)
