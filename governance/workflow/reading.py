"""Questions that every act or request begins with, each worked out once: a row to hold, who somebody is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections, models
from django.db.models.query import get_related_populators

ANY_KEY = -987_654_321
"""Stands for the key in the worked-out question; no row has it."""
ANY_DAY = date(1, 1, 1)
"""Stands for the day in it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question worked out on one connection: its SQL, and how an answer becomes objects."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    names: list[str]
    columns: slice
    populators: list[Any]

    def ask(self, connection: Any, key: Any, today: date = ANY_DAY) -> list[Any]:
        """Ask for the rows of a key, on a day where the question has one."""
        adapt = connection.ops.adapt_datefield_value
        given = {ANY_KEY: key, adapt(ANY_DAY): adapt(today)}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given.get(each, each) for each in self.params])
            rows = cursor.fetchall()
        told = []
        for row in self.compiler.results_iter([rows]):
            model = self.compiler.klass_info["model"]
            found = model.from_db(connection.alias, self.names, row[self.columns])
            for populator in self.populators:
                populator.populate(row, found)
            told.append(found)
        return told


def work_out(rows: models.QuerySet[Any], connection: Any) -> Question:
    """Let Django work out the SELECT of some rows, with the relations that they name."""
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    info = compiler.klass_info
    fields = info["select_fields"]
    names = [compiler.select[at][0].target.attname for at in fields]
    populators = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # as in 5.2
    return Question(sql, tuple(params), compiler, names, slice(fields[0], fields[-1] + 1), populators)


def known_on(connection: Any, about: Any, build: Callable[[], models.QuerySet[Any]]) -> Question:
    """The question about something as it was worked out on a connection, or now."""
    known: dict[Any, Question] = connection.__dict__.setdefault("samverk_questions", {})
    if about not in known:
        known[about] = work_out(build(), connection)
    return known[about]


def read_of(about: str, build: Callable[[int, date], models.QuerySet[Any]], *, key: Any, today: date) -> list[Any]:
    """Read the rows of a key on a day, where every request asks the same; `build` makes the rows of the two.

    The rows must be asked for by that key and day alone: whatever else `build` puts in is kept from the first time.
    """
    connection = connections["default"]
    return known_on(connection, about, lambda: build(ANY_KEY, ANY_DAY)).ask(connection, key, today)


def rows_to_hold(model: type[models.Model], connection: Any) -> models.QuerySet[Any]:
    """The SELECT … FOR UPDATE of a row with the relations named in `locked_with`."""
    rows = model._default_manager.using(connection.alias).select_for_update(of=("self",)).filter(pk=ANY_KEY)
    along = getattr(model, "locked_with", ())
    return rows.select_related(*along) if along else rows


def read_and_hold(subject: models.Model) -> Any:
    """Read a row anew and hold it until the transaction ends. Raises DoesNotExist for a row that is gone.

    Django works out the same SELECT at every `get()`, which costs more than asking it; here it is done once for each
    model and connection. On SQLite the IMMEDIATE transaction is what holds.
    """
    connection = connections[subject._state.db or "default"]
    model = type(subject)
    found = known_on(connection, model, lambda: rows_to_hold(model, connection)).ask(connection, subject.pk)
    if not found:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    return found[0]
