from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.audit.actors import Actor as AnyActor
from governance.lib.text import join_swedish
from governance.organisations.models import Body, Partnership, Principal, partnership_chain
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned
from governance.workflow.together import Wish, read_wishes

from .. import guards, permissions
from ..registry import Follower, follower_of
from ..states import (
    LIVE,
    MATTER_SITUATIONS,
    MatterState,
    RulingState,
)
from ..words import PartyWords, names_of, words_for
from .routes import Route

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

    from .rulings import Ruling


@lru_cache(maxsize=1024)
def address_of(slug: str, pk: int) -> str:
    """The page of a matter; every one of its rulings asks for it."""
    return reverse("decisions:matter", args=[slug, pk])


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


def current_in(matter: int) -> list[models.QuerySet["Ruling"]]:
    """The rulings of a matter's current round, with body and principal."""
    from .rulings import Ruling  # noqa: PLC0415 -- rulings point at matters

    return [Ruling.objects.filter(matter_id=matter).current().with_names()]


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
    stated_day: ClassVar = _("Dag då ärendet lämnas över")

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
        return self.in_order(read_wishes(Wish("decisions.current", current_in, (self.pk,)))[0][0])

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

    def began(self, step: str) -> Beginning | None:
        """It is handed over when the bodies on the way have had it."""
        days = [each.decided_on for each in self.trunk_rulings() if each.decided_on]
        return Beginning(max(days), _now("då beredningen blev klar")) if days else None

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
        return {each["body"]["kind"] for each in self.route.trunk if each["body"]} | set(self.route.led_by)

    def answering_ruling(self, returned: "Ruling | None") -> "Ruling | None":
        """Whose turn a return makes it: the proposer's for a body, the last recommending body's for a principal."""
        trunk = self.trunk_rulings()
        if not trunk:
            return None
        return trunk[-1] if returned is None or returned.is_after_handover else trunk[0]

    def answering_body(self, returned: "Ruling | None") -> Body | None:
        """The body that answers a return: on the way, or the one that leads a route without any on the way."""
        answering = self.answering_ruling(returned)
        return answering.body if answering else self.leading_body

    @cached_property
    def leading_body(self) -> Body | None:
        """The partnership's body that carries a matter which no body has prepared."""
        order = self.route.led_by
        if not order:
            return None
        found = Body.objects.filter(partnership_id=self.partnership_id, kind__in=order).order_by("pk")
        return min(found, key=lambda body: order.index(body.kind), default=None)

    def whose_turn(self, turn: str) -> str:
        """The body that hands it over or answers, by name; without any on the way, which of them leads is not told."""
        trunk = self.trunk_rulings()
        if self.state == MatterState.READY and trunk:
            return trunk[0].body.full_name if trunk[0].body else turn
        return self.answering_body_name if self.state == MatterState.INCOMPLETE else turn

    def who_may(self, step: str, who: str) -> str:
        """Who hands it over or takes it back: the people of the bodies that carry it, by name."""
        if step not in ("hand_over", "withdraw"):
            return who
        return permissions.leaders_of([ruling.body for ruling in self.trunk_rulings()]) or who

    @property
    def answering_body_name(self) -> str:
        """The body that answers a principal's return, spelt out."""
        answering = self.answering_body(None)
        return answering.full_name if answering else _now("den som lade fram förslaget")

    def principals_to_ask(self, today: date) -> list[Principal]:
        """The principals that the route asks: those named when the matter was opened, else all on that day."""
        stage = self.route.principal_stage
        if stage is None:
            return []
        named = list(self.named.by_code())
        return (
            named if named or stage["principals"] == "named" else list(self.partnership.principals.on(today).by_code())
        )

    def principals_to_inform(self, today: date) -> list[Principal]:
        """The others, where the route says that they are told."""
        stage = self.route.principal_stage
        if stage is None or stage.get("others") != "informed":
            return []
        asked = {each.pk for each in self.principals_to_ask(today)}
        return [each for each in self.partnership.principals.on(today).by_code() if each.pk not in asked]

    def deciding_bodies_of(self, principals: Iterable[Principal]) -> dict[int, Body]:
        """The body that decides for each organisation, in one query: of several, one that has the power to."""
        wanted = {each.organisation_id: self.route.deciding_kind(each.organisation.kind) for each in principals}
        found = Body.objects.filter(
            organisation_id__in=wanted, partnership__isnull=True, kind__in=set(wanted.values())
        ).order_by("decides_as_sovereign", "-pk")
        return {
            body.organisation_id: body
            for body in found
            if body.organisation_id and body.kind == wanted[body.organisation_id]
        }

    @property
    def words(self) -> PartyWords:
        """What those who decide are called in this partnership."""
        return words_for(self.partnership.kind)

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # in place of the one that Django would make
        """The state in words; with whom it is depends on the kind of partnership."""
        if self.state == MatterState.WITH_PRINCIPALS:
            return _now("Hos %s") % self.words.the_many
        return str(MatterState(self.state).label)

    def may_reopen(self) -> bool:
        """Whether the subject lets itself be opened again after all had decided."""
        return self.follower.may_reopen(self)

    def url(self) -> str:
        """Its page."""
        return address_of(self.partnership.slug, self.pk)

    @property
    def returned_words(self) -> str:
        """Which principals have rejected it or sent it back, in those very words."""
        rejected = [each for each in self.principal_rulings() if each.state == RulingState.REJECTED]
        sent_back = [each for each in self.principal_rulings() if each.state == RulingState.SENT_BACK]
        parts = [
            (rejected, _now("%s har avslagit ärendet")),
            (sent_back, _now("%s har sänt tillbaka ärendet")),
        ]
        return join_swedish([words % names_of(who) for who, words in parts if who])

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
            "guards": [guards.every_body_on_the_way_has_passed_it, guards.every_principal_has_its_deciding_body],
            "permission": permissions.may_lead,
            "label": _("lämna över till huvudmännen"),
            "who": _("sekreterare, ordförande eller handläggare i det organ som lägger fram ärendet"),
            "by_system": True,
        },
    )
    def hand_over(self, *, by: AnyActor, today: date, handed_over_on: date, to: str = "") -> None:
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
            "who": _("sekreterare, ordförande eller handläggare i det organ som lägger fram ärendet"),
            "by_system": True,
        },
    )
    def withdraw(self, *, by: AnyActor, today: date, reason: str) -> None:
        """End the matter without a decision (dra tillbaka)."""
        self.closed_on = today
