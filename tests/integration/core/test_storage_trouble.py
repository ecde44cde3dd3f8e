"""Whatever happens to the database: a clear sentence, nothing lost, and on as soon as it can."""

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from fitnesscrm_desktop.bootstrap import Services, build, start
from fitnesscrm_desktop.models.client import Tag
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core import storage_errors
from fitnesscrm_desktop.services.core.engine import PATIENCE_MS, Database, open_database, sqlite_url
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.storage_errors import plain
from tests.support.databases import migrate
from tests.support.postgres import PrivateServer
from tests.support.studio import open_studio


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "gym")


def add_tag(services: Services, name: str) -> None:
    with services.core.write() as work:
        work.session.add(Tag(name=name, folded=name))


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def tags(services: Services) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(Tag)) or 0


def test_a_fresh_home_makes_a_database(home: Home) -> None:
    services = start(home)
    add_tag(services, "a")
    assert tags(services) == 1
    services.close()


def test_a_lost_file_is_missed_and_not_made_anew(home: Home) -> None:
    start(home).close()
    home.database.unlink()
    with pytest.raises(StorageTrouble, match=r"is missing or empty\. It was not replaced"):
        start(home)
    assert not home.database.exists()
    start(home, anew=True).close()
    start(home).close()


def test_a_lost_file_is_missed_in_a_folder_that_was_moved_too(home: Home) -> None:
    start(home).close()
    moved = Home(home.root.with_name("moved"))
    home.root.rename(moved.root)
    start(moved).close()
    moved.database.unlink()
    moved = Home(moved.root.rename(moved.root.with_name("moved again")))
    with pytest.raises(StorageTrouble, match="missing or empty"):
        start(moved)


def test_a_file_cut_to_nothing_is_missed_too(home: Home) -> None:
    start(home).close()
    home.database.write_bytes(b"")
    with pytest.raises(StorageTrouble, match="missing or empty"):
        start(home)


def test_a_file_deleted_while_running_takes_no_more_writes(home: Home) -> None:
    services = start(home)
    aside = home.database.with_name("aside.db")
    home.database.rename(aside)
    with pytest.raises(StorageTrouble, match="moved or deleted while the program runs"):
        add_tag(services, "a")
    aside.rename(home.database)
    add_tag(services, "b")
    assert tags(services) == 1
    services.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match=r"folder .* is not there"):
        start(Home(tmp_path), sqlite_url(tmp_path / "nowhere" / "studio.db"))
    assert not (tmp_path / "nowhere").exists()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageTrouble, match="cannot be made"):
        start(Home(tmp_path / "file" / "home"))


@pytest.mark.parametrize(
    "content", [b"this is a letter to the landlord\n" * 200, b"\0" * 8192, b"PK\x03\x04zip"]
)
def test_a_file_that_is_not_a_database_is_left_as_it_is(home: Home, content: bytes) -> None:
    home.root.mkdir()
    home.database.write_bytes(content)
    with pytest.raises(StorageTrouble, match=r"not a FitnessCRM database|belongs to another program"):
        start(home)
    assert home.database.read_bytes() == content


def test_somebody_elses_database_is_left_as_it_is(home: Home) -> None:
    home.root.mkdir()
    with sqlite3.connect(home.database) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    with pytest.raises(StorageTrouble, match="belongs to another program"):
        start(home)


def test_a_newer_schema_is_refused(home: Home) -> None:
    services = start(home)
    with services.core.write() as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    services.close()
    with pytest.raises(StorageTrouble, match="newer version of the program"):
        start(home)


def test_a_truncated_file_is_told_and_not_touched(home: Home) -> None:
    services = start(home)
    for number in range(300):
        add_tag(services, f"tag {number}")
    services.close()
    whole = home.database.read_bytes()
    home.database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StorageTrouble, match=r"damaged|not a FitnessCRM database|not a complete"):
        tags(start(home))


def test_a_locked_file_says_so_and_works_again(home: Home) -> None:
    start(home).close()
    database = open_database(sqlite_url(home.database), patience_ms=100)
    services = build(database, home)
    other = sqlite3.connect(home.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageTrouble, match="Another program is using") as trouble:
        add_tag(services, "a")
    assert trouble.value.retry
    other.execute("ROLLBACK")
    other.close()
    add_tag(services, "a")
    assert tags(services) == 1
    services.close()


def test_nobody_waits_long_for_a_file_that_is_locked() -> None:
    assert PATIENCE_MS <= 3000


def test_a_short_lock_is_waited_for(home: Home) -> None:
    """Another desk stores something that takes a moment: nobody is told anything."""
    services = start(home)
    other = sqlite3.connect(home.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.3, other.execute, ["COMMIT"])
    letting_go.start()
    add_tag(services, "a")
    letting_go.join()
    other.close()
    assert tags(services) == 1
    services.close()


