"""What must be true before a board or a meeting takes a step; each explains itself, and only reads."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts.states import BINDING
from governance.lib.dates import swedish_date
from governance.lib.text import count, join_swedish
from governance.organisations.models import Seat
from governance.workflow.guards import Act, guard

from . import citations
from .states import NEEDED_OF_STATE, OF_PARTY, ItemKind, MeetingState, Outcome, Place

SHOWN = 3
SECRETARY_MENDS = gettext_lazy("styrelsens sekreterare")
PARTIES_MEND = gettext_lazy("parterna och staten: utse dem som saknas")


def first_few(names: list[str]) -> str:
    """The first few, and how many more."""
    shown = names[:SHOWN]
    more = [_("%s till") % (len(names) - SHOWN)] if len(names) > SHOWN else []
    return join_swedish([*shown, *more])


# The board ---------------------------------------------------------------------------------------------------------


@guard(
    citations.FORUM,
    mended_by=gettext_lazy("avtalets parter: uppfyll villkoren för att avtalet ska gälla"),
    fulfilled=gettext_lazy("Avtalet gäller"),
)
def agreement_holds(board: Any, act: Act) -> str | None:
    """The agreement that the board is to follow is in force."""
    if board.agreement.state in BINDING:
        return None
    return _("Avtalet är ”%s”. Styrelsen börjar när det gäller.") % board.agreement.get_state_display().lower()


@guard(
    citations.COMPOSITION,
    mended_by=PARTIES_MEND,
    fulfilled=gettext_lazy("Ordförande, vice ordförande och varje parts ledamot och ersättare är utsedda"),
)
def every_place_is_filled(board: Any, act: Act) -> str | None:
    """The State has appointed chair and deputy chair, and each party its member and deputy."""
    missing = missing_places(board, act.today)
    return _("Det som saknas: %s.") % join_swedish(missing) if missing else None


def missing_places(board: Any, today: date) -> list[str]:
    """Which places nobody is appointed to: "ledamot från Almby kommun"."""
    held = {(each.place, each.principal_id) for each in board.appointments.on(today)}
    missing = [str(Place(place).label) for place in NEEDED_OF_STATE if (place, None) not in held]
    for party in board.parties:
        for place in OF_PARTY:
            if (place, party.principal_id) not in held:
                name = party.principal.organisation.short_name
                missing.append(_("%(place)s från %(party)s") % {"place": Place(place).label, "party": name})
    return missing


def last_due(board: Any, act: Act) -> date | None:
    """The last day of the open commitments."""
    return max((each.due_on for each in board.waiting if each.due_on), default=None)


@guard(
    citations.UNTIL_REALISED,
    mended_by=gettext_lazy("de ansvariga parterna rapporterar, och styrelsen verifierar"),
    fulfilled=gettext_lazy("Alla åtaganden är realiserade"),
    by_when=last_due,
)
def every_commitment_is_realised(board: Any, act: Act) -> str | None:
    """No commitment of the agreement or of what amends it is open."""
    waiting = [str(each) for each in board.waiting]
    if not waiting:
        return None
    return _("%(count)s: %(which)s.") % {
        "count": count(len(waiting), "åtagande är inte realiserat", "åtaganden är inte realiserade"),
        "which": first_few(waiting),
    }


@guard(
    citations.YEARLY_ACCOUNTS,
    mended_by=SECRETARY_MENDS,
    fulfilled=gettext_lazy("Alla årliga redovisningar är skickade"),
)
def every_account_is_sent(board: Any, act: Act) -> str | None:
    """No year's accounts wait for anybody."""
    years = [str(year) for year in sorted(each.year for each in board.accounts.all() if each.is_open)]
    return _("Redovisningen för %s är inte skickad.") % join_swedish(years) if years else None


@guard(
    citations.ADJUSTED,
    mended_by=gettext_lazy("styrelsens sekreterare och ordförande"),
    fulfilled=gettext_lazy("Alla protokoll är justerade"),
)
def every_meeting_is_minuted(board: Any, act: Act) -> str | None:
    """No meeting is planned, called or left without minutes."""
    numbers = sorted(each.number for each in board.meetings.all() if each.is_unminuted)
    waiting = [_("sammanträde %s") % number for number in numbers]
    if not waiting:
        return None
    return _("Protokollet är inte justerat för %s.") % join_swedish(waiting)


@guard(
    citations.FORUM,
    mended_by=gettext_lazy("parterna: slut tilläggsavtalet eller lägg ned arbetet med det"),
    fulfilled=gettext_lazy("Inget tilläggsavtal förhandlas"),
)
def no_amendment_is_negotiated(board: Any, act: Act) -> str | None:
    """Nothing that would change the agreement is on its way."""
    waiting = [str(each) for each in board.agreement.children.amendments().under_way()]
    return _("%s är på väg.") % join_swedish(waiting) if waiting else None


@guard(
    citations.MINUTED,
    mended_by=gettext_lazy("styrelsen: besluta om avslutningen vid ett sammanträde"),
    fulfilled=gettext_lazy("Avslutningen är beslutad i ett justerat protokoll"),
)
def closing_is_decided(board: Any, act: Act) -> str | None:
    """The board has decided to end its work, in adjusted minutes."""
    return None if closing_item(board) else _("Styrelsen har inte beslutat om sin avslutning i ett justerat protokoll.")


