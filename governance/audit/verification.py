from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import DatabaseError, connection

from .canonical import COLUMNS, NOTHING, link_hash


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the trail that cannot be as it was written (fynd)."""

    event: int
    chain: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A link that somebody outside the table remembers: a sealed report, a sealed list of heads (vittne)."""

    chain: str
    event: int
    hash: str
    told_by: str


WITNESSES: list[Callable[[], Iterable[Witness]]] = []


class Malformed(ValueError):
    """A stored value that Samverk never writes in that form."""


def strict_instant(value: Any) -> datetime:
    """Read an instant as stored; on SQLite only the exact text that Django writes is accepted."""
    if isinstance(value, datetime):
        return value
    parsed = datetime.fromisoformat(value).replace(tzinfo=UTC)
    written = parsed.replace(tzinfo=None)
    if value not in (str(written), written.isoformat(" ", "microseconds")):
        raise Malformed(value)
    return parsed


def strict_day(value: Any) -> date | None:
    """Read a day as stored."""
    if value is None or isinstance(value, date):
        return value
    parsed = date.fromisoformat(value)
    if str(parsed) != value:
        raise Malformed(value)
    return parsed


def strict_row(row: dict[str, Any]) -> dict[str, Any]:
    """Turn a raw row into the values that were hashed; raises ValueError or TypeError for foreign forms."""
    clean = dict(row)
    clean["recorded_at"] = strict_instant(row["recorded_at"])
    clean["occurred_on"] = strict_day(row["occurred_on"])
    for name in ("id", "corrects"):
        if not isinstance(row[name], int | None):
            raise Malformed(name)
    for name in set(COLUMNS) - {"id", "corrects", "recorded_at", "occurred_on"}:
        if not isinstance(row[name], str):
            raise Malformed(name)
    return clean


def raw_rows() -> Iterable[dict[str, Any]]:
    """Read the table as it lies, without the model, chain by chain in order of number."""
    names = (*COLUMNS, "hash")
    as_text = {"recorded_at", "occurred_on"} if connection.vendor == "sqlite" else set()
    columns = ", ".join(f"CAST({name} AS TEXT)" if name in as_text else name for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM audit_event ORDER BY chain, id")  # noqa: S608 -- fixed names
        while rows := cursor.fetchmany(2000):
            for row in rows:
                yield dict(zip(names, row, strict=True))


def raw_heads() -> dict[str, tuple[int, int, str]]:
    """Read the kept heads: chain -> (last event, length, hash)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, event_id, length, hash FROM audit_head")
        return {chain: (event, length, value) for chain, event, length, value in cursor.fetchall()}


def check_link(row: dict[str, Any], previous: str) -> str:
    """Say what is wrong with one link, or nothing."""
    try:
        right = link_hash(strict_row(row))
    except (ValueError, TypeError):
        return "innehållet har en form som Samverk inte skriver"
    if right != row["hash"]:
        return "innehållet stämmer inte med kontrollsumman"
    if row["previous_hash"] != previous:
        return "länken till händelsen före är bruten: något är borttaget, inskjutet eller omflyttat"
    return ""


def verify() -> tuple[list[Finding], int]:
    """Walk every chain from its first link and compare with the kept heads and with outside witnesses.

    Returns the findings and the number of events read. Raises DatabaseError when the tables cannot be read; that
    or OSError when a witness cannot be, unless there are findings without it.
    """
    findings: list[Finding] = []
    heads, count = raw_heads(), 0
    ends: dict[str, tuple[int, int, str]] = {}
    seen: dict[tuple[str, int], str] = {}
    for row in raw_rows():
        count += 1
        chain = str(row["chain"])
        _, length, previous = ends.get(chain, (0, 0, NOTHING))
        if problem := check_link(row, previous):
            findings.append(Finding(row["id"], chain, problem))
        seen[chain, row["id"]] = row["hash"]
        ends[chain] = (row["id"], length + 1, row["hash"])
    for chain in sorted({*heads, *ends}):
        kept, found = heads.get(chain), ends.get(chain)
        if kept is None and found is not None:
            findings.append(Finding(found[0], chain, "kedjans huvud saknas"))
        elif kept is not None and kept != found and kept[1]:
            findings.append(Finding(kept[0], chain, "kedjan slutar inte där den ska: den sista händelsen är en annan"))
    told, silent = hear_witnesses(seen)
    findings += told
    if silent and not findings:
        raise silent[0]
    return findings, count


def hear_witnesses(seen: dict[tuple[str, int], str]) -> tuple[list[Finding], list[Exception]]:
    """What contradicts the witnesses, each event once, and the witnesses that could not be read."""
    told: dict[tuple[str, int], Finding] = {}
    silent: list[Exception] = []
    for source in WITNESSES:
        try:
            for witness in source():
                link = (witness.chain, witness.event)
                if seen.get(link) != witness.hash:
                    sentence = f"händelsen är en annan än den som {witness.told_by} minns"
                    told.setdefault(link, Finding(witness.event, witness.chain, sentence))
        except (OSError, DatabaseError) as error:
            silent.append(error)
    return list(told.values()), silent
