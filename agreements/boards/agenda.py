"""What boards tell the rest of Samverk: whose turn it is, which days to keep, panels and links."""

from datetime import date
from textwrap import shorten
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations import registry as negotiations
from agreements.negotiations.permissions import may_assist
from agreements.texts import registry as texts
from agreements.texts.models import Agreement
from agreements.texts.registry import ANY_AGREEMENT
from agreements.texts.states import BINDING
from governance.audit.models import Event
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import AGREEING, BodyKind, PartnershipKind
from governance.organisations.models import Partnership
from governance.workflow.together import Wish

from . import citations, permissions
from .models import AccountsRound, AgendaItem, Board, Meeting, PartyAccounts
from .services.forming import FORMED_FROM
from .states import ACCOUNTS_OPEN, COMING, AccountsState, BoardState, MeetingState, PartyAccountsState

OF_BOARD = ("board__state", "board__partnership_id", "board__partnership__slug", "board__body__name")
MOST_OF_REASON = 300
"""As much as a desk shows of why minutes came back; the meeting's page shows all."""
OURS = (Board, Meeting, AgendaItem, AccountsRound, PartyAccounts)


def url_to(name: str, board: Board, pk: int) -> str:
    """An address about something of a board."""
    return reverse(f"boards:{name}", args=[board.partnership.slug, pk])


def sits_in_board(actor: Actor) -> bool:
    """Whether the seat acted from is in a board; asks nothing."""
    return actor.seat is not None and actor.seat.body.kind == BodyKind.BOARD


