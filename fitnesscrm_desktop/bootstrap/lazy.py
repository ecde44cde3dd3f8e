"""Services that are loaded when they are first asked for; what several groups of them are built on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.unit_of_work import Core

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.files.store import ContentStore
    from fitnesscrm_desktop.services.security.secrets import SecretStore

S = TypeVar("S")


class Lazy:
    """Each service is loaded when it is first asked for.

    Signing in needs two of them; the window is usable sooner if it does not wait for all.
    """

    def __init__(self, core: Core, home: Home) -> None:
        self.core, self.home = core, home
        self._made: dict[type[Any], Any] = {}
        self._making = threading.RLock()

    def _one(self, kind: type[S], *parts: Any) -> S:
        """The one service of its *kind*, whichever thread asks first."""
        with self._making:
            if kind not in self._made:
                self._made[kind] = kind(*parts)
            made: S = self._made[kind]
            return made


class Vaulted(Lazy):
    """What is kept encrypted."""

    def _secrets(self) -> SecretStore:
        """Passwords for other services; only services get it, never a window."""
        from fitnesscrm_desktop.services.security.secrets import SecretStore

        return self._one(SecretStore, self.home.root)

    def _content(self) -> ContentStore:
        """The bytes of files, photos and forms; it asks nobody for rights, so only services get it."""
        from fitnesscrm_desktop.services.files.store import ContentStore

        return self._one(ContentStore, self.core, self.home, self._secrets())
