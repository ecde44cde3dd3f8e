"""``fitnesscrm metrics`` and ``fitnesscrm progress``: what is measured of clients."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitnesscrm_desktop.cli.amounts import counted
from fitnesscrm_desktop.cli.runtime import REFUSED, Desk, answer, at_desk, bad_usage, refuse
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day, a_limit, a_measure, an_id
from fitnesscrm_desktop.models.values import ActivityLevel, Better, Method, Sex, UnitSystem
from fitnesscrm_desktop.services.core.errors import RuleBroken

if TYPE_CHECKING:  # loaded by the command that needs it
    from fitnesscrm_desktop.services.imports.scan_results import ScanChoice, ScanOutcome, ScanPreview
    from fitnesscrm_desktop.services.progress.results import (
        BodyInfo,
        ListedValue,
        MeasurementInfo,
        MetricInfo,
    )

UNDO = "undo"

metrics_app = typer.Typer(help="What can be measured of clients.", no_args_is_help=True)
app = typer.Typer(help="Measure clients, and see what comes of it.", no_args_is_help=True)


@metrics_app.command("list")
def list_metrics(
    *, archived: Annotated[bool, typer.Option("--archived", help="Archived metrics too.")] = False
) -> None:
    """List the metrics: those to measure, and those that follow from them by a formula."""
    with at_desk() as desk:
        found = desk.services.metrics.list(desk.actor, archived=archived)
    answer([_metric(each) for each in found], lambda: "\n".join(map(_metric_line, found)))


@metrics_app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add_metric(
    *,
    name: Annotated[str, typer.Option(help="What it is called.")],
    unit: Annotated[str, typer.Option(help="What it is measured in.")] = "",
    better: Annotated[Better, typer.Option(help="Which way it gets better.")] = Better.UP,
    least: Annotated[float, typer.Option(parser=a_measure, metavar="N", help="Less cannot be meant.")] = 0.0,
    most: Annotated[
        float, typer.Option(parser=a_measure, metavar="N", help="More cannot be meant.")
    ] = 1000.0,
) -> None:
    """Add a metric of the studio's own."""
    from fitnesscrm_desktop.services.progress.results import OwnMetric

    with at_desk() as desk:
        added = desk.services.metrics.add(desk.actor, OwnMetric(name, unit, better, least, most))
    answer(_metric(added), lambda: f"Added {_metric_line(added)}")


@app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add(
    client_id: Annotated[int, typer.Argument(metavar="CLIENT", help="Id of the client.", **AN_ID)],
    pairs: Annotated[
        list[str], typer.Argument(metavar="METRIC=VALUE...", help="Such as weight=80kg waist=82cm bp=120/80.")
    ],
    *,
    on: Annotated[
        date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day; today without it.")
    ] = None,
    how: Annotated[Method | None, typer.Option("--how", help="How it was measured.")] = None,
    note: Annotated[str, typer.Option(help="A word about it.")] = "",
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Also what seems unlikely.")] = False,
) -> None:
    """Store what was measured, all of it or nothing. A number without a unit is in the client's units."""
    typed = _typed(pairs)
    with at_desk() as desk:
        stored = desk.services.progress.measure(
            desk.actor, client_id, typed, on=on, method=how, note=note, confirmed=confirmed
        )
        units = _stored_units(desk)
    rows = [_measured(row, units) for row in stored]
    answer(
        {"client": stored[0].client_id, "measurements": rows},
        lambda: "\n".join(f"{row['id']:>6}  {row['metric']}  {row['value']:g} {row['unit']}" for row in rows),
    )


@app.command("list", context_settings=MAY_START_WITH_A_DASH)
def list_values(
    client_id: Annotated[int, typer.Argument(metavar="CLIENT", help="Id of the client.", **AN_ID)],
    *,
    metric: Annotated[str | None, typer.Option(help="Only this metric, such as weight or bmi.")] = None,
    limit: Annotated[
        int | None, typer.Option(parser=a_limit, metavar="N", help="At most so many; all without it.")
    ] = None,
) -> None:
    """List what was measured of a client and what follows from it, the newest first."""
    with at_desk() as desk:
        found = desk.services.progress.listed(desk.actor, client_id, metric, limit=limit)
    answer([_row(each) for each in found], lambda: "\n".join(map(_line, found)) or "Nothing was measured.")


@app.command("remove", context_settings=MAY_START_WITH_A_DASH)
def remove(
    measurement_ids: Annotated[
        list[int], typer.Argument(metavar="ID...", help="As `progress list` shows them.", **AN_ID)
    ],
) -> None:
    """Take measurements away that were wrong."""
    with at_desk() as desk:
        gone = desk.services.progress.remove(desk.actor, measurement_ids)
        units = _stored_units(desk)
    count = "1 measurement" if len(gone) == 1 else f"{len(gone)} measurements"
    answer({"removed": [_measured(row, units) for row in gone]}, f"Removed {count}.")


