from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from agreements.negotiations.models import FinanceChange, Issue, Negotiation, Option, Party
from agreements.negotiations.models.base import NegotiationPart
from agreements.negotiations.permissions import ASSISTANTS, LEADERS, led_by
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Mandate

from .. import consent_guards, guards, permissions
from ..states import LIVE, PACKAGE_SITUATIONS, ConsentState, PackageState

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

S = PackageState
WHOLE = 1_000_000
"""All of a cost, in millionths."""


class PackageQuerySet(models.QuerySet["Package"]):
    """Reads of packages."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those laid before the parties in the actor's partnerships; sketches to the negotiators and their office."""
        laid = Q(laid_on__isnull=False, negotiation__partnership_id__in=actor.partnership_ids)
        own = Q(negotiation__partnership_id=sketched_in(actor))
        if actor.sits_as(*LEADERS):
            own &= Q(negotiation__in=led_by(actor)) | Q(negotiation__in=Negotiation.objects.unled())
        return self.filter(laid | own)

    def seen_within(self, negotiation_id: int, sketched: int) -> Self:
        """The same, in a negotiation that the actor was found to know of; `sketched` is its partnership or zero."""
        laid = Q(laid_on__isnull=False)
        return self.filter(laid | Q(negotiation__partnership_id=sketched), negotiation_id=negotiation_id)

    def with_answers(self, organisation: int | None) -> Self:
        """With how many parties are asked, consent and are silent, and what an organisation's own has answered."""
        there = Q(consents__party__left_on__isnull=True)
        own = there & Q(consents__party__principal__organisation_id=organisation or 0)
        return self.annotate(
            asked=Count("consents", filter=there),
            consenting=Count("consents", filter=there & Q(consents__state=ConsentState.ACCEPTED)),
            silent=Count("consents", filter=there & Q(consents__state=ConsentState.ASKED)),
            own_answer=Max("consents__state", filter=own),
        )

    def live(self) -> Self:
        """Those that wait for answers, or that all have agreed to."""
        return self.filter(state__in=LIVE)


def sketched_in(actor: "Actor") -> int:
    """The partnership among whose sketches the seat acted from may see some, or zero."""
    seat = actor.seat
    if seat is None or seat.body.kind != BodyKind.NEGOTIATORS or seat.role not in ASSISTANTS:
        return 0
    return seat.body.partnership_id or 0


