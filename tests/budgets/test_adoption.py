from datetime import date

import pytest

from budgets.models import Budget
from budgets.queries import ceiling_for
from budgets.services import drafting, frames, handover
from governance.audit.models import Event
from governance.decisions.desk import principal_duties
from governance.decisions.permissions import speaks_for_principal
from governance.decisions.services import answer_return, correct_ruling, hand_over, register_ruling
from governance.documents.models import Document
from governance.jobs.models import Job
from governance.lib.money import Sek
from governance.organisations.kinds import PrincipalGroup
from governance.organisations.models import Partnership, Principal
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from governance.workflow.steps import misplaced, perform, steps_of
from tests.factories import budgets as make
from tests.factories.decisions import actor_for_principal, again, decide, keeper_of, principal_organisation

pytestmark = pytest.mark.django_db


def test_a_budget_follows_its_matter_through_every_body() -> None:
    budget = make.submitted()
    states = [budget.state]

    for ruling in make.the_matter(budget).trunk_rulings():
        decide(ruling, today=make.DRAFTED)
        states.append(again(budget).state)

    assert states == ["at_sgd", "at_ctb", "at_cs", "recommended"]


def test_a_body_that_sends_it_back_does_not_move_the_budget_on() -> None:
    budget = make.submitted()
    first = make.the_matter(budget).trunk_rulings()[0]

    decide(first, "sent_back", today=make.DRAFTED)

    assert again(budget).state == "at_sgd"


def test_handover_needs_the_recommendation() -> None:
    budget = make.submitted()

    with pytest.raises(WrongState):
        handover.hand_over_budget(budget, by=make.sgd(budget.partnership), today=make.HANDED)
    assert not budget.shares.exists()


def test_a_step_that_starts_elsewhere_says_whose_turn_it_is() -> None:
    budget = make.submitted()
    with pytest.raises(WrongState) as early:
        handover.hand_over_budget(budget, by=make.sgd(budget.partnership), today=make.HANDED)
    closed = Budget(state="closed", partnership=budget.partnership)

    late = misplaced(closed, steps_of(Budget)["submit"])

    assert [each.mended_by for each in early.value.refusals] == ["styrgruppen"]
    assert [each.mended_by for each in late.refusals] == ["ingen: här väntar inget på någon"]


def test_handover_freezes_shares_and_gives_each_principal_a_ruling_and_a_letter() -> None:
    budget = make.recommended()

    matter = handover.hand_over_budget(budget, by=make.sgd(budget.partnership, make.HANDED), today=make.HANDED)

    held = again(budget)
    assert (held.state, held.handed_over_on, held.is_late_handover) == ("with_principals", make.HANDED, False)
    assert [(row.code, row.total.plain()) for row in held.shares.all()] == [
        ("12", "6520000.00"),
        ("1214", "1512347.43"),
        ("1230", "2871516.67"),
        ("1231", "2136135.90"),
    ]
    assert sum(row.total_ore for row in held.shares.all()) == held.total_ore
    assert [ruling.state for ruling in matter.principal_rulings()] == ["not_started"] * 4
    letters = Document.objects.about(held)
    assert [letter.principal.organisation.code for letter in letters if letter.principal] == [
        "12",
        "1214",
        "1230",
        "1231",
    ]
    assert Job.objects.filter(batch=handover.letter_batch(held)).count() == 4


def test_a_handover_from_the_matters_own_page_brings_the_same_with_it() -> None:
    budget = make.recommended()

    hand_over(make.the_matter(budget), by=make.cs(budget.partnership, make.HANDED), today=make.HANDED)

    held = again(budget)
    assert (held.state, held.handed_over_on, held.shares.count()) == ("with_principals", make.HANDED, 4)
    assert Document.objects.about(held).count() == 4


def test_a_late_handover_is_flagged_and_not_refused() -> None:
    budget = make.handed_over(on=date(2026, 4, 2))

    assert budget.state == "with_principals"
    assert budget.is_late_handover
    letter = Document.objects.about(budget)[0].frozen
    assert any("skulle den ha nått er senast den 1 april 2026" in text for text in letter["text"])


def test_a_handover_is_not_recorded_for_a_day_to_come() -> None:
    budget = make.recommended(make.make_partnership(2))

    with pytest.raises(Refused, match="ligger i framtiden"):
        handover.hand_over_budget(budget, by=make.sgd(budget.partnership), today=make.HANDED, on=date(2026, 3, 28))
    assert again(budget).state == "recommended"


def test_the_last_day_to_hand_over_is_the_first_of_april() -> None:
    assert not make.handed_over(on=date(2026, 4, 1)).is_late_handover


def test_the_budget_is_in_force_when_the_last_of_them_has_adopted_it_and_not_before() -> None:
    budget = make.handed_over()
    rulings = make.the_matter(budget).principal_rulings()

    for ruling in rulings[:-1]:
        decide(ruling, today=make.DECIDED)
    assert again(budget).state == "with_principals"
    with pytest.raises(Refused, match="inte fastställd av alla huvudmän"):
        frames.frame_of(budget)

    decide(rulings[-1], today=date(2026, 12, 4))

    held = again(budget)
    assert (held.state, held.adopted_on, held.is_late_adoption) == ("in_force", date(2026, 12, 4), True)
    frame = make.frame_for(held)
    assert (frame.ceiling, frame.allocated, frame.is_provisional) == (Sek(1_304_000_000), Sek(0), False)


