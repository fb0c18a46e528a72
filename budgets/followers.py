"""What plans, budgets, principles and deviations do when the principals' decisions come in."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM
from governance.decisions.models import Matter, Ruling
from governance.decisions.registry import Follower
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Principal
from governance.workflow import steps
from governance.workflow.days import Beginning
from governance.workflow.guards import Act

from . import guards
from .models import Budget, BudgetShare, CostPrinciple, Deviation, PrincipleShare
from .queries import ceiling_for
from .services import deviations, handover, principles
from .spending_guards import kr
from .states import OUT, UNDER_WORK, BudgetState, DeviationState

STEP_AFTER = {
    BodyKind.STEERING_GROUP: ("pass_steering_group", (BudgetState.AT_SGD,)),
    BodyKind.OFFICIALS: ("pass_officials", (BudgetState.AT_SGD, BudgetState.AT_CTB)),
    BodyKind.JOINT_POLITICAL: ("recommend", (BudgetState.AT_SGD, BudgetState.AT_CTB, BudgetState.AT_CS)),
}
"""What a body's passing means to the budget, and from where."""


def page_of(name: str, matter: Matter) -> str:
    """The address of the subject's page, where the pages are installed."""
    try:
        return reverse(name, args=[matter.partnership.slug, int(matter.subject_key)])
    except NoReverseMatch:
        return ""


