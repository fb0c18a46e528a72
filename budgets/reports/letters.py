"""The letter (missiv) that hands plan and budget over to one principal, with its cost-share sheet."""

from collections.abc import Callable

from governance.decisions.queries import matter_for
from governance.decisions.states import RulingKind, RulingState
from governance.documents.shapes import Ask, Head, KeyFigure, LetterLine, PlannedActivity, PlanToAdopt, ShareLetterData
from governance.lib.dates import swedish_date
from governance.lib.text import capitalise, count, genitive

from ..models import Activity, Budget
from .facts import Facts
from .words import kr, million_kr, paragraph_sign, percent, signed_kr

RULE = "Strategi SGD, avsnitt 7.1"
Build = Callable[[Head], ShareLetterData]


def letter_builder(budget: Budget) -> Callable[[str], Build]:
    """Read once what all letters share; gives, for each principal's code, what makes its letter."""
    facts = Facts(budget)
    recommendation = recommendation_text(budget)
    plan = plan_to_adopt(budget)
    texts = (*recommendation, *plan_text(plan))

    def for_principal(code: str) -> Build:
        return lambda head: letter(facts, code, head, texts=texts, plan=plan)

    return for_principal


def letter(facts: Facts, code: str, head: Head, *, texts: tuple[str, ...], plan: PlanToAdopt | None) -> ShareLetterData:
    """The whole letter to one principal."""
    budget = facts.budget
    return ShareLetterData(
        head=head,
        issuer=facts.issuer,
        parties=facts.parties,
        reader=facts.reader(code),
        year=budget.year,
        lead=lead(facts, code),
        figures=figures(facts, code),
        asks=(
            Ask(
                what=f"Fastställa handlingsplan och budget {budget.year}",
                by_when=budget.adoption_deadline,
                rule=RULE,
            ),
        ),
        text=(*texts, *late_text(budget), *what_holds(budget)),
        how_to_answer=how_to_answer(facts, code),
        contact=facts.contact,
        enclosures=enclosures(budget, plan),
        signed_by=(),
        total=budget.total.ore,
        lines=letter_lines(facts, code),
        mine=facts.my_share(code),
        terms=facts.change_terms(code),
        population=facts.population_basis,
        principle_text=facts.principle_text,
        derivation=facts.derivation(code),
        shares=facts.share_rows(code),
        share_sums=facts.share_sums(),
        years=facts.years(code, settled=False),
        plan=plan,
    )


def lead(facts: Facts, code: str) -> str:
    """What is asked, by when, and what it costs the reader."""
    budget = facts.budget
    return (
        f"{facts.names[code]} ombeds fastställa handlingsplan och budget {budget.year} senast den "
        f"{swedish_date(budget.adoption_deadline)}. Er andel är {kr(facts.shares[code].total_ore)} av "
        f"{kr(budget.total.ore)}."
    )


def figures(facts: Facts, code: str) -> tuple[KeyFigure, ...]:
    """The reader's share, its part of the whole, and the change."""
    mine, total = facts.my_share(code), facts.budget.total.ore
    found = [
        KeyFigure(value=million_kr(mine.budget), label=f"er andel av budgeten {facts.budget.year}"),
        KeyFigure(value=percent(mine.budget, total), label=f"av {facts.all_of_them}s budget"),
    ]
    if mine.change is not None:
        found.append(KeyFigure(value=signed_kr(mine.change), label=f"mot er andel {facts.budget.year - 1}"))
    return tuple(found)


def letter_lines(facts: Facts, code: str) -> tuple[LetterLine, ...]:
    """Every line, with how it is shared and the reader's part."""
    parts = facts.line_parts(code)
    return tuple(
        LetterLine(
            service=line.service.name,
            phase=str(line.get_phase_display()),
            principle="Grundprincipen" if facts.principle_of[line.key].is_base else "Avvikande princip",
            budget=line.amount_ore,
            mine=parts[line.key],
        )
        for line in facts.lines
    )


