import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from governance.audit import triggers
from governance.audit.actors import SYSTEM
from governance.audit.canonical import COLUMNS, canonical_json
from governance.audit.models import Event, Head
from governance.audit.services import record
from governance.audit.verification import WITNESSES, Witness, verify
from governance.organisations.models import Organisation
from tests.databases import replacing
from tests.processes import run_together

DAY = date(2026, 10, 20)


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(kind="municipality", name="Exempelköpings kommun", short_name="Exempelköping")


def tell(subject: Organisation, count: int = 1, *, chain: str = "system", **fields: Any) -> list[Event]:
    with transaction.atomic():
        return [
            record(
                chain=chain,
                kind="organisations.organisation.edit",
                subject=subject,
                by=SYSTEM,
                occurred_on=DAY,
                details={"nummer": each},
                **fields,
            )
            for each in range(count)
        ]


def without_wall(statement: str, *values: Any) -> None:
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_record_chains_each_event_to_the_one_before(organisation: Organisation) -> None:
    first, second = tell(organisation, 2)

    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert (Head.objects.get().event_id, Head.objects.get().length, Head.objects.get().hash) == (
        second.id,
        2,
        second.hash,
    )
    assert verify() == ([], 2)


def test_record_keeps_one_chain_a_partnership(organisation: Organisation) -> None:
    tell(organisation, 2, chain="partnership:1")
    (other,) = tell(organisation, chain="partnership:2")

    assert other.previous_hash == "0" * 64
    assert verify() == ([], 3)


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_stand_outside_the_transaction_of_its_act() -> None:
    organisation = Organisation.objects.create(kind="state", name="Staten", short_name="Staten")

    with pytest.raises(TransactionManagementError):
        record(chain="system", kind="a.b.c", subject=organisation, by=SYSTEM)

    assert not Event.objects.exists()


