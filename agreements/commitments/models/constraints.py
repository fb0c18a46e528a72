"""What must never be false of a commitment; the database refuses it, and says why."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.lib.money import LARGEST_ORE

from ..states import AGREED_ONCE, BINDING, OFFERS, CommitmentState

State = CommitmentState

COMMITMENT: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["agreement", "number"],
        name="commitment_number_is_unique",
        violation_error_message=_("Ett annat åtagande i avtalet har redan det numret."),
    ),
    models.CheckConstraint(condition=Q(state__in=State.values), name="commitment_state_is_known"),
    models.CheckConstraint(
        condition=Q(amount_ore__isnull=True) | Q(amount_ore__lte=LARGEST_ORE),
        name="commitment_amount_can_be_added_up",
        violation_error_message=_("Beloppet är för stort. Det får vara högst 100 miljarder kronor."),
    ),
    models.CheckConstraint(
        condition=Q(quantity__isnull=False, quantity__gt=0)
        | Q(amount_ore__isnull=False, amount_ore__gt=0)
        | Q(share_ppm__isnull=False, share_ppm__gt=0),
        name="commitment_can_be_measured",
        violation_error_message=_("Ange en mängd, ett belopp eller en andel som är större än noll."),
    ),
    models.CheckConstraint(
        condition=(Q(quantity__isnull=True) | Q(quantity__gt=0))
        & (Q(amount_ore__isnull=True) | Q(amount_ore__gt=0))
        & (Q(share_ppm__isnull=True) | Q(share_ppm__gt=0, share_ppm__lte=1_000_000)),
        name="commitment_figures_are_positive",
        violation_error_message=_("Mängd, belopp och andel ska vara större än noll, och andelen högst 100 procent."),
    ),
    models.CheckConstraint(
        condition=Q(quantity__isnull=True) | ~Q(unit=""),
        name="commitment_quantity_has_unit",
        violation_error_message=_("Ange enheten som mängden räknas i, till exempel bostäder."),
    ),
    models.CheckConstraint(
        condition=Q(amount_ore__isnull=True) | Q(price_level_on__isnull=False),
        name="commitment_money_has_price_level",
        violation_error_message=_("Ange prisnivån för beloppet."),
    ),
    models.CheckConstraint(
        condition=Q(value_elsewhere=False) | ~Q(beneficiary=""),
        name="commitment_says_who_gets_the_value",
        violation_error_message=_("Skriv vem som får nyttan när den uppstår hos någon annan (C-08)."),
    ),
    models.CheckConstraint(
        condition=Q(counter_performance_of__isnull=True) | ~Q(counter_performance_of=F("pk")),
        name="commitment_is_no_return_for_itself",
        violation_error_message=_("Ett åtagande kan inte vara motprestation för sig självt."),
    ),
    models.CheckConstraint(
        condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
        name="commitment_supersedes_another",
    ),
    models.CheckConstraint(
        condition=Q(state__in=AGREED_ONCE, clearing__isnull=False, agreed_on__isnull=False, agreed_level__isnull=False)
        | Q(state=State.LAPSED)
        | Q(state__in=(*OFFERS, State.WITHDRAWN), clearing__isnull=True, agreed_on__isnull=True),
        name="commitment_binds_by_a_clearing",
        violation_error_message=_("Ett åtagande blir bindande genom en klarering, och bara genom den."),
    ),
    models.CheckConstraint(
        condition=~Q(state__in=BINDING)
        | Q(due_on__isnull=False, under_way_from__isnull=False) & ~Q(counting_rule="") & ~Q(owner_role=""),
        name="commitment_in_force_is_complete",
        violation_error_message=_("Ett åtagande som gäller har räkneregel, sista dag och ansvarig roll."),
    ),
    models.CheckConstraint(
        condition=Q(flagged_on__isnull=True) | ~Q(state__in=BINDING) & ~Q(flag_reason=""),
        name="commitment_flagged_is_a_draft",
        violation_error_message=_("Ett flaggat bud måste bekräftas av parten innan det kan börja gälla."),
    ),
    models.CheckConstraint(
        condition=Q(verified_value=0) | Q(verified_on__isnull=False) & ~Q(verified_paragraph=""),
        name="commitment_verified_by_paragraph",
        violation_error_message=_("Ange styrelsens paragraf."),
    ),
    models.CheckConstraint(
        condition=~Q(state=State.REALISED)
        | Q(realised_on__isnull=False)
        & (
            Q(quantity__isnull=False, verified_value__gte=F("quantity"))
            | Q(quantity__isnull=True, amount_ore__isnull=False, verified_value__gte=F("amount_ore"))
            | Q(quantity__isnull=True, amount_ore__isnull=True, verified_value__gte=F("share_ppm"))
        ),
        name="commitment_realised_is_verified_in_full",
        violation_error_message=_("Ett åtagande är realiserat först när styrelsen har verifierat allt."),
    ),
]
