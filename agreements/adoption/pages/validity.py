"""The page of an agreement's conditions in the words and figures that it shows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts.models import Agreement
from agreements.texts.states import BINDING, AgreementState
from governance.audit.models import Event
from governance.decisions.permissions import may_answer, may_register
from governance.decisions.states import LIVE, OPEN, RulingState
from governance.lib.money import Sek
from governance.lib.text import capitalise, count_in_words, join_swedish, percent
from governance.organisations.actors import Actor
from governance.organisations.happenings import happenings
from governance.ui.parts import Fact, Happening
from governance.ui.templatetags.swedish import day, kr, near

from .. import citations, permissions
from ..models import Condition, CostForecast, Validity
from ..services.common import TEXT_STANDS
from ..services.conditions import movable
from ..states import DECISIONS, DERIVED, ConditionKind, ConditionState
from ..verdict import PPM, needs_legal_force, over_ppm
from . import readiness

GROUPS: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Beslut hos parterna"),
        gettext_lazy("Varje part registrerar sitt eget beslut och noterar laga kraft. Ingen gör det åt någon annan."),
        tuple(str(each) for each in DECISIONS),
    ),
    (
        gettext_lazy("Underskrifter"),
        gettext_lazy("Uppfylls av sig självt när den sista parten har undertecknat."),
        (ConditionKind.SIGNATURES,),
    ),
    (
        gettext_lazy("Övriga villkor"),
        gettext_lazy("Antecknas av en förhandlingsperson eller styrelsens ordförande; ett tak följer av prognoserna."),
        (ConditionKind.COST_CAP, ConditionKind.OTHER),
    ),
)
SHOWN_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Link:
    """Something that the reader may do with a condition; posted when it needs no form."""

    label: str
    url: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One condition as the page shows it."""

    anchor: str
    title: str
    url: str
    status: str
    words: str
    note: str
    last: str
    links: tuple[Link, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of one sort, and who can meet them."""

    title: str
    who: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """One cost forecast against the cap."""

    told_on: date
    amount: str
    over: str
    source: str
    told_by: str


class ValidityPage:
    """What must be true before the agreement holds, and where each of it stands."""

    def __init__(self, agreement: Agreement, actor: Actor, today: date) -> None:
        self.agreement, self.actor, self.today = agreement, actor, today
        self.slug = agreement.partnership.slug
        self.validity = Validity.objects.select_related("matter").filter(agreement=agreement).first()
        known = readiness.read_conditions(agreement, actor)
        self.conditions = sorted([*known, *readiness.expected(agreement, known)], key=lambda c: (c.order, c.pk or 0))
        self.may_lead = permissions.may_lead(agreement, actor)
        self.may_write = permissions.may_write(agreement, actor)
        principal = actor.principal_in(agreement.partnership_id)
        self.mine = principal.pk if principal else None

    @property
    def met(self) -> int:
        """How many are met."""
        return sum(1 for each in self.conditions if each.is_met)

    @cached_property
    def lead(self) -> str:
        """The state of the conditions in words, first on the page."""
        agreement, total = self.agreement, len(self.conditions)
        if agreement.state == AgreementState.LAPSED:
            return _("Avtalet har förfallit. %s") % readiness.stopped(agreement.end_reason)
        if self.breached:
            return _("Avtalet gäller, men kostnadstaket är överskridet. Parterna ska pröva avtalet.")
        if agreement.state in BINDING:
            return _("Avtalet gäller sedan %s. Alla villkor är uppfyllda.") % near(agreement.in_force_on, self.today)
        if agreement.is_written:
            if not self.conditions:
                return _("Texten skrivs fortfarande. Villkoren följer av vilka parterna är.")
            words = _("Texten skrivs fortfarande. När den är klar gäller avtalet så snart %s är uppfyllda.")
            return words % count_in_words(total, _("villkor"), _("villkor"), neuter=True)
        left = [each.label[:1].lower() + each.label[1:] for each in self.conditions if not each.is_met]
        said = _("%(met)s av %(total)s villkor är uppfyllda.") % {"met": self.met, "total": total}
        if refused := [each.party_name for each in self.conditions if each.is_refused]:
            said += " " + _("%s har inte godkänt avtalet, men kan pröva det igen.") % join_swedish(refused)
        return f"{said} " + (_("Det som återstår: %s.") % join_swedish(left) if left else "")

    @property
    def breached(self) -> bool:
        """Whether a cap is broken while the agreement holds."""
        return any(each.state == ConditionState.BREACHED for each in self.conditions)

    @property
    def strip(self) -> dict[str, Any]:
        """The situation strip: state, whose turn, until when."""
        agreement, situation = self.agreement, self.agreement.situations[self.agreement.state]
        told = readiness.turn(agreement, self.actor, self.today)
        pending = [each.last_on for each in self.conditions if each.last_on and each.state == ConditionState.PENDING]
        is_ahead = agreement.is_written or agreement.state in TEXT_STANDS
        due: date | str | None = min(pending, default=None) if is_ahead else None
        if agreement.ended_on:
            due = near(agreement.ended_on, self.today)
        return {
            "state": agreement.get_state_display(),
            "state_note": _("%(met)s av %(all)s villkor uppfyllda") % {"met": self.met, "all": len(self.conditions)}
            if self.conditions
            else "",
            "turn": told.turn if told else capitalise(str(situation.turn)),
            "turn_note": told.turn_note if told else capitalise(str(situation.asked)),
            "due": due,
            "due_label": _("Avslutat") if agreement.ended_on else _("Senast"),
        }

    @property
    def groups(self) -> list[Group]:
        """The conditions by sort."""
        found = []
        for title, who, kinds in GROUPS:
            rows = tuple(self.row_of(each) for each in self.conditions if each.kind in kinds)
            if rows:
                found.append(Group(str(title), str(who), rows))
        return found

    def row_of(self, condition: Condition) -> Row:
        """One condition as its row."""
        standing = readiness.standing_of(condition, self.today)
        last = ""
        if condition.state == ConditionState.PENDING and condition.last_on and not condition.is_past(self.today):
            last = _("Sista dag %s") % near(condition.last_on, self.today)
        return Row(
            anchor=f"villkor-{condition.pk or condition.order}",
            title=readiness.title_of(condition),
            url=condition.ruling.url() if condition.ruling else "",
            status=standing.status,
            words=standing.words,
            note=standing.note,
            last=last,
            links=tuple(self.links_of(condition)) if condition.pk else (),
            is_mine=self.mine is not None and condition.principal_id == self.mine,
        )

    def links_of(self, condition: Condition) -> list[Link]:
        """What the reader may do with a condition, as it stands."""
        found = [*self.party_links(condition), *self.writer_links(condition), *self.leader_links(condition)]
        if condition.kind == ConditionKind.COST_CAP:
            found += self.cost_links(condition)
        return found

    def party_links(self, condition: Condition) -> list[Link]:
        """What the party's own people may register."""
        ruling = condition.ruling
        if ruling is None or not may_register(ruling, self.actor):
            return []
        args = [self.slug, ruling.matter_id, ruling.pk]
        if ruling.state in OPEN and ruling.matter.state in LIVE:
            return [
                Link(_("Registrera beslutet"), reverse("decisions:register", args=args)),
                Link(_("Ange sammanträde"), reverse("decisions:plan", args=args)),
            ]
        kind = condition.principal.organisation.kind if condition.principal else ""
        waits = ruling.state == RulingState.ADOPTED and ruling.legal_force_on is None and needs_legal_force(kind)
        if waits and self.agreement.state in TEXT_STANDS:  # also when all have decided, and the matter is over
            return [Link(_("Anteckna laga kraft"), reverse("decisions:legal_force", args=args))]
        return []

    def writer_links(self, condition: Condition) -> list[Link]:
        """What those who hold the pen may do while the text is written."""
        if not (self.agreement.is_written and self.may_write):
            return []
        found = [Link(_("Ändra sista dagen"), self.address("last_day", condition))]
        if condition.kind not in DERIVED:
            found.append(Link(_("Ta bort"), self.address("remove", condition), posts=True))
        return found

    def leader_links(self, condition: Condition) -> list[Link]:
        """What those who lead may do while the text stands."""
        if self.agreement.state not in TEXT_STANDS or not self.may_lead:
            return []
        if condition.state == ConditionState.MET:
            is_own = condition.kind == ConditionKind.OTHER
            return [Link(_("Ta tillbaka"), self.address("take_back", condition))] if is_own else []
        if condition.state != ConditionState.PENDING:
            return []
        found = []
        ruling = condition.ruling
        if ruling is not None and condition.is_refused and may_answer(ruling, self.actor):
            url = reverse("decisions:answer", args=[self.slug, ruling.matter_id, ruling.pk])
            found.append(Link(_("Svara på skälen och lämna på nytt"), url))
        if condition.kind == ConditionKind.OTHER:
            found.append(Link(_("Anteckna att det är uppfyllt"), self.address("meet", condition)))
        found.append(Link(_("Flytta fram sista dagen"), self.address("last_day", condition)))
        if condition.kind not in DECISIONS or condition.is_refused or condition.is_past(self.today):
            found.append(Link(_("Fastställ att avtalet förfaller"), self.address("fail", condition)))
        return found

    def cost_links(self, condition: Condition) -> list[Link]:
        """What may be done with a cost cap: a forecast, and the parties' trial of a broken one."""
        found = []
        reports = permissions.may_report_cost(self.agreement, self.actor)
        if reports and self.agreement.state in (*TEXT_STANDS, *BINDING):
            url = reverse("adoption:forecast", args=[self.slug, self.agreement.pk])
            found.append(Link(_("Registrera en kostnadsprognos"), url))
        if condition.state == ConditionState.BREACHED:
            if reports and condition.raised_on is None:
                found.append(Link(_("Anteckna att parterna prövar kostnaden"), self.address("raise_breach", condition)))
            if self.may_lead:
                found.append(
                    Link(_("Anteckna den kostnad som parterna har godtagit"), self.address("agree", condition))
                )
        return found

    def address(self, name: str, condition: Condition) -> str:
        """The page that does one thing with one condition."""
        return reverse(f"adoption:{name}", args=[self.slug, self.agreement.pk, condition.pk])

    @property
    def actions(self) -> list[tuple[str, str, bool]]:
        """What the reader can do with the agreement's conditions as a whole; whether it is the filled button."""
        args = [self.slug, self.agreement.pk]
        found = []
        matter = self.validity.matter if self.validity else None
        if self.agreement.state in TEXT_STANDS and self.may_lead and matter is None:
            found.append((_("Lämna över till parterna för beslut"), reverse("adoption:open", args=args), True))
        if self.agreement.is_written and self.may_write:
            found.append((_("Lägg till ett villkor"), reverse("adoption:add", args=args), True))
            if not self.caps:
                found.append((_("Ange ett kostnadstak"), reverse("adoption:add_cap", args=args), False))
        if self.may_move and len(movable(self.conditions)) > 1:
            words = _("Ge alla samma sista dag") if self.agreement.is_written else _("Flytta fram alla sista dagar")
            found.append((words, reverse("adoption:last_days", args=args), False))
        own = [link for each in self.conditions if each.principal_id == self.mine for link in self.party_links(each)]
        if self.mine is not None and own:
            found.append((own[0].label, own[0].url, True))
        if matter is not None:
            found.append((_("Se hur parterna har beslutat"), matter_url(self.slug, matter.pk), False))
        return found

    @property
    def may_move(self) -> bool:
        """Whether the reader may move the last days of what remains."""
        if self.agreement.is_written:
            return self.may_write
        return self.agreement.state in TEXT_STANDS and self.may_lead

    @cached_property
    def caps(self) -> list[Condition]:
        """The agreement's cost caps."""
        return [each for each in self.conditions if each.kind == ConditionKind.COST_CAP]

    @cached_property
    def cap(self) -> dict[str, Any] | None:
        """The cost cap in figures, with its forecasts."""
        if not self.caps:
            return None
        cap = self.caps[0]
        base = cap.base_ore or 1
        level = _("prisnivå %s") % day(cap.price_level_on) if cap.price_level_on else ""
        return {
            "facts": [
                Fact(label=_("Överenskommen kostnad"), value=kr(Sek(base)), note=level),
                Fact(
                    label=_("Tak"),
                    value=kr(Sek(cap.ceiling_ore)),
                    note=_("%s över") % percent(cap.cap_ppm or 0, PPM),
                ),
            ],
            "raised_on": cap.raised_on,
            "is_breached": cap.state == ConditionState.BREACHED,
            "reason": cap.reason,
            "forecasts": [self.forecast_of(each, base) for each in cap.forecasts.all()[:SHOWN_EVENTS]],
        }

    @staticmethod
    def forecast_of(forecast: CostForecast, base: int) -> Forecast:
        """One forecast as its row."""
        over = over_ppm(base, forecast.forecast_ore)
        return Forecast(
            forecast.told_on,
            kr(Sek(forecast.forecast_ore)),
            percent(over, PPM) if over else _("inte över"),
            forecast.source,
            forecast.told_by,
        )

    @property
    def events(self) -> list[Happening]:
        """What has happened with the conditions, newest first."""
        keys = [str(each.pk) for each in self.conditions if each.pk]
        if not keys:
            return []
        found = Event.objects.filter(
            chain=self.agreement.chain, subject_type="adoption.condition", subject_key__in=keys
        ).exclude(kind="adoption.condition.set")
        return happenings(found.order_by("-id")[:SHOWN_EVENTS])

    @property
    def rules(self) -> tuple[Any, ...]:
        """The rules that the page rests on."""
        return (citations.ALL_CONDITIONS, citations.LEGAL_FORCE, citations.LAST_DAY, citations.REFUSAL_IS_NOT_THE_END)


def matter_url(slug: str, pk: int) -> str:
    """The page of the parties' matter."""
    return reverse("decisions:matter", args=[slug, pk])
