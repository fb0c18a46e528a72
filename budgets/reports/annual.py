"""The annual report (årsrapport) to one principal: how and on what the joint money was used (requirements Y-03)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from governance.documents.shapes import (
    AnnualReportData,
    DecidedBy,
    Explanation,
    Head,
    KeyFigure,
    LineOutcome,
    MyShare,
    Notice,
    PhaseOutcome,
    ServiceOutcome,
    Totals,
)
from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.organisations.kinds import BodyKind

from ..models import AnnualReport, Deviation, YearFrame
from ..queries import budget_for
from ..spending import LineStanding, standings
from ..states import ESTABLISHED, OPEN_DEVIATION, Phase
from . import chapters
from .facts import Facts
from .words import kr, million_kr, paragraph_sign, percent, permille, whole_kr

Build = Callable[[Head], AnnualReportData]
PHASE_ORDER = (Phase.MANAGEMENT, Phase.ESTABLISHMENT, Phase.DECOMMISSION)


@dataclass
class YearFacts(Facts):
    """What all reports of one year have in common, read once."""

    report: AnnualReport
    today: date

    @cached_property
    def frame(self) -> YearFrame | None:
        """The year's frame."""
        return YearFrame.objects.filter(partnership=self.partnership, year=self.report.year).first()

    @cached_property
    def rows(self) -> list[LineStanding]:
        """Every line and what was used on it, services in their order, phases in ours."""
        found = standings(self.frame) if self.frame else []
        order = {str(phase): number for number, phase in enumerate(PHASE_ORDER)}
        return sorted(
            found, key=lambda row: (-self.service_sum(found, row), row.line.service.name, order[row.line.phase])
        )

    @staticmethod
    def service_sum(rows: list[LineStanding], row: LineStanding) -> int:
        """What the row's service has been given in all; the largest service stands first."""
        return sum(each.budget.ore for each in rows if each.line.service_id == row.line.service_id)

    @cached_property
    def outcome(self) -> int:
        """All that was used."""
        return sum(row.outcome.ore for row in self.rows)

    @cached_property
    def is_settled(self) -> bool:
        """Whether the year has been divided among the principals."""
        return hasattr(self.budget, "settlement")

    @property
    def is_running(self) -> bool:
        """Whether the year is not over."""
        return self.today <= date(self.report.year, 12, 31)

    @cached_property
    def used(self) -> dict[str, int]:
        """Each principal's part of the outcome."""
        if self.is_settled:
            return {row.code: row.outcome_ore for row in self.budget.settlement.rows.all()}
        from ..services.settlements import outcome_shares  # noqa: PLC0415 -- settlements read these facts

        return outcome_shares(self, self.frame) if self.frame else dict.fromkeys(self.names, 0)

    @cached_property
    def back(self) -> dict[str, int]:
        """What comes back to each."""
        return {code: share.total_ore - self.used[code] for code, share in self.shares.items()}

    @cached_property
    def deviations(self) -> list[Deviation]:
        """The year's deviations."""
        found = Deviation.objects.filter(partnership=self.partnership, frame__year=self.report.year)
        return list(found.select_related("line__service", "from_line__service"))

    @cached_property
    def deviations_text(self) -> str:
        """What became of them, in words."""
        asked_of = chapters.asked_of(self.deviations)
        return chapters.deviations_text(self.deviations, len(self.names), self.report.year, asked_of)

    @cached_property
    def next_facts(self) -> Facts | None:
        """Next year's budget with its shares, if there is one."""
        found = budget_for(self.partnership, self.report.year + 1)
        return Facts(found) if found is not None and found.snapshot_id else None

    @cached_property
    def common(self) -> chapters.Common:
        """Chapters 3-7, the same for all."""
        return chapters.read_common(self.report, self.budget, self.deviations, today=self.today)


def report_builder(report: AnnualReport, *, today: date) -> Callable[[str], Build]:
    """Read once what all reports of a year share; gives, for each principal's code, what makes its report."""
    facts = YearFacts(report.budget, report, today)

    def for_principal(code: str) -> Build:
        return lambda head: annual_report(facts, code, head)

    return for_principal