def test_a_remitted_ruling_changes_nothing_and_a_returned_one_makes_it_incomplete() -> None:
    budget = make.handed_over()
    first, second, *_ = make.the_matter(budget).principal_rulings()

    decide(first, "remitted", today=make.DECIDED)
    assert again(budget).state == "with_principals"
    decide(second, "rejected", today=make.DECIDED, reasons="Kostnaden efter 2028 ska redovisas.")

    assert again(budget).state == "incomplete"


def test_while_incomplete_the_others_go_on_and_after_the_answer_it_can_be_adopted() -> None:
    budget = make.handed_over()
    matter = make.the_matter(budget)
    first, *others = matter.principal_rulings()
    returned = decide(first, "sent_back", today=make.DECIDED, reasons="Kostnaden efter 2028 ska redovisas.")
    for ruling in others:
        decide(ruling, today=make.DECIDED)
    assert again(budget).state == "incomplete"

    answer_return(
        again(matter),
        returned,
        answer="Kalkylen är bifogad.",
        by=make.cs(budget.partnership),
        today=make.DECIDED,
        decided_on=make.DECIDED,
        paragraph="31",
    )
    assert again(budget).state == "with_principals"
    (again_asked,) = [each for each in make.the_matter(budget).principal_rulings() if each.state == "not_started"]
    decide(again_asked, today=make.DECIDED)

    assert again(budget).state == "in_force"


def test_the_last_adopted_budget_stays_the_ceiling_until_the_new_one_is_adopted() -> None:
    this_year = make.adopted()
    partnership = this_year.partnership
    later = make.handed_over(
        partnership, year=2028, today=date(2027, 1, 15), on=date(2027, 3, 20), lines=[("Mina planer", "management", 9)]
    )

    ceiling = ceiling_for(partnership, 2028)

    assert ceiling is not None
    assert (ceiling.budget, ceiling.amount, ceiling.is_provisional) == (this_year, this_year.total, True)
    assert make.the_matter(later).follower.meanwhile(make.the_matter(later)) == (
        "Budget 2027 är taket: 13 040 000 kr. De beslut som redan är fattade står fast om beloppen inte ändras."
    ).replace(" 040 000 kr", "\u00a0040\u00a0000\u00a0kr")
    assert ceiling_for(partnership, 2026) is None


def test_other_amounts_are_a_new_version_on_which_everyone_decides_again() -> None:
    old = make.handed_over()
    for ruling in make.the_matter(old).principal_rulings()[1:]:
        decide(ruling, today=make.DECIDED)
    by = make.sgd(old.partnership, make.DECIDED)

    new = drafting.revise_budget(old, reason="Lägre belopp", by=by, today=make.DECIDED)
    drafting.edit_line(make.line_of(new), changes={"amount_ore": 900_000_000}, by=by, today=make.DECIDED, version=None)
    drafting.submit_budget(new, by=by, today=make.DECIDED)
    for ruling in make.the_matter(new).trunk_rulings():
        decide(ruling, today=make.DECIDED)
    handover.hand_over_budget(new, by=by, today=make.DECIDED)

    rulings = make.the_matter(new).principal_rulings()
    assert [ruling.state for ruling in rulings] == ["not_started"] * 4
    for ruling in rulings:
        decide(ruling, today=make.DECIDED)
    assert (again(new).state, again(old).state) == ("in_force", "replaced")
    assert Budget.objects.adopted().get(year=2027) == new


def test_nobody_brings_a_budget_into_force_by_hand() -> None:
    from governance.audit.actors import SYSTEM
    from governance.workflow.refusals import NotAllowed

    budget = make.handed_over()

    with pytest.raises(NotAllowed):
        perform(budget, "bring_into_force", by=make.sgd(budget.partnership), today=make.DECIDED)
    with pytest.raises(Refused, match="4 av 4 huvudmän har inte antagit budgeten"):
        perform(budget, "bring_into_force", by=SYSTEM, today=make.DECIDED)


def test_a_wrong_last_entry_is_set_right_while_no_money_rests_on_it() -> None:
    budget = make.adopted()
    ruling = make.the_matter(budget).principal_rulings()[1]
    wrong = {"outcome": "rejected", "reasons": "Avslag enligt protokollet."}

    correct_ruling(ruling, changes=wrong, reason="Fel kryss", by=keeper_of(ruling), today=make.DECIDED)

    assert (again(budget).state, again(budget).adopted_on) == ("incomplete", None)
    frame = make.frame_for(budget)
    assert (frame.ceiling, frame.left) == (Sek(0), Sek(0))