def closing_item(board: Any) -> Any:
    """The item by which the board ends its work, or nothing."""
    decided = board.items.filter(
        kind=ItemKind.CLOSING, outcome=Outcome.DECIDED, meeting__state=MeetingState.MINUTED
    ).select_related("meeting")
    return decided.order_by("-number").first()


# Meetings ----------------------------------------------------------------------------------------------------------


@guard(
    citations.FORUM,
    mended_by=gettext_lazy("styrelsens ordförande eller sekreterare: börja styrelsens arbete"),
    fulfilled=gettext_lazy("Styrelsen är verksam"),
)
def board_is_active(meeting: Any, act: Act) -> str | None:
    """The board follows its agreement now."""
    state = meeting.board.get_state_display().lower()
    return None if meeting.board.state == "active" else _("Styrelsen är ”%s”.") % state


@guard(
    citations.CALLED_WITH_AGENDA,
    mended_by=SECRETARY_MENDS,
    fulfilled=gettext_lazy("Dagordningen är skriven"),
)
def agenda_is_written(meeting: Any, act: Act) -> str | None:
    """There is at least one item to meet about."""
    return None if meeting.items.exists() else _("Dagordningen är tom.")


@guard(
    citations.CALLED_WITH_AGENDA,
    mended_by=gettext_lazy("styrelsens sekreterare: ändra dagen"),
    fulfilled=gettext_lazy("Dagen har inte passerat"),
)
def day_is_ahead(meeting: Any, act: Act) -> str | None:
    """Nobody is called to a day that has gone by."""
    return None if meeting.held_on >= act.today else _("%s har redan varit.") % swedish_date(meeting.held_on)


@guard(
    citations.CALLED_WITH_AGENDA,
    mended_by=gettext_lazy("ingen: vänta till dagen"),
    fulfilled=gettext_lazy("Sammanträdesdagen har kommit"),
    by_when=lambda meeting, act: meeting.held_on,
)
def day_has_come(meeting: Any, act: Act) -> str | None:
    """A meeting is not held before its day."""
    return None if meeting.held_on <= act.today else _("Sammanträdet är den %s.") % swedish_date(meeting.held_on)


@guard(
    citations.QUORUM,
    mended_by=gettext_lazy("styrelsen: sammanträd när fler kan vara med"),
    fulfilled=gettext_lazy("Styrelsen är beslutför"),
    given=("serving",),
)
def board_is_quorate(meeting: Any, act: Act) -> str | None:
    """A chair leads the meeting, and more than half of the parties have somebody serving."""
    if "serving" not in act.details:
        return None  # nobody has said who was there yet
    if act.details.get("chaired_by") is None:
        return _("Varken ordföranden eller vice ordföranden är närvarande.")
    parties = meeting.board.agreement.parties.count()
    serving = len(act.details["serving"])
    if serving * 2 > parties:
        return None
    return _("%(serving)s av %(parties)s parter är företrädda. Styrelsen beslutar när mer än hälften är det.") % {
        "serving": serving,
        "parties": parties,
    }


@guard(
    citations.MINUTED,
    mended_by=SECRETARY_MENDS,
    fulfilled=gettext_lazy("Varje ärende har ett beslut"),
)
def every_item_is_decided(meeting: Any, act: Act) -> str | None:
    """Every item of the minutes says what the board decided."""
    open_items = [each.paragraph for each in meeting.items.filter(outcome="")]
    return _("Beslut saknas i %s.") % join_swedish(open_items) if open_items else None


@guard(
    citations.ADJUSTED,
    mended_by=gettext_lazy("du själv: välj en justerare som tjänstgjorde"),
    fulfilled=gettext_lazy("Justeraren tjänstgjorde"),
    given=("adjuster",),
)
def adjuster_served(meeting: Any, act: Act) -> str | None:
    """The adjuster served at the meeting, and did not lead it."""
    if "adjuster" not in act.details:
        return None
    chosen = act.details["adjuster"]
    if chosen is not None and chosen in (meeting.chaired_by_id, act.by.seat and act.by.seat.pk):
        return _("Justeraren ska vara en annan än den som ledde sammanträdet.")
    served = meeting.attendance.filter(seat_id=chosen, serving=True).exists()
    return None if served else _("Justeraren tjänstgjorde inte vid sammanträdet.")


@guard(
    citations.ADJUSTED,
    mended_by=gettext_lazy("du själv: välj en justerare som sitter kvar i styrelsen"),
    fulfilled=gettext_lazy("Justeraren sitter kvar i styrelsen"),
    given=("adjuster",),
)
def adjuster_still_sits(meeting: Any, act: Act) -> str | None:
    """The adjuster holds the seat of that day still, so that he or she can adjust from it."""
    if act.details.get("adjuster") is None:
        return None
    sits = Seat.objects.on(act.today).filter(pk=act.details["adjuster"]).exists()
    return None if sits else _("Justeraren har lämnat sin plats i styrelsen och kan inte justera.")


@guard(
    citations.EXPLAINED,
    mended_by=gettext_lazy("du själv: skriv vad som ska rättas"),
    fulfilled=gettext_lazy("Det står vad som ska rättas"),
    given=("reason",),
)
def return_is_explained(meeting: Any, act: Act) -> str | None:
    """It is written what is wrong with the minutes."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv vad som ska rättas.")


@guard(
    citations.CALLED_WITH_AGENDA,
    mended_by=gettext_lazy("du själv: skriv skälet"),
    fulfilled=gettext_lazy("Skälet är skrivet"),
    given=("reason",),
)
def reason_is_given(meeting: Any, act: Act) -> str | None:
    """It is written why."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför.")
