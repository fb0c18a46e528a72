"""The chapters of an annual report that are the same for all: decisions, deviations, plan, what is open and next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance.audit.models import Event
from governance.decisions.models import Matter, Ruling
from governance.decisions.presentation import turn_of
from governance.decisions.queries import counted, matter_for
from governance.decisions.states import RulingKind, RulingState
from governance.documents.shapes import (
    ActivityRow,
    DecisionRow,
    DeviationRow,
    GoalRow,
    KeyDate,
    NextYear,
    OpenMatter,
    PlannedLine,
    RulingRow,
    TrailRow,
)
from governance.lib.dates import adoption_deadline, nine_months_before, swedish_date
from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.organisations.body_names import in_own_words
from governance.organisations.happenings import sentence_of
from governance.organisations.kinds import BodyKind

from ..goals import GOALS
from ..models import Activity, AnnualReport, Budget, Deviation, YearFrame
from ..states import OPEN_DEVIATION, ActivityState, BudgetState, DeviationState
from .facts import Facts
from .words import kr, paragraph_sign

if TYPE_CHECKING:
    from .annual import YearFacts

WITHIN, ADVICE, DEVIATES = "Inom ram", "Rekommendation", "Avvikelse"


@dataclass(frozen=True)
class Common:
    """What is read once for all reports of a year."""

    decisions: tuple[DecisionRow, ...]
    rulings: list[Ruling]
    deviations: tuple[DeviationRow, ...]
    goals: tuple[GoalRow, ...]
    goals_text: str
    open_matters: tuple[OpenMatter, ...]
    trail: tuple[TrailRow, ...]


def read_common(report: AnnualReport, budget: Budget, deviations: list[Deviation], *, today: date) -> Common:
    """Read the common chapters."""
    matter = matter_for(budget)
    activities = list(budget.plan.activities.all()) if budget.plan else []
    return Common(
        decisions=decision_rows(report, deviations),
        rulings=matter.principal_rulings() if matter else [],
        deviations=tuple(deviation_row(each) for each in deviations),
        goals=goal_rows(activities),
        goals_text=goals_text(activities),
        open_matters=open_matters(report, deviations, today=today),
        trail=trail(report, budget),
    )


# --- 3: decisions ---------------------------------------------------------------------------------------------------


def decision_rows(report: AnnualReport, deviations: list[Deviation]) -> tuple[DecisionRow, ...]:
    """What the joint political body decided on the joint money during the year, in the order of days."""
    rows = [*advice(report), *spending(report), *trials(report, deviations)]
    return tuple(sorted(rows, key=lambda row: (row.on, row.paragraph, row.what)))


def advice(report: AnnualReport) -> Iterable[DecisionRow]:
    """Its recommendations and its decisions within the frame."""
    rulings = Ruling.objects.filter(
        matter__partnership_id=report.partnership_id,
        body__kind=BodyKind.JOINT_POLITICAL,
        state=RulingState.ADOPTED,
        decided_on__year=report.year,
    ).exclude(matter__subject_type="budgets.deviation")
    for ruling in rulings.exclude(decided_on=None).select_related("matter"):
        recommends = ruling.kind == RulingKind.RECOMMEND
        yield DecisionRow(
            on=ruling.decided_on or report.budget.adoption_deadline,
            paragraph=paragraph_sign(ruling.paragraph),
            what=ruling.matter.title,
            kind=ADVICE if recommends else WITHIN,
            decided_by="huvudmännen" if recommends else "CS",
        )


def spending(report: AnnualReport) -> Iterable[DecisionRow]:
    """Its allocations and moves that name their paragraph; an allocation as corrected, none where it was taken back."""
    frame = YearFrame.objects.filter(partnership_id=report.partnership_id, year=report.year).first()
    if frame is None:
        return
    given = frame.allocations.exclude(paragraph="").filter(corrects__isnull=True).select_related("line__service")
    for row in given.annotate(corrected=Coalesce(Sum("corrections__amount_ore"), 0)):
        standing = row.amount_ore + row.corrected
        if not standing:
            continue
        what = f"{kr(standing)} till {row.line}: {row.purpose}"
        yield DecisionRow(
            on=row.decided_on, paragraph=paragraph_sign(row.paragraph), what=what, kind=WITHIN, decided_by="CS"
        )
    moves = frame.reallocations.exclude(paragraph="").select_related("from_line__service", "to_line__service")
    for move in moves:
        what = f"{kr(move.amount_ore)} flyttas från {move.from_line} till {move.to_line}"
        yield DecisionRow(
            on=move.decided_on, paragraph=paragraph_sign(move.paragraph), what=what, kind=WITHIN, decided_by="CS"
        )


def trials(report: AnnualReport, deviations: list[Deviation]) -> Iterable[DecisionRow]:
    """Its trials of deviations."""
    for each in deviations:
        if each.assessed_on is None:
            continue
        asked = each.state in (DeviationState.WITH_PRINCIPALS, DeviationState.APPROVED)
        yield DecisionRow(
            on=each.assessed_on,
            paragraph=paragraph_sign(each.paragraph),
            what=f"{each.number}: {each.title}",
            kind=DEVIATES,
            decided_by="huvudmännen" if asked else "CS",
        )


def ruling_rows(rulings: list[Ruling], *, mine: str, budget: Budget) -> Iterable[RulingRow]:
    """How each principal decided the budget, in the order of code."""
    whose = [(each, each.principal.organisation) for each in rulings if each.principal]
    for ruling, organisation in sorted(whose, key=lambda pair: pair[1].code):
        yield RulingRow(
            code=organisation.code,
            name=organisation.name,
            body=ruling.body.name,
            on=ruling.decided_on,
            paragraph=paragraph_sign(ruling.paragraph),
            state=ruling_state(ruling),
            late=ruling.is_late,
            mine=organisation.code == mine,
        )


def ruling_state(ruling: Ruling) -> str:
    """How it stands in a narrow column."""
    if ruling.state == RulingState.ADOPTED:
        return "sent" if ruling.is_late else "i tid"
    return str(ruling.state_word).lower()


def rulings_text(rulings: list[Ruling], facts: "YearFacts", code: str) -> str:
    """When the reader decided, and how many did so in time."""
    adopted = [each for each in rulings if each.state == RulingState.ADOPTED]
    own = next((each for each in adopted if each.principal and each.principal.organisation.code == code), None)
    sentences = []
    if own is not None and own.decided_on is not None:
        sentences.append(
            f"{facts.names[code]}: {facts.council(code)} den {swedish_date(own.decided_on)}, "
            f"{paragraph_sign(own.paragraph)}."
        )
    late = sum(each.is_late for each in adopted)
    if len(adopted) == len(rulings) and rulings:
        after = swedish_date(facts.budget.adoption_deadline)
        rest = f", {len(adopted) - late} i tid och {late} efter den {after}" if late else " i tid"
        rest = f" efter den {after}" if late == len(rulings) else rest
        sentences.append(f"Alla {len(rulings)} har beslutat{rest}.")
    elif rulings:
        sentences.append(f"{len(adopted)} av {len(rulings)} har antagit budgeten.")
    return " ".join(sentences)


# --- 4: deviations --------------------------------------------------------------------------------------------------


def deviation_row(deviation: Deviation) -> DeviationRow:
    """One deviation: how it was tried, and where it stands."""
    trial = "Inte prövad än."
    if deviation.assessed_on is not None:
        day = swedish_date(deviation.assessed_on)
        trial = f"CS {day}, {paragraph_sign(deviation.paragraph)}: {deviation.assessment}"
    return DeviationRow(
        number=deviation.number,
        what=deviation.title,
        amount=deviation.amount_ore,
        trial=trial,
        state=str(DeviationState(deviation.state).label),
    )


def asked_of(deviations: list[Deviation]) -> dict[int, int]:
    """How many principals each deviation was put to, by its key; one that has left since the year is not asked."""
    about = Matter.objects.filter(
        subject_type=Deviation._meta.label_lower, subject_key__in=[str(each.pk) for each in deviations]
    )
    return {int(each.subject_key): each.asked for each in counted(about).order_by("id")}


def deviations_text(deviations: list[Deviation], parties: int, year: int, asked_of: Mapping[int, int]) -> str:
    """What the rule is, and whether anybody was asked; empty where nothing deviated."""
    if not deviations:
        return ""
    rule = f"Budgeten får inte överskridas utan godkännande av alla {parties}."
    asked = [each for each in deviations if each.state in (DeviationState.WITH_PRINCIPALS, DeviationState.APPROVED)]
    if not asked:
        return f"{rule} Inget sådant godkännande begärdes {year}."
    waiting = [each.number for each in asked if each.state != DeviationState.APPROVED]
    if waiting:
        return f"{rule} Huvudmännen har inte svarat färdigt om {join_swedish(waiting)}."
    approved: dict[int, list[str]] = {}
    for each in asked:
        approved.setdefault(asked_of.get(each.pk, parties), []).append(each.number)
    told = [f"{who_approved(many, parties)} har godkänt {join_swedish(names)}." for many, names in approved.items()]
    return " ".join([rule, *told])


def who_approved(asked: int, parties: int) -> str:
    """All that were asked, and which those were where they are not all that share the year's cost."""
    return f"Alla {asked}" if asked == parties else f"Alla {asked} som var huvudmän när frågan ställdes"


