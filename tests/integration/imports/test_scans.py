"""A body scanner's file comes in as it was meant: units, days, duplicates, doubts; and goes in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Method, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.imports.results import UnreadableFile
from fitnesscrm_desktop.services.imports.scan_results import DoubtfulDay, ScanChoice
from fitnesscrm_desktop.services.progress.results import ListedValue
from tests.support.people import People

WITHINGS = """Date,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",Comments
"2026-02-01 08:00:01",80.00,16.00,3.20,60.80,44.00,
"2026-02-08 08:10:00",79.50,15.50,3.20,60.80,44.10,after holiday
"""
INBODY = """date,Measurement device.,Weight(kg),Skeletal Muscle Mass(kg),Soft Lean Mass(kg),\
Body Fat Mass(kg),BMI(kg/m²),Percent Body Fat(%),\
Basal Metabolic Rate(kcal),InBody Score,Right Arm Lean Mass(kg),Waist Hip Ratio
20260103083015,InBody270,70.3,33.1,-,12.9,22.9,18.3,1610,80,3.3,0.88
20260203083015,InBody270,69.8,33.3,-,12.2,22.8,17.5,1614,81,3.3,0.87
"""
TANITA = """Date;Weight (kg);BMI;Body Fat (%);Visc Fat;Muscle Mass (kg);Bone Mass (kg);BMR (kcal);\
Body Water (%);Muscle mass - right arm
14/02/2026 08:04:19;81,4;25,1;21,9;6;60,3;3,2;1871;55,1;3,5
"""
LOOKINBODY = """1. Name,2. ID,3. Height,13. Test Date / Time,14. Weight,18. TBW (Total Body Water),\
33. SMM (Skeletal Muscle Mass),39. PBF (Percent Body Fat)
Ann Bo,A-1,172.0cm,2026.02.15. 10:42:11,70.2,40.1,33.0,18.1
"""
WriteFile = Callable[[str], Path]


@pytest.fixture
def ann(services: Services) -> int:
    """Give a client to import for; the id."""
    return People(services).add("Ann Bo", date(1990, 1, 2))


@pytest.fixture
def scan(tmp_path: Path) -> WriteFile:
    """Give a function that writes a file."""

    def write(text: str) -> Path:
        path = tmp_path / "scan.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rows(services: Services, owner: Actor, client: int) -> list[ListedValue]:
    return [row for row in services.progress.listed(owner, client) if not row.derived]


def newest(services: Services, owner: Actor, client: int) -> dict[str, float]:
    return {row.metric: round(row.value, 3) for row in reversed(rows(services, owner, client))}


def test_withings_gives_fat_and_water_in_kilograms(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    done = services.scans.run(owner, ann, scan(WITHINGS))
    assert (done.imported, done.duplicates, done.errors, done.doubts) == (10, 0, (), ())
    assert (done.first_day, done.last_day) == (date(2026, 2, 1), date(2026, 2, 8))
    assert newest(services, owner, ann) == {
        "weight": 79.5,
        "body_fat": 19.5,
        "bone_mass": 3.2,
        "muscle_mass": 60.8,
        "water": 55.47,
    }
    first = rows(services, owner, ann)[-1]
    assert first.method is Method.SCANNER
    assert (first.on, first.import_id) == (date(2026, 2, 1), done.import_id)


def test_inbody_writes_its_days_in_one_and_what_is_computed_is_left_out(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    preview = services.scans.look(owner, scan(INBODY))
    left_out = {column.title: column.reason for column in preview.columns if column.suggestion is None}
    assert left_out["BMI(kg/m²)"] == "computed"
    assert "Right Arm Lean Mass(kg)" in left_out
    assert "Body Fat Mass(kg)" in left_out  # per cent is there, too
    done = services.scans.run(owner, ann, scan(INBODY))
    assert (done.imported, done.errors) == (6, ())
    assert newest(services, owner, ann) == {"weight": 69.8, "skeletal_muscle": 33.3, "body_fat": 17.5}


def test_tanita_with_commas_and_days_as_in_europe(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    done = services.scans.run(owner, ann, scan(TANITA))
    assert (done.errors, done.first_day) == ((), date(2026, 2, 14))
    assert newest(services, owner, ann) == {
        "weight": 81.4,
        "body_fat": 21.9,
        "muscle_mass": 60.3,
        "bone_mass": 3.2,
        "water": 55.1,
    }


def test_numbered_headings_with_the_unit_in_the_cell(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    preview = services.scans.look(owner, scan(LOOKINBODY))
    mapping = preview.suggested
    mapping[5] = ScanChoice("water", "l")
    done = services.scans.run(owner, ann, scan(LOOKINBODY), mapping)
    assert done.errors == ()
    found = newest(services, owner, ann)
    assert (found["height"], found["weight"], found["water"]) == (1.72, 70.2, 57.12)


def test_what_is_there_already_is_a_duplicate(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    services.scans.run(owner, ann, scan(WITHINGS))
    again = services.scans.run(owner, ann, scan(WITHINGS + '"2026-02-15 08:00:00",79.2,15.3,3.2,60.8,44,\n'))
    assert (again.imported, again.duplicates) == (5, 10)
    twice = services.scans.run(owner, ann, scan("Date,Waist (cm)\n2026-02-01,82\n2026-02-01,82\n"))
    assert (twice.imported, twice.duplicates) == (1, 1)


def test_the_file_goes_in_one_step_and_may_come_again(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    services.progress.measure(owner, ann, {"weight": "79"})
    done = services.scans.run(owner, ann, scan(WITHINGS))
    undone = services.scans.undo(owner, done.import_id)
    assert (undone.removed, undone.client_id) == (10, ann)
    assert newest(services, owner, ann) == {"weight": 79}
    with pytest.raises(RuleBroken, match="already"):
        services.scans.undo(owner, done.import_id)
    with pytest.raises(NotFound):
        services.scans.undo(owner)
    assert services.scans.run(owner, ann, scan(WITHINGS)).imported == 10
    assert [each.undone_at is None for each in services.scans.past(owner, ann)] == [True, False]


def test_a_mapping_is_remembered_for_the_same_headings(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan("When,Mass A,Mass B\n2026-02-01,80,60\n")
    with pytest.raises(RuleBroken, match="headings"):
        services.scans.look(owner, file)
    file = scan("Date,Mass A,Mass B\n2026-02-01,80,60\n")
    preview = services.scans.look(owner, file)
    assert (preview.remembered, set(preview.suggested)) == (False, {0})
    with pytest.raises(RuleBroken, match="No column holds a metric"):
        services.scans.run(owner, ann, file)
    chosen = preview.suggested | {1: ScanChoice("weight", "kg"), 2: ScanChoice("muscle_mass", "kg")}
    services.scans.run(owner, ann, file, chosen)
    later = services.scans.look(owner, scan("Date,Mass A,Mass B\n2026-02-08,79,60\n"))
    assert (later.remembered, later.suggested) == (True, chosen)
    assert services.scans.run(owner, ann, scan("Date,Mass A,Mass B\n2026-02-08,79,60\n")).imported == 2


def test_wrong_cells_are_told_and_the_others_come_in(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan(
        "Date,Weight (kg),Waist (cm)\n"
        "2026-02-01,80,82\n"
        "2026-02-02,nan,82\n"
        "2026-02-03,1e308,82\n"
        "2026-02-04,-80,82\n"
        "2027-02-05,80,82\n"
        "yesterday,80,82\n"
        "2026-02-07,176 lb,82\n"
        "2026-02-08,-,82\n"
    )
    done = services.scans.run(owner, ann, file)
    told = {error.row: (error.column, error.text) for error in done.errors}
    assert done.imported == 7  # 1 weight, 6 waists
    assert "not a number" in told[3][1]
    assert "not a number" in told[4][1]
    assert "cannot be meant" in told[5][1]
    assert told[6] == ("Date", "The day lies in the future. Measure first, then write it down.")
    assert "not a date" in told[7][1]
    assert told[8] == ("Weight (kg)", "The heading says kg, but the cell says lb.")


def test_a_column_with_units_in_some_cells_only_is_not_guessed(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    done = services.scans.run(owner, ann, scan("Date,Weight\n2026-02-01,176 lb\n2026-02-02,80\n"))
    assert done.imported == 1
    assert "no unit, while other cells" in done.errors[0].text
    assert newest(services, owner, ann)["weight"] == pytest.approx(79.832)


def test_pounds_without_a_word_are_asked_about(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan("Date,Weight (kg)\n2026-02-01,80\n2026-02-08,176\n2026-02-15,79\n")
    done = services.scans.run(owner, ann, file)
    assert [(doubt.row, doubt.text) for doubt in done.doubts] == [(3, "Weight: 96 kg more than last week?")]
    assert done.imported == 2
    surely = services.scans.run(owner, ann, file, confirmed=True)
    assert (surely.imported, surely.duplicates) == (1, 2)


def test_what_is_per_cent_of_a_weight_hard_to_believe_waits_with_it(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    later = '"2026-02-15 08:00:00",62.0,12.1,3.20,60.80,34.40,\n'
    done = services.scans.run(owner, ann, scan(WITHINGS + later))
    assert [(doubt.column, doubt.text) for doubt in done.doubts] == [
        ("Weight (kg)", "Weight: 17.5 kg less than last week?"),
        ("Fat mass (kg)", "Body fat is per cent of this weight: is it right?"),
        ("Hydration (kg)", "Body water is per cent of this weight: is it right?"),
    ]
    assert newest(services, owner, ann)["body_fat"] == 19.5
    again = services.scans.run(owner, ann, scan(WITHINGS + later), confirmed=True)
    assert (again.imported, again.doubts) == (3, ())
    assert newest(services, owner, ann)["body_fat"] == 19.52


def test_numbers_without_any_unit_are_in_the_clients(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    services.bodies.save_studio_units(owner, 0, UnitSystem.IMPERIAL)
    services.scans.run(owner, ann, scan("Date,Weight\n2026-02-01,180\n"))
    assert newest(services, owner, ann)["weight"] == pytest.approx(81.647)


def test_a_file_about_several_people_is_refused(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    with pytest.raises(RuleBroken, match=r"several people \(Ann, Bob\)"):
        services.scans.run(owner, ann, scan("Name,Date,Weight (kg)\nAnn,2026-02-01,70\nBob,2026-02-01,90\n"))
    assert rows(services, owner, ann) == []


def test_a_trial_stores_nothing(services: Services, owner: Actor, ann: int, scan: WriteFile) -> None:
    trial = services.scans.run(owner, ann, scan(WITHINGS), dry_run=True)
    assert (trial.imported, trial.import_id, trial.dry_run) == (10, None, True)
    assert rows(services, owner, ann) == []


def test_the_time_is_the_studios(services: Services, owner: Actor, ann: int, scan: WriteFile) -> None:
    services.scans.run(owner, ann, scan("Date,Time,Weight (kg)\n2026-02-01,11:30 PM,70\n"))
    (row,) = rows(services, owner, ann)
    zone = services.settings.profile().zone
    assert row.on == date(2026, 2, 1)
    assert row.at.astimezone(UTC) != datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert services.settings.profile().day_of(row.at) == row.on
    assert zone


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 400, b"MZ\x90\x00" + b"\x00" * 600])
def test_what_is_no_table_is_told(
    services: Services, owner: Actor, ann: int, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "scan.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        services.scans.run(owner, ann, path)


@pytest.mark.parametrize("text", ["\n\n", "Date,Weight (kg)\n", "just,words\n1,2\n"])
def test_an_empty_one_is_told(services: Services, owner: Actor, ann: int, scan: WriteFile, text: str) -> None:
    with pytest.raises((UnreadableFile, RuleBroken)):
        services.scans.run(owner, ann, scan(text))


SLASHES = """Date,Weight (kg)
02/03/2026,80
01/03/2026,81
"""


def test_days_that_can_be_read_in_two_ways_are_told_and_turned(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan(SLASHES)
    told = services.scans.run(owner, ann, file, dry_run=True)
    assert told.doubtful == DoubtfulDay("02/03/2026", date(2026, 3, 2), month_first=False)
    assert (told.first_day, told.last_day) == (date(2026, 3, 1), date(2026, 3, 2))
    turned = services.scans.run(owner, ann, file, month_first=True)
    assert turned.doubtful == DoubtfulDay("02/03/2026", date(2026, 2, 3), month_first=True)
    assert {row.on for row in rows(services, owner, ann)} == {date(2026, 1, 3), date(2026, 2, 3)}


@pytest.mark.parametrize("day", ["14/02/2026", "2026-02-03", "03/03/2026", "3 February 2026", "03.02.2026"])
def test_days_that_tell_what_they_mean_are_not_doubted(
    services: Services, owner: Actor, ann: int, scan: WriteFile, day: str
) -> None:
    read = services.scans.run(owner, ann, scan(f"Date,Weight (kg)\n{day},80\n"), month_first=True)
    assert (read.doubtful, read.imported) == (None, 1)


def test_what_comes_first_is_chosen_for_dates_with_dots_too(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan("Date,Weight (kg)\n02.03.2026,80\n")
    told = services.scans.run(owner, ann, file, dry_run=True)
    assert (told.doubtful, told.first_day) == (None, date(2026, 3, 2))
    turned = services.scans.run(owner, ann, file, dry_run=True, month_first=True)
    assert (turned.doubtful, turned.first_day) == (None, date(2026, 2, 3))
    plain = scan("Date,Weight (kg)\n14.02.2026,80\n02.03.2026,80\n")
    assert services.scans.run(owner, ann, plain, month_first=True).last_day == date(2026, 3, 2)


def test_an_impossible_day_refuses_its_row_and_no_other(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan("Date,Weight (kg)\n00/05/2025,80\n03/04/2025,81\n03/04/0000,82\n04/04/2025,82\n")
    done = services.scans.run(owner, ann, file)
    assert [(error.row, error.text) for error in done.errors] == [
        (2, "“00/05/2025” is not a date."),
        (4, "“03/04/0000” is not a date."),
    ]
    assert {row.on for row in rows(services, owner, ann)} == {date(2025, 4, 3), date(2025, 4, 4)}
    assert done.doubtful == DoubtfulDay("03/04/2025", date(2025, 4, 3), month_first=False)


def test_blood_pressure_the_wrong_way_round_is_told_and_left_out(
    services: Services, owner: Actor, ann: int, scan: WriteFile
) -> None:
    file = scan("Date,Weight (kg),Sys,Dia\n2025-05-03,80,80,120\n2025-05-04,80.2,121,79\n")
    done = services.scans.run(owner, ann, file)
    assert [(error.row, error.column) for error in done.errors] == [(2, "Sys")]
    assert "above the lower one" in done.errors[0].text
    stored = {(row.metric, row.on.day, row.value) for row in rows(services, owner, ann)}
    assert stored == {("weight", 3, 80), ("weight", 4, 80.2), ("systolic", 4, 121), ("diastolic", 4, 79)}
