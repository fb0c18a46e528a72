"""Worlds that are told once: the next test that asks for the same world has the same rows laid out.

Telling a world by the same acts as in life takes up to a second of a processor; laying out its rows takes a few
hundredths. What a test does to its world is undone with its transaction, as ever.
"""

import pickle
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import time_machine
from django.db import connection, transaction
from django.utils import timezone

from agreements.commitments import registry as commitments
from agreements.texts import registry as texts
from governance.decisions import registry as decisions
from tests.databases import filled_tables, holding_rows

Asked = ParamSpec("Asked")
Told = TypeVar("Told")

ROOTS = ("accounts_user", "organisations_organisation", "organisations_partnership", "audit_event", "audit_head")
"""Whoever tells a world fills one of these."""


@dataclass(frozen=True)
class Rows:
    """The rows of one table as they were: bytes of COPY on PostgreSQL, values as they are stored on SQLite."""

    table: str
    columns: str
    held: Any

    @classmethod
    def of(cls, table: str) -> "Rows":
        """Read them."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            names = [connection.ops.quote_name(column[0]) for column in cursor.description]
            columns = ", ".join(names)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copied:
                    return cls(table, columns, b"".join(copied))
            # an expression has no declared type, so its value comes as it is stored
            cursor.execute(f"SELECT {', '.join('+' + name for name in names)} FROM {table}")
            return cls(table, columns, cursor.fetchall())

    def lay_out(self) -> None:
        """Write them."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.table} ({self.columns}) FROM STDIN") as copied:
                    copied.write(self.held)
                return
            places = ", ".join(["%s"] * len(self.held[0]))
            cursor.executemany(f"INSERT INTO {self.table} ({self.columns}) VALUES ({places})", self.held)


@dataclass(frozen=True)
class World:
    """What was told: its rows, what its teller gave, and what is to be done if ever it is committed."""

    rows: list[Rows]
    given: bytes
    afterwards: list[tuple[Callable[[], Any], bool]]

    @classmethod
    def of(cls, given: Any, promised: int) -> "World":
        """Keep what has just been told; so many acts waited for a commit before it."""
        waiting = [(each[1], bool(each[-1])) for each in connection.run_on_commit[promised:]]
        return cls([Rows.of(table) for table in filled_tables()], pickle.dumps(given), waiting)

    def lay_out(self) -> Any:
        """Put the world into an empty database; gives what its teller gave, in copies of its own."""
        for each in self.rows:
            each.lay_out()
        for act, robust in self.afterwards:
            transaction.on_commit(act, robust=robust)
        return pickle.loads(self.given)  # noqa: S301 -- our own, from this process


WORLDS: dict[Hashable, World] = {}
TELLERS: list[Callable[..., Any]] = []
"""All that is told once."""


def moment() -> Any:
    """The instant where time stands still for a test, else the day."""
    return timezone.now() if time_machine.escape_hatch.is_travelling() else timezone.localdate()


def by_step(told: Mapping[str, Iterable[Any]]) -> tuple[Any, ...]:
    """What is told at each step, as a key."""
    return tuple((step, *several) for step, several in sorted(told.items()))


def listeners() -> tuple[Any, ...]:
    """Who asks and follows at each step: a test may have put others there, or nobody, and hears another world told."""
    decided = tuple(sorted(decisions.FOLLOWERS.items()))
    boards = tuple(commitments.BOARDS), tuple(commitments.FOLLOWED)
    return by_step(texts.QUESTIONS), by_step(texts.FOLLOWERS), decided, boards


def is_undone() -> bool:
    """Whether a test's own transaction will undo what is told; a test that commits has none."""
    return any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def is_hashable(value: Any) -> bool:
    """Whether two callers can be known to ask for the same."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def told_once(tell: Callable[Asked, Told]) -> Callable[Asked, Told]:
    """Let a world that begins in an empty database be told once by each process, for the same wishes and moment.

    A world that joins another, is told to other listeners, or will be committed, is told anew.
    """

    @wraps(tell)
    def give(*wishes: Asked.args, **facts: Asked.kwargs) -> Told:
        key = (tell.__module__, tell.__qualname__, wishes, tuple(sorted(facts.items())), moment(), listeners())
        if not (is_undone() and is_hashable(key)) or holding_rows(list(ROOTS)):
            return tell(*wishes, **facts)
        if key in WORLDS:
            laid_out: Told = WORLDS[key].lay_out()
            return laid_out
        if filled_tables():  # what else there is would come with the world into other tests
            return tell(*wishes, **facts)
        promised = len(connection.run_on_commit)
        told = tell(*wishes, **facts)
        WORLDS[key] = World.of(told, promised)
        return told

    TELLERS.append(give)
    return give
