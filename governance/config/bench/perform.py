from collections.abc import Iterator
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from governance.audit.services import next_number
from governance.decisions.models import Ruling
from governance.workflow.steps import perform

from .measure import Figure, ratio, repeat, wall
from .world import TODAY, world

Statement = tuple[str, list[Any]]
MEETING = TODAY + timedelta(days=60)


def statements(work: Any) -> list[Statement]:
    """The statements that a piece of work sends to the database, as it sends them."""
    sent: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, list(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        work()
    return sent


def figures() -> Iterator[Figure]:
    """One step through perform() against the same statements sent raw, each in one transaction."""
    cast = world()
    ruling = Ruling.objects.filter(matter__title__endswith="2027", principal__organisation__code="1280").get()
    by = cast.act("1280", TODAY)

    def step(on: date = MEETING) -> Any:
        return perform(ruling, "plan", by=by, today=TODAY, next_meeting_on=on, diary_number="KS 2026/1", preparation="")

    step()
    seen: list[Any] = []
    sent = [each for each in statements(lambda: seen.append(step())) if not each[0].startswith(("BEGIN", "COMMIT"))]
    number, link = seen[0].id, seen[0].hash

    def raw() -> None:
        fresh: dict[Any, Any] = {number: 0, link: token_hex(32)}
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in sent:
                if "audit_event" in sql and sql.startswith("INSERT") and not fresh[number]:
                    fresh[number] = next_number()
                values: list[Any] = [fresh.get(each, each) if isinstance(each, int | str) else each for each in params]
                cursor.execute(sql, values)

    with CaptureQueriesContext(connection) as captured:
        step()
    queries = [each["sql"] for each in captured if not each["sql"].startswith(("BEGIN", "COMMIT"))]
    yield Figure(
        "Ett steg genom perform() mot samma SQL rått i en transaktion",
        round(ratio(repeat(step, 20), repeat(raw, 20), rounds=15, by=wall), 2),
        "gånger",
        4,
    )
    yield Figure("Frågor till databasen i ett steg", len(queries), "frågor", 10)
