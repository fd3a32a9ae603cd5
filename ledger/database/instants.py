"""Instants in the database: aware UTC on the way in and on the way out, whatever the driver thinks of zones."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
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


class seconds_between(FunctionElement[float]):  # noqa: N801 - a function of SQL, named as those are
    """The seconds from one instant to another, as an expression; null where either is. Exact to a millisecond."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _by_days(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _by_epoch(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"extract(epoch from ({end} - {start}))"
