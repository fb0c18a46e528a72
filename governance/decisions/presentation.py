"""A matter in the words and figures that its page shows; built from rows that have already been read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.swedish_order import swedish_key
from governance.lib.text import capitalise, count, number_word
from governance.organisations.kinds import PrincipalGroup
from governance.ui.charts import SKANE_TILES
from governance.ui.parts import Chip, Count, Tile
from governance.ui.templatetags.swedish import near, section

from .models import Matter, Notice, Ruling
from .queries import Tally
from .states import OPEN, RETURNED, MatterState, RulingState
from .words import names_of

FILTERS: dict[str, tuple[Any, Any]] = {
    "antagen": (gettext_lazy("Antagen"), lambda row: row.ruling.state == RulingState.ADOPTED),
    "bereds": (gettext_lazy("Bereds"), lambda row: row.ruling.state == RulingState.IN_PREPARATION),
    "aterremitterad": (gettext_lazy("Återremitterad"), lambda row: row.ruling.state == RulingState.REMITTED),
    "avslagen": (gettext_lazy("Avslagen"), lambda row: row.ruling.state == RulingState.REJECTED),
    "sand-tillbaka": (gettext_lazy("Sänd tillbaka"), lambda row: row.ruling.state == RulingState.SENT_BACK),
    "ej-paborjad": (gettext_lazy("Ej påbörjad"), lambda row: row.ruling.state == RulingState.NOT_STARTED),
    "har-sammantratt": (gettext_lazy("Sammanträdet har varit"), lambda row: row.has_met),
    "utan-sammantrade": (gettext_lazy("Utan sammanträde"), lambda row: row.ruling.lacks_meeting),
    "aterstar": (gettext_lazy("Återstår"), lambda row: row.ruling.state != RulingState.ADOPTED),
    "sena": (gettext_lazy("Efter sista dag"), lambda row: row.ruling.is_late),
}
ALWAYS = ("antagen", "bereds", "ej-paborjad")
NO_MEETING = gettext_lazy("Inget sammanträde angivet")
TONES = {
    "antagen": "done",
    "bereds": "work",
    "aterremitterad": "back",
    "avslagen": "no",
    "sand-tillbaka": "back",
    "ej-paborjad": "todo",
    "har-sammantratt": "late",
    "utan-sammantrade": "warn",
    "aterstar": "",
    "sena": "late",
}


GROUPS = (
    PrincipalGroup.STATE,
    PrincipalGroup.AGENCIES,
    PrincipalGroup.REGION,
    PrincipalGroup.MUNICIPALITIES,
    PrincipalGroup.ACADEMIA,
    PrincipalGroup.BUSINESS,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One principal's row in the list (huvudman, läge, beslut, diarienummer, laga kraft)."""

    ruling: Ruling
    anchor: str
    name: str
    url: str
    tone: str
    state: str
    text: str
    warning: str
    second: str
    legal_force: str
    is_mine: bool
    has_reasons: bool
    has_met: bool

    @property
    def code(self) -> str:
        """The principal's statistical code."""
        return self.ruling.principal.organisation.code if self.ruling.principal else ""


def tone_of(ruling: Ruling) -> str:
    """The sign of the ruling's state."""
    return str(ruling.situations[ruling.state].tone)


def meeting_text(ruling: Ruling, today: date) -> tuple[str, str]:
    """What is planned, and the warning when nothing is or when the day has passed."""
    planned = ruling.next_meeting_on
    if planned is None:
        return "", str(NO_MEETING)
    words = f"{ruling.body.name} {near(planned, today)}"
    if planned >= today:
        return words, late_meeting(ruling, today)
    return "", _("%s har varit. Beslutet är inte registrerat") % words


def late_meeting(ruling: Ruling, today: date) -> str:
    """The warning of a principal's meeting after the last day to decide; it may be booked, and is decided late."""
    planned, last = ruling.next_meeting_on, ruling.matter.decide_by
    if not ruling.principal_id or planned is None or last is None or planned <= last:
        return ""
    return _("Sammanträdet är efter sista dag för beslut, %s") % near(last, today)


