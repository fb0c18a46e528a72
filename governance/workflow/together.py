"""Reading rows of several tables with one question, where a page shows a little of each."""

import json
from collections.abc import Callable, Iterable, Sequence
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
        self.aliases = [alias for _expression, _sql, alias in self.compiler.select]
        kinds = [each.output_field.get_internal_type() for each, _sql, _alias in self.compiler.select]
        self.readers = [READERS[connection.vendor].get(kind, same) for kind in kinds]

    def question(self, number: int) -> str:
        """The rows as three columns: which table they are of, their place in it, and the row as JSON."""
        names = [self.connection.ops.quote_name(alias) for alias in self.aliases]
        parts = (names[at : at + MOST_ARGUMENTS] for at in range(0, len(names), MOST_ARGUMENTS))
        told = as_array(as_array(part) for part in parts)
        if self.connection.vendor == "postgresql":
            told = "row_to_json(found)::text"
        place = "row_number() OVER () AS place"  # the order of rows is kept inside each part alone
        return f"SELECT {number} AS part, {place}, {told} AS told FROM ({self.sql}) found"  # noqa: S608 -- Django's

    def values_of(self, told: str) -> list[Any]:
        """A row's values, as the driver gives them."""
        if self.connection.vendor == "postgresql":
            row = json.loads(told, parse_float=Decimal)
            values = [row[alias] for alias in self.aliases]
        else:
            values = [value for part in json.loads(told) for value in part]
        return [None if value is None else read(value) for value, read in zip(values, self.readers, strict=True)]

    def answer(self, told: Iterable[str]) -> list[Any]:
        """The rows as the queryset gives them: objects, or what `values_list` named of each."""
        found = self.compiler.results_iter([[self.values_of(each) for each in told]], tuple_expected=True)
        if self.rows._iterable_class is ValuesListIterable:
            return list(found)
        return self.objects(found)

    def objects(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        """The rows as objects, with the relations that were asked for and what they were annotated with."""
        info = self.compiler.klass_info
        fields = info["select_fields"]
        names = [self.compiler.select[at][0].target.attname for at in fields]
        columns = slice(fields[0], fields[-1] + 1)
        along = get_related_populators(info, self.compiler.select, self.connection.alias)  # type: ignore[call-arg]  # as in 5.2
        known: dict[Any, dict[Any, Any]] = self.rows._known_related_objects  # type: ignore[attr-defined]  # as in 5.2
        objects = []
        for row in found:
            made = info["model"].from_db(self.connection.alias, names, row[columns])
            for populator in along:
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


def same(value: Any) -> Any:
    """What needs no reading."""
    return value


class Question:
    """One question about several tables: its SQL, and how the answers become rows of each."""

    def __init__(self, several: Sequence[models.QuerySet[Any]]) -> None:
        self.tables = [asked(each) for each in several]
        known = [(at, each) for at, each in enumerate(self.tables) if each is not None]
        self.sql = " UNION ALL ".join(each.question(at) for at, each in known)
        self.params = tuple(value for _, each in known for value in each.params)

    def ask(self, params: Sequence[Any]) -> list[list[Any]]:
        """The rows of each table for some parameters."""
        found: list[list[str]] = [[] for _ in self.tables]
        if self.sql:
            one = next(each for each in self.tables if each is not None)
            with one.connection.cursor() as cursor:
                cursor.execute(self.sql, params)
                for part, _place, told in sorted(cursor.fetchall()):
                    found[part].append(told)
        return [each.answer(found[at]) if each is not None else [] for at, each in enumerate(self.tables)]


def asked(rows: models.QuerySet[Any]) -> Rows | None:
    """What a queryset asks for, or nothing when it can have no rows."""
    try:
        return Rows(rows, connections[rows.db])
    except EmptyResultSet:
        return None


def read_together(several: Sequence[models.QuerySet[Any]]) -> list[list[Any]]:
    """Each queryset's rows in its own order, with one question for all of them.

    Django's `union()` wants the same columns of each; here every row comes as JSON and is made the object that the
    queryset would have given, with its `select_related` and annotations (not `prefetch_related`), or the tuple of its
    `values_list`. It leans on the same internals of Django 5.2 as `reading` does; a test would fail at an upgrade.
    """
    if len(several) == 1:
        return [list(several[0])]
    question = Question(several)
    return question.ask(question.params)


@dataclass(frozen=True, slots=True)
class Wish:
    """Rows that a page wants of some keys; `build` makes them, and may look at nothing but the keys.

    `about` names the wish for good: two wishes of one name differ in their keys alone.
    """

    about: str
    build: Callable[..., Sequence[models.QuerySet[Any]]]
    keys: tuple[int | date, ...]


ANY_KEYS = -987_654_321_000
"""Stands for the first key of a worked-out question, the next number below for the second; no row has them."""
ANY_DAYS = date(1, 1, 1)
"""Stands for the first key where it is a day, the next day for the second."""


def read_wishes(*wishes: Wish) -> list[list[list[Any]]]:
    """The rows of each wish with one question, whose SQL Django works out only once for each connection.

    Where `settings.DOUBTS_WORKED_OUT_SQL` is true, as in the tests, it is worked out anew each time and compared, so
    that a wish that looks at more than its keys is found. Raises AssertionError then.
    """
    connection = connections["default"]
    known: dict[Any, tuple[Question, list[int]]] = connection.__dict__.setdefault("samverk_wishes", {})
    about = tuple(each.about for each in wishes)
    if about not in known:
        known[about] = work_out(wishes)
    question, sizes = known[about]
    keys = [key for each in wishes for key in each.keys]
    given = {adapted(any_of(key, at), connection): adapted(key, connection) for at, key in enumerate(keys)}
    params = [given.get(each, each) if isinstance(each, int | str | date) else each for each in question.params]
    if settings.DOUBTS_WORKED_OUT_SQL:
        anew = Question([rows for each in wishes for rows in each.build(*each.keys)])
        if (anew.sql, list(anew.params)) != (question.sql, params):
            raise AssertionError(f"{about} looks at more than its keys")
    found = iter(question.ask(params))
    return [[next(found) for _ in range(size)] for size in sizes]


def any_of(key: int | date, at: int) -> int | date:
    """What stands for a key in its place."""
    return ANY_DAYS + timedelta(days=at) if isinstance(key, date) else ANY_KEYS - at


def adapted(key: int | date, connection: Any) -> Any:
    """A key as the database's driver is handed it."""
    return connection.ops.adapt_datefield_value(key) if isinstance(key, date) else key


def work_out(wishes: Sequence[Wish]) -> tuple[Question, list[int]]:
    """The question of some wishes for any keys, and how many tables each wish reads."""
    built, used = [], 0
    for each in wishes:
        built.append(list(each.build(*(any_of(key, used + at) for at, key in enumerate(each.keys)))))
        used += len(each.keys)
    return Question([rows for several in built for rows in several]), [len(several) for several in built]


def hand_out(owners: Iterable[models.Model], name: str, rows: Iterable[models.Model], *, by: str) -> None:
    """Give objects the rows that point at them, as `prefetch_related` would; `by` is its key in a row."""
    found: dict[Any, list[models.Model]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    for owner in owners:
        known = getattr(owner, name).all()
        known._result_cache, known._prefetch_done = found.get(owner.pk, []), True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known
