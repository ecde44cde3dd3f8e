"""Who asks: every service method that reads private things or writes takes one."""

from __future__ import annotations

from dataclasses import dataclass, field

from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.core.permission_words import PERMISSION_WORDS

_DESK = frozenset(
    {
        Permission.VIEW_CLIENTS,
        Permission.EDIT_CLIENTS,
        Permission.WRITE_NOTES,
        Permission.CHECK_IN,
        Permission.UNDO_CHECK_IN,
        Permission.SELL,
        Permission.CHANGE_MEMBERSHIPS,
        Permission.VIEW_MONEY,
        Permission.TAKE_PAYMENT,
        Permission.WRITE_MESSAGES,
        Permission.APPROVE_MESSAGES,
        Permission.FILL_FORMS,
        Permission.USE_ASSISTANT,
        Permission.VIEW_FILES,
        Permission.ADD_FILES,
    }
)
_TRAINER = frozenset(
    {
        Permission.VIEW_CLIENTS,
        Permission.VIEW_HEALTH,
        Permission.WRITE_NOTES,
        Permission.CHECK_IN,
        Permission.WRITE_MESSAGES,
        Permission.FILL_FORMS,
        Permission.USE_ASSISTANT,
        Permission.VIEW_FILES,
        Permission.ADD_FILES,
        Permission.VIEW_PHOTOS,
        Permission.ADD_PHOTOS,
        Permission.VIEW_PROGRESS,
        Permission.RECORD_PROGRESS,
        Permission.MANAGE_METRICS,
    }
)
_MANAGER = frozenset(Permission) - {
    Permission.MANAGE_STAFF,
    Permission.MAINTAIN_DATABASE,
    Permission.CONNECT_ASSISTANT,
    Permission.VIEW_PHOTOS,  # of bodies: for those who train them, and whom the owner names
    Permission.ADD_PHOTOS,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: _MANAGER,
    Role.FRONT_DESK: _DESK,
    Role.TRAINER: _TRAINER,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or the command line."""

    name: str
    role: Role
    staff_id: int | None = None
    permissions: frozenset[Permission] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        """Whether this actor has *permission*; for showing or hiding, never instead of require()."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise ``NotAllowed`` unless this actor has *permission*."""
        if permission not in self.permissions:
            right = PERMISSION_WORDS[permission]
            raise NotAllowed(f"{self.name} may not do this. It needs the right “{right}”.")


def command_line() -> Actor:
    """The owner's rights, audited as "command line"."""
    return Actor("command line", Role.OWNER, None, ROLE_PERMISSIONS[Role.OWNER])


def the_program() -> Actor:
    """The owner's rights for what the program does by itself, audited as "automatic"."""
    return Actor("automatic", Role.OWNER, None, ROLE_PERMISSIONS[Role.OWNER])
