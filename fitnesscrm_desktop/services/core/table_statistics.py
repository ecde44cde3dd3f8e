"""Has the database count its tables again after much was stored, so that it chooses the right index."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.unit_of_work import Core

log = logging.getLogger(__name__)

_SOON = "SET LOCAL lock_timeout = '2s'"
"""Somebody who tidies the same table up on the server is not waited for."""


def count_anew(core: Core, tables: Iterable[type[Base]]) -> None:
    """Renew what the database knows about the content of *tables*, as well as it can be done now.

    What was stored before is safe and must not be called a failure, so nothing is raised.
    """
    try:
        with core.write() as work:
            if not core.database.is_sqlite:
                work.connection.execute(text(_SOON))
            for table in tables:
                work.connection.execute(text(f"ANALYZE {table.__tablename__}"))
    except (StudioError, SQLAlchemyError) as error:
        log.info("the tables were not counted anew: %s", type(error).__name__)