class Package(NegotiationPart):
    """One option in every issue and a proposed split of the cost (paket).

    What it is worth stands before what it costs (N-09). What may be told of its worth is kept as it was when it was
    laid before the parties, so that a later change of somebody's private value does not show.
    """

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="packages")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("paket"), max_length=200)
    description = models.TextField(_("beskrivning"), blank=True)
    cost_ore = models.BigIntegerField(_("kostnad i ören"), null=True, blank=True)
    laid_on = models.DateField(_("framlagt"), null=True, blank=True)
    answer_by = models.DateField(_("svar senast"), null=True, blank=True)
    agreed_on = models.DateField(_("överenskommet"), null=True, blank=True)
    ended_on = models.DateField(_("gäller inte längre sedan"), null=True, blank=True)
    reason = models.TextField(_("skäl"), blank=True)
    flag = models.TextField(_("varning"), blank=True)
    told = models.JSONField(_("vad som får berättas"), default=list, editable=False)
    told_total_ore = models.BigIntegerField(_("nytta som får berättas i ören"), null=True, editable=False)
    state = FSMField(_("läge"), choices=S.choices, default=S.DRAFT, protected=True)
    situations: ClassVar[dict[str, Any]] = PACKAGE_SITUATIONS

    objects = PackageQuerySet.as_manager()
    locked_with = ("negotiation__partnership",)

    class Meta:
        verbose_name = _("paket")
        verbose_name_plural = _("paket")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="package_number_is_unique"),
            models.UniqueConstraint(
                fields=["negotiation"],
                condition=Q(state=S.AGREED),
                name="one_package_is_agreed",
                violation_error_message=_("Ett annat paket är redan överenskommet."),
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="package_state_is_known"),
            models.CheckConstraint(
                condition=Q(cost_ore__isnull=True) | Q(cost_ore__gte=0),
                name="package_cost_is_not_negative",
                violation_error_message=_("Kostnaden kan inte vara mindre än noll."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.LAID, S.AGREED, S.OUTDATED)) | Q(laid_on__isnull=False),
                name="package_before_the_parties_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.AGREED) | Q(agreed_on__isnull=False), name="package_agreed_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.OUTDATED, S.WITHDRAWN)) | ~Q(reason=""),
                name="package_ended_has_reason",
                violation_error_message=_("Ange skälet."),
            ),
        ]

    def __str__(self) -> str:
        return f"Paket {self.letter}"  # its title stays with those who may see the sketch; the trail is read by all

    @property
    def letter(self) -> str:
        """Its place as a letter: A, B, C."""
        return chr(ord("A") + self.number - 1) if self.number <= 26 else str(self.number)

    @property
    def full_title(self) -> str:
        """Letter and title."""
        return f"{self.letter}. {self.title}"

    @property
    def cost(self) -> Sek | None:
        """What it costs, if that is stated."""
        return None if self.cost_ore is None else Sek(self.cost_ore)

    @transition(
        field=state,
        source=S.DRAFT,
        target=S.LAID,
        custom={
            "guards": [
                guards.negotiation_is_going_on,
                guards.every_issue_has_an_option,
                guards.states_choices_are_kept,
                guards.shares_make_the_whole,
                guards.no_other_package_is_agreed,
            ],
            "permission": permissions.may_lead,
            "label": _("lägga fram paketet för parterna"),
            "who": permissions.WHO_LEADS,
        },
    )
    def lay(self, *, by: Any, today: date, answer_by: date | None = None) -> None:
        """Let the parties see it and answer (lägga fram); what may be told of its worth is kept."""
        from ..telling import told_total, what_may_be_told  # noqa: PLC0415 -- telling reads models

        self.laid_on, self.answer_by, self.flag = today, answer_by, ""
        self.told = what_may_be_told(self)
        self.told_total_ore = told_total(self.told)

    @transition(
        field=state,
        source=S.LAID,
        target=S.AGREED,
        custom={
            "guards": [
                guards.parties_still_agree,
                guards.every_party_has_consented,
                consent_guards.consents_are_within_mandates,
                guards.every_issue_has_an_option,
                guards.states_choices_are_kept,
                guards.shares_make_the_whole,
                guards.no_other_package_is_agreed,
            ],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("bli överenskommet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def become_agreed(self, *, by: Any, today: date) -> None:
        """Every party has consented (överenskommet)."""
        self.agreed_on = today

    @transition(
        field=state,
        source=LIVE,
        target=S.OUTDATED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("sluta gälla"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def become_outdated(self, *, by: Any, today: date, reason: str) -> None:
        """What it rested on changed, or another package was agreed, and it holds no longer (gäller inte längre)."""
        self.reason, self.ended_on = reason, today

    @transition(
        field=state,
        source=(S.DRAFT, S.LAID, S.OUTDATED),
        target=S.WITHDRAWN,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_lead,
            "label": _("dra tillbaka paketet"),
            "who": permissions.WHO_LEADS,
        },
    )
    def withdraw(self, *, by: Any, today: date, reason: str = "") -> None:
        """Take it off the table (dra tillbaka); without a reason given, the one that it has already."""
        self.reason, self.ended_on = reason or self.reason, today


class PackageChoice(models.Model):
    """The option that a package takes in an issue (val)."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="choices")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, models.PROTECT, related_name="chosen_in")

    class Meta:
        verbose_name = _("val i ett paket")
        verbose_name_plural = _("val i paket")
        ordering = ("issue__number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["package", "issue"],
                name="package_has_one_option_an_issue",
                violation_error_message=_("Paketet har redan ett alternativ i frågan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.package}, fråga {self.issue.number}"


class ShareQuerySet(models.QuerySet["PackageShare"]):
    """Reads of shares."""

    def with_frames(self, today: date) -> Self:
        """With the most that a mandate of the party lets it commit on the day; none where there is no limit.

        It is the mandate's own frame, or a lower one told since it was decided, as `mandates.frame_of` has it (N-14).
        """
        told = FinanceChange.objects.filter(
            party_id=OuterRef(OuterRef("party_id")), new_frame_ore__isnull=False, told_on__gte=OuterRef("decided_on")
        ).values("new_frame_ore")[:1]
        own = (
            Mandate.objects.live(today)
            .for_negotiating()
            .filter(
                organisation_id=OuterRef("party__principal__organisation_id"),
                partnership_id=OuterRef("party__principal__partnership_id"),
            )
        )
        lower = Least(Coalesce("frame_ore", "told"), Coalesce("told", "frame_ore"))
        held = own.annotate(told=Subquery(told)).annotate(most=lower).order_by(F("most").desc(nulls_first=True))
        return self.annotate(frame=held.values("most")[:1])


class PackageShare(models.Model):
    """A party's part of a package's cost (kostnadsandel): millionths of it, and the öre that they make."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="shares")
    party = models.ForeignKey(Party, models.PROTECT, related_name="shares")
    share_ppm = models.PositiveIntegerField(_("andel i miljondelar"))
    amount_ore = models.BigIntegerField(_("belopp i ören"), null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("kostnadsandel")
        verbose_name_plural = _("kostnadsandelar")
        ordering = ("party__order", "party_id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "party"], name="party_has_one_share"),
            models.CheckConstraint(
                condition=Q(share_ppm__lte=WHOLE),
                name="share_is_at_most_the_whole",
                violation_error_message=_("En andel kan inte vara större än hela kostnaden."),
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__isnull=True) | Q(amount_ore__gte=0), name="share_amount_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package}, {self.party}"

    @property
    def amount(self) -> Sek | None:
        """The amount, if the cost is stated."""
        return None if self.amount_ore is None else Sek(self.amount_ore)

    @property
    def is_above_frame(self) -> bool:
        """Whether it is more than the party may commit; asked of shares that are read `with_frames`."""
        frame: int | None = getattr(self, "frame", None)
        return frame is not None and self.amount_ore is not None and self.amount_ore > frame
