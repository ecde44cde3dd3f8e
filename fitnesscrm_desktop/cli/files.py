"""``fitnesscrm files``: files of clients and staff, and the key that they are encrypted with."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day, a_limit, a_number
from fitnesscrm_desktop.cli.vault import asked
from fitnesscrm_desktop.models.values import FileCategory
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files.key_service import NEW_KEY_WORDS
from fitnesscrm_desktop.services.files.keys import KeyState
from fitnesscrm_desktop.services.files.results import (
    FileChange,
    FileDetail,
    FileInfo,
    FileQuery,
    KeyInfo,
    NewFile,
    VersionInfo,
)

app = typer.Typer(help="Files of clients and staff, kept encrypted.", no_args_is_help=True)
key_app = typer.Typer(help="The key that files are encrypted with.", no_args_is_help=True)
app.add_typer(key_app, name="key")

_PAGE = 500
_STATES = {
    KeyState.NONE_YET: "There is no key yet; the first file makes it.",
    KeyState.READY: "The key is on this PC ({place}). Files can be read and stored.",
    KeyState.LOCKED: "The key is in the vault of this PC, which is locked.",
    KeyState.MISSING: "The key is not on this PC. Type the recovery code: fitnesscrm files key add",
    KeyState.WRONG: "What lies on this PC is not this studio’s key. Type the recovery code: files key add",
}
FileId = Annotated[int, typer.Argument(metavar="ID", help="As `files list` shows it.", **AN_ID)]
OfStaff = Annotated[bool, typer.Option("--of-staff", help="The person is one of the staff, not a client.")]
Day = Annotated[date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="Last day it holds.")]
Confirmed = Annotated[bool, typer.Option("--confirmed", help="Do it all the same.")]


@app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add(
    person: Annotated[int, typer.Argument(metavar="CLIENT", help="Whose it is.", **AN_ID)],
    file: Annotated[Path, typer.Argument(help="The file to keep.")],
    category: Annotated[FileCategory, typer.Option(help="What it is to the studio.")],
    *,
    of_staff: OfStaff = False,
    name: Annotated[str, typer.Option(help="What it is to be called.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A word to find it by; may be repeated.")] = None,
    expires: Day = None,
    confirmed: Confirmed = False,
) -> None:
    """Keep a file. What it is, is told by its content."""
    with at_desk() as desk:
        unlock_files(desk)
        new = NewFile(
            file,
            category,
            client_id=None if of_staff else person,
            staff_id=person if of_staff else None,
            name=name,
            tags=tuple(tag or ()),
            expires_on=expires,
        )
        kept = desk.services.files.add(desk.actor, new, confirmed=confirmed)
    text = f"Kept as file {kept.id}: {kept.name} ({kept.newest.media_type})."
    answer(_document(kept) | {"remark": kept.remark}, _with_remark(text, kept))


@app.command("version", context_settings=MAY_START_WITH_A_DASH)
def add_version(file_id: FileId, file: Annotated[Path, typer.Argument(help="The newer version.")]) -> None:
    """Keep a newer version of a file; the older ones stay."""
    with at_desk() as desk:
        unlock_files(desk)
        kept = desk.services.files.add_version(desk.actor, file_id, file)
    text = f"{kept.name} has version {kept.newest.number} now."
    answer(_document(kept) | {"remark": kept.remark}, _with_remark(text, kept))


@app.command("list", context_settings=MAY_START_WITH_A_DASH)
def show_list(
    person: Annotated[int | None, typer.Argument(metavar="CLIENT", help="Only theirs.", **AN_ID)] = None,
    *,
    of_staff: OfStaff = False,
    search: Annotated[str, typer.Option(help="Words of name and tags.")] = "",
    category: Annotated[FileCategory | None, typer.Option(help="Only of this category.")] = None,
    tag: Annotated[str, typer.Option(help="Only with this tag.")] = "",
    expiring: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="DAYS", help="Only what expires within so many days, or has."),
    ] = None,
    removed: Annotated[bool, typer.Option("--removed", help="Only what was removed.")] = False,
    limit: Annotated[int | None, typer.Option(parser=a_limit, metavar="N", help="At most so many.")] = None,
) -> None:
    """List files, the newest first."""
    query = FileQuery(
        client_id=None if of_staff else person,
        staff_id=person if of_staff else None,
        text=search,
        category=category,
        tag=tag,
        expires_within=expiring,
        removed=removed,
    )
    rows: list[FileInfo] = []
    with at_desk() as desk:
        after = None
        while limit is None or len(rows) < limit:
            most = _PAGE if limit is None else min(_PAGE, limit - len(rows))
            page = desk.services.files.rows(desk.actor, query, after=after, limit=most)
            rows += page.rows
            if (after := page.next_cursor) is None:
                break
    answer({"files": list(map(_document, rows))}, lambda: "\n".join(map(_line, rows)) or "No files.")


@app.command("show", context_settings=MAY_START_WITH_A_DASH)
def show(file_id: FileId) -> None:
    """Show a file with all its versions."""
    with at_desk() as desk:
        found = desk.services.files.detail(desk.actor, file_id)
    answer(
        {**_document(found.info), "versions": [_version(each) for each in found.versions]},
        lambda: _whole(found),
    )


@app.command("edit", context_settings=MAY_START_WITH_A_DASH)
def edit(
    file_id: FileId,
    *,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    category: Annotated[FileCategory | None, typer.Option(help="What it is to the studio.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="In place of all tags; may be repeated, empty for none.")
    ] = None,
    expires: Day = None,
    never: Annotated[bool, typer.Option("--never-expires", help="It holds for good.")] = False,
) -> None:
    """Change what a file is called, its category, tags and last day."""
    with at_desk() as desk:
        now = desk.services.files.detail(desk.actor, file_id).info
        change = FileChange(
            name=now.name if name is None else name,
            category=category or now.category,
            tags=now.tags if tag is None else tuple(tag),
            expires_on=None if never else expires or now.expires_on,
        )
        kept = desk.services.files.edit(desk.actor, file_id, now.version, change)
    answer(_document(kept), lambda: _line(kept))


@app.command("get", context_settings=MAY_START_WITH_A_DASH)
def get(
    file_id: FileId,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file or folder to write to.")],
    *,
    number: Annotated[
        int | None, typer.Option("--number", parser=a_number, metavar="N", help="Which version.")
    ] = None,
    confirmed: Confirmed = False,
) -> None:
    """Write a file back to the disk. In a folder it is called after what it really is."""
    with at_desk() as desk:
        unlock_files(desk)
        saved = desk.services.files.save(desk.actor, file_id, out, number, confirmed=confirmed)
    answer({"id": file_id, "file": str(saved)}, f"Wrote {saved}.")


@app.command("remove", context_settings=MAY_START_WITH_A_DASH)
def remove(file_id: FileId) -> None:
    """Put a file away; for 30 days it can be brought back."""
    with at_desk() as desk:
        away = desk.services.files.remove(desk.actor, file_id)
    answer(_document(away), f"{away.name} was removed. For 30 days: fitnesscrm files restore {away.id}")


@app.command("restore", context_settings=MAY_START_WITH_A_DASH)
def restore(file_id: FileId) -> None:
    """Bring back a file that was removed."""
    with at_desk() as desk:
        back = desk.services.files.restore(desk.actor, file_id)
    answer(_document(back), f"{back.name} is back.")


@key_app.command("status")
def key_status() -> None:
    """Say where the key is on this PC; nothing of the key itself."""
    with at_desk() as desk:
        info = desk.services.file_keys.info(desk.actor)
    answer(asdict(info), lambda: _state(info))


@key_app.command("show")
def key_show() -> None:
    """Show the recovery code, to be written down and locked away. Whoever has it can read every file."""
    with at_desk() as desk:
        unlock_files(desk)
        code = desk.services.file_keys.show(desk.actor)
    answer({"code": code}, code)


@key_app.command("add")
def key_add() -> None:
    """Bring the key to this PC: type the recovery code, or give it as a line of standard input."""
    with at_desk() as desk:
        code = asked("Recovery code: ")
        if not code.strip():
            raise RuleBroken("The recovery code is missing. Type it, or give it as a line of standard input.")
        unlock_files(desk)
        info = desk.services.file_keys.add(desk.actor, code)
    answer(asdict(info), lambda: _state(info))


@key_app.command("new")
def key_new() -> None:
    """Go on with a new key when the old one is lost together with its recovery code.

    What was stored with the old key stays listed, and opens again if that key or its code turns up. Asks for
    the words “new key”, or takes them as a line of standard input; then it shows the new recovery code.
    """
    with at_desk() as desk:
        unlock_files(desk)
        lost = desk.services.file_keys.info(desk.actor).contents
        warned = f"Without the old key {lost} stored contents cannot be opened any more."
        words = asked(f"{warned} Look for the code on every other PC first. Type “{NEW_KEY_WORDS}”: ")
        code = desk.services.file_keys.start_anew(desk.actor, words)
    answer({"code": code}, f"{code}\nThis is the new recovery code. Write it down and lock it away.")


def _with_remark(text: str, kept: FileInfo) -> str:
    return f"{text}\n{kept.remark}" if kept.remark else text


def unlock_files(desk: Desk) -> None:
    """The key may be in a vault, whose master password is the next line that is typed."""
    if desk.services.file_keys.info(desk.actor).state is KeyState.LOCKED and (
        master := asked("Master password: ")
    ):
        desk.services.file_keys.unlock(desk.actor, master)


def _state(info: KeyInfo) -> str:
    place = str(info.file) if info.file else str(info.place or "")
    state = _STATES[info.state].format(place=place.replace("_", " ") if not info.file else place)
    lost = "1 content was" if info.lost == 1 else f"{info.lost} contents were"
    former = f"{lost} stored with a former key and cannot be opened any more."
    return f"{state}\n{former}" if info.lost else state


def _document(file: FileInfo) -> dict[str, object]:
    return {
        "id": file.id,
        "client_id": file.client_id,
        "staff_id": file.staff_id,
        "person": file.person,
        "category": file.category,
        "name": file.name,
        "tags": list(file.tags),
        "expires_on": file.expires_on,
        "expires_in": file.expires_in,
        "added_at": file.added_at,
        "removed": file.removed_at is not None,
        "version": file.newest.number,
        **{key: value for key, value in _version(file.newest).items() if key not in {"number", "added_at"}},
    }


def _version(version: VersionInfo) -> dict[str, object]:
    return asdict(version)


def _line(file: FileInfo) -> str:
    until = "" if file.expires_on is None else f"  until {file.expires_on}"
    lost = "  cannot be opened any more" if file.newest.lost else ""
    what = f"{file.name} ({file.category}, version {file.newest.number})"
    return f"{file.id:>6}  {file.person}: {what}{until}{lost}"


def _whole(found: FileDetail) -> str:
    versions = [
        f"  {each.number}: {each.added_at:%Y-%m-%d} by {each.by}, {each.size} bytes, {each.media_type}"
        + (", cannot be opened any more" if each.lost else "")
        for each in found.versions
    ]
    return "\n".join([_line(found.info), *versions])