@app.command("restore", context_settings=MAY_START_WITH_A_DASH)
def restore(
    measurement_ids: Annotated[
        list[int], typer.Argument(metavar="ID...", help="As `progress list` shows them.", **AN_ID)
    ],
) -> None:
    """Bring measurements back that were removed or corrected."""
    with at_desk() as desk:
        back = desk.services.progress.restore(desk.actor, measurement_ids)
        units = _stored_units(desk)
    count = "1 measurement" if len(back) == 1 else f"{len(back)} measurements"
    answer({"restored": [_measured(row, units) for row in back]}, f"Restored {count}.")


@app.command("body", context_settings=MAY_START_WITH_A_DASH)
def body(
    client_id: Annotated[int, typer.Argument(metavar="CLIENT", help="Id of the client.", **AN_ID)],
    *,
    sex: Annotated[Sex | None, typer.Option(help="What the formulas ask for.")] = None,
    activity: Annotated[ActivityLevel | None, typer.Option(help="How much the client moves.")] = None,
    units: Annotated[UnitSystem | None, typer.Option(help="What the client thinks in.")] = None,
) -> None:
    """Show what the formulas know of a client, or say it."""
    with at_desk() as desk:
        found = desk.services.bodies.get(desk.actor, client_id)
        if sex is not None or activity is not None or units is not None:
            found = desk.services.bodies.save(
                desk.actor,
                client_id,
                found.version,
                sex=sex or found.sex,
                activity=activity or found.activity,
                units=units or found.own_units,
            )
    answer(_body(found), lambda: f"sex {found.sex}, activity {found.activity}, units {found.units}")


@app.command("import", context_settings=MAY_START_WITH_A_DASH)
def import_file(
    client: Annotated[
        str, typer.Argument(metavar="CLIENT|undo", help="Id of the client; undo takes a file back.")
    ],
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE|ID", help="CSV or XLSX; with undo the id, else the last one."),
    ] = None,
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="HEADING=METRIC", help="Take column HEADING as METRIC, such as Mass=weight:kg."
        ),
    ] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Also what seems unlikely.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    month_first: Annotated[
        bool | None,
        typer.Option("--month-first/--day-first", help="What 03/04 means if the file does not tell."),
    ] = None,
) -> None:
    """Import the measurements of a body scanner; rows that cannot be are told, the others come in."""
    if client == UNDO:
        _undo(file)
        return
    client_id = an_id(client)
    if file is None:
        bad_usage("Name the file: progress import CLIENT FILE.")
    with at_desk() as desk:
        chosen = None
        if mapping:
            preview = desk.services.scans.look(desk.actor, Path(file))
            chosen = _mapped(preview, mapping)
        outcome = desk.services.scans.run(
            desk.actor,
            client_id,
            Path(file),
            chosen,
            confirmed=confirmed,
            dry_run=dry_run,
            month_first=month_first,
        )
    document = {"id": outcome.import_id, "left_out": outcome.left_out, **asdict(outcome)}
    answer(document, lambda: _told(outcome))
    if not (outcome.imported or outcome.duplicates) and outcome.left_out:
        typer.echo("No value of the file could be imported. Nothing was stored.", err=True)
        raise typer.Exit(REFUSED)


@app.command("imports", context_settings=MAY_START_WITH_A_DASH)
def list_imports(
    client_id: Annotated[int | None, typer.Argument(metavar="CLIENT", help="Of one client.", **AN_ID)] = None,
) -> None:
    """List the files that were imported, the newest first."""
    with at_desk() as desk:
        found = desk.services.scans.past(desk.actor, client_id)
    lines = [
        f"{each.id:>5}  {each.at:%Y-%m-%d}  {each.file_name}  {counted(each.imported, 'value')}"
        for each in found
    ]
    answer([asdict(each) for each in found], "\n".join(lines) or "Nothing was imported.")


def _undo(text: str | None) -> None:
    import_id = None if text is None else an_id(text)
    with at_desk() as desk:
        undone = desk.services.scans.undo(desk.actor, import_id)
    answer(
        {"id": undone.import_id, **asdict(undone)},
        f"Removed {counted(undone.removed, 'value')} of {undone.file_name}.",
    )


