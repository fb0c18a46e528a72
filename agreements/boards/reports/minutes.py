"""The minutes of a meeting, as they are sealed."""

from collections.abc import Callable

from governance.documents.shapes import AdjustedBy, Head, MinutesData, MinutesItem, PresentRow
from governance.lib.dates import swedish_date
from governance.lib.text import capitalise, count

from ..models import AgendaItem, Attendance, Meeting
from .common import agreement_words, headed, issuer_of, paragraphs_of


def minutes_builder(meeting: Meeting) -> Callable[[Head], MinutesData]:
    """Read the meeting once; gives what makes its minutes."""
    board = meeting.board
    rows = list(meeting.attendance.all())
    items = list(meeting.items.order_by("order"))
    return lambda head: MinutesData(
        head=headed(head),
        issuer=issuer_of(board),
        agreement=agreement_words(board.agreement),
        lead=lead(meeting, rows, items),
        held_on=meeting.held_on,
        place=meeting.place,
        facts=facts(meeting, items),
        present=tuple(present_row(row) for row in rows),
        items=tuple(item_row(item) for item in items),
        adjusted=adjusted(meeting, rows),
    )


def lead(meeting: Meeting, rows: list[Attendance], items: list[AgendaItem]) -> str:
    """When the board met, and how many items and parties there were."""
    parties = len({row.party for row in rows if row.serving and row.party})
    present = "En part var företrädd." if parties == 1 else f"{count(parties, '', 'parter')} var företrädda."
    met = f"Styrelsen sammanträdde den {swedish_date(meeting.held_on)} och behandlade "
    return f"{met}{count(len(items), 'ärende', 'ärenden')}. {capitalise(present)}"


def facts(meeting: Meeting, items: list[AgendaItem]) -> tuple[tuple[str, str], ...]:
    """Meeting, place and paragraphs."""
    found = [("Sammanträde", f"{meeting.number}, den {swedish_date(meeting.held_on)}")]
    if meeting.place:
        found.append(("Plats", meeting.place))
    if items:
        first, last = items[0].number, items[-1].number
        found.append(("Paragrafer", f"§ {first}" if first == last else f"§§ {first}–{last}"))
    return tuple(found)


def present_row(row: Attendance) -> PresentRow:
    """One person, and whether he or she was there and served."""
    presence = "Tjänstgörande" if row.serving else "Närvarande" if row.present else "Frånvarande"
    return PresentRow(name=row.name, role=row.role, party=row.party, presence=presence, serving=row.serving)


def item_row(item: AgendaItem) -> MinutesItem:
    """One item with its decision."""
    return MinutesItem(
        paragraph=item.paragraph,
        title=item.title,
        text=paragraphs_of(item.text),
        decision=paragraphs_of(item.decision),
        outcome=str(item.get_outcome_display()).lower(),
    )


def adjusted(meeting: Meeting, rows: list[Attendance]) -> tuple[AdjustedBy, ...]:
    """The chair who attested and the adjuster, each with the day of the act; by the names they had at the meeting."""
    if meeting.adjusted_on is None or meeting.attested_on is None or meeting.attested_by is None:
        return ()
    by_seat = {row.seat_id: row for row in rows}
    chair, adjuster = by_seat.get(meeting.attested_by_id or 0), by_seat.get(meeting.adjuster_id or 0)
    name = chair.name if chair else meeting.attested_by.user.name
    role = capitalise(chair.role) if chair else "Ordförande"
    told = [AdjustedBy(role=role, name=name, party="", on=meeting.attested_on)]
    if adjuster is not None:
        told.append(AdjustedBy(role="Justerare", name=adjuster.name, party=adjuster.party, on=meeting.adjusted_on))
    return tuple(told)