# --- 5: the action plan ---------------------------------------------------------------------------------------------


def goal_rows(activities: list[Activity]) -> tuple[GoalRow, ...]:
    """The five goals with the activities listed under each."""
    return tuple(
        GoalRow(
            ref=goal.ref,
            name=goal.name,
            activities=tuple(activity_row(each) for each in activities if each.goals[:1] == [goal.ref]),
        )
        for goal in GOALS
    )


def activity_row(activity: Activity) -> ActivityRow:
    """One activity."""
    state: Any = str(ActivityState(activity.state).label)
    return ActivityRow(
        number=activity.number,
        name=activity.title,
        responsible=activity.responsible,
        state=state,
        note=activity.note,
    )


def goals_text(activities: list[Activity]) -> str:
    """How many activities there are, and how far they have come."""
    if not activities:
        return ""
    counted = {state: sum(each.state == state for each in activities) for state in ActivityState}
    said = [
        count_in_words(counted[ActivityState.DONE], "är klar", "är klara"),
        count_in_words(counted[ActivityState.ONGOING], "pågår", "pågår"),
        count_in_words(counted[ActivityState.LATE], "är försenad", "är försenade"),
        count_in_words(counted[ActivityState.PLANNED], "har inte börjat", "har inte börjat"),
    ]
    told = [words for words, state in zip(said, STATES_TOLD, strict=True) if counted[state]]
    number = count_in_words(len(activities), "aktivitet", "aktiviteter")
    return f"Handlingsplanen har {number} under strategins fem mål. {capitalise(join_swedish(told))}."