DECISION_WORDS = {
    RulingState.REJECTED: gettext_lazy("Avslag"),
    RulingState.REMITTED: gettext_lazy("Återremiss"),
    RulingState.SENT_BACK: gettext_lazy("Sänd tillbaka"),
}


def decision_text(ruling: Ruling, today: date) -> str:
    """Who decided, when and under which paragraph."""
    said = ruling.outcome if ruling.state == RulingState.SUPERSEDED and ruling.outcome else ruling.state
    first = DECISION_WORDS.get(RulingState(said), ruling.body.name)
    return f"{first} {near(ruling.decided_on, today)}, {section(ruling.paragraph)}"


def legal_force_text(ruling: Ruling, today: date) -> str:
    """Whether the decision has gained legal force, as noted by a person."""
    if ruling.legal_force_on:
        return _("Ja, %s") % near(ruling.legal_force_on, today)
    if not ruling.is_decided or ruling.appeal_until is None:
        return ""
    words = _("Kan överklagas till %s") if ruling.appeal_until >= today else _("Överklagandetiden slutade %s")
    return words % near(ruling.appeal_until, today)


def row_of(ruling: Ruling, *, today: date, mine: int | None) -> Row:
    """One principal's ruling as its row."""
    text, warning, second = "", "", ""
    if ruling.is_decided:
        text = decision_text(ruling, today)
        warning = str(NO_MEETING) if ruling.lacks_meeting else _("Beslutad efter sista dag") if ruling.is_late else ""
    else:
        text, warning = meeting_text(ruling, today)
        second = ruling.preparation
        if not second and ruling.received_on:
            second = _("Mottaget %s") % near(ruling.received_on, today)
    code = ruling.principal.organisation.code if ruling.principal else ""
    return Row(
        ruling=ruling,
        anchor=f"h-{code or ruling.pk}",
        name=ruling.principal_name,
        url=ruling.url(),
        tone=tone_of(ruling),
        state=ruling.state_word,
        text=text,
        warning=warning,
        second=second,
        legal_force=legal_force_text(ruling, today),
        is_mine=ruling.principal_id is not None and ruling.principal_id == mine,
        has_reasons=bool(ruling.reasons) and ruling.is_decided,
        has_met=ruling.has_met(today),
    )


def rows_of(matter: Matter, *, today: date, mine: int | None) -> list[Row]:
    """Everyone is in the list: by group, then in Swedish order; one's own row is tinted, never moved."""
    rows = [row_of(ruling, today=today, mine=mine) for ruling in matter.principal_rulings()]
    return sorted(rows, key=lambda row: (rank_of(row.ruling), swedish_key(row.name)))


def in_order_of_day(notices: Iterable[Notice]) -> list[Notice]:
    """The newest notices first, those of one day in Swedish order."""
    named = sorted(notices, key=lambda notice: swedish_key(notice.principal.organisation.short_name))
    return sorted(named, key=lambda notice: notice.sent_on, reverse=True)


def rank_of(ruling: Ruling) -> int:
    """State, agencies, region, municipalities, academia, business: the order in which a list names them."""
    return GROUPS.index(ruling.principal.group) if ruling.principal else len(GROUPS)


def is_region(ruling: Ruling) -> bool:
    """Whether the ruling is the region's."""
    return ruling.principal is not None and ruling.principal.group == PrincipalGroup.REGION


def filtered(rows: list[Row], *, state: str, wanted: str) -> list[Row]:
    """The rows that a filter and a search leave."""
    if state in FILTERS:
        rows = [row for row in rows if FILTERS[state][1](row)]
    word = wanted.strip().casefold()
    return [row for row in rows if word in row.name.casefold()] if word else rows


def chips_of(rows: list[Row], *, state: str, wanted: str, url: str) -> list[Chip]:
    """The filters, with how many rows each gives; one that gives none is left out unless it is always there."""
    search = {"sok": wanted} if wanted else {}

    def address(slug: str) -> str:
        query = urlencode({**({"lage": slug} if slug else {}), **search})
        return f"{url}?{query}" if query else url

    found = [Chip(label=_("Alla"), count=len(rows), url=address(""), current=state not in FILTERS)]
    for slug, (label, test) in FILTERS.items():
        number = sum(1 for row in rows if test(row))
        if number or slug in ALWAYS or slug == state:
            found.append(Chip(label=label, count=number, url=address(slug), current=slug == state, status=TONES[slug]))
    return found


