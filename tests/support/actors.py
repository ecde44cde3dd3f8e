"""People who ask the services for something."""

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor


def an_actor(role: Role, name: str = "") -> Actor:
    """Make somebody with exactly the rights of *role*, and no staff record behind it."""
    return Actor(name or f"Test {role.value}", role, None, ROLE_PERMISSIONS[role])