def test_a_row_another_desk_has_locked_is_told(home: Home, database: Database) -> None:
    """On a server the others go on; only who wants the same record waits, and not for ever."""
    services = build(open_database(url_of(database), patience_ms=200), home)
    with services.core.write() as work:
        open_studio(work.session, work.now)

    def rename() -> None:
        with services.core.write() as work:
            work.session.execute(text("UPDATE studio SET name = 'mine'"))

    with database.write_engine.begin() as other:
        other.execute(text("UPDATE studio SET name = 'theirs'"))
        with pytest.raises(StorageTrouble, match=r"Another (program|desk) is") as trouble:
            rename()
    assert trouble.value.retry
    rename()
    services.close()


def test_what_an_address_asks_a_server_for_stays(home: Home, postgres_server: str) -> None:
    asked = "&options=-csynchronous_commit%3Don"
    database = open_database(postgres_server + asked, patience_ms=1234)
    with database.engine.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "1234ms"
    database.dispose()


def test_a_full_disk_says_so_and_loses_nothing(home: Home) -> None:
    """SQLite itself reports the disk as full when the file may not grow."""
    services = start(home)
    add_tag(services, "before")
    engine = services.core.database.write_engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageTrouble, match="disk is full"), services.core.write() as work:
        work.session.add_all(Tag(name=f"{n} " + "x" * 50, folded=f"{n} " + "x" * 50) for n in range(5000))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    add_tag(services, "after")
    assert tags(services) == 2
    services.close()


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """Make a folder that other users may enter, unlike the ones of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file rights")
def test_a_read_only_file_says_so(shared_folder: Path) -> None:
    file = shared_folder / "studio.db"
    migrate(sqlite_url(file))
    with sqlite3.connect(file) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
    plain.close()
    file.chmod(0o444)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)  # file rights do not bind root
    try:
        services = build(open_database(sqlite_url(file)), Home(shared_folder))
        with pytest.raises(StorageTrouble, match=r"read-only|cannot be opened"):
            add_tag(services, "a")
        services.close()
    finally:
        os.seteuid(was)


@pytest.mark.parametrize("url", ["nonsense", "mysql://root@server/gym", "://"])
def test_an_address_that_is_none(home: Home, url: str) -> None:
    with pytest.raises(StorageTrouble, match=r"cannot be understood|not supported"):
        start(home, url)


def test_a_server_that_is_not_there(home: Home) -> None:
    with pytest.raises(StorageTrouble, match="does not answer"):
        start(home, "postgresql+psycopg://nobody@127.0.0.1:1/gym")


def test_a_database_that_the_server_lacks(home: Home, postgres_server: str) -> None:
    with pytest.raises(StorageTrouble, match="no such database"):
        start(home, postgres_server.replace("/postgres?", "/no_such_gym?"))


def test_a_server_stopped_under_load_goes_on(home: Home, stoppable_server: PrivateServer) -> None:
    """Every acknowledged row survives, the others are told, and work goes on by itself."""
    durable = "&options=-csynchronous_commit%3Don"  # the servers of other tests are faster, and forgetful
    services = start(home, stoppable_server.url + durable)
    acknowledged: list[str] = []
    told: list[StorageTrouble] = []
    enough = threading.Event()

    def desk(name: str) -> None:
        number = 0
        while not enough.is_set():
            number += 1
            try:
                add_tag(services, f"{name} {number}")
            except StorageTrouble as trouble:
                told.append(trouble)
                enough.wait(0.05)
            else:
                acknowledged.append(f"{name} {number}")

    desks = [threading.Thread(target=desk, args=(f"desk {n}",)) for n in range(3)]
    for thread in desks:
        thread.start()
    enough.wait(0.5)
    stoppable_server.stop()
    enough.wait(0.3)
    stoppable_server.start()
    before = len(acknowledged)
    waited = 0
    while len(acknowledged) < before + 20 and waited < 200:
        enough.wait(0.1)
        waited += 1
    enough.set()
    for thread in desks:
        thread.join()
    with services.core.read() as session:
        stored = set(session.scalars(select(Tag.name)))
    assert told
    assert len(acknowledged) >= before + 20
    assert set(acknowledged) <= stored
    services.close()


def an_error(words: str) -> OperationalError:
    return OperationalError("SELECT 1", {}, sqlite3.OperationalError(words))


@pytest.mark.parametrize("words", ["unable to open database file", "attempt to write a readonly database"])
def test_a_place_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """What the system says of the rights is stood in for: whoever runs the tests may have all of them."""
    file = tmp_path / "studio.db"
    file.touch()
    locked = {tmp_path}
    monkeypatch.setattr(os, "access", lambda place, _mode: place not in locked)
    told = plain(an_error(words), file)
    assert told is not None
    assert f"The folder {tmp_path} is read-only" in told.text
    locked = {file}
    told = plain(an_error(words), file)
    assert told is not None
    assert f"The database file {file} is read-only" in told.text


@pytest.mark.parametrize("words", ["disk I/O error", "database or disk is full"])
def test_a_full_disk_is_called_so_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    file = tmp_path / "studio.db"
    monkeypatch.setattr(storage_errors, "HARDLY_ANY", 2**62)
    told = plain(an_error(words), file)
    assert told is not None
    assert f"The disk of the folder {tmp_path} is full" in told.text
    monkeypatch.setattr(storage_errors, "HARDLY_ANY", 0)
    told = plain(an_error("disk I/O error"), file)
    assert told is not None
    assert "reported an error" in told.text
