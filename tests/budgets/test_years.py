"""A year's end: settlement, why shares changed, the annual report and its documents."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from budgets.cost_sharing import shares_of, why_share_changed
from budgets.models import AnnualReport, Budget, Settlement
from budgets.reports.annual import report_builder
from budgets.services import annual_reports, frames, principles, settlements
from budgets.services.handover import dispatch_letters, letter_batch
from governance.decisions.services import hand_over
from governance.documents.models import Dispatch, Document
from governance.documents.services import confirm_receipt, open_document, seal_now
from governance.jobs.services import run_batch
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.organisations import agenda
from governance.workflow.refusals import Refused
from governance.workflow.steps import perform
from tests.documents.samples import head
from tests.factories import budgets as make
from tests.factories.decisions import actor_for_principal, again, decide

OVER = make.YEAR_OVER
kr = Sek.of_kronor


def with_outcome(budget: Budget, *amounts: tuple[str, int]) -> Budget:
    for name, ore in amounts or (("Mina planer", 949_816_635), ("Trygg utskrivning", 312_764_001)):
        frames.record_outcome(
            budget,
            line=make.line_of(budget, name),
            period=make.IN_YEAR,
            amount=Sek(ore),
            by=make.sgd(budget.partnership, make.IN_YEAR),
            today=make.IN_YEAR,
        )
    return budget


def settled(budget: Budget) -> Settlement:
    return settlements.settle_year(budget, by=make.sgd(budget.partnership, OVER), today=OVER)


def with_principle(partnership: Any, rule: Principle, year: int = 2027) -> None:
    by = make.sgd(partnership)
    principle = principles.propose_principle(
        service=make.make_service(partnership, "Trygg utskrivning"),
        phase="establishment",
        principle=rule,
        from_year=year,
        reason="Ojämn användning",
        by=by,
        today=make.DRAFTED,
    )
    principles.compute_consent(principle, by=by, today=make.DRAFTED)
    matter = principles.put_principle_forward(again(principle), by=by, today=make.DRAFTED)
    for ruling in matter.trunk_rulings():
        decide(ruling, today=make.DRAFTED)
    for ruling in hand_over(again(matter), by=make.cs(partnership), today=make.DRAFTED).subject.principal_rulings():
        decide(ruling, today=make.DRAFTED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "outcome",
    [
        (("Mina planer", 949_816_635), ("Trygg utskrivning", 312_764_001)),
        (("Mina planer", 1), ("Trygg utskrivning", 3)),
        (("Mina planer", 7), ("Trygg utskrivning", -1_000_001)),
    ],
)
@pytest.mark.parametrize("rule", [None, Principle.by_region(612_345), Principle.by_parts({"12": 1, "1214": 999_999})])
def test_settlement_sums_exactly_by_the_principles_that_shared_the_cost(rule: Principle | None, outcome: Any) -> None:
    partnership = make.make_partnership()
    if rule:
        with_principle(partnership, rule)
    budget = with_outcome(make.adopted(partnership), *outcome)

    settlement = settled(budget)

    rows = list(settlement.rows.all())
    used = sum(ore for _, ore in outcome)
    assert sum(row.outcome_ore for row in rows) == settlement.outcome_ore == used
    assert sum(row.budget_ore for row in rows) == settlement.budget_ore == budget.total_ore
    assert sum(row.back_ore for row in rows) == settlement.left.ore == 1_304_000_000 - used
    assert [row.code for row in rows] == ["12", "1214", "1230", "1231"]


@pytest.mark.django_db
def test_a_year_is_settled_once_when_it_is_over_and_its_deviations_are_tried() -> None:
    budget = with_outcome(make.adopted(), ("Mina planer", 984_000_001))
    by = make.sgd(budget.partnership, OVER)
    with pytest.raises(Refused) as refused:
        settlements.settle_year(budget, by=by, today=date(2027, 12, 31))
    assert [refusal.sentence for refusal in refused.value.refusals] == [
        "Året 2027 är inte slut.",
        "Avvikelser som inte är prövade: AV-2027-01.",
    ]
    assert refused.value.refusals[0].by_when == date(2028, 1, 1)

    deviation, cs = make.frame_for(budget).deviations.get(), make.cs(budget.partnership, OVER)
    perform(deviation, "refer", by=by, today=OVER)
    perform(deviation, "take_note", by=cs, today=OVER, reason="Dyrare drift", paragraph="38")
    with pytest.raises(Refused, match="inte avräknat"):
        settlements.close_budget(budget, by=by, today=OVER)
    settled(budget)
    settlements.close_budget(budget, by=by, today=OVER)

    assert (again(budget).state, make.frame_for(budget).state) == ("closed", "closed")
    for act in (lambda: settled(budget), lambda: with_outcome(budget)):
        with pytest.raises(Refused):
            act()


@pytest.mark.django_db
def test_a_first_year_has_nothing_to_compare_with() -> None:
    assert why_share_changed(make.adopted()) == {}


@pytest.mark.django_db
def test_the_terms_of_a_change_add_up_for_every_principal() -> None:
    before = make.adopted()
    with_principle(before.partnership, Principle.by_region(600_000), year=2028)
    after = make.recommended(
        before.partnership,
        year=2028,
        today=date(2027, 1, 15),
        lines=[
            ("Mina planer", "management", 9_999_999),
            ("Trygg utskrivning", "establishment", 1),
            ("Ny", "management", 7),
        ],
    )

    terms = why_share_changed(after)

    then = {share.code: share.total_ore for share in before.shares.all()}
    now = {share.code: share.total_ore for share in shares_of(after)}
    assert {code: (each.before, each.after) for code, each in terms.items()} == {
        code: (then[code], now[code]) for code in now
    }
    for each in terms.values():
        assert each.before + each.budget + each.population + each.principle + each.rounding == each.after
    principal = before.partnership.principals.by_code()[1]
    assert list(why_share_changed(after, principal)) == ["1214"]


@pytest.mark.django_db
def test_every_letter_tells_shares_that_add_up_and_how_they_were_computed() -> None:
    partnership = make.make_partnership()
    with_principle(partnership, Principle.by_region(600_000))
    budget = make.handed_over(partnership)

    letters = {
        each.principal.organisation.code: each.frozen for each in Document.objects.about(budget) if each.principal
    }

    for code, letter in letters.items():
        mine = next(row for row in letter["shares"] if row["mine"])
        assert (mine["code"], mine["sum"]) == (code, letter["mine"]["budget"])
        assert letter["reader"]["code"] == code
        assert sum(row["sum"] for row in letter["shares"]) == letter["total"] == budget.total_ore
        assert sum(line["mine"] for line in letter["lines"]) == mine["sum"]
        assert letter["derivation"][-1]["amount"] == mine["sum"]
        assert letter["share_sums"][-1]["sum"] == budget.total_ore
        assert letter["asks"][0]["by_when"] == "2026-11-30"
    assert [step["how"].replace("\u00a0", " ") for step in letters["1214"]["derivation"]] == [
        "1 av 2 rader",
        "a ÷ 2",
        "b × 14 474 ÷ 62 400",
        "1 av 2 rader",
        "d × 40 %",
        "e × 14 474 ÷ 62 400",
        "c + f",
    ]
    assert letters["12"]["lead"].replace("\u00a0", " ") == (
        "Region Skåne ombeds fastställa handlingsplan och budget 2027 senast den 30 november 2026. "
        "Er andel är 6 840 000 kr av 13 040 000 kr."
    )


def report_on(budget: Budget) -> AnnualReport:
    return annual_reports.start_annual_report(budget, by=make.sgd(budget.partnership, OVER), today=OVER)


def at_cs(budget: Budget) -> AnnualReport:
    by = make.sgd(budget.partnership, OVER)
    report = report_on(budget)
    annual_reports.edit_report(
        report,
        changes={"outcome_text": "Driften blev billigare.", "cooperation_text": "29 av 34 svarade."},
        by=by,
        today=OVER,
        version=report.version,
    )
    perform(report, "draft", by=by, today=OVER)
    perform(report, "submit", by=by, today=OVER)
    return again(report)


@pytest.mark.django_db
def test_a_report_waits_for_outcome_settlement_and_texts() -> None:
    budget = make.adopted()
    report, by = report_on(budget), make.sgd(budget.partnership, OVER)

    with pytest.raises(Refused) as refused:
        perform(report, "draft", by=by, today=OVER)
    assert [refusal.sentence for refusal in refused.value.refusals] == [
        "Det finns inget utfall registrerat för året.",
        "Året är inte avräknat mellan huvudmännen än.",
    ]
    settled(with_outcome(budget))
    perform(report, "draft", by=by, today=OVER)
    with pytest.raises(Refused, match="vad som förklarar utfallet, hur samverkan fungerar"):
        perform(report, "submit", by=by, today=OVER)


@pytest.mark.django_db
def test_cs_sends_a_report_back_with_reasons_or_establishes_it_with_a_paragraph() -> None:
    budget = with_outcome(make.adopted())
    settled(budget)
    report, cs = at_cs(budget), make.cs(budget.partnership, OVER)

    with pytest.raises(Refused, match="Skriv vad som behöver ändras"):
        perform(report, "send_back", by=cs, today=OVER, reason=" ")
    perform(report, "send_back", by=cs, today=OVER, reason="Förklara driften.")
    assert (again(report).state, again(report).return_reason) == ("draft", "Förklara driften.")
    perform(report, "submit", by=make.sgd(budget.partnership, OVER), today=OVER)
    for day, paragraph, said in (
        (OVER, " ", "Ange dagen"),
        (date(2028, 3, 1), "6", "framtiden"),
        (date(2027, 12, 31), "6", "före 1 januari 2028"),
    ):
        with pytest.raises(Refused, match=said):
            annual_reports.establish_report(report, decided_on=day, paragraph=paragraph, by=cs, today=OVER)

    annual_reports.establish_report(report, decided_on=OVER, paragraph="6", by=cs, today=OVER)

    assert again(report).state == "sealing"
    assert annual_reports.sealing_progress(report).total == 4
    with pytest.raises(Refused, match="ändras medan den samlas in"):
        annual_reports.edit_report(
            report, changes={"outcome_text": "X"}, by=make.sgd(budget.partnership, OVER), today=OVER, version=None
        )


@pytest.mark.django_db
def test_a_report_adds_up_and_tells_what_happened() -> None:
    budget = with_outcome(make.adopted(), ("Mina planer", 984_000_001), ("Trygg utskrivning", 100_000_007))
    cs, by = make.cs(budget.partnership, OVER), make.sgd(budget.partnership, OVER)
    deviation = make.frame_for(budget).deviations.get()
    perform(deviation, "refer", by=by, today=OVER)
    perform(deviation, "take_note", by=cs, today=OVER, reason="Dyrare drift.", paragraph="38", on=make.IN_YEAR)
    settled(budget)
    report = at_cs(budget)
    annual_reports.establish_report(report, decided_on=OVER, paragraph="6", by=cs, today=OVER)

    documents = [each.frozen for each in Document.objects.about(report)]

    for told in documents:
        mine = told["mine"]
        assert sum(row["sum"] for row in told["shares"]) == told["totals"]["budget"] == 1_304_000_000
        assert sum(row["back"] for row in told["shares"]) == told["totals"]["left"] == 219_999_992
        assert sum(service["mine"] for service in told["services"]) == mine["outcome"]
        assert sum(phase["mine"] for phase in told["phases"]) == mine["outcome"]
        assert sum(phase["outcome"] for phase in told["phases"]) == told["totals"]["outcome"] == 1_084_000_008
        assert mine["back"] == mine["budget"] - mine["outcome"]
        assert told["derivation"][-1]["amount"] == mine["budget"]
        assert told["decided"] == {"body": "Centralt samverkansorgan", "on": "2028-01-20", "paragraph": "§\u00a06"}
        assert [row["late"] for row in told["rulings"]] == [False] * 4
        assert told["rulings_text"].endswith("Alla 4 har beslutat i tid.")
        assert told["deviations"][0]["trial"] == "CS 4 maj 2027, §\u00a038: Dyrare drift."
        assert [row["kind"] for row in told["decisions"]] == ["Avvikelse"]
        assert told["goals"][0]["activities"][0]["name"] == "Gemensam årsplan"
        assert told["outcome_text"].endswith("Driften blev billigare.")
        assert told["next_year"] is None
    assert sum(told["mine"]["outcome"] for told in documents) == 1_084_000_008
    established = documents[0]["trail"][-1]
    assert (established["what"], established["stated_on"]) == ("Årsrapporten fastställdes", "2028-01-20")


@pytest.mark.django_db
def test_a_report_that_is_not_established_says_so() -> None:
    budget = with_outcome(make.adopted())
    report = report_on(budget)
    documents = annual_reports.order_reports(report, by=make.sgd(budget.partnership, OVER), today=OVER)

    told = documents[0].frozen

    assert told["decided"] is None
    assert told["notices"][0]["strong"] == "Rapporten är inte fastställd."
    assert "Året är inte avräknat än." in told["lead"]
    assert json.loads(documents[0].data)["mine"]["back"] is None


@pytest.mark.django_db
def test_next_years_budget_is_told_as_far_as_it_has_come() -> None:
    budget = with_outcome(make.adopted())
    make.handed_over(budget.partnership, year=2028, today=date(2027, 1, 15), on=date(2027, 3, 20))
    report = report_on(budget)
    build = report_builder(report, today=OVER)
    told = build("1214")(head())

    assert told.next_year is not None
    assert told.next_year.text.replace("\u00a0", " ") == (
        "Budgeten 2028 föreslås bli 13 040 000 kr. Svalöv: 1 512 347,43 kr. Huvudmännen har den för beslut."
    )
    assert [(row.year, row.settled) for row in told.next_year.years] == [(2027, True), (2028, False), (2029, False)]


@pytest.mark.django_db(transaction=True)
def test_a_year_from_draft_to_reports_that_everyone_has_confirmed() -> None:
    partnership = make.make_partnership(2)
    budget = make.adopted(partnership)
    run_batch(letter_batch(budget))
    letters = Dispatch.objects.filter(document__in=Document.objects.about(budget))
    assert letters.count() == 2
    with_outcome(budget)
    settled(budget)
    settlements.close_budget(budget, by=make.sgd(partnership, OVER), today=OVER)
    report, cs = at_cs(budget), make.cs(partnership, OVER)
    annual_reports.establish_report(report, decided_on=OVER, paragraph="6", by=cs, today=OVER)

    run_batch(again(report).batch)
    partnership.principals.filter(organisation__code="1214").update(until_on=date(2027, 12, 31))  # still confirms

    assert again(report).state == "sealed"
    for day, words in (
        (OVER - timedelta(days=1), "då rapporten fastställdes"),
        (OVER + timedelta(days=1), "har inte varit än"),
    ):
        with pytest.raises(Refused, match=words):
            annual_reports.dispatch_report(report, by=cs, today=OVER, on=day)
    sent = annual_reports.dispatch_report(report, by=cs, today=OVER, on=OVER)
    assert [each.principal.organisation.code for each in sent] == ["12", "1214"]
    for number, each in enumerate(sent):
        assert again(report).state == "dispatched"
        receiver = actor_for_principal(each.principal, today=OVER)
        assert "Kvittera Årsrapport 2027" in "; ".join(duty.title for duty in agenda.duties(receiver, OVER))
        confirm_receipt(each, by=receiver, today=OVER)
        assert again(report).state == ("receipted" if number == 1 else "dispatched")
    documents = [each.document for each in sent]
    again_made = list(annual_reports.make_reports(again(budget), today=OVER))
    assert [open_document(each) for each in again_made] == [open_document(each) for each in documents]


@pytest.mark.django_db
def test_a_letter_that_was_sealed_and_not_sent_is_sent_once() -> None:
    budget = make.handed_over(make.make_partnership(2))
    for letter in Document.objects.about(budget):
        seal_now(letter)
    assert not Dispatch.objects.exists()  # this test never commits, so nobody was told of the seals

    first = dispatch_letters(budget, today=make.HANDED + timedelta(days=4))
    second = dispatch_letters(budget, today=make.HANDED + timedelta(days=4))

    assert [each.principal.organisation.code for each in first] == ["12", "1214"]
    assert {each.sent_on for each in first} == {make.HANDED}
    assert second == []


@pytest.mark.django_db
def test_a_report_made_before_it_was_established_gets_a_new_edition_that_says_so() -> None:
    budget = with_outcome(make.adopted(make.make_partnership(2)))
    settled(budget)
    report = at_cs(budget)
    early = annual_reports.order_reports(report, by=make.sgd(budget.partnership, OVER), today=OVER)

    annual_reports.establish_report(
        report, decided_on=OVER, paragraph="6", by=make.cs(budget.partnership, OVER), today=OVER
    )

    now = list(annual_reports.documents_of(report))
    assert [(each.edition, each.supersedes) for each in now] == [(2, early[0]), (2, early[1])]
    assert [Document.objects.get(pk=each.pk).frozen["decided"]["paragraph"] for each in now] == ["§\u00a06"] * 2


@pytest.mark.django_db
def test_texts_of_a_report_have_their_form() -> None:
    report = report_on(make.adopted(make.make_partnership(2)))

    for changes in ({"explanations": [["bara ett ämne"]]}, {"state": "sealed"}):
        with pytest.raises(ValueError, match=r"ämne|Kan inte ändras"):
            annual_reports.edit_report(
                report, changes=changes, by=make.sgd(report.partnership, OVER), today=OVER, version=None
            )