def counts_of(tally: Tally) -> list[Count]:
    """How many are in each state, for the legend; what does not occur is left out, apart from the main three."""
    every = [
        Count(status="done", label=_("Antagen"), count=tally.adopted),
        Count(status="late", label=_("Sammanträdet har varit, beslutet inte registrerat"), count=tally.met),
        Count(status="work", label=_("Bereds, sammanträde bokat"), count=tally.planned),
        Count(status="back", label=_("Återremitterad"), count=tally.remitted),
        Count(status="no", label=_("Avslagen"), count=tally.rejected),
        Count(status="back", label=_("Sänd tillbaka"), count=tally.sent_back),
        Count(status="todo", label=_("Ej påbörjad"), count=tally.not_started),
    ]
    return [each for each in every if each.count or each.status in ("done", "work", "todo")]


def tiles_of(rows: list[Row]) -> list[Tile]:
    """The map of Skåne, when the principals are Skåne's; nothing for another partnership."""
    known = {*SKANE_TILES, "12"}
    if len(rows) < 2 or any(row.code not in known for row in rows):
        return []
    return [
        Tile(
            code=row.code,
            label=row.name,
            url=f"#{row.anchor}",
            status=row.tone,
            status_label=_("%s, inget sammanträde angivet") % row.state if row.ruling.lacks_meeting else row.state,
            is_mine=row.is_mine,
        )
        for row in rows
    ]


def lead_of(matter: Matter, tally: Tally) -> str:
    """The state of the matter in words, first on the page."""
    match matter.state:
        case MatterState.PREPARING:
            waiting = [ruling for ruling in matter.trunk_rulings() if ruling.state != RulingState.ADOPTED]
            return _("%s har ärendet nu.") % waiting[0].body.full_name if waiting else _("Ärendet bereds.")
        case MatterState.READY:
            passed = _("Alla organ på vägen har behandlat ärendet. Det ") if matter.route.trunk else _("Ärendet ")
            return passed + _("kan lämnas över till %s.") % matter.words.the_many
        case MatterState.WITHDRAWN:
            return _("Ärendet är tillbakadraget och avslutat utan beslut.")
        case MatterState.ADOPTED if not tally.total:
            return _("Ärendet är beslutat inom den ram som huvudmännen har fastställt.")
        case MatterState.ADOPTED:
            several = _("Alla %s har antagit") % number_word(tally.total)
            return f"{how_many_adopted(matter, tally) if tally.total == 1 else several}."
    return " ".join(lead_with_principals(matter, tally))


def how_many_adopted(matter: Matter, tally: Tally) -> str:
    """How many have adopted it; one who decides alone is called by name."""
    if tally.total != 1:
        return _("%(adopted)s av %(total)s har antagit") % {"adopted": tally.adopted, "total": tally.total}
    words = _("%s har antagit") if tally.adopted else _("%s har inte antagit än")
    return words % matter.principal_rulings()[0].principal_name


def lead_with_principals(matter: Matter, tally: Tally) -> list[str]:
    """How far the principals have come, and what stands in the way."""
    returned = [ruling for ruling in matter.principal_rulings() if ruling.state in RETURNED]
    remitted = [ruling for ruling in matter.principal_rulings() if ruling.state == RulingState.REMITTED]
    said = [] if tally.total == 1 and (returned or remitted) else [f"{how_many_adopted(matter, tally)}."]
    if returned:
        words = _("%(what)s. Därför måste %(body)s svara innan alla kan bli klara.")
        said.append(words % {"what": matter.returned_words, "body": matter.answering_body_name})
    if remitted:
        words = _("%s har återremitterat och bereder vidare hos sig") % names_of(remitted)
        said.append(f"{words}." if tally.total == 1 else _("%s; de andra fortsätter att besluta.") % words)
    if tally.met:
        number = count(tally.met, str(matter.words.one), str(matter.words.many))
        said.append(_("%s har haft sitt sammanträde utan att registrera beslutet.") % number)
    if tally.without_meeting and not returned:
        number = count(tally.without_meeting, str(matter.words.one), str(matter.words.many))
        said.append(_("%s har inte angett något sammanträde.") % number)
    return said


