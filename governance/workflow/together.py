"""Reading rows of several tables with one question, where a page shows a little of each."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import ValuesListIterable, get_related_populators

MOST_ARGUMENTS = 90
"""How many columns one JSON function is handed; databases stop at 100 or so."""

READERS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "postgresql": {
        "DateField": date.fromisoformat,
        "DateTimeField": datetime.fromisoformat,
        "TimeField": time.fromisoformat,
        "DecimalField": Decimal,
        "FloatField": float,
        "UUIDField": UUID,
        "JSONField": lambda told: json.dumps(told, default=float),
    },
    "sqlite": {},
}
"""How what stands in a database's JSON becomes what its driver would have given; SQLite's tells fifteen figures."""


class Rows:
    """The rows of one of the tables: what is asked, and how an answer becomes objects."""

    def __init__(self, rows: models.QuerySet[Any], connection: Any) -> None:
        self.rows, self.connection = rows, connection
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql(with_col_aliases=True)
        asked = [each for each, _sql, _alias in self.compiler.select]
        self.aliases = [alias for _expression, _sql, alias in self.compiler.select]
        readers = READERS[connection.vendor]
        kinds = (each.output_field.get_internal_type() for each in asked)
        self.readers = [(at, readers[kind]) for at, kind in enumerate(kinds) if kind in readers]
        self.converters = self.compiler.get_converters(asked)
        info = self.compiler.klass_info
        along: list[Any] = []
        if info is not None:
            along = get_related_populators(info, self.compiler.select, connection.alias)  # type: ignore[call-arg]  # as in 5.2
        self.along = along
        self.columns = self.as_columns()

    def as_columns(self) -> str:
        """The rows as two columns: their place, and the row as JSON."""
        names = [self.connection.ops.quote_name(alias) for alias in self.aliases]
        parts = (names[at : at + MOST_ARGUMENTS] for at in range(0, len(names), MOST_ARGUMENTS))
        told = as_array(as_array(part) for part in parts)
        if self.connection.vendor == "postgresql":
            told = "row_to_json(found)::text"
        place = "row_number() OVER () AS place"  # the order of rows is kept inside each part alone
        return f"{place}, {told} AS told FROM ({self.sql}) found"

    def values(self, told: Sequence[str]) -> Iterable[list[Any]]:
        """The values of each row, as the driver gives them."""
        in_full = self.connection.vendor == "postgresql"
        for row in json.loads(f"[{','.join(told)}]", parse_float=Decimal if in_full else None):
            if in_full:
                values = [row[alias] for alias in self.aliases]
            else:
                values = row[0] if len(row) == 1 else [value for part in row for value in part]
            for at, read in self.readers:
                if values[at] is not None:
                    values[at] = read(values[at])
            yield values

    def answer(self, told: Sequence[str]) -> list[Any]:
        """The rows as the queryset gives them: objects, or what `values_list` named of each."""
        found: Iterable[Any] = self.values(told)
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        if self.rows._iterable_class is ValuesListIterable:
            return [tuple(each) for each in found]
        return self.objects(found)

    def objects(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        """The rows as objects, with the relations that were asked for and what they were annotated with."""
        info = self.compiler.klass_info
        fields = info["select_fields"]
        names = [self.compiler.select[at][0].target.attname for at in fields]
        columns = slice(fields[0], fields[-1] + 1)
        known: dict[Any, dict[Any, Any]] = self.rows._known_related_objects  # type: ignore[attr-defined]  # as in 5.2
        objects = []
        for row in found:
            made = info["model"].from_db(self.connection.alias, names, row[columns])
            for populator in self.along:
                populator.populate(row, made)
            for name, at in self.compiler.annotation_col_map.items():
                setattr(made, name, row[at])
            for field, owners in known.items():
                if not field.is_cached(made) and (owner := owners.get(getattr(made, field.attname))) is not None:
                    setattr(made, field.name, owner)
            objects.append(made)
        return objects


def as_array(parts: Iterable[str]) -> str:
    """An array of JSON, in SQL."""
    return f"json_array({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Asked:
    """One table of a question and the values that it is asked with; a table that can have no rows is None."""

    table: Rows | None
    params: Sequence[Any] = ()


def ask(several: Sequence[Asked]) -> list[list[Any]]:
    """The rows of each table, with one question for all of them; with none where none can have rows."""
    found: list[list[str]] = [[] for _ in several]
    known = [(at, each.table, each.params) for at, each in enumerate(several) if each.table is not None]
    if known:
        sql = " UNION ALL ".join(f"SELECT {at} AS part, {table.columns}" for at, table, _ in known)
        with known[0][1].connection.cursor() as cursor:
            cursor.execute(sql, [value for _, _, params in known for value in params])
            for part, _place, told in sorted(cursor.fetchall()):
                found[part].append(told)
    return [each.table.answer(found[at]) if each.table is not None else [] for at, each in enumerate(several)]


def worked_out(rows: models.QuerySet[Any]) -> Asked:
    """What a queryset asks for, or nothing when it can have no rows."""
    try:
        table = Rows(rows, connections[rows.db])
    except EmptyResultSet:
        return Asked(None)
    return Asked(table, table.params)


Key = int | date | str


@dataclass(frozen=True, slots=True)
class Wish:
    """Rows that a page wants of some keys; `build` makes them, and may look at nothing but the keys.

    `about` names the wish for good: two wishes of one name differ in their keys alone, and in how many they have.
    """

    about: str
    build: Callable[..., Sequence[models.QuerySet[Any]]]
    keys: tuple[Key, ...]


ANY_KEYS = -987_654_321_000
"""Stands for the first key of a worked-out question, the next number below for the second; no row has them."""
ANY_DAYS = date(1, 1, 1)
"""Stands for the first key where it is a day, the next day for the second."""
ANY_TEXT = "\uffff"
"""Stands for the first key where it is text, as often as its place tells; no text of ours holds it."""


def asked_by(wish: Wish) -> list[Asked]:
    """What a wish asks for, as it was worked out on the connection or is now.

    Where `settings.DOUBTS_WORKED_OUT_SQL` is true, as in the tests, it is worked out anew each time and compared, so
    that a wish that looks at more than its keys is found. Raises AssertionError then.
    """
    connection = connections["default"]
    known: dict[Any, list[Asked]] = connection.__dict__.setdefault("samverk_wishes", {})
    about = (wish.about, len(wish.keys))
    if about not in known:
        any_keys = [any_of(key, at) for at, key in enumerate(wish.keys)]
        known[about] = [worked_out(rows) for rows in wish.build(*any_keys)]
    given = {adapted(any_of(key, at), connection): adapted(key, connection) for at, key in enumerate(wish.keys)}
    found = [Asked(each.table, [with_key(value, given) for value in each.params]) for each in known[about]]
    if settings.DOUBTS_WORKED_OUT_SQL:
        anew = [worked_out(rows) for rows in wish.build(*wish.keys)]
        if [said(each) for each in anew] != [said(each) for each in found]:
            raise AssertionError(f"{wish.about} looks at more than its keys")
    return found


def said(asked: Asked) -> tuple[str, list[Any]]:
    """A table's question as it would be sent."""
    return (asked.table.sql if asked.table is not None else "", list(asked.params))