def recommendation_text(budget: Budget) -> tuple[str, ...]:
    """Who prepared and recommended it, when, and in which paragraph."""
    matter = matter_for(budget)
    if matter is None:
        return ()
    sentences = []
    for ruling in matter.trunk_rulings():
        if ruling.state != RulingState.ADOPTED or ruling.decided_on is None:
            continue
        verb = "rekommenderar" if ruling.kind == RulingKind.RECOMMEND else "har berett"
        object_ = "huvudmännen att fastställa förslaget" if ruling.kind == RulingKind.RECOMMEND else "förslaget"
        sentences.append(
            f"{ruling.body.full_name} {verb} {object_} ({swedish_date(ruling.decided_on)}, "
            f"{paragraph_sign(ruling.paragraph)})."
        )
    advice = "En rekommendation binder ingen: varje huvudman är suverän och fattar sitt eget beslut."
    return (" ".join(sentences), advice) if sentences else ()


def plan_to_adopt(budget: Budget) -> PlanToAdopt | None:
    """The action plan, whole, so that a council has before it all that it adopts; nothing where there is none."""
    plan = budget.plan
    if plan is None:
        return None
    return PlanToAdopt(
        years=plan.years,
        summary=plan.summary.strip(),
        activities=tuple(
            PlannedActivity(
                number=each.number,
                what=f"{each.title} ({each.service})" if each.service else each.title,
                goals=", ".join(f"{goal.ref} {goal.name}" for goal in each.goal_list),
                responsible=who_answers(each),
                due_on=each.due_on,
            )
            for each in plan.activities.select_related("service", "responsible_principal__organisation")
        ),
    )


def who_answers(activity: Activity) -> str:
    """Who is responsible, and of which principal: "Digitaliseringschefen, Malmö"."""
    principal = activity.responsible_principal
    if principal is None or activity.responsible in (principal.organisation.name, principal.organisation.short_name):
        return activity.responsible
    return f"{activity.responsible}, {principal.organisation.short_name}"


def plan_text(plan: PlanToAdopt | None) -> tuple[str, ...]:
    """How much the action plan holds, and where it is read."""
    if plan is None:
        return ()
    activities = count(len(plan.activities), "aktivitet", "aktiviteter")
    return (f"Handlingsplanen {plan.years} har {activities} under strategins fem mål. Den står i det här dokumentet.",)


def enclosures(budget: Budget, plan: PlanToAdopt | None) -> tuple[str, ...]:
    """What comes with the letter, in its own pages."""
    names = [f"Handlingsplan {plan.years}"] if plan else []
    return tuple(f"{name} (i det här dokumentet)" for name in [*names, f"Kostnadsfördelning {budget.year}"])


def late_text(budget: Budget) -> tuple[str, ...]:
    """That the budget comes later than it should, if it does."""
    if not budget.is_late_handover or budget.handed_over_on is None:
        return ()
    return (
        f"Budgeten lämnades över den {swedish_date(budget.handed_over_on)}. Enligt strategin skulle den ha nått er "
        f"senast den {swedish_date(budget.handover_deadline)}, nio månader före årets början.",
    )


def what_holds(budget: Budget) -> tuple[str, ...]:
    """What happens until all have decided."""
    return (
        "Budgeten gäller när alla huvudmän har fastställt den. Om någon avslår eller sänder tillbaka ärendet står de "
        "andra huvudmännens beslut fast så länge beloppen är desamma.",
    )


def how_to_answer(facts: Facts, code: str) -> tuple[str, ...]:
    """The steps from letter to registered decision."""
    council = capitalise(facts.council(code))
    return (
        "Bekräfta i Samverk att brevet har kommit.",
        "Ange i Samverk vilket sammanträde som behandlar ärendet.",
        f"{council} beslutar senast den {swedish_date(facts.budget.adoption_deadline)}.",
        f"Registrera {genitive(facts.names[code])} beslut i Samverk med dag och paragraf.",
    )