def annual_report(facts: YearFacts, code: str, head: Head) -> AnnualReportData:
    """The whole report to one principal."""
    report, common = facts.report, facts.common
    services = service_outcomes(facts, code)
    return AnnualReportData(
        head=head,
        issuer=facts.issuer,
        parties=facts.parties,
        reader=facts.reader(code),
        year=report.year,
        decided=decided_by(facts),
        lead=lead(facts, code),
        figures=figures(facts, code),
        notices=notices(facts),
        totals=totals(facts),
        mine=mine(facts, code),
        terms=facts.change_terms(code),
        services=services,
        phases=phase_outcomes(facts, code),
        outcome_text=outcome_text(facts),
        explanations=tuple(Explanation(subject=each[0], text=each[1]) for each in report.explanations),
        population=facts.population_basis,
        principle_text=facts.principle_text,
        derivation=facts.derivation(code),
        shares=facts.share_rows(code, facts.back if facts.is_settled else None),
        share_sums=facts.share_sums(facts.back if facts.is_settled else None),
        decisions=common.decisions,
        rulings=tuple(row for row in chapters.ruling_rows(common.rulings, mine=code, budget=facts.budget)),
        rulings_text=chapters.rulings_text(common.rulings, facts, code),
        deadline=facts.budget.adoption_deadline,
        deviations=common.deviations,
        deviations_text=facts.deviations_text,
        goals=common.goals,
        goals_text=common.goals_text,
        cooperation_text=report.cooperation_text,
        open_matters=common.open_matters,
        next_year=chapters.next_year(facts, facts.next_facts, code),
        sources_text=report.sources_text,
        trail=common.trail,
        provisional=not report.is_established,
    )


def decided_by(facts: YearFacts) -> DecidedBy | None:
    """Which body established the report; nothing until it has."""
    report = facts.report
    if report.state not in ESTABLISHED or report.decided_on is None:
        return None
    body = facts.bodies.get(BodyKind.JOINT_POLITICAL)
    name = body.name if body else "Det politiska samverkansorganet"
    return DecidedBy(body=name, on=report.decided_on, paragraph=paragraph_sign(report.paragraph))


def lead(facts: YearFacts, code: str) -> str:
    """What the reader paid, how that compares, and what comes back."""
    year, share = facts.report.year, facts.my_share(code)
    sentences = [
        f"{facts.names[code]} betalade {whole_kr(share.budget)} till de gemensamma digitala tjänsterna {year}."
        if facts.is_settled
        else f"{facts.names[code]} betalar {whole_kr(share.budget)} till de gemensamma digitala tjänsterna {year}."
    ]
    if share.before and share.change:
        more = "mer" if share.change > 0 else "mindre"
        sentences.append(
            f"Det är {whole_kr(abs(share.change))} ({percent(abs(share.change), share.before)}) {more} än {year - 1}."
        )
    return " ".join([*sentences, back_sentence(facts, code)])


def back_sentence(facts: YearFacts, code: str) -> str:
    """What comes back to the reader, or is still to be paid."""
    if not facts.is_settled:
        return f"Året är inte avräknat än. {used_so_far(facts)}"
    back = facts.back[code]
    if back > 0:
        return f"Allt användes inte: {whole_kr(back)} går tillbaka till er."
    if back < 0:
        return f"Mer än budgeten användes: er del av det är {whole_kr(-back)}."
    return "Hela budgeten användes."


def used_so_far(facts: YearFacts) -> str:
    """What has been used of a year that is not settled, against all of its budget."""
    over = facts.outcome - facts.budget.total.ore
    if over > 0:
        return f"Hittills har {whole_kr(facts.outcome)} använts. Det är {whole_kr(over)} mer än budgeten."
    return f"Hittills har {whole_kr(facts.outcome)} av budgeten använts."


def figures(facts: YearFacts, code: str) -> tuple[KeyFigure, ...]:
    """The reader's share, its part of the whole, what comes back, and how much was not used."""
    share, total = facts.shares[code].total_ore, facts.budget.total.ore
    found = [
        KeyFigure(value=million_kr(share), label="er andel av budgeten"),
        KeyFigure(value=percent(share, total), label=f"av alla {len(facts.names)} huvudmäns budget"),
    ]
    if facts.is_settled:
        back = facts.back[code]
        told = "tillbaka till er" if back >= 0 else "er del av det som användes utöver budgeten"
        found.append(KeyFigure(value=whole_kr(abs(back)), label=told))
    return (*found, what_is_left(facts, total))


def what_is_left(facts: YearFacts, total: int) -> KeyFigure:
    """How much was not used, or is not yet; or by how much the outcome is above the budget."""
    left = total - facts.outcome
    if left < 0:
        label = "mer än budgeten har använts" if facts.is_running else "mer än budgeten användes"
        return KeyFigure(value=percent(-left, total), label=label)
    label = "av budgeten är inte använt än" if facts.is_running else "av budgeten användes inte"
    return KeyFigure(value=percent(left, total), label=label)


def totals(facts: YearFacts) -> Totals:
    """All principals together."""
    budget = facts.budget.total.ore
    left = budget - facts.outcome
    return Totals(budget=budget, outcome=facts.outcome, left=left, left_permille=permille(left, budget))


def mine(facts: YearFacts, code: str) -> MyShare:
    """The reader's own sums."""
    share = facts.my_share(code)
    return MyShare(
        budget=share.budget,
        before=share.before,
        change=share.change,
        outcome=facts.used[code],
        back=facts.back[code] if facts.is_settled else None,
    )