def any_of(key: Key, at: int) -> Key:
    """What stands for a key in its place."""
    if isinstance(key, str):
        return ANY_TEXT * (at + 1)
    return ANY_DAYS + timedelta(days=at) if isinstance(key, date) else ANY_KEYS - at


def adapted(key: Key, connection: Any) -> Any:
    """A key as the database's driver is handed it."""
    return connection.ops.adapt_datefield_value(key) if isinstance(key, date) else key


def with_key(value: Any, given: Mapping[Any, Any]) -> Any:
    """A value of a question, or the key that it stands for."""
    return given.get(value, value) if isinstance(value, int | str | date) else value


def read_together(several: Sequence[models.QuerySet[Any] | Wish]) -> list[list[Any]]:
    """Each queryset's rows in its own order, with one question for all of them; of a wish, its first table's rows.

    Django's `union()` wants the same columns of each; here every row comes as JSON and is made the object that the
    queryset would have given, with its `select_related` and annotations (not `prefetch_related`), or the tuple of its
    `values_list`. It leans on the same internals of Django 5.2 as `reading` does; a test would fail at an upgrade.
    """
    if len(several) == 1 and not isinstance(several[0], Wish):
        return [list(several[0])]
    return ask([asked_by(each)[0] if isinstance(each, Wish) else worked_out(each) for each in several])


def read_wishes(*wishes: Wish) -> list[list[list[Any]]]:
    """The rows of each wish's tables with one question, whose SQL Django works out only once for each connection."""
    wanted = [asked_by(each) for each in wishes]
    found = iter(ask([table for tables in wanted for table in tables]))
    return [[next(found) for _ in tables] for tables in wanted]


def hand_out(owners: Iterable[models.Model], name: str, rows: Iterable[models.Model], *, by: str) -> None:
    """Give objects the rows that point at them, as `prefetch_related` would; `by` is its key in a row."""
    found: dict[Any, list[models.Model]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    for owner in owners:
        known = getattr(owner, name).all()
        known._result_cache, known._prefetch_done = found.get(owner.pk, []), True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known
