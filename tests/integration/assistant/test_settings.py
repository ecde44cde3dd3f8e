"""How the assistant is set up; nothing goes out of the studio unless the owner has typed that it may."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.assistant.addresses import Nearness, farthest, nearness, server_address
from fitnesscrm_desktop.services.assistant.results import AssistantSettings, ModelFacts
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, SERVER, TOLD, server_of
from fitnesscrm_desktop.services.core.errors import Confirmable, Conflict, NotAllowed, NotFound, RuleBroken
from tests.support.actors import an_actor

OWNER = an_actor(Role.OWNER)
HERE, WORLD = "http://127.0.0.1:8080/v1", "https://8.8.8.8:8080"
MODEL = ModelFacts("Larger", "/models/larger.gguf", "ab" * 32, 1_000_000, 1_500_000_000, 4096)


def test_a_studio_that_never_looked_has_the_first_settings(services: Services) -> None:
    setup = services.assistant.get(OWNER)
    assert setup.settings == AssistantSettings()
    assert not setup.leaves_studio


def test_limits_are_kept_and_checked_by_field(services: Services) -> None:
    kept = services.assistant.save(OWNER, 0, replace(AssistantSettings(), threads=2, per_hour=30))
    assert (kept.settings.threads, kept.settings.per_hour) == (2, 30)
    with pytest.raises(RuleBroken) as wrong:
        services.assistant.save(OWNER, kept.settings.version, replace(kept.settings, threads=0, context=1))
    assert set(wrong.value.fields) == {"threads", "context"}


def test_a_stale_change_is_a_conflict(services: Services) -> None:
    first = services.assistant.save(OWNER, 0, replace(AssistantSettings(), threads=2)).settings
    services.assistant.save(OWNER, first.version, replace(first, threads=3))
    with pytest.raises(Conflict):
        services.assistant.save(OWNER, first.version, replace(first, threads=4))


def test_a_server_in_the_studio_needs_no_confirmation(services: Services) -> None:
    setup = services.assistant.save_server(OWNER, 0, HERE, "qwen", key="sesame")
    assert setup.settings.server.url == HERE
    assert setup.has_key
    assert not setup.leaves_studio
    assert services.assistant.server_key(OWNER) == "sesame"


def test_who_is_asked_reads_what_a_server_gets_to_know_and_nothing_else(services: Services) -> None:
    with pytest.raises(Confirmable) as asked:
        services.assistant.save_server(OWNER, 0, WORLD, "big")
    assert asked.value.text == f"8.8.8.8 is not in the studio. {TOLD} To allow that, type: {CONFIRMATION}"


def test_who_writes_with_the_server_is_known(services: Services) -> None:
    setup = services.assistant.save_server(OWNER, 0, HERE, "qwen")
    assert server_of(setup.settings, "communication") is None, "one that is set up is not yet used"
    setup = services.assistant.choose_model(OWNER, "communication", SERVER)
    server = server_of(setup.settings, "communication")
    assert server is not None
    assert server.url == HERE


def test_a_public_server_needs_the_typed_sentence_and_is_audited(services: Services) -> None:
    with pytest.raises(Confirmable, match="not in the studio"):
        services.assistant.save_server(OWNER, 0, WORLD, "big")
    with pytest.raises(Confirmable):
        services.assistant.save_server(OWNER, 0, WORLD, "big", typed="yes")
    setup = services.assistant.save_server(OWNER, 0, WORLD, "big", typed=CONFIRMATION.lower())
    assert setup.leaves_studio
    with services.core.read() as session:
        written = session.scalars(select(AuditEntry).where(AuditEntry.action == "assistant.public_server"))
        assert [WORLD in entry.detail for entry in written] == [True]


def test_a_server_without_a_key_has_no_new_secret(services: Services) -> None:
    version = services.assistant.save_server(OWNER, 0, HERE, "qwen", key="").settings.version
    services.assistant.save_server(OWNER, version, HERE, "qwen", key="sesame")
    with services.core.read() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "assistant.server").order_by(AuditEntry.id)
        )
        assert ['"new_secret": true' in entry.detail for entry in entries] == [False, True]


def test_taking_the_server_away_forgets_its_key(services: Services) -> None:
    version = services.assistant.save_server(OWNER, 0, HERE, "qwen", key="sesame").settings.version
    setup = services.assistant.save_server(OWNER, version, "", "")
    assert setup.settings.server.url == ""
    assert not setup.has_key


@pytest.mark.parametrize("elsewhere", ["http://127.0.0.1:9999", "http://192.168.1.20:8080", WORLD])
def test_a_key_is_never_sent_to_a_server_it_was_not_typed_for(services: Services, elsewhere: str) -> None:
    version = services.assistant.save_server(OWNER, 0, HERE, "qwen", key="sesame").settings.version
    setup = services.assistant.save_server(OWNER, version, elsewhere, "qwen", typed=CONFIRMATION)

    assert not setup.has_key
    assert services.assistant.server_key(OWNER) == ""


def test_it_stays_for_another_model_of_the_same_server(services: Services) -> None:
    version = services.assistant.save_server(OWNER, 0, HERE, "qwen", key="sesame").settings.version
    setup = services.assistant.save_server(OWNER, version, HERE, "larger")
    setup = services.assistant.save_server(OWNER, setup.settings.version, f"{HERE}/v1", "larger")

    assert services.assistant.server_key(OWNER) == "sesame"


def test_the_key_is_in_no_row_of_the_database(services: Services) -> None:
    services.assistant.save_server(OWNER, 0, HERE, "qwen", key="sesame-street")
    with services.core.read() as session:
        details = session.scalars(select(AuditEntry.detail)).all()
    assert details
    assert not any("sesame" in each for each in details)


def test_only_the_owner_connects_a_server(services: Services) -> None:
    with pytest.raises(NotAllowed):
        services.assistant.save_server(an_actor(Role.MANAGER), 0, HERE, "qwen")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        "ftp://127.0.0.1",
        "http://",
        "http://a:b@127.0.0.1",
        "http://[::1",
        "http://127.0.0.1?x=1",
        "http://127.0.0.1:0",
        "ftp://127.0.0.1:80",
    ],
)
def test_what_is_no_address_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(RuleBroken):
        server_address(url)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", Nearness.HERE),
        ("::1", Nearness.HERE),
        ("192.168.1.20", Nearness.STUDIO),
        ("fe80::1%eth0", Nearness.WORLD),
        ("169.254.169.254", Nearness.WORLD),
        ("::ffff:10.0.0.1", Nearness.STUDIO),
        ("::ffff:8.8.8.8", Nearness.WORLD),
        ("172.32.0.1", Nearness.WORLD),
        ("100.64.0.1", Nearness.WORLD),
        ("0.0.0.0", Nearness.WORLD),  # noqa: S104 - an address to judge, not to listen on
        ("2001:4860:4860::8888", Nearness.WORLD),
    ],
)
def test_how_far_an_address_is(address: str, expected: Nearness) -> None:
    assert nearness(address) is expected


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://8.8.8.8", "8.8.8.8 is not in the studio: its address must begin with https://."),
        ("https://169.254.169.254", "169.254.169.254 is at an address that is not for servers."),
        ("https://[fe80::1]", "fe80::1 is at an address that is not for servers."),
        ("https://100.64.0.1", "100.64.0.1 is at an address that is not for servers."),
    ],
)
def test_the_sentence_is_not_asked_for_where_no_server_is_used(
    services: Services, url: str, sentence: str
) -> None:
    for typed in ("", CONFIRMATION):
        with pytest.raises(RuleBroken) as refused:
            services.assistant.save_server(OWNER, 0, url, "qwen", typed=typed)
        assert refused.value.fields == {"url": sentence}


def test_a_name_with_one_address_outside_is_outside() -> None:
    assert farthest(("192.168.1.20", "8.8.8.8")) is Nearness.WORLD
    assert farthest(()) is Nearness.WORLD


def test_models_are_listed_after_the_one_that_ships(services: Services) -> None:
    added = services.catalogue.add(OWNER, MODEL)
    assert [row.facts.name for row in services.catalogue.list(OWNER)][1:] == ["Larger"]
    assert added.free_writing
    assert not added.there, "its file is not on this PC"
    assert services.catalogue.measured(OWNER, added.id, 12.5, 900_000_000).tokens_per_second == 12.5
    assert services.catalogue.named(OWNER, "larger").id == added.id


def test_a_name_is_given_once(services: Services) -> None:
    services.catalogue.add(OWNER, MODEL)
    for name in ("LARGER", "SmolLM2-135M"):
        with pytest.raises(RuleBroken, match="already"):
            services.catalogue.add(OWNER, replace(MODEL, name=name, path=f"/models/{name}.gguf"))
    with pytest.raises(RuleBroken, match="“Server” is what the program calls"):
        services.catalogue.add(OWNER, replace(MODEL, name="Server", path="/models/server.gguf"))
    again = services.catalogue.add(OWNER, replace(MODEL, name="Other", sha256="cd" * 32))
    assert again.facts.name == "Larger", "the same file keeps its name"


def test_agents_leave_a_model_that_is_removed(services: Services) -> None:
    added = services.catalogue.add(OWNER, MODEL)
    assert services.assistant.choose_model(OWNER, "communication", "Larger").settings.models == {
        "communication": "Larger"
    }
    services.catalogue.remove(OWNER, added.id)
    assert services.assistant.get(OWNER).settings.models == {}
    with pytest.raises(NotFound):
        services.catalogue.remove(OWNER, added.id)


def test_only_the_owner_lets_an_agent_write_with_the_server(services: Services) -> None:
    services.assistant.save_server(OWNER, 0, HERE, "qwen")
    with pytest.raises(NotAllowed):
        services.assistant.choose_model(an_actor(Role.MANAGER), "communication", "server")
    services.assistant.choose_model(OWNER, "communication", "server")
    services.assistant.choose_model(an_actor(Role.MANAGER), "communication", "")
