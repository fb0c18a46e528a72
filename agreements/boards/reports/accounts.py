"""A year's accounts under an agreement, put together from what every party has told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from agreements.commitments.models import Commitment
from agreements.commitments.queries import followed_commitments
from agreements.commitments.words import done_words, promise_words
from governance.documents.shapes import AccountsRow, CompiledAccountsData, DecidedBy, Head, KeyFigure, UnitRow
from governance.documents.swedish import kronor, millions
from governance.lib.text import count
from governance.organisations.kinds import OrganisationKind

from ..models import AccountsRound, PartyAccounts
from .common import agreement_words, headed, issuer_of, paragraphs_of

METHOD = (
    "Redovisningen bygger på vad varje part har lämnat till styrelsen. Beloppen är i hela ören och summorna exakta. "
    "Kvar av budget är budget minus kostnad; ett minustecken betyder att kostnaden blev högre.",
    "Klart under året är partens egen uppgift. Verifierat är vad styrelsen sammanlagt har godkänt i sina protokoll "
    "när redovisningen godkändes.",
)


def accounts_builder(accounts: AccountsRound, *, today: date) -> Callable[[Head], CompiledAccountsData]:
    """Read the year once; gives what makes its compiled accounts."""
    board = accounts.board
    parties = list(accounts.parties.select_related("principal__organisation").prefetch_related("units").order_by("pk"))
    rows = tuple(account_row(each) for each in parties)
    total = total_row(rows, accounts.requested_on)
    during = {unit.commitment_id: unit.value for each in parties for unit in each.units.all()}
    commitments = followed_commitments(board.agreement).select_related("principal__organisation").order_by("pk")
    units = tuple(unit_row(each, during.get(each.pk)) for each in commitments)
    return lambda head: CompiledAccountsData(
        head=headed(head),
        issuer=issuer_of(board),
        agreement=agreement_words(board.agreement),
        year=accounts.year,
        approved=decided(accounts),
        lead=lead(accounts, rows, total),
        figures=figures(total),
        summary=paragraphs_of(accounts.summary),
        rows=rows,
        total=total,
        units=units,
        sent_to=tuple(receiver(each) for each in parties),
        method=METHOD,
    )


def account_row(told: PartyAccounts) -> AccountsRow:
    """One party's figures, with their differences."""
    budget, cost = told.budget_ore or 0, told.cost_ore or 0
    due, paid = told.financing_due_ore or 0, told.financing_paid_ore or 0
    return AccountsRow(
        party=told.principal.organisation.short_name,
        budget=budget,
        cost=cost,
        left=budget - cost,
        financing_due=due,
        financing_paid=paid,
        unpaid=due - paid,
        received_on=told.received_on or told.round.requested_on,
        comment=told.comment,
    )


def total_row(rows: tuple[AccountsRow, ...], on: date) -> AccountsRow:
    """The sums, to the öre."""

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    return AccountsRow(
        party="Summa",
        budget=total("budget"),
        cost=total("cost"),
        left=total("left"),
        financing_due=total("financing_due"),
        financing_paid=total("financing_paid"),
        unpaid=total("unpaid"),
        received_on=max((row.received_on for row in rows), default=on),
    )


def unit_row(commitment: Commitment, during: Decimal | None) -> UnitRow:
    """One commitment's year."""
    left = commitment.left if commitment.is_open else Decimal(0)
    return UnitRow(
        number=commitment.number,
        party=commitment.principal.organisation.short_name,
        title=commitment.title,
        promised=promise_words(commitment),
        during_year="–" if during is None else done_words(commitment, during),
        verified=done_words(commitment),
        left=done_words(commitment, left) if left else "",
    )


def decided(accounts: AccountsRound) -> DecidedBy | None:
    """Where and when the board approved."""
    if accounts.approved_on is None:
        return None
    return DecidedBy(body=accounts.board.body.name, on=accounts.approved_on, paragraph=accounts.paragraph)


def receiver(told: PartyAccounts) -> str:
    """Who is sent the accounts; with the State that is the Government."""
    organisation = told.principal.organisation
    return "Regeringen, för staten" if organisation.kind == OrganisationKind.STATE else str(organisation.name)


def lead(accounts: AccountsRound, rows: tuple[AccountsRow, ...], total: AccountsRow) -> str:
    """What the year cost against its budget, and what of the financing is paid."""
    more = "mindre" if total.left >= 0 else "mer"
    told = f"{count(len(rows), 'part', 'parter').capitalize()} redovisar {kronor(total.cost)} kr för {accounts.year}"
    told += f", {kronor(abs(total.left))} kr {more} än budget." if total.left else ", samma som budget."
    if total.unpaid > 0:
        return f"{told} Av finansieringen enligt plan återstår {kronor(total.unpaid)} kr att betala."
    return f"{told} Finansieringen enligt plan är betald."


def figures(total: AccountsRow) -> tuple[KeyFigure, ...]:
    """Cost, budget, paid and left to pay."""
    return (
        KeyFigure(value=f"{millions(total.cost)} mnkr", label="kostnad under året"),
        KeyFigure(value=f"{millions(total.budget)} mnkr", label="budget för året"),
        KeyFigure(value=f"{millions(total.financing_paid)} mnkr", label="betald finansiering"),
        KeyFigure(value=f"{millions(total.unpaid)} mnkr", label="kvar att betala enligt plan"),
    )