@agenda.reading
def meeting_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Meetings to call to, to attend, to write up and to adjust; none for those who sit in no board."""
    if not sits_in_board(actor) or actor.seat is None:
        return None
    rows = meetings_of(actor.seat.body_id)
    return agenda.Wanted(
        rows,
        lambda read: [duty for each in read for duty in duties_of(each, actor)],
        key="boards.meetings",
    )


def meetings_of(body_id: int) -> QuerySet[Meeting]:
    """The meetings of a board that are not minuted, each with whether a decision is still to be written."""
    unwritten = AgendaItem.objects.filter(meeting=OuterRef("pk"), outcome="")
    unminuted = (*COMING, MeetingState.HELD, MeetingState.ATTESTED)
    found = Meeting.objects.filter(board__body_id=body_id, state__in=unminuted)
    found = found.annotate(is_unwritten=Exists(unwritten))
    along = ("board__body", "board__partnership", "adjuster__user", "chaired_by__user")
    return found.select_related(*along).order_by("held_on")


def duties_of(meeting: Meeting, actor: Actor) -> list[agenda.Duty]:
    """What is asked of the actor about one meeting: to correct minutes that came back stands before attesting anew."""
    return [duty for duty in (correcting_duty(meeting, actor), meeting_duty(meeting, actor)) if duty is not None]


def correcting_duty(meeting: Meeting, actor: Actor) -> agenda.Duty | None:
    """To correct minutes that have been given back, with the reason."""
    if not meeting.is_returned or not permissions.may_prepare(meeting, actor):
        return None
    told = {"meeting": meeting, "reason": shorten(meeting.returned_because, MOST_OF_REASON, placeholder="…")}
    return agenda.Duty(
        title=_("Rätta protokollet"),
        url=url_to("meeting", meeting.board, meeting.pk),
        text=_("%(meeting)s. Återlämnat: %(reason)s") % told,
        context=str(meeting.board),
        since=meeting.returned_on,
    )


def meeting_duty(meeting: Meeting, actor: Actor) -> agenda.Duty | None:
    """What is asked of the actor about one meeting by where it stands."""
    prepares = permissions.may_prepare(meeting, actor)
    titles = {
        MeetingState.PLANNED: _("Kalla till sammanträde") if prepares else "",
        MeetingState.CALLED: _("Sammanträde i styrelsen"),
        MeetingState.HELD: _("Skriv besluten") if prepares else "",
        MeetingState.ATTESTED: _("Justera protokollet") if permissions.may_adjust(meeting, actor) else "",
    }
    title = titles[MeetingState(meeting.state)]
    if is_to_be_attested(meeting):
        title = _("Intyga protokollet") if permissions.may_attest(meeting, actor) else ""
    if not title:
        return None
    return agenda.Duty(
        title=title,
        url=url_to("meeting", meeting.board, meeting.pk),
        text=str(meeting),
        context=str(meeting.board),
        due_on=meeting.held_on if meeting.is_coming else None,
        since=None if meeting.is_coming else meeting.attested_on or meeting.returned_on or meeting.held_on,
    )


def is_to_be_attested(meeting: Meeting) -> bool:
    """Whether every decision of a meeting is written, so that one is to attest; of a meeting of `meetings_of`."""
    return meeting.state == MeetingState.HELD and not meeting.is_unwritten  # type: ignore[attr-defined]  # annotated


@agenda.reading
def adjusting_waitings(actor: Actor, today: date) -> agenda.Wanted[agenda.Waiting] | None:
    """Minutes that the secretary has written and another is to attest, or that are attested and another adjusts."""
    if not sits_in_board(actor) or actor.seat is None:
        return None
    return agenda.Wanted(
        meetings_of(actor.seat.body_id),
        lambda read: [
            agenda.Waiting(
                title=_("Protokollet från %(meeting)s, %(board)s")
                % {"meeting": str(each).lower(), "board": each.board},
                url=url_to("meeting", each.board, each.pk),
                turn=turn,
                since=each.attested_on or each.held_on,
            )
            for each in read
            if permissions.may_prepare(each, actor) and (turn := who_answers_for(each, actor))
        ],
        key="boards.meetings",
    )


def who_answers_for(meeting: Meeting, actor: Actor) -> str:
    """Whose turn it is with minutes that the actor has done her part of; nothing while it is her own, or too early."""
    if meeting.is_returned:
        return ""
    if meeting.state == MeetingState.ATTESTED and meeting.adjuster and not permissions.may_adjust(meeting, actor):
        return _("%s ska justera protokollet") % meeting.adjuster.user.name
    if is_to_be_attested(meeting) and not permissions.may_attest(meeting, actor):
        leader = permissions.leader_of(meeting, actor.today)
        return _("%s ska intyga protokollet") % (leader.user.name if leader else _("Styrelsens ordförande"))
    return ""


@agenda.reading
def accounts_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """A year's accounts that one's own party is to tell."""
    organisation = actor.seat.body.organisation_id if actor.seat else None
    if not organisation or not actor.sits_as(*permissions.REPORTERS):
        return None
    found = PartyAccounts.objects.filter(
        principal__organisation_id=organisation,
        state=PartyAccountsState.REQUESTED,
        round__state=AccountsState.REQUESTED,
    )
    rows = found.select_related("round__board__partnership", "round__board__body")
    of_board = (
        "round__board__state",
        "round__board__body__name",
        "round__board__partnership__slug",
        "round__board__partnership_id",
    )
    rows = rows.only(
        "state", "principal_id", "round__state", "round__year", "round__due_on", "round__requested_on", *of_board
    )
    return agenda.Wanted(
        rows, lambda read: [accounts_duty(each) for each in read if permissions.may_account(each, actor)]
    )


def accounts_duty(told: PartyAccounts) -> agenda.Duty:
    """One of them."""
    return agenda.Duty(
        title=_("Lämna redovisning för %s") % told.round.year,
        url=url_to("accounts", told.round.board, told.round_id),
        context=str(told.round.board),
        due_on=told.round.due_on,
        since=told.round.requested_on,
        action=_("Lämna redovisningen"),
        action_url=url_to("party_accounts", told.round.board, told.pk),
    )


@agenda.reading
def forming_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Boards being formed in which one's own party has places to fill."""
    if not actor.sits_as(*permissions.SPEAKERS) or actor.seat is None or not actor.seat.body.organisation_id:
        return None
    mine = [each.pk for each in actor.principals if each.organisation_id == actor.seat.body.organisation_id]
    found = Board.objects.filter(state=BoardState.FORMING, agreement__parties__principal_id__in=mine).distinct()
    full = Board.objects.filter(
        appointments__principal_id__in=mine, appointments__place="deputy", appointments__ended_on__isnull=True
    ).filter(appointments__principal_id__in=mine, appointments__place="member", appointments__ended_on__isnull=True)
    return agenda.Wanted(
        found.exclude(pk__in=full.values("pk")).select_related("partnership", "body"),
        lambda rows: [
            agenda.Duty(
                title=_("Utse ledamot och ersättare"),
                url=url_to("board", each, each.pk),
                context=str(each),
                since=each.formed_on,
            )
            for each in rows
        ],
    )


@agenda.reading
def meeting_days(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """Meetings to come."""
    meetings = Meeting.objects.filter(board__partnership_id__in=partnership_ids, state__in=COMING)
    return agenda.Wanted(
        meetings.select_related("board__body", "board__partnership").only("state", "held_on", *OF_BOARD).order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.held_on,
                title=_("Sammanträde: %s") % each.board,
                partnership_id=each.board.partnership_id,
                url=url_to("meeting", each.board, each.pk),
                kind="boards.meeting",
                rule=citations.CALLED_WITH_AGENDA,
            )
            for each in rows
        ],
    )


@agenda.reading
def accounts_days(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """Accounts to tell."""
    accounts = AccountsRound.objects.filter(board__partnership_id__in=partnership_ids, state__in=ACCOUNTS_OPEN)
    return agenda.Wanted(
        accounts.select_related("board__partnership").only("year", "due_on", "state", *OF_BOARD[:3]).order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.due_on,
                title=_("Parternas redovisning för %s") % each.year,
                partnership_id=each.board.partnership_id,
                url=url_to("accounts", each.board, each.pk),
                kind="boards.accounts",
                rule=citations.YEARLY_ACCOUNTS,
                done=each.state != AccountsState.REQUESTED,
            )
            for each in rows
        ],
    )