def _mapped(preview: ScanPreview, asked: list[str]) -> dict[int, ScanChoice]:
    """The suggested mapping with what was *asked* for instead; ``HEADING=`` leaves a column out."""
    from fitnesscrm_desktop.services.clients.names import fold
    from fitnesscrm_desktop.services.imports.scan_results import ScanChoice

    found = preview.suggested
    for each in asked:
        title, equals, what = each.rpartition("=")
        columns = [column.index for column in preview.columns if fold(column.title) == fold(title)]
        if not equals:
            bad_usage(f"--map {each}: write HEADING=METRIC, the heading of a column and what it holds.")
        if not columns:
            titles = ", ".join(column.title for column in preview.columns)
            raise RuleBroken(f"--map {each}: the file has no column of this heading. It has: {titles}.")
        target, _colon, unit = what.partition(":")
        found.pop(columns[0], None)
        if target.strip():
            found = {index: choice for index, choice in found.items() if choice.target != target.strip()}
            found[columns[0]] = ScanChoice(target.strip(), unit.strip())
    return found


def _told(outcome: ScanOutcome) -> str:
    verb = "Would import" if outcome.dry_run else "Imported"
    there = "1 was there already" if outcome.duplicates == 1 else f"{outcome.duplicates} were there already"
    sums = f"{there}, {outcome.left_out} left out as told below" if outcome.left_out else there
    lines = [f"{verb} {counted(outcome.imported, 'value')}; {sums}."]
    if (day := outcome.doubtful) is not None:
        other = "--day-first" if day.month_first else "--month-first"
        read = f"“{day.written}” was read as {day.read_as.isoformat()}"
        lines.append(f"{read}; the file does not tell whether the month comes first. {other} turns it.")
    lines += [f"row {each.row}: {each.column}: {each.text}".replace(": :", ":") for each in outcome.errors]
    lines += [f"row {each.row}: {each.text} Left out; --confirmed brings it in." for each in outcome.doubts]
    return "\n".join(lines)


def _typed(pairs: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        word, equals, text = pair.partition("=")
        if not equals or not word.strip():
            bad_usage(f"{pair}: write METRIC=VALUE, such as weight=80kg.")
        if not text.strip():
            sentence = f"{word} has no value. Nothing was stored."
            refuse(RuleBroken(sentence, fields={word: sentence}))
        if word in found:
            bad_usage(f"{word} is there twice. Write each metric once.")
        found[word] = text
    return found


def _stored_units(desk: Desk) -> dict[str, str]:
    from fitnesscrm_desktop.services.progress.units import stored_unit

    metrics = desk.services.metrics.list(desk.actor, archived=True)
    return {metric.key: stored_unit(metric.quantity, metric.unit).code for metric in metrics}


def _measured(row: MeasurementInfo, units: dict[str, str]) -> dict[str, object]:
    return {
        "id": row.id,
        "metric": row.metric,
        "value": row.value,
        "unit": units.get(row.metric, ""),
        "on": row.day,
        "at": row.at,
        "how": row.method,
        "note": row.note,
        "by": row.staff,
    }


def _row(row: ListedValue) -> dict[str, object]:
    return {
        "id": row.id or None,
        "metric": row.metric,
        "name": row.name,
        "value": row.value,
        "unit": row.unit,
        "on": row.on,
        "at": row.at,
        "derived": row.derived,
        "how": row.method,
        "note": row.note,
        "by": row.staff,
        "import_id": row.import_id,
    }


def _line(row: ListedValue) -> str:
    number = "     –" if row.derived else f"{row.id:>6}"
    return f"{number}  {row.on}  {row.name}  {round(row.value, 4):g} {row.unit}".rstrip()


def _metric(metric: MetricInfo) -> dict[str, object]:
    from fitnesscrm_desktop.services.progress.units import stored_unit

    return {
        "metric": metric.key,
        "name": metric.name,
        "unit": stored_unit(metric.quantity, metric.unit).code,
        "group": metric.group,
        "better": metric.better,
        "least": None if metric.derived else metric.least,
        "most": None if metric.derived else metric.most,
        "derived": metric.derived,
        "needs": list(metric.needs),
        "formula": metric.formula,
        "source": metric.source,
        "id": metric.id,
        "archived": metric.archived,
    }


def _metric_line(metric: MetricInfo) -> str:
    from fitnesscrm_desktop.services.progress.units import stored_unit

    unit = stored_unit(metric.quantity, metric.unit).code
    told = f" = {metric.formula}" if metric.derived else ""
    return f"{metric.key:18}  {metric.name}{f' ({unit})' if unit else ''}{told}"


def _body(found: BodyInfo) -> dict[str, object]:
    return {
        "client": found.client_id,
        "sex": found.sex,
        "activity": found.activity,
        "units": found.units,
        "own_units": found.own_units,
        "born": found.born,
        "version": found.version,
    }