class BudgetFollower(Follower):
    """Moves a budget as its matter moves."""

    def stage_passed(self, matter: Matter, stage: str, *, today: date) -> None:
        """A body on the way has passed it."""
        kinds = {each["key"]: each["body"]["kind"] for each in matter.route.stages if each["body"]}
        step, sources = STEP_AFTER.get(BodyKind(kinds[stage]), ("", ()))
        budget = Budget.objects.get(pk=matter.subject_key)
        if budget.state in sources:
            steps.perform(budget, step, by=SYSTEM, today=today)

    def handed_over(self, matter: Matter, *, today: date) -> None:
        """Handed over from the matter's own page: the same follows as from the budget's."""
        budget = Budget.objects.get(pk=matter.subject_key)
        if budget.state == BudgetState.RECOMMENDED:
            held = handover.freeze_and_step(budget, by=SYSTEM, today=today, on=matter.handed_over_on or today)
            handover.order_letters(held, by=SYSTEM, today=today)

    def adopted(self, matter: Matter, *, today: date) -> None:
        """All have adopted: it is in force."""
        handover.bring_into_force(Budget.objects.get(pk=matter.subject_key), matter, today=today)

    def ruling_changed(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        """A decision day that is corrected moves the day on which the last one adopted it."""
        handover.follow_corrected_day(Budget.objects.get(pk=matter.subject_key), matter, today=today)

    def became_incomplete(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        """One has rejected or sent back."""
        budget = Budget.objects.get(pk=matter.subject_key)
        if budget.state == BudgetState.WITH_PRINCIPALS:
            handover.become_incomplete(budget, ruling, today=today)

    def resumed(self, matter: Matter, *, today: date) -> None:
        """Every return is answered."""
        budget = Budget.objects.get(pk=matter.subject_key)
        if budget.state == BudgetState.INCOMPLETE:
            steps.perform(budget, "resume", by=SYSTEM, today=today)

    def may_reopen(self, matter: Matter) -> bool:
        """While no money rests on it."""
        budget = Budget.objects.get(pk=matter.subject_key)
        act = Act(SYSTEM, matter.opened_on)
        return budget.state == BudgetState.IN_FORCE and guards.nothing_has_been_used.ask(budget, act) is None

    def reopened(self, matter: Matter, *, today: date) -> None:
        """A wrong entry was set right: not all have adopted it."""
        handover.reopen(Budget.objects.get(pk=matter.subject_key), today=today)

    def withdrawn(self, matter: Matter, *, today: date) -> None:
        """Taken back: so is the budget, unless a new version replaced it."""
        budget = Budget.objects.get(pk=matter.subject_key)
        if budget.state in UNDER_WORK:
            steps.perform(budget, "withdraw", by=SYSTEM, today=today, reason="Ärendet drogs tillbaka")

    def page_url(self, matter: Matter) -> str:
        """The budget's page."""
        return page_of("budgets:budget", matter)

    def note_for(self, matter: Matter, principal: Principal) -> str:
        """What it costs the principal, as frozen at the handover."""
        found = BudgetShare.objects.filter(budget_id=int(matter.subject_key)).values_list("principal_id", "total_ore")
        shares = dict(found)
        if principal.pk not in shares:
            return ""
        words = _("Andelen för %(who)s är %(share)s av %(total)s.")
        return words % {
            "who": principal.organisation.short_name,
            "share": kr(Sek(shares[principal.pk])),
            "total": kr(Sek(sum(shares.values()))),
        }

    def hand_over_url(self, matter: Matter) -> str:
        """Where the budget is handed over: with its letters, not as a bare matter."""
        budget = Budget.objects.get(pk=matter.subject_key)
        slug = matter.partnership.slug
        try:
            return reverse("budgets:step", args=[slug, budget.year, budget.version_number, "hand_over"])
        except NoReverseMatch:
            return ""

    def meanwhile(self, matter: Matter) -> str:
        """Which ceiling holds until all have decided."""
        budget = Budget.objects.get(pk=matter.subject_key)
        if budget.state not in OUT:
            return ""
        ceiling = ceiling_for(matter.partnership, budget.year)
        hold = "De beslut som redan är fattade står fast om beloppen inte ändras."
        if ceiling is None:
            return f"Ingen tidigare budget är fastställd. {hold}"
        return f"Budget {ceiling.budget.year} är taket: {kr(ceiling.amount)}. {hold}"


class PrincipleFollower(Follower):
    """Moves a deviating cost principle as its matter moves."""

    def adopted(self, matter: Matter, *, today: date) -> None:
        """All whose share rises have decided."""
        principles.bring_principle_into_effect(CostPrinciple.objects.get(pk=matter.subject_key), today=today)

    def withdrawn(self, matter: Matter, *, today: date) -> None:
        """Taken back: the proposal falls."""
        principles.fall_back(CostPrinciple.objects.get(pk=matter.subject_key), today=today)

    def page_url(self, matter: Matter) -> str:
        """The principle's page."""
        return page_of("budgets:principle", matter)

    def note_for(self, matter: Matter, principal: Principal) -> str:
        """How the principal's share of the line would change, on the figures that the proposal was computed on."""
        share = PrincipleShare.objects.filter(principle_id=int(matter.subject_key), principal=principal).first()
        if share is None:
            return ""
        words = _("Andelen av raden för %(who)s: %(before)s enligt grundprincipen, %(after)s enligt förslaget.")
        return words % {
            "who": principal.organisation.short_name,
            "before": kr(Sek(share.base_ore)),
            "after": kr(Sek(share.deviating_ore)),
        }

    def meanwhile(self, matter: Matter) -> str:
        """What holds until all have decided."""
        return "Grundprincipen gäller tills alla vars andel ökar har beslutat."


class DeviationFollower(Follower):
    """Moves a deviation as the principals approve or not."""

    def began(self, matter: Matter) -> Beginning:
        """The joint body asks the principals, and the matter is opened afterwards."""
        deviation = Deviation.objects.get(pk=matter.subject_key)
        return deviation.began("ask_principals")

    def adopted(self, matter: Matter, *, today: date) -> None:
        """All have approved."""
        deviations.approve_deviation(Deviation.objects.get(pk=matter.subject_key), today=today)

    def withdrawn(self, matter: Matter, *, today: date) -> None:
        """The request was taken back."""
        deviation = Deviation.objects.get(pk=matter.subject_key)
        if deviation.state == DeviationState.WITH_PRINCIPALS:
            steps.perform(deviation, "fall", by=SYSTEM, today=today)

    def page_url(self, matter: Matter) -> str:
        """The deviation's page."""
        return page_of("budgets:deviation", matter)

    def meanwhile(self, matter: Matter) -> str:
        """What holds until all have approved."""
        return "Den fastställda budgeten är taket tills alla huvudmän har godkänt."
