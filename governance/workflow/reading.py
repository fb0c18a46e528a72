"""Reading one row and holding it: the question that every act in the system begins with, worked out once."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models.query import get_related_populators

ANY_KEY = -987_654_321
"""Stands for the key in the worked-out question; no row has it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question worked out for one model on one connection: its SQL, and how an answer becomes objects."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    names: list[str]
    columns: slice
    populators: list[Any]

    def ask(self, connection: Any, key: Any) -> Any:
        """Ask for one row; nothing when there is none."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [key if each == ANY_KEY else each for each in self.params])
            rows = cursor.fetchall()
        for row in self.compiler.results_iter([rows]):
            model = self.compiler.klass_info["model"]
            found = model.from_db(connection.alias, self.names, row[self.columns])
            for populator in self.populators:
                populator.populate(row, found)
            return found
        return None


def work_out(model: type[models.Model], connection: Any) -> Question:
    """Let Django work out the SELECT … FOR UPDATE of a row with the relations named in `locked_with`."""
    rows = model._default_manager.using(connection.alias).select_for_update(of=("self",)).filter(pk=ANY_KEY)
    if along := getattr(model, "locked_with", ()):
        rows = rows.select_related(*along)
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    info = compiler.klass_info
    fields = info["select_fields"]
    names = [compiler.select[at][0].target.attname for at in fields]
    populators = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # as in 5.2
    return Question(sql, tuple(params), compiler, names, slice(fields[0], fields[-1] + 1), populators)


def read_and_hold(subject: models.Model) -> Any:
    """Read a row anew and hold it until the transaction ends. Raises DoesNotExist for a row that is gone.

    Django works out the same SELECT at every `get()`, which costs more than asking it; here it is done once for each
    model and connection. On SQLite the IMMEDIATE transaction is what holds.
    """
    connection = connections[subject._state.db or "default"]
    known = connection.__dict__.setdefault("samverk_questions", {})
    model = type(subject)
    if model not in known:
        known[model] = work_out(model, connection)
    found = known[model].ask(connection, subject.pk)
    if found is None:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    return found
