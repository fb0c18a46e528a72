from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from agreements.commitments.models.base import VALUE
from governance.organisations.models import Principal
from governance.workflow.models import Versioned

from .. import account_guards, permissions
from ..states import (
    ACCOUNTS_OPEN,
    ACCOUNTS_SITUATIONS,
    PARTY_ACCOUNTS_SITUATIONS,
    AccountsState,
    PartyAccountsState,
)
from .base import OfBoardQuerySet
from .boards import Board

State = AccountsState
FIGURES = ("budget_ore", "cost_ore", "financing_due_ore", "financing_paid_ore")


class AccountsRound(Versioned):
    """A year's accounts under an agreement (årets redovisning): requested, received, compiled, approved, sent."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="accounts")
    year = models.PositiveSmallIntegerField(_("år"))
    requested_on = models.DateField(_("begärd"))
    due_on = models.DateField(_("sista dag"))
    compiled_on = models.DateField(_("sammanställd"), null=True, blank=True)
    summary = models.TextField(_("sammanfattning"), blank=True)
    approved_on = models.DateField(_("godkänd"), null=True, blank=True)
    paragraph = models.CharField(_("styrelsens paragraf"), max_length=40, blank=True)
    sent_on = models.DateField(_("skickad"), null=True, blank=True)
    state = FSMField(_("läge"), choices=State.choices, default=State.REQUESTED, protected=True)

    situations: ClassVar[dict[str, Any]] = ACCOUNTS_SITUATIONS
    locked_with: ClassVar = ("board__agreement", "board__body", "board__partnership")

    objects = OfBoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("årets redovisning")
        verbose_name_plural = _("årliga redovisningar")
        ordering = ("board", "-year")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "year"],
                name="board_accounts_are_one_a_year",
                violation_error_message=_("Redovisningen för det året är redan begärd."),
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="board_accounts_state_is_known"),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("requested_on")),
                name="board_accounts_are_due_later",
                violation_error_message=_("Sista dagen kan inte vara före den dag då redovisningen begärs."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED, State.SENT)) | Q(approved_on__isnull=False) & ~Q(paragraph=""),
                name="board_accounts_approved_by_paragraph",
                violation_error_message=_("Ange styrelsens paragraf."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_on__isnull=False), name="board_accounts_sent_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"Redovisning {self.year}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.board.chain

    @property
    def partnership_id(self) -> int:
        """The partnership of its board."""
        return self.board.partnership_id

    @property
    def is_open(self) -> bool:
        """Whether it is not sent yet."""
        return self.state in ACCOUNTS_OPEN

    @transition(
        field=state,
        source=State.REQUESTED,
        target=State.COMPILED,
        custom={
            "guards": [account_guards.every_party_has_accounted],
            "permission": permissions.may_prepare,
            "label": _("sammanställa redovisningen"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def compile(self, *, by: Any, today: date, summary: str = "") -> None:
        """Put the parties' accounts together (sammanställa)."""
        self.compiled_on, self.summary = today, summary

    @transition(
        field=state,
        source=State.COMPILED,
        target=State.REQUESTED,
        custom={
            "guards": [account_guards.reason_is_written],
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("öppna redovisningen igen"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def reopen(self, *, by: Any, today: date, reason: str) -> None:
        """Something was wrong: the parties correct, and it is compiled anew (öppna igen)."""
        self.compiled_on = None

    @transition(
        field=state,
        source=State.COMPILED,
        target=State.APPROVED,
        custom={
            "guards": [account_guards.approval_is_minuted],
            "permission": permissions.may_prepare,
            "label": _("godkänna redovisningen"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def approve(self, *, by: Any, today: date, paragraph: str = "", on: date | None = None) -> None:
        """The board approves at a meeting, by its paragraph (godkänna)."""
        self.approved_on, self.paragraph = on or today, paragraph

    @transition(
        field=state,
        source=State.APPROVED,
        target=State.SENT,
        custom={
            "guards": [account_guards.document_is_sealed],
            "permission": permissions.may_prepare,
            "label": _("skicka redovisningen"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def send(self, *, by: Any, today: date) -> None:
        """Send the sealed accounts to the Government and every party (skicka)."""
        self.sent_on = today


class PartyAccounts(Versioned):
    """One party's part of a year's accounts (partens redovisning): cost against budget, financing, units."""

    round = models.ForeignKey(AccountsRound, models.PROTECT, related_name="parties")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="board_accounts")
    budget_ore = models.BigIntegerField(_("årets budget i ören"), null=True, blank=True)
    cost_ore = models.BigIntegerField(_("årets kostnad i ören"), null=True, blank=True)
    financing_due_ore = models.BigIntegerField(_("finansiering enligt plan i ören"), null=True, blank=True)
    financing_paid_ore = models.BigIntegerField(_("betald finansiering i ören"), null=True, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
    received_on = models.DateField(_("inkom"), null=True, blank=True)
    received_from = models.CharField(_("lämnad av"), max_length=300, blank=True)
    state = FSMField(
        _("läge"), choices=PartyAccountsState.choices, default=PartyAccountsState.REQUESTED, protected=True
    )

    situations: ClassVar[dict[str, Any]] = PARTY_ACCOUNTS_SITUATIONS
    locked_with: ClassVar = ("round__board__body", "round__board__agreement", "principal__organisation")

    class Meta:
        verbose_name = _("partens redovisning")
        verbose_name_plural = _("parternas redovisningar")
        ordering = ("round", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "principal"], name="party_accounts_are_one"),
            models.CheckConstraint(
                condition=Q(state__in=PartyAccountsState.values), name="party_accounts_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PartyAccountsState.REQUESTED)
                | Q(received_on__isnull=False, **{f"{name}__isnull": False for name in FIGURES}),
                name="party_accounts_received_are_whole",
                violation_error_message=_("Fyll i alla fyra beloppen. Skriv 0 där det inte finns något."),
            ),
            models.CheckConstraint(
                condition=Q(*((f"{name}__gte", 0) for name in FIGURES))
                | Q(**{f"{name}__isnull": True for name in FIGURES}),
                name="party_accounts_are_not_negative",
                violation_error_message=_("Ett belopp kan inte vara mindre än noll."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal}: {self.round}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.round.chain

    @property
    def partnership_id(self) -> int:
        """The partnership of its board."""
        return self.round.partnership_id

    @transition(
        field=state,
        source=[PartyAccountsState.REQUESTED, PartyAccountsState.RECEIVED],
        target=PartyAccountsState.RECEIVED,
        custom={
            "guards": [account_guards.round_is_open, account_guards.figures_are_given],
            "permission": permissions.may_account,
            "label": _("lämna redovisningen"),
            "who": permissions.WHO_ACCOUNTS,
        },
    )
    def submit(self, *, by: Any, today: date, comment: str = "", **figures: int | None) -> None:
        """The party tells the year's figures; until it is compiled they may be corrected (lämna)."""
        for name in FIGURES:
            setattr(self, name, figures.get(name))
        self.comment, self.received_on, self.received_from = comment, today, by.seat_label or by.user_name


class UnitFigure(models.Model):
    """How much of a commitment was completed during the year, as its party accounts for it (utfall i enheter)."""

    accounts = models.ForeignKey(PartyAccounts, models.CASCADE, related_name="units")
    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="yearly_figures")
    value = models.DecimalField(_("klart under året"), **VALUE)

    class Meta:
        verbose_name = _("utfall i enheter")
        verbose_name_plural = _("utfall i enheter")
        ordering = ("accounts", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["accounts", "commitment"], name="unit_figure_is_one"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="unit_figure_is_not_negative",
                violation_error_message=_("Det som är klart kan inte vara mindre än noll."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.value}"