STATES_TOLD = (ActivityState.DONE, ActivityState.ONGOING, ActivityState.LATE, ActivityState.PLANNED)


# --- 6: open questions ----------------------------------------------------------------------------------------------


def open_matters(report: AnnualReport, deviations: list[Deviation], *, today: date) -> tuple[OpenMatter, ...]:
    """What waits for somebody in the partnership: matters on their way and deviations without an answer."""
    rows = [
        OpenMatter(
            number=str(number),
            what=matter.title,
            whose_turn=whose_turn(matter, today=today),
            by_when=matter.decide_by,
            state=str(matter.get_state_display()),
        )
        for number, matter in enumerate(
            Matter.objects.filter(partnership_id=report.partnership_id)
            .live()
            .exclude(subject_type="budgets.deviation")
            .order_by("decide_by", "pk"),
            start=1,
        )
    ]
    waiting = [each for each in deviations if each.state in OPEN_DEVIATION]
    rows.extend(
        OpenMatter(
            number=each.number.removeprefix("AV-"),
            what=each.title,
            whose_turn=capitalise(in_own_words(Deviation.situations[each.state].turn, report.partnership)),
            by_when=None,
            state=str(DeviationState(each.state).label),
        )
        for each in waiting
    )
    return tuple(rows)


def whose_turn(matter: Matter, *, today: date) -> str:
    """Whose turn it is, by name where it is a body's, as the page of the matter has it."""
    turn, _asked = turn_of(matter, today=today)
    return capitalise(turn or in_own_words(matter.situations[matter.state].turn, matter.partnership))


# --- 7: next year ---------------------------------------------------------------------------------------------------


def next_year(facts: Facts, ahead: Facts | None, code: str) -> NextYear | None:
    """Next year's budget and calculation, as far as it has come."""
    if ahead is None or code not in ahead.shares:
        return None
    budget = ahead.budget
    total, mine = budget.total.ore, ahead.shares[code].total_ore
    stands = "är" if budget.is_adopted else "föreslås bli"
    lines = tuple(
        PlannedLine(service=line.service.name, phase=str(line.get_phase_display()), budget=line.amount_ore)
        for line in ahead.lines
    )
    return NextYear(
        year=budget.year,
        text=f"Budgeten {budget.year} {stands} {kr(total)}. {facts.names[code]}: {kr(mine)}. {next_state(budget)}",
        total=total,
        mine=mine,
        lines=lines,
        years=ahead.years(code, settled=budget.is_adopted),
        dates=key_dates(budget.year),
    )


def next_state(budget: Budget) -> str:
    """How far next year's budget has come."""
    if budget.is_adopted:
        return "Alla huvudmän har fastställt den."
    if budget.state in (BudgetState.WITH_PRINCIPALS, BudgetState.INCOMPLETE):
        return "Huvudmännen har den för beslut."
    return "Den bereds."


def key_dates(year: int) -> tuple[KeyDate, ...]:
    """The days to keep during the next year: those of the year after."""
    after = year + 1
    return (
        KeyDate(
            on=nine_months_before(after),
            what=f"Handlingsplan och budget {after} lämnas till huvudmännen",
            note="Senast nio månader före året",
        ),
        KeyDate(on=adoption_deadline(after), what=f"Sista dag att fastställa budget {after}"),
    )


# --- 9: the report's own trail --------------------------------------------------------------------------------------


def trail(report: AnnualReport, budget: Budget) -> tuple[TrailRow, ...]:
    """The steps of the report, and the settlement it rests on, in their order."""
    about = list(Event.objects.about(report).exclude(kind="budgets.annualreport.edit"))
    settled = Event.objects.filter(kind="budgets.yearframe.settle", chain=report.chain, target="closed")
    frames = {str(pk) for pk in budget.frames.values_list("pk", flat=True)}
    about.extend(each for each in settled if each.subject_key in frames)
    return tuple(
        TrailRow(
            at=each.recorded_at,
            what=sentence_of(each),
            who=each.seat_label or each.actor_name,
            stated_on=stated_on(each),
        )
        for each in sorted(about, key=lambda each: each.pk)
    )


def stated_on(event: Event) -> date | None:
    """The day that it happened as stated, where it was recorded on another."""
    return None if event.occurred_on == timezone.localdate(event.recorded_at) else event.occurred_on
