"""What a card shows of a text, and of a template."""

import pytest

from fitnesscrm_desktop.agents.communication.both_ways import both_ways
from fitnesscrm_desktop.agents.writing.writer import Message
from fitnesscrm_desktop.ui.assistant.excerpt import as_client_reads


def test_a_template_is_shown_as_the_client_reads_it() -> None:
    own = Message("Your day, {{ client.first_name }}", "Hello,\n\nit is your day.\n\nRegards")
    other = Message("The day of {{ client.first_name }}", "Hello,\n\nit is a day.\n\nRegards")
    template = both_ways(own, other)
    assert "{%" in template.subject

    assert as_client_reads(template.subject) == own.subject
    assert as_client_reads(template.text).split() == own.text.split()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello Anna, 100 % of you {are} here", "Hello Anna, 100 % of you {are} here"),
        ("{% if a %}x{% elif b %}y{% else %}z{% endif %}", "x"),
        ("{% if a %}x{% endif %} and {%- if b -%}y{%- endif -%}", "x and y"),
        ("{% if broken", "{% if broken"),
    ],
)
def test_what_is_no_choice_stays(text: str, shown: str) -> None:
    assert as_client_reads(text) == shown
