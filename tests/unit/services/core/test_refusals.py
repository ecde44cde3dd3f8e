"""Who may not do something reads which right it needs, in the words of the table of roles."""

import pytest

from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.core.permission_words import PERMISSION_WORDS


@pytest.mark.parametrize("permission", Permission)
def test_a_refusal_names_the_right_in_words(permission: Permission) -> None:
    with pytest.raises(NotAllowed) as refused:
        Actor("Anna", Role.TRAINER).require(permission)

    assert refused.value.text == f"Anna may not do this. It needs the right “{PERMISSION_WORDS[permission]}”."
    assert permission.value not in refused.value.text
    assert PERMISSION_WORDS[permission][0].isupper()


def test_no_two_rights_have_the_same_words() -> None:
    assert len(set(PERMISSION_WORDS.values())) == len(Permission)
