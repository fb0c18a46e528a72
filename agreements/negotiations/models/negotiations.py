from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.lib.money import Sek
from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import GOING_ON, NEGOTIATION_SITUATIONS, NegotiationState

S = NegotiationState
VALUE_CREATING = "Värdeskapande förhandling som bygger på parternas nyttor"


class NegotiationQuerySet(models.QuerySet["Negotiation"]):
    """Reads of negotiations."""

    def visible_to(self, actor: Any) -> Self:
        """Those of the actor's partnerships; everyone in a partnership sees what is shared there (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)

    def led_by(self, actor: Any) -> Self:
        """Those that the actor is appointed to lead, serves in on the day and need not abstain from."""
        return self.led_by_person(int(actor.user_key or 0), actor.today)

    def led_by_person(self, user_id: int, today: date) -> Self:
        """The same, of a person on a day."""
        from .parties import Negotiator  # noqa: PLC0415 -- parties are part of negotiations

        mine = Negotiator.objects.serving(today).filter(user_id=user_id)
        return self.filter(pk__in=mine.values("negotiation_id"))

    def unled(self) -> Self:
        """Those that are prepared before anybody is appointed to lead them."""
        return self.filter(state=S.PROPOSED, negotiators__isnull=True)

    def going_on(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=GOING_ON)

    def public(self) -> Self:
        """Those that anybody may read of."""
        return self.filter(is_public=True)


def led_on(user_id: int, today: date) -> list[models.QuerySet[Any, Any]]:
    """The keys of the negotiations that a person leads on a day."""
    return [Negotiation.objects.led_by_person(user_id, today).order_by().values_list("pk")]


def led(label: Any, *asked: Any, **more: Any) -> dict[str, Any]:
    """A step that the negotiators take; higher floors may add guards to its list (`registry.readiness`)."""
    return {
        "guards": [guards.negotiator_is_impartial, *asked],
        "permission": permissions.sits_as_leader,
        "label": label,
        "who": permissions.WHO_LEADS,
        **more,
    }


class Negotiation(Versioned):
    """A Sverigeförhandling with its directive (förhandling): from proposal until its last commitment is realised."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="negotiations")
    number = models.CharField(_("nummer"), max_length=20)
    title = models.CharField(_("förhandling"), max_length=200)
    purpose = models.TextField(_("syfte"), blank=True)
    scope = models.TextField(_("omfattning"), blank=True)
    delimitations = models.TextField(_("avgränsningar"), blank=True)
    possible_outcomes = models.TextField(_("möjliga utfall"), blank=True)
    approach = models.CharField(_("typ av förhandling"), max_length=200, default=VALUE_CREATING)
    directive_reference = models.CharField(_("direktivets beteckning"), max_length=80, blank=True)
    directive_decided_on = models.DateField(_("direktivet beslutat"), null=True, blank=True)
    directive_edition = models.PositiveIntegerField(_("direktivets utgåva"), default=1, editable=False)
    frame_ore = models.BigIntegerField(_("ekonomisk ram i ören"), null=True, blank=True)
    frame_note = models.TextField(_("vad ramen bygger på"), blank=True)
    own_cost_ore = models.BigIntegerField(_("förhandlingens egen kostnad i ören"), null=True, blank=True)
    is_public = models.BooleanField(_("visas för alla"), default=False)
    state_since = models.DateField(_("läget sedan"), null=True, blank=True)
    state_reason = models.TextField(_("skäl för läget"), blank=True)
    resumes_to = models.CharField(_("återupptas till"), max_length=20, blank=True, editable=False)
    state = FSMField(_("läge"), choices=S.choices, default=S.PROPOSED, protected=True)
    situations: ClassVar[dict[str, Any]] = NEGOTIATION_SITUATIONS

    objects = NegotiationQuerySet.as_manager()
    locked_with = ("partnership",)

    class Meta:
        verbose_name = _("förhandling")
        verbose_name_plural = _("förhandlingar")
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "number"],
                name="negotiation_number_is_unique",
                violation_error_message=_("En annan förhandling har redan det numret."),
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="negotiation_state_is_known"),
            models.CheckConstraint(
                condition=Q(frame_ore__isnull=True) | Q(frame_ore__gte=0),
                name="negotiation_frame_is_not_negative",
                violation_error_message=_("Den ekonomiska ramen kan inte vara mindre än noll."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(S.PROPOSED, S.INITIATING, S.PAUSED, S.ABORTED)) | Q(frame_ore__isnull=False),
                name="negotiation_under_way_has_frame",
                violation_error_message=_("En förhandling som har börjat behöver en ekonomisk ram."),
            ),
            models.CheckConstraint(
                condition=Q(state=S.PROPOSED)
                | (~Q(directive_reference="") & Q(directive_decided_on__isnull=False))
                | Q(state=S.ABORTED),
                name="negotiation_begun_has_directive",
                violation_error_message=_("En förhandling som har initierats behöver ett beslutat direktiv."),
            ),
            models.CheckConstraint(
                condition=(Q(state=S.PAUSED) & ~Q(resumes_to="")) | (~Q(state=S.PAUSED) & Q(resumes_to="")),
                name="negotiation_paused_knows_where_to_resume",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.PAUSED, S.ABORTED)) | ~Q(state_reason=""),
                name="negotiation_stopped_has_reason",
                violation_error_message=_("Ange skälet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def frame(self) -> Sek | None:
        """The financial frame, once it is set."""
        return None if self.frame_ore is None else Sek(self.frame_ore)

    @property
    def own_cost(self) -> Sek | None:
        """What the negotiation itself costs the State (N-22)."""
        return None if self.own_cost_ore is None else Sek(self.own_cost_ore)

    def begin(self, today: date, reason: str = "") -> None:
        """Keep since when the new state holds, and why."""
        self.state_since, self.state_reason, self.resumes_to = today, reason, ""

    @transition(
        field=state,
        source=S.PROPOSED,
        target=S.INITIATING,
        custom=led(
            _("börja initiera förhandlingen"),
            guards.directive_is_written,
            guards.negotiators_are_appointed,
            guards.conflicts_are_declared,
        ),
    )
    def initiate(self, *, by: Any, today: date) -> None:
        """Let the parties see the directive and confirm the five gates (initiera)."""
        self.begin(today)

    @transition(
        field=state,
        source=S.INITIATING,
        target=S.NEGOTIATING,
        custom=led(
            _("börja förhandla"),
            guards.parties_are_complete,
            guards.everyone_has_the_same_information,
            guards.purpose_is_shared,
            guards.delimitations_are_shared,
            guards.directive_is_confirmed,
            guards.type_is_agreed,
            guards.mandates_are_live,
            guards.financial_frame_is_set,
        ),
    )
    def begin_negotiating(self, *, by: Any, today: date) -> None:
        """Leave the phase of initiation: all gates, mandates and the frame are there (förhandla)."""
        self.begin(today)

    @transition(
        field=state,
        source=S.NEGOTIATING,
        target=S.INITIATING,
        custom=led(_("gå tillbaka till att initiera"), guards.reason_is_given),
    )
    def reopen_initiation(self, *, by: Any, today: date, reason: str) -> None:
        """Go back to the set-up, since it is no longer shared; agreement on it outranks the timetable (N-12)."""
        self.begin(today, reason)

    @transition(
        field=state,
        source=S.NEGOTIATING,
        target=S.AGREEING,
        custom=led(
            _("börja skriva avtal"), guards.issues_are_listed, guards.state_issues_are_decided, guards.mandates_are_live
        ),
    )
    def begin_agreeing(self, *, by: Any, today: date) -> None:
        """Let an agreement be drafted from what was agreed (avtala)."""
        self.begin(today)

    @transition(
        field=state,
        source=S.AGREEING,
        target=S.NEGOTIATING,
        custom=led(_("gå tillbaka till att förhandla"), guards.reason_is_given),
    )
    def reopen_negotiating(self, *, by: Any, today: date, reason: str) -> None:
        """Negotiate anew, for instance when a party's finances changed (N-14)."""
        self.begin(today, reason)

    @transition(
        field=state,
        source=S.AGREEING,
        target=S.IMPLEMENTING,
        custom=led(_("gå över till genomförande"), by_system=True),
    )
    def implement(self, *, by: Any, today: date) -> None:
        """Let what is agreed be carried out under its board (genomföra, N-21)."""
        self.begin(today)

    @transition(
        field=state, source=S.IMPLEMENTING, target=S.CONCLUDED, custom=led(_("avsluta förhandlingen"), by_system=True)
    )
    def conclude(self, *, by: Any, today: date) -> None:
        """End it: every commitment is realised and its board is closed (avsluta)."""
        self.begin(today)

    @transition(
        field=state,
        source=(S.INITIATING, S.NEGOTIATING, S.AGREEING, S.IMPLEMENTING),
        target=S.PAUSED,
        custom=led(_("pausa förhandlingen"), guards.reason_is_given),
    )
    def pause(self, *, by: Any, today: date, reason: str) -> None:
        """Let it rest; where it stood is remembered (pausa)."""
        stood = self.state
        self.begin(today, reason)
        self.resumes_to = stood

    @transition(
        field=state,
        source=S.PAUSED,
        target=S.INITIATING,
        custom=led(_("återuppta initieringen"), guards.was_paused_while("initiating")),
    )
    def resume_initiating(self, *, by: Any, today: date) -> None:
        """Go on with the initiation (återuppta)."""
        self.begin(today)

    @transition(
        field=state,
        source=S.PAUSED,
        target=S.NEGOTIATING,
        custom=led(_("återuppta förhandlingen"), guards.was_paused_while("negotiating"), guards.mandates_are_live),
    )
    def resume_negotiating(self, *, by: Any, today: date) -> None:
        """Go on negotiating, if the mandates still hold (återuppta)."""
        self.begin(today)

    @transition(
        field=state,
        source=S.PAUSED,
        target=S.AGREEING,
        custom=led(_("återuppta avtalsarbetet"), guards.was_paused_while("agreeing"), guards.mandates_are_live),
    )
    def resume_agreeing(self, *, by: Any, today: date) -> None:
        """Go on with the agreement, if the mandates still hold (återuppta)."""
        self.begin(today)

    @transition(
        field=state,
        source=S.PAUSED,
        target=S.IMPLEMENTING,
        custom=led(_("återuppta genomförandet"), guards.was_paused_while("implementing")),
    )
    def resume_implementing(self, *, by: Any, today: date) -> None:
        """Go on with what was agreed (återuppta)."""
        self.begin(today)

    @transition(
        field=state,
        source=(S.PROPOSED, S.INITIATING, S.NEGOTIATING, S.AGREEING, S.PAUSED),
        target=S.ABORTED,
        custom=led(_("avsluta förhandlingen utan avtal"), guards.reason_is_given, guards.was_not_being_implemented),
    )
    def abort(self, *, by: Any, today: date, reason: str) -> None:
        """End it without agreement (avbryta)."""
        self.begin(today, reason)