def test_about_gives_one_object_newest_first(organisation: Organisation) -> None:
    other = Organisation.objects.create(kind="state", name="Staten", short_name="Staten")
    first, second = tell(organisation, 2)
    tell(other)

    assert list(Event.objects.about(organisation)) == [second, first]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor_name = 'Någon annan'",
        "DELETE FROM audit_event",
    ],
)
def test_plain_sql_cannot_change_the_event_table(organisation: Organisation, statement: str) -> None:
    tell(organisation)

    with (
        pytest.raises((IntegrityError, ProgrammingError, DatabaseError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert verify() == ([], 1)


def test_plain_sql_cannot_replace_an_event(organisation: Organisation) -> None:
    tell(organisation, 2)

    with pytest.raises(DatabaseError, match="Händelser"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replacing("audit_event", "actor_name"))

    assert verify() == ([], 2)


def other_than(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1000
    if value is None:
        return 7
    if hasattr(value, "year"):
        return str(value).replace(str(value.year), str(value.year - 1), 1)
    return f"{value}x"[-60:]


@pytest.mark.parametrize("column", [*COLUMNS, "hash"])
@pytest.mark.parametrize("place", ["first", "last"])
def test_verify_finds_an_edit_of_any_column(organisation: Organisation, column: str, place: str) -> None:
    events = tell(organisation, 3)
    target = events[0] if place == "first" else events[-1]

    without_wall(f"UPDATE audit_event SET {column} = %s WHERE id = %s", other_than(getattr(target, column)), target.id)

    findings, _ = verify()
    assert findings


@pytest.mark.parametrize("place", [0, 1, 2])
def test_verify_finds_a_deleted_event(organisation: Organisation, place: int) -> None:
    events = tell(organisation, 3)

    without_wall("DELETE FROM audit_event WHERE id = %s", events[place].id)

    findings, _ = verify()
    assert findings[0].event == events[min(place + 1, 2)].id


def test_verify_finds_a_chain_deleted_whole(organisation: Organisation) -> None:
    tell(organisation, 3)

    without_wall("DELETE FROM audit_event")

    assert verify()[0]


def test_verify_finds_two_events_swapped(organisation: Organisation) -> None:
    first, second, _ = tell(organisation, 3)

    without_wall("UPDATE audit_event SET id = -1 WHERE id = %s", first.id)
    without_wall("UPDATE audit_event SET id = %s WHERE id = %s", first.id, second.id)
    without_wall("UPDATE audit_event SET id = %s WHERE id = -1", second.id)

    assert verify()[0]


def test_verify_finds_a_forged_event_put_last(organisation: Organisation) -> None:
    (event,) = tell(organisation)
    columns = ", ".join(name for name in [*COLUMNS, "hash"] if name not in ("id", "previous_hash"))

    without_wall(
        f"INSERT INTO audit_event (id, previous_hash, {columns}) SELECT id + 1, hash, {columns} FROM audit_event"
        " WHERE id = %s",
        event.id,
    )

    assert verify()[0]


def test_verify_finds_a_rewritten_chain_by_an_outside_witness(organisation: Organisation) -> None:
    (event,) = tell(organisation)

    def witnesses() -> list[Witness]:
        return [Witness("system", event.id, "f" * 64, "årsrapporten")]

    WITNESSES.append(witnesses)
    try:
        (finding,), _ = verify()
    finally:
        WITNESSES.remove(witnesses)

    assert finding.sentence == "händelsen är en annan än den som årsrapporten minns"


def test_verify_takes_a_malformed_row_as_a_finding(organisation: Organisation) -> None:
    (event,) = tell(organisation)
    if connection.vendor == "sqlite":
        without_wall("UPDATE audit_event SET recorded_at = 'i går', occurred_on = 7 WHERE id = %s", event.id)
    else:
        without_wall("UPDATE audit_event SET details = 'inte json' WHERE id = %s", event.id)

    (finding,), _ = verify()

    assert finding.event == event.id


@pytest.mark.parametrize(("damage", "code"), [("", 0), ("DELETE FROM audit_event WHERE id = {}", 1)])
def test_verify_audit_tells_by_its_exit_code(
    organisation: Organisation, capsys: pytest.CaptureFixture[str], damage: str, code: int
) -> None:
    *_, last = tell(organisation, 2)
    if damage:
        without_wall(damage.format(last.id))

    if code:
        with pytest.raises(SystemExit) as stopped:
            call_command("verify_audit")
        assert stopped.value.code == code
        assert f"Händelse {last.id} " in capsys.readouterr().out
    else:
        call_command("verify_audit")
        assert capsys.readouterr().out == "Spåret är helt: 2 händelser kontrollerade.\n"


def test_verify_audit_says_when_it_could_not_look(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreachable() -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr("governance.audit.management.commands.verify_audit.verify", unreachable)

    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit")

    assert stopped.value.code == 3
    assert "kunde inte kontrolleras" in capsys.readouterr().err


def test_missing_triggers_are_named_by_the_system_check(db: None) -> None:
    assert triggers.missing() == []

    triggers.remove()

    assert triggers.missing()[:2] == ["audit_event_no_update", "audit_event_no_delete"]
    assert triggers.missing() == [*triggers.names(connection)]


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_the_wall_back() -> None:
    triggers.remove()

    call_command("migrate", verbosity=0)

    assert triggers.missing() == []


def test_canonical_json_is_written_in_one_way_only() -> None:
    decomposed, composed = "a\u030a", "å"

    assert canonical_json({"b": 1, "a": decomposed}) == canonical_json({"a": composed, "b": 1}) == '{"a":"å","b":1}'
    with pytest.raises(TypeError):
        canonical_json({"tal": 1.5})


def test_details_are_kept_as_canonical_text(organisation: Organisation) -> None:
    (event,) = tell(organisation)

    assert json.loads(Event.objects.get(pk=event.pk).details) == {"nummer": 0}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_record_never_forks_under_eight_processes() -> None:
    organisation = Organisation.objects.create(kind="state", name="Staten", short_name="Staten")
    script = f"""
from django.db import transaction
from governance.audit.actors import SYSTEM
from governance.audit.services import record
from governance.organisations.models import Organisation
subject = Organisation.objects.get(pk={organisation.pk})
for each in range(25):
    with transaction.atomic():
        record(chain="partnership:1", kind="a.b.c", subject=subject, by=SYSTEM, details={{"nummer": each}})
"""
    finished = run_together([script] * 8)

    assert [(each.returncode, each.stderr[-500:]) for each in finished] == [(0, "")] * 8
    assert verify() == ([], 200)