@dataclass(frozen=True, slots=True)
class Strip:
    """The situation strip of a matter: state, whose turn, until when."""

    state: str
    state_note: str
    turn: str
    turn_note: str
    due: date | str | None


def strip_of(matter: Matter, tally: Tally, *, today: date) -> Strip:
    """Where the matter stands, whose turn it is since when, and the last day."""
    situation = matter.situations[matter.state]
    turn, note = turn_of(matter, today=today)
    due: date | str | None = matter.decide_by
    if matter.closed_on:
        due = _("Avslutat %s") % near(matter.closed_on, today)
    return Strip(
        state=matter.get_state_display(),
        state_note=how_many_adopted(matter, tally) if tally.total else "",
        turn=capitalise(turn or str(situation.turn)),
        turn_note=note or str(situation.asked),
        due=due,
    )


def turn_of(matter: Matter, *, today: date) -> tuple[str, str]:
    """Whose turn it is by name, and what is asked of them since when."""
    if matter.state == MatterState.PREPARING:
        waiting = [ruling for ruling in matter.trunk_rulings() if ruling.state != RulingState.ADOPTED]
        return turn_on_the_way(matter, waiting[0], today=today) if waiting else ("", "")
    if matter.state == MatterState.INCOMPLETE:
        returned = [ruling for ruling in matter.principal_rulings() if ruling.state in RETURNED]
        since = first_day(returned) or today
        who = names_of(returned)
        words = _("ska svara på skälen från %(who)s, sedan %(since)s")
        return matter.answering_body_name, words % {"who": who, "since": near(since, today)}
    if matter.state == MatterState.WITH_PRINCIPALS:
        waiting = [ruling for ruling in matter.principal_rulings() if ruling.state in OPEN]
        if len(waiting) == 1:
            return waiting[0].principal_name, _("ska fatta sitt beslut")
        number = count(len(waiting), str(matter.words.one), str(matter.words.many))
        return number, _("ska var och en fatta sitt beslut")
    asked = matter.principal_rulings()
    alone = matter.state == MatterState.ADOPTED and len(asked) == 1
    return matter.whose_turn(""), _("%s har beslutat") % asked[0].principal_name if alone else ""


def first_day(decided: list[Ruling]) -> date | None:
    """The first day on which any of them decided."""
    return min((ruling.decided_on for ruling in decided if ruling.decided_on), default=None)


def last_day(matter: Matter) -> date | None:
    """The day of the principals' last decision, which may be registered some days after it was made."""
    return max((ruling.decided_on for ruling in matter.principal_rulings() if ruling.decided_on), default=None)


def turn_began(matter: Matter) -> date:
    """Since when it has been the turn of those whose turn it is: a return, what passed before them, or the handover."""
    if matter.state == MatterState.INCOMPLETE:
        returned = [ruling for ruling in matter.principal_rulings() if ruling.state in RETURNED]
        return first_day(returned) or matter.handed_over_on or matter.opened_on
    if matter.handed_over_on:
        return matter.handed_over_on
    way = [ruling for ruling in matter.trunk_rulings() if ruling.decided_on]
    back = first_day([ruling for ruling in way if ruling.state in RETURNED])
    return back or max((ruling.decided_on for ruling in way if ruling.decided_on), default=matter.opened_on)


def turn_on_the_way(matter: Matter, ruling: Ruling, *, today: date) -> tuple[str, str]:
    """Whose turn it is before the handover: the body's own, or the proposer's after a return."""
    if ruling.state in RETURNED:
        answering = matter.answering_body(ruling)
        name = answering.full_name if answering else ""
        words = _("ska svara på skälen från %(who)s, sedan %(since)s")
        return name, words % {"who": ruling.body.name, "since": near(ruling.decided_on, today)}
    asked = {"prepare": _("ska bereda ärendet"), "recommend": _("ska ta ställning till att rekommendera")}
    return ruling.body.full_name, asked.get(ruling.kind, _("ska besluta"))
