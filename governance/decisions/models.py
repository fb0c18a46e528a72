from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.audit.actors import Actor as AnyActor
from governance.lib.dates import appeal_until as suggested_appeal
from governance.lib.text import join_swedish
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Body, Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned

from . import guards, permissions
from .registry import Follower, follower_of
from .routes import Stage
from .states import (
    ADOPTED_WORDS,
    DECIDED,
    EXPLAINED,
    LIVE,
    MATTER_SITUATIONS,
    OPEN,
    RETURNED,
    RULING_SITUATIONS,
    MatterState,
    NoticeKind,
    RulingKind,
    RulingState,
)

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class RouteQuerySet(models.QuerySet["Route"]):
    """Reads of routes; a route is never changed, only succeeded by a new version."""

    def newest(self, partnership: Partnership, code: str) -> "Route":
        """The version that new matters take."""
        return self.filter(partnership=partnership, code=code).order_by("-version")[:1].get()

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: matters rest on the route as it was."""
        raise ImmutableRoute

    def delete(self) -> NoReturn:
        """Refuse: matters rest on the route as it was."""
        raise ImmutableRoute


class ImmutableRoute(TypeError):
    """A route was to be changed; write a new version instead."""

    def __init__(self) -> None:
        super().__init__("En beslutsgång ändras inte: skriv en ny version.")


class Route(models.Model):
    """A way to a decision as versioned data (beslutsgång): which bodies, in which order, and who decides."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="routes")
    code = models.CharField(_("beteckning"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("namn"), max_length=200)
    stages = models.JSONField(_("steg"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslutsgång")
        verbose_name_plural = _("beslutsgångar")
        ordering = ("code", "version")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "code", "version"],
                name="route_version_is_unique",
                violation_error_message=_("Den versionen av beslutsgången finns redan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version; refuse to change one that exists."""
        if not self._state.adding:
            raise ImmutableRoute
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: matters rest on the route as it was."""
        raise ImmutableRoute

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def trunk(self) -> list[Stage]:
        """The stages that every matter passes before anybody decides for himself."""
        return [each for each in self.stages if not each["branch"] and not each["principals"]]

    @property
    def principal_stage(self) -> Stage | None:
        """The stage at which each principal decides, if there is one."""
        return next((each for each in self.stages if each["principals"]), None)

    def branch(self, group: str) -> list[Stage]:
        """What one group of principals adds on its own way."""
        return [each for each in self.stages if each["branch"] == group]


class MatterQuerySet(models.QuerySet["Matter"]):
    """Reads of matters."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships: every principal sees every decision (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)

    def live(self) -> Self:
        """Those that are not finished."""
        return self.filter(state__in=LIVE)

    def about(self, subject: models.Model) -> Self:
        """Those about one subject, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk)).order_by("-id")


class Matter(Versioned):
    """One subject on one route (ärende). The subject is named by type and key, for it lives in a later app."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="matters")
    route = models.ForeignKey(Route, models.PROTECT, related_name="matters")
    title = models.CharField(_("rubrik"), max_length=300)
    subject_type = models.CharField(_("sak"), max_length=80)
    subject_key = models.CharField(_("sakens nyckel"), max_length=60)
    state = FSMField(_("läge"), choices=MatterState.choices, default=MatterState.PREPARING, protected=True)
    named = models.ManyToManyField(Principal, blank=True, related_name="+", verbose_name=_("huvudmän som tillfrågas"))
    opened_on = models.DateField(_("öppnat"))
    handed_over_on = models.DateField(_("överlämnat"), null=True, blank=True)
    decide_by = models.DateField(_("sista dag för beslut"), null=True, blank=True)
    closed_on = models.DateField(_("avslutat"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()
    situations: ClassVar = MATTER_SITUATIONS

    class Meta:
        verbose_name = _("ärende")
        verbose_name_plural = _("ärenden")
        ordering = ("-opened_on", "-id")
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_key"], name="matter_by_subject")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_key"],
                condition=Q(state__in=[str(each) for each in LIVE]),
                name="matter_is_one_live_a_subject",
                violation_error_message=_("Saken har redan ett ärende som pågår."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "ready", "withdrawn", "adopted"]) | Q(handed_over_on__isnull=False),
                name="matter_with_principals_was_handed_over",
                violation_error_message=_("Ange vilken dag ärendet lämnades över till huvudmännen."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "withdrawn"]) | Q(closed_on__isnull=False),
                name="matter_finished_has_its_day",
                violation_error_message=_("Ett avslutat ärende har en dag då det avslutades."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def tone(self) -> str:
        """The sign of its state."""
        return str(self.situations[self.state].tone)

    @property
    def is_live(self) -> bool:
        """Whether it is not finished."""
        return self.state in LIVE

    @property
    def follower(self) -> Follower:
        """Who is told what becomes of the subject."""
        return follower_of(self)

    @cached_property
    def current_rulings(self) -> list["Ruling"]:
        """Every ruling of the current round with body and principal, the route's order first; read once an instance."""
        return self.in_order(self.rulings.current().with_names())

    def in_order(self, rulings: Iterable["Ruling"]) -> list["Ruling"]:
        """Rulings in the order of the route, each knowing this very matter."""
        order = {each["key"]: number for number, each in enumerate(self.route.stages)}
        found = list(rulings)
        for ruling in found:
            ruling.matter = self
        return sorted(found, key=lambda ruling: (order.get(ruling.stage, len(order)), ruling.pk))

    def remember(self, rulings: Iterable["Ruling"]) -> None:
        """Use current rulings that have been read for many matters at once."""
        self.__dict__["current_rulings"] = self.in_order(rulings)

    def trunk_rulings(self) -> list["Ruling"]:
        """The rulings of the bodies that all matters pass."""
        keys = {each["key"] for each in self.route.trunk}
        return [ruling for ruling in self.current_rulings if ruling.stage in keys]

    def trunk_rulings_before(self, ruling: "Ruling") -> list["Ruling"]:
        """The bodies that come before this one."""
        keys = [each["key"] for each in self.route.trunk]
        return [each for each in self.trunk_rulings() if keys.index(each.stage) < keys.index(ruling.stage)]

    def trunk_rulings_after(self, ruling: "Ruling") -> list["Ruling"]:
        """The bodies that come after this one."""
        keys = [each["key"] for each in self.route.trunk]
        return [each for each in self.trunk_rulings() if keys.index(each.stage) > keys.index(ruling.stage)]

    def branch_rulings(self) -> list["Ruling"]:
        """The bodies that advise one group of principals."""
        trunk = {each["key"] for each in self.route.trunk}
        return [each for each in self.current_rulings if not each.principal_id and each.stage not in trunk]

    def principal_rulings(self) -> list["Ruling"]:
        """The principals' own rulings."""
        return [each for each in self.current_rulings if each.principal_id]

    @property
    def stage(self) -> str:
        """The key of the stage where the matter now is; the principals' once the bodies have passed it."""
        waiting = (ruling.stage for ruling in self.trunk_rulings() if ruling.state != RulingState.ADOPTED)
        last = self.route.principal_stage or self.route.trunk[-1]
        return next(waiting, last["key"])

    @property
    def leading_kinds(self) -> set[str]:
        """The kinds of body that carry the matter to the principals."""
        return {each["body"]["kind"] for each in self.route.trunk if each["body"]}

    def answering_ruling(self, returned: "Ruling | None") -> "Ruling | None":
        """Whose turn a return makes it: the proposer's for a body, the last recommending body's for a principal."""
        trunk = self.trunk_rulings()
        if not trunk:
            return None
        return trunk[-1] if returned is None or returned.is_after_handover else trunk[0]

    def answering_body_id(self, returned: "Ruling") -> int | None:
        """The body that answers a return."""
        answering = self.answering_ruling(returned)
        return answering.body_id if answering else None

    @property
    def answering_body_name(self) -> str:
        """The body that answers a principal's return, spelt out."""
        answering = self.answering_ruling(None)
        return answering.body.full_name if answering else _now("den som lade fram förslaget")

    def principals_to_ask(self, today: date) -> list[Principal]:
        """The principals that the route asks: all on that day, or those named when the matter was opened."""
        stage = self.route.principal_stage
        if stage is None:
            return []
        asked = self.named.all() if stage["principals"] == "named" else self.partnership.principals.on(today)
        return list(asked.by_code())

    def principals_to_inform(self, today: date) -> list[Principal]:
        """The others, where the route says that they are told."""
        stage = self.route.principal_stage
        if stage is None or stage.get("others") != "informed":
            return []
        asked = {each.pk for each in self.principals_to_ask(today)}
        return [each for each in self.partnership.principals.on(today).by_code() if each.pk not in asked]

    def councils_of(self, principals: Iterable[Principal]) -> dict[int, Body]:
        """The council of each organisation, in one query."""
        organisations = {each.organisation_id for each in principals}
        found = Body.objects.filter(
            organisation_id__in=organisations, partnership__isnull=True, kind=BodyKind.COUNCIL
        ).order_by("-pk")
        return {body.organisation_id: body for body in found if body.organisation_id}

    def may_reopen(self) -> bool:
        """Whether the subject lets itself be opened again after all had decided."""
        return self.follower.may_reopen(self)

    def url(self) -> str:
        """Its page."""
        return reverse("decisions:matter", args=[self.partnership.slug, self.pk])

    @property
    def returned_words(self) -> str:
        """Which principals have rejected it or sent it back, in those very words."""
        rejected = [each.principal_name for each in self.principal_rulings() if each.state == RulingState.REJECTED]
        sent_back = [each.principal_name for each in self.principal_rulings() if each.state == RulingState.SENT_BACK]
        parts = [
            (rejected, _now("%s har avslagit ärendet")),
            (sent_back, _now("%s har sänt tillbaka ärendet")),
        ]
        return join_swedish([words % join_swedish(who) for who, words in parts if who])

    @property
    def open_rows_url(self) -> str:
        """The page with those who have not decided."""
        return f"{self.url()}?lage=aterstar#h-lista"

    @transition(
        field=state,
        source=MatterState.PREPARING,
        target=MatterState.READY,
        custom={
            "guards": [guards.the_route_leads_to_principals, guards.every_body_on_the_way_has_passed_it],
            "permission": permissions.nobody,
            "label": _("göra ärendet klart att lämna över"),
            "who": _("Samverk, när det sista organet har rekommenderat"),
            "by_system": True,
        },
    )
    def become_ready(self, *, by: AnyActor, today: date) -> None:
        """Let the matter go to the principals, since every body has passed it (klar att lämna över)."""

    @transition(
        field=state,
        source=MatterState.PREPARING,
        target=MatterState.ADOPTED,
        custom={
            "guards": [guards.the_route_ends_with_a_body, guards.every_body_on_the_way_has_passed_it],
            "permission": permissions.nobody,
            "label": _("avsluta ärendet med organets beslut"),
            "who": _("Samverk, när organet har beslutat inom given ram"),
            "by_system": True,
        },
    )
    def conclude(self, *, by: AnyActor, today: date) -> None:
        """Finish a matter that a body decides within an adopted frame (B-03)."""
        self.closed_on = today

    @transition(
        field=state,
        source=MatterState.READY,
        target=MatterState.WITH_PRINCIPALS,
        custom={
            "guards": [guards.every_body_on_the_way_has_passed_it, guards.every_principal_has_a_council],
            "permission": permissions.may_lead,
            "label": _("lämna över till huvudmännen"),
            "who": _("sekreterare, ordförande eller handläggare i styrgruppen, beredningen eller samverkansorganet"),
            "by_system": True,
        },
    )
    def hand_over(self, *, by: AnyActor, today: date, handed_over_on: date) -> None:
        """Put the matter before the principals (lämna över, förelägga)."""
        self.handed_over_on = handed_over_on

    @transition(
        field=state,
        source=MatterState.WITH_PRINCIPALS,
        target=MatterState.INCOMPLETE,
        custom={
            "guards": [guards.some_return_is_unanswered],
            "permission": permissions.nobody,
            "label": _("göra antagandet ofullständigt"),
            "who": _("Samverk, när en huvudman har avslagit eller sänt tillbaka"),
            "by_system": True,
        },
    )
    def become_incomplete(self, *, by: AnyActor, today: date) -> None:
        """Note that a principal has rejected or sent back; the others go on deciding (A-15)."""

    @transition(
        field=state,
        source=MatterState.INCOMPLETE,
        target=MatterState.WITH_PRINCIPALS,
        custom={
            "guards": [guards.no_return_is_unanswered],
            "permission": permissions.nobody,
            "label": _("återuppta antagandet"),
            "who": _("Samverk, när alla skäl är besvarade"),
            "by_system": True,
        },
    )
    def resume(self, *, by: AnyActor, today: date) -> None:
        """Go on, since every return has been answered."""

    @transition(
        field=state,
        source=MatterState.WITH_PRINCIPALS,
        target=MatterState.ADOPTED,
        custom={
            "guards": [guards.no_return_is_unanswered, guards.every_principal_has_adopted],
            "permission": permissions.nobody,
            "label": _("fastställa att alla har antagit"),
            "who": _("Samverk, när den sista huvudmannen har antagit"),
            "by_system": True,
        },
    )
    def adopt(self, *, by: AnyActor, today: date) -> None:
        """Note that each of those asked has adopted it (A-16)."""
        self.closed_on = today

    @transition(
        field=state,
        source=MatterState.ADOPTED,
        target=MatterState.WITH_PRINCIPALS,
        custom={
            "guards": [guards.not_all_have_adopted],
            "permission": permissions.nobody,
            "label": _("öppna ärendet igen"),
            "who": _("Samverk, när en felaktig uppgift har rättats"),
            "by_system": True,
        },
    )
    def reopen(self, *, by: AnyActor, today: date) -> None:
        """Open again what an entry, since corrected, had finished."""
        self.closed_on = None

    @transition(
        field=state,
        source=[*LIVE],
        target=MatterState.WITHDRAWN,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_lead,
            "label": _("dra tillbaka ärendet"),
            "who": _("sekreterare, ordförande eller handläggare i styrgruppen, beredningen eller samverkansorganet"),
            "by_system": True,
        },
    )
    def withdraw(self, *, by: AnyActor, today: date, reason: str) -> None:
        """End the matter without a decision (dra tillbaka)."""
        self.closed_on = today


def bare_paragraph(text: str) -> str:
    """The paragraph without its sign, however it was typed: "94"."""
    return text.replace("§", "").strip()


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Reads of rulings."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships: every principal sees every decision (X-01)."""
        return self.filter(matter__partnership_id__in=actor.partnership_ids)

    def current(self) -> Self:
        """Those of the latest round."""
        return self.exclude(state=RulingState.SUPERSEDED)

    def of_principals(self) -> Self:
        """The principals' own, not the bodies' on the way."""
        return self.filter(principal__isnull=False)

    def with_names(self) -> Self:
        """With body and principal, for showing."""
        return self.select_related("body", "principal__organisation")


class Ruling(Versioned):
    """How one body or principal has treated a matter (ställningstagande); a principal's own is its decision."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="rulings")
    stage = models.CharField(_("steg"), max_length=40)
    body = models.ForeignKey(Body, models.PROTECT, related_name="rulings", verbose_name=_("organ"))
    principal = models.ForeignKey(
        Principal, models.PROTECT, null=True, blank=True, related_name="rulings", verbose_name=_("huvudman")
    )
    kind = models.CharField(_("slag"), max_length=20, choices=RulingKind.choices)
    state = FSMField(_("läge"), choices=RulingState.choices, default=RulingState.NOT_STARTED, protected=True)
    round = models.PositiveSmallIntegerField(_("omgång"), default=1)
    received_on = models.DateField(_("mottaget"), null=True, blank=True)
    next_meeting_on = models.DateField(_("nästa sammanträde"), null=True, blank=True)
    preparation = models.CharField(_("egen beredning"), max_length=200, blank=True)
    diary_number = models.CharField(_("eget diarienummer"), max_length=60, blank=True)
    decided_on = models.DateField(_("beslutsdag"), null=True, blank=True)
    paragraph = models.CharField(_("paragraf"), max_length=20, blank=True)
    minutes = models.CharField(_("protokoll"), max_length=200, blank=True)
    reasons = models.TextField(_("skäl"), blank=True)
    announced_on = models.DateField(_("anslaget"), null=True, blank=True)
    appeal_until = models.DateField(_("kan överklagas till och med"), null=True, blank=True)
    legal_force_on = models.DateField(_("laga kraft"), null=True, blank=True)
    answer = models.TextField(_("svar på skälen"), blank=True)
    answered_on = models.DateField(_("besvarat"), null=True, blank=True)
    outcome = models.CharField(_("utfall"), max_length=20, blank=True, choices=RulingState.choices)

    objects = RulingQuerySet.as_manager()
    situations: ClassVar = RULING_SITUATIONS

    class Meta:
        verbose_name = _("ställningstagande")
        verbose_name_plural = _("ställningstaganden")
        ordering = ("matter", "id")
        indexes: ClassVar = [models.Index(fields=["principal", "state"], name="ruling_by_principal")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "stage", "principal"],
                condition=~Q(state="superseded") & Q(principal__isnull=False),
                name="ruling_is_one_a_principal",
                violation_error_message=_("Huvudmannen har redan ett ställningstagande i ärendet."),
            ),
            models.UniqueConstraint(
                fields=["matter", "stage"],
                condition=~Q(state="superseded") & Q(principal__isnull=True),
                name="ruling_is_one_a_body",
                violation_error_message=_("Organet har redan ett ställningstagande i ärendet."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(each) for each in DECIDED])
                | (Q(decided_on__isnull=False) & ~Q(paragraph="")),
                name="ruling_decided_has_day_and_paragraph",
                violation_error_message=_("Ett beslut har beslutsdag och paragraf."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_started", "in_preparation"])
                | (Q(decided_on__isnull=True) & Q(legal_force_on__isnull=True) & Q(outcome="")),
                name="ruling_undecided_has_no_decision_day",
                violation_error_message=_("Det som inte är beslutat har ingen beslutsdag."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(each) for each in EXPLAINED]) | ~Q(reasons=""),
                name="ruling_returned_has_reasons",
                violation_error_message=_("Ange skälen som de står i protokollet."),
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="ruling_superseded_has_answer",
                violation_error_message=_("Skriv vad ni svarar på skälen."),
            ),
            models.CheckConstraint(
                condition=Q(legal_force_on__isnull=True) | Q(legal_force_on__gte=F("decided_on")),
                name="ruling_legal_force_after_decision",
                violation_error_message=_("Beslutet kan inte få laga kraft före beslutsdagen."),
            ),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True) | Q(announced_on__gte=F("decided_on")),
                name="ruling_announced_after_decision",
                violation_error_message=_("Beslutet kan inte anslås före beslutsdagen."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="decide") | Q(principal__isnull=False),
                name="ruling_sovereign_is_a_principals",
                violation_error_message=_("Bara en huvudman fattar självständiga beslut."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal or self.body}: {self.matter}"[:300]

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.matter.chain

    @property
    def is_after_handover(self) -> bool:
        """Whether it stands after the handover: a principal's own, or a body's that advises some of them."""
        return bool(self.principal_id) or self.stage not in {each["key"] for each in self.matter.route.trunk}

    @property
    def principal_name(self) -> str:
        """The principal's short name, or the body's where no principal is."""
        return self.principal.organisation.short_name if self.principal else self.body.name

    @property
    def is_decided(self) -> bool:
        """Whether the body has said something."""
        return self.state in DECIDED

    @property
    def is_open(self) -> bool:
        """Whether a decision can be registered."""
        return self.state in OPEN

    @property
    def is_returned(self) -> bool:
        """Whether it waits for the proposer's answer."""
        return self.state in RETURNED

    @property
    def is_late(self) -> bool:
        """Whether it was decided after the last day; recorded and flagged, never refused (A-05)."""
        last = self.matter.decide_by
        return bool(self.principal_id and last and self.decided_on and self.decided_on > last)

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed without a decision."""
        last = self.matter.decide_by
        return bool(self.principal_id and last and self.state in OPEN and today > last)

    @property
    def lacks_meeting(self) -> bool:
        """Whether no day is named for it: the earliest warning."""
        return self.state in OPEN and self.next_meeting_on is None

    @property
    def may_be_appealed(self) -> bool:
        """Whether an appeal is still to be reckoned with: decided, and nobody has noted legal force."""
        return self.state in DECIDED and self.legal_force_on is None

    @property
    def state_word(self) -> str:
        """The state in words that fit its kind: a recommendation is not adopted."""
        if self.state == RulingState.ADOPTED:
            return str(ADOPTED_WORDS[self.kind])
        return str(RulingState(self.state).label)

    def url(self) -> str:
        """Its page."""
        return reverse("decisions:ruling", args=[self.matter.partnership.slug, self.matter_id, self.pk])

    @transition(
        field=state,
        source=[RulingState.NOT_STARTED, RulingState.IN_PREPARATION, RulingState.REMITTED],
        target=RulingState.IN_PREPARATION,
        custom={
            "guards": [guards.the_matter_has_come_here, guards.the_meeting_is_ahead],
            "permission": permissions.may_register,
            "label": _("ange sammanträde"),
            "who": _("huvudmannens egen registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def plan(
        self,
        *,
        by: AnyActor,
        today: date,
        next_meeting_on: date,
        diary_number: str = "",
        preparation: str = "",
    ) -> None:
        """Name the meeting that treats the matter (ange sammanträde)."""
        self.clear_decision()
        self.next_meeting_on = next_meeting_on
        self.diary_number = diary_number or self.diary_number
        self.preparation = preparation or self.preparation

    def note_decision(  # noqa: PLR0913 -- a decision has that many facts
        self,
        outcome: RulingState,
        *,
        decided_on: date,
        paragraph: str,
        diary_number: str = "",
        minutes: str = "",
        announced_on: date | None = None,
        appeal_until: date | None = None,
        legal_force_on: date | None = None,
        reasons: str = "",
    ) -> None:
        """Write down what was decided; three weeks to appeal are suggested where no day is stated."""
        self.outcome = outcome
        self.decided_on, self.paragraph, self.minutes = decided_on, bare_paragraph(paragraph), minutes.strip()
        self.diary_number = diary_number.strip() or self.diary_number
        self.announced_on, self.legal_force_on, self.reasons = announced_on, legal_force_on, reasons.strip()
        self.appeal_until = appeal_until or (suggested_appeal(announced_on) if announced_on else None)
        self.next_meeting_on = None

    def clear_decision(self) -> None:
        """Leave the decision fields empty for what comes; the trail keeps what was registered."""
        self.outcome = self.paragraph = self.minutes = self.reasons = ""
        self.decided_on = self.announced_on = self.appeal_until = self.legal_force_on = None

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.ADOPTED,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera att ärendet är antaget"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def adopt(self, *, by: AnyActor, today: date, kind: str = "", **facts: Any) -> None:
        """Register that it was prepared, recommended or adopted; `kind` lets the trail say which."""
        self.note_decision(RulingState.ADOPTED, **facts)

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.REJECTED,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.reasons_are_given,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera avslag"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def reject(self, *, by: AnyActor, today: date, **facts: Any) -> None:
        """Register a rejection with its reasons (avslag)."""
        self.note_decision(RulingState.REJECTED, **facts)

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.REMITTED,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.reasons_are_given,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera återremiss"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def remit(self, *, by: AnyActor, today: date, **facts: Any) -> None:
        """Register that it goes back for more preparation at home (återremiss); others are not affected."""
        self.note_decision(RulingState.REMITTED, **facts)

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.SENT_BACK,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.reasons_are_given,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera att ärendet sänds tillbaka"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def send_back(self, *, by: AnyActor, today: date, **facts: Any) -> None:
        """Register that it was sent back to the proposer with reasons."""
        self.note_decision(RulingState.SENT_BACK, **facts)

    @transition(
        field=state,
        source=[*RETURNED],
        target=RulingState.SUPERSEDED,
        custom={
            "guards": [guards.the_answer_is_written],
            "permission": permissions.may_answer,
            "label": _("svara på skälen"),
            "who": _("sekreterare, ordförande eller handläggare i det organ som lade fram förslaget"),
        },
    )
    def give_answer(self, *, by: AnyActor, today: date, answer: str) -> None:
        """Answer the reasons, so that a new round can begin."""
        self.answer, self.answered_on = answer.strip(), today

    @transition(
        field=state,
        source=[*DECIDED],
        target=RulingState.IN_PREPARATION,
        custom={
            "guards": [guards.the_entry_may_still_be_corrected, guards.reason_is_given],
            "permission": permissions.may_register,
            "label": _("ta tillbaka en felaktig registrering"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def take_back(self, *, by: AnyActor, today: date, reason: str) -> None:
        """Undo a wrong entry, so that the right one can be made; the trail keeps both (rättelse)."""
        self.clear_decision()


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships."""
        return self.filter(matter__partnership_id__in=actor.partnership_ids)

    def informed(self) -> Self:
        """Who got the matter for information alone."""
        return self.filter(kind=NoticeKind.INFORMED)

    def reminders(self) -> Self:
        """Who was reminded."""
        return self.filter(kind=NoticeKind.REMINDER)


class Notice(Versioned):
    """That a principal was told of a matter (meddelande): for information, or as a reminder."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="notices")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="notices")
    kind = models.CharField(_("slag"), max_length=20, choices=NoticeKind.choices)
    text = models.TextField(_("text"))
    sent_on = models.DateField(_("sänt"))
    sent_by = models.CharField(_("sänt av"), max_length=300)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("meddelande")
        verbose_name_plural = _("meddelanden")
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["principal", "kind", "-sent_on"], name="notice_by_principal")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.principal}, {self.matter}"[:300]

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.matter.chain