def test_a_corrected_day_of_the_last_decision_is_the_day_of_the_adoption_too() -> None:
    budget, late = make.handed_over(), date(2026, 12, 2)
    *most, last = make.the_matter(budget).principal_rulings()
    for ruling in most:
        decide(ruling, today=make.DECIDED)
    last = decide(last, today=late)
    was_late = again(budget).is_late_adoption

    right = {"decided_on": date(2026, 11, 2)}
    correct_ruling(last, changes=right, reason="Fel månad", by=keeper_of(last, today=late), today=late)

    held = again(budget)
    assert (was_late, held.adopted_on, held.is_late_adoption) == (True, date(2026, 11, 2), False)
    adoption = Event.objects.about(budget).get(kind="budgets.budget.bring_into_force")
    correction = Event.objects.about(budget).first()
    assert correction is not None
    assert (correction.kind, correction.corrects) == ("budgets.budget.correct_adoption_day", adoption.pk)
    assert make.frame_for(budget).began("allocate").on == date(2026, 11, 2)


def test_another_corrected_fact_does_not_touch_the_day_of_the_adoption() -> None:
    budget = make.adopted()
    ruling = make.the_matter(budget).principal_rulings()[0]
    before = again(budget).version

    correct_ruling(ruling, changes={"paragraph": "77"}, reason="Fel", by=keeper_of(ruling), today=make.DECIDED)

    assert (again(budget).version, again(budget).adopted_on) == (before, make.DECIDED)


def test_a_wrong_entry_stays_when_money_has_been_used_upon_it() -> None:
    budget = make.adopted()
    frames.record_outcome(
        budget,
        line=make.line_of(budget),
        period=make.IN_YEAR,
        amount=Sek(1),
        by=make.sgd(budget.partnership, make.IN_YEAR),
        today=make.IN_YEAR,
    )
    ruling = make.the_matter(budget).principal_rulings()[1]

    with pytest.raises(Refused):
        correct_ruling(
            ruling,
            changes={"outcome": "rejected", "reasons": "Avslag."},
            reason="Fel kryss",
            by=keeper_of(ruling),
            today=make.IN_YEAR,
        )
    assert again(budget).state == "in_force"


def change_members(partnership: Partnership) -> None:
    """Burlöv leaves with 2026 and Vellinge comes with 2027."""
    partnership.principals.filter(organisation__code="1231").update(until_on=date(2026, 12, 31))
    Principal.objects.create(
        partnership=partnership,
        organisation=principal_organisation("1233"),
        group=PrincipalGroup.MUNICIPALITIES,
        from_on=date(2027, 1, 1),
    )
    make.load_populations(partnership)


def test_those_who_are_to_pay_a_budget_decide_it() -> None:
    partnership = make.make_partnership()
    change_members(partnership)

    budget = make.handed_over(partnership)

    asked = [each.principal for each in make.the_matter(budget).principal_rulings()]
    payers = [share.principal for share in budget.shares.order_by("code")]
    letters = [each.principal for each in Document.objects.about(budget).order_by("principal__organisation__code")]
    assert [each.organisation.code for each in payers] == ["12", "1214", "1230", "1233"]
    assert asked == payers == letters


def test_those_who_pay_a_year_are_asked_about_what_it_costs_more() -> None:
    partnership = make.make_partnership()
    budget = make.adopted(partnership)
    change = {"organisation": principal_organisation("1233"), "group": PrincipalGroup.MUNICIPALITIES}
    Principal.objects.create(partnership=partnership, from_on=date(2027, 2, 1), **change)
    partnership.principals.filter(organisation__code="1231").update(until_on=date(2027, 1, 31))

    rulings = make.approval_asked(budget, today=date(2027, 3, 1)).principal_rulings()

    assert [each.principal.organisation.code for each in rulings if each.principal] == ["12", "1214", "1230"]


def test_a_principal_that_is_to_come_registers_its_own_decision_and_nobody_elses() -> None:
    partnership = make.make_partnership()
    change_members(partnership)
    budget = make.handed_over(partnership)
    *others, coming = make.the_matter(budget).principal_rulings()
    leaver = partnership.principals.get(organisation__code="1231")
    for ruling in others:
        decide(ruling, today=make.DECIDED)

    for stranger in (leaver, others[1].principal):
        by = actor_for_principal(stranger, today=make.DECIDED)
        assert not speaks_for_principal(coming, by)
        with pytest.raises(NotAllowed):
            register_ruling(
                coming, outcome="adopted", decided_on=make.DECIDED, paragraph="§ 1", by=by, today=make.DECIDED
            )
    decide(coming, today=make.DECIDED)

    assert again(budget).state == "in_force"


def test_a_principal_whose_time_is_over_no_longer_registers_its_decision() -> None:
    budget = make.handed_over()
    ruling = make.the_matter(budget).principal_rulings()[-1]
    budget.partnership.principals.filter(organisation__name=ruling.principal_name).update(until_on=date(2026, 5, 31))

    with pytest.raises(NotAllowed):
        decide(ruling, today=make.DECIDED)
    assert ruling.principal is not None
    assert principal_duties(actor_for_principal(ruling.principal, today=make.DECIDED), make.DECIDED) == []
