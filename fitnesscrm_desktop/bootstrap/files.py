"""The services of files and photos; each is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitnesscrm_desktop.bootstrap.lazy import Vaulted

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.files.key_service import FileKeyService
    from fitnesscrm_desktop.services.files.photo_service import PhotoService
    from fitnesscrm_desktop.services.files.service import FileService


class Files(Vaulted):
    """What is kept of clients and staff, and the key it is encrypted with."""

    @property
    def files(self) -> FileService:
        """Contracts, plans and other files of clients and staff."""
        from fitnesscrm_desktop.services.files.service import FileService

        return self._one(FileService, self.core, self._content())

    @property
    def file_keys(self) -> FileKeyService:
        """The key that files and photos are encrypted with."""
        from fitnesscrm_desktop.services.files.key_service import FileKeyService

        return self._one(FileKeyService, self.core, self._content())

    @property
    def photos(self) -> PhotoService:
        """What clients looked like on a day."""
        from fitnesscrm_desktop.services.files.photo_service import PhotoService

        return self._one(PhotoService, self.core, self._content())