def agreement_panel(agreement: Agreement, actor: Actor, today: date) -> dict[str, Any] | None:
    """The board on the agreement's own page."""
    board = board_seen(agreement, actor)
    if board is None:
        return None
    coming = board.meetings.filter(state__in=COMING).order_by("held_on")
    next_meeting = actor.recall(f"boards.next_meeting.{board.agreement_id}", coming.first)
    return {
        "template": "agreements/boards/_panel.html",
        "order": 60,
        "place": "aside",
        "board": board,
        "situation": Board.situations[board.state],
        "next_meeting": next_meeting,
        "url": url_to("board", board, board.pk),
    }


def agreement_reads(agreement: Agreement, actor: Actor) -> texts.Reads | None:
    """What the parts of the agreement's page need read: the board, and its meetings to come."""
    if agreement.is_written:
        return None
    root_id = root_of(agreement)

    def keep(boards: list[Board], coming: list[Meeting]) -> None:
        actor.recall(f"boards.of.{root_id}", lambda: next(iter(boards), None))
        actor.recall(f"boards.next_meeting.{root_id}", lambda: next(iter(coming), None))

    return texts.Reads(Wish("boards.of", board_and_meeting, (root_id,)), keep)


def board_and_meeting(root_id: int) -> tuple[QuerySet[Any], ...]:
    """An agreement's board, and its next meeting."""
    meetings = Meeting.objects.filter(board__agreement_id=root_id, state__in=COMING).order_by("held_on")
    return boards_of(root_id), meetings[:1]


def root_of(agreement: Agreement) -> int:
    """The agreement whose board it is: of an amendment, that of what it amends."""
    return agreement.parent_id if agreement.is_amendment and agreement.parent_id else agreement.pk


def boards_of(root_id: int) -> QuerySet[Board]:
    """An agreement's board, with what its panel shows."""
    return Board.objects.filter(agreement_id=root_id).select_related("body", "partnership", "agreement")


def board_seen(agreement: Agreement, actor: Actor) -> Board | None:
    """The board of an agreement or of what it amends, read once a request; none is looked for before signing."""
    if agreement.is_written:
        return None
    root_id = root_of(agreement)
    return actor.recall(f"boards.of.{root_id}", boards_of(root_id).first)


def agreement_actions(agreement: Agreement, actor: Actor, today: date) -> list[texts.Action]:
    """Set up the board from the agreement's page, while there is none."""
    if agreement.is_amendment or agreement.state not in FORMED_FROM or board_seen(agreement, actor) is not None:
        return []
    if not permissions.may_form(agreement, actor):
        return []
    url = reverse("boards:form", args=[agreement.partnership.slug, agreement.pk])
    return [texts.Action(label=_("Inrätta styrelsen"), url=url, primary=agreement.state in BINDING)]


def room_panel(negotiation: Any, actor: Actor, today: date) -> dict[str, Any] | None:
    """The status report of a negotiation, for those who keep its records."""
    if not may_assist(negotiation, actor):
        return None
    url = reverse("boards:status", args=[negotiation.partnership.slug, negotiation.pk])
    return {"template": "agreements/boards/_room.html", "order": 90, "url": url}


def panel(partnership: Partnership, actor: Actor, today: date) -> agenda.Panel | None:
    """The boards at work in a partnership."""
    if partnership.kind != PartnershipKind.NEGOTIATION:
        return None
    found = Board.objects.filter(partnership=partnership).exclude(state=BoardState.CLOSED)
    rows = tuple(
        agenda.PanelRow(
            label=str(each),
            value=each.get_state_display(),
            note=each.agreement.title,
            url=reverse("boards:board", args=[partnership.slug, each.pk]),
        )
        for each in found.select_related("body", "agreement")[:5]
    )
    if not rows:
        return None
    return agenda.Panel(title=_("Styrelser"), url=reverse("boards:list", args=[partnership.slug]), rows=rows, order=18)


def page_of(event: Event) -> str:
    """Where events about our objects can be seen."""
    model = event.subject_type.rsplit(".", 1)[-1]
    return reverse("boards:find", args=[model, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (meeting_duties, accounts_duties, forming_duties):
        agenda.duty_source(source, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.waiting_source(adjusting_waitings, kinds=AGREEING, about=ANY_AGREEMENT)
    for days in (meeting_days, accounts_days):
        agenda.deadline_source(days, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.panel_source(panel, kinds=AGREEING)
    agenda.section(
        gettext_lazy("Styrelser"),
        lambda partnership: reverse("boards:list", args=[partnership.slug]),
        order=28,
        kinds=(PartnershipKind.NEGOTIATION,),
    )
    for model in OURS:
        happenings.link(model._meta.label_lower, page_of)
    texts.agreement_reads(agreement_reads)
    texts.agreement_panel(agreement_panel)
    texts.agreement_action(agreement_actions)
    negotiations.room_panel(room_panel)
