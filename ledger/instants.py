"""Instants in the database: aware UTC on the way in and on the way out, whatever the driver thinks of zones."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from domain.errors import InvalidInputError


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant.

    SQLite keeps no zone and PostgreSQL answers in the session's: both are evened out here, so that instants
    compare and sort alike on both. A naive datetime is refused: it would be read as UTC and mostly be wrong.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant as the driver wants it.

        Raises:
            InvalidInputError: the datetime is naive.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise InvalidInputError(f"instant {value.isoformat()} has no time zone: give it one, such as UTC")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """The instant, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