def my_lines(facts: YearFacts, code: str) -> dict[str, int]:
    """The reader's part of each line's outcome; the parts add up to its part of the whole."""
    amounts = {row.line.key: row.outcome.ore for row in facts.rows}
    return facts.line_parts(code, amounts, facts.used[code])


def service_outcomes(facts: YearFacts, code: str) -> tuple[ServiceOutcome, ...]:
    """Each service with its lines."""
    parts = my_lines(facts, code)
    by_service: dict[int, list[LineStanding]] = {}
    for row in facts.rows:
        by_service.setdefault(row.line.service_id, []).append(row)
    return tuple(
        ServiceOutcome(
            name=rows[0].line.service.name,
            short=rows[0].line.service.short_name,
            budget=sum(row.budget.ore for row in rows),
            frame=sum(row.frame.ore for row in rows),
            outcome=sum(row.outcome.ore for row in rows),
            left=sum(row.left.ore for row in rows),
            mine=sum(parts[row.line.key] for row in rows),
            lines=tuple(line_outcome(row) for row in rows),
        )
        for rows in by_service.values()
    )


def line_outcome(row: LineStanding) -> LineOutcome:
    """One line as the report's table has it."""
    return LineOutcome(
        phase=str(row.line.get_phase_display()),
        budget=row.budget.ore,
        moved=(row.moved + row.granted).ore,
        frame=row.frame.ore,
        outcome=row.outcome.ore,
        left=row.left.ore,
    )


def phase_outcomes(facts: YearFacts, code: str) -> tuple[PhaseOutcome, ...]:
    """Outcome per phase, the phases that were used."""
    parts = my_lines(facts, code)
    found = []
    for phase in PHASE_ORDER:
        rows = [row for row in facts.rows if row.line.phase == phase]
        if not rows:
            continue
        outcome = sum(row.outcome.ore for row in rows)
        found.append(
            PhaseOutcome(
                name=str(phase.label),
                outcome=outcome,
                mine=sum(parts[row.line.key] for row in rows),
                permille=permille(outcome, facts.outcome),
            )
        )
    return tuple(found)


def outcome_text(facts: YearFacts) -> str:
    """What was adopted, what was used and what becomes of the rest; then the report's own words."""
    total, used = facts.budget.total.ore, facts.outcome
    left = total - used
    became = "är hittills" if facts.is_running else "blev"
    first = f"Huvudmännen fastställde en budget på {kr(total)}. Utfallet {became} {kr(used)}."
    if not facts.is_settled:
        second = "Året är inte avräknat än."
    elif left >= 0:
        second = f"Kvar blev {kr(left)}, som räknas av mellan huvudmännen efter samma princip som kostnaden."
    else:
        second = f"Det är {kr(-left)} mer än budgeten."
    return " ".join(text for text in (first, second, facts.report.outcome_text.strip()) if text)


def notices(facts: YearFacts) -> tuple[Notice, ...]:
    """What the reader must know, the most important first."""
    found: list[Notice] = []
    if not facts.report.is_established:
        found.append(
            Notice(
                strong="Rapporten är inte fastställd.",
                text="Det politiska samverkansorganet har inte behandlat den än. Uppgifterna kan ändras.",
            )
        )
    if facts.is_running:
        told = "Uppgifterna visar läget den dag då rapporten utfärdades."
        found.append(Notice(strong=f"Året {facts.report.year} är inte slut.", text=told))
    if facts.deviations:
        said = count_in_words(len(facts.deviations), "avvikelse", "avvikelser")
        waiting = how_many_wait(facts.deviations)
        found.append(Notice(strong=f"{capitalise(said)} registrerades.", text=waiting, chapter=4))
    late = [row for goal in facts.common.goals for row in goal.activities if row.state == "Försenad"]
    if late:
        names = join_swedish([row.name for row in late[:3]])
        said = count_in_words(len(late), "aktivitet är försenad", "aktiviteter är försenade")
        found.append(Notice(strong=f"{capitalise(said)}:", text=f"{names}.", chapter=5))
    if facts.common.open_matters:
        said = count_in_words(len(facts.common.open_matters), "fråga väntar", "frågor väntar")
        found.append(Notice(strong=f"{capitalise(said)} på svar.", text="Vems tur det är står i rapporten.", chapter=6))
    note = facts.budget.snapshot.note if facts.budget.snapshot else ""
    if note:
        found.append(Notice(strong="Invånartalen är inte de som regeln pekar på.", text=note, chapter=2))
    return tuple(found)


def how_many_wait(deviations: list[Deviation]) -> str:
    """How many deviations still wait for an answer; of a single one, that it does or not."""
    waiting = sum(each.state in OPEN_DEVIATION for each in deviations)
    if len(deviations) == 1:
        return "Den väntar på svar." if waiting else "Den är prövad."
    return f"{capitalise(count_in_words(waiting, 'väntar', 'väntar'))} på svar." if waiting else "Alla är prövade."
