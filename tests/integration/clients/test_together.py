"""Several desks at once: no number twice, no code twice, no lost change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from tests.support.people import People

DESKS = 4


def at_once(deed: Callable[[int], object], count: int) -> list[object]:
    """Do *deed* so many times from several threads; answers and errors in their order."""

    def tried(number: int) -> object:
        try:
            return deed(number)
        except (Conflict, RuleBroken) as error:
            return error

    with ThreadPoolExecutor(DESKS) as desks:
        return list(desks.map(tried, range(count)))


def test_numbers_follow_each_other_without_gaps(services: Services, owner: Actor, people: People) -> None:
    def add(number: int) -> int:
        last = "Novak" if number % 3 else " "  # every third one is refused
        return services.clients.add(owner, NewClient(f"Client {number}", last)).member_number

    numbers = [number for number in at_once(add, 30) if isinstance(number, int)]
    assert sorted(numbers) == list(range(1, 21))


def test_a_code_goes_to_one_of_them(services: Services, owner: Actor, people: People) -> None:
    clients = [people.add(f"Client {number}") for number in range(DESKS)]
    answers = at_once(lambda number: services.records.add_code(owner, clients[number], "FOB-1"), DESKS)
    assert sum(isinstance(answer, RuleBroken) for answer in answers) == DESKS - 1


def test_a_code_never_meets_a_new_member_number(services: Services, owner: Actor, people: People) -> None:
    anna = people.add()

    def either(number: int) -> object:
        if number % 2:
            return services.records.add_code(owner, anna, str(number + 1)).code
        return str(services.clients.add(owner, NewClient("Client", str(number))).member_number)

    answers = [answer for answer in at_once(either, 16) if isinstance(answer, str)]
    assert len(answers) == len(set(answers))


def test_one_of_two_edits_wins_and_the_other_is_told(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova")
    answers = at_once(lambda number: services.clients.edit(owner, anna, 1, {"city": f"City {number}"}), DESKS)
    assert sum(isinstance(answer, Conflict) for answer in answers) == DESKS - 1


def test_a_tag_is_made_once(services: Services, owner: Actor, people: People) -> None:
    clients = [people.add(f"Client {number}") for number in range(8)]

    def tag(_: int) -> int:
        vip = services.records.create_tag(owner, "VIP")
        return len(services.records.tag(owner, clients, vip.id).client_ids)

    answers = at_once(tag, DESKS)
    assert sorted(answers) == [0, 0, 0, 8]  # type: ignore[type-var]
    assert len(services.directory.tags(owner)) == 1
