"""The addresses of negotiations and agreements, with an object in each state to ask them about."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from agreements.adoption.models import Condition
from agreements.benefits.models import Analysis, Interest, Package
from agreements.boards.models import AccountsRound, AgendaItem, Board, Meeting, PartyAccounts
from agreements.commitments.models import Clearing, Commitment, Deviation, OfferCondition, ProgressReport
from agreements.negotiations.models import (
    ChecklistItem,
    ConflictOfInterest,
    Issue,
    MandateLimit,
    Milestone,
    Negotiation,
    Negotiator,
    Option,
    Party,
    Precedent,
    Session,
)
from agreements.signing.models import Signatory, SigningRound
from agreements.texts.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Annex,
    FinancingLine,
    IndexFigure,
    Section,
    TemplateSection,
    TimetableItem,
)
from governance.organisations.models import Mandate, Partnership

Keys = dict[str, Any]
Named = tuple[str, Keys]

TALK_STEPS = "initiate begin_negotiating begin_agreeing implement conclude pause abort reopen_initiation"
TEXT_STEPS = "prepare make_ready rework terminate abandon complete bring_into_force"
ROOM = (
    "room remind directive directive_edit frame publish parties party_new issues issue_new sessions session_new "
    "notices notice_new timetable milestone_new checklist negotiators negotiator_new precedents precedent_new"
)
OF_ROOM: tuple[tuple[str, str, Any], ...] = (
    ("party_pk", "party party_edit party_leave finances read mandate_new", Party),
    ("issue_pk", "issue issue_remove option_new", Issue),
    ("session_pk", "session decision_new", Session),
    ("milestone_pk", "milestone milestone_done milestone_remove", Milestone),
    ("item_pk", "checklist_answer", ChecklistItem),
    ("negotiator_pk", "negotiator_end declare", Negotiator),
    ("precedent_pk", "precedent", Precedent),
)
OF_AGREEMENT: tuple[tuple[str, str], ...] = (
    (
        "agreements",
        "agreement particulars parties text section_new updating cost financing_new timetable_new annex_new freeze "
        "new_version amendment",
    ),
    ("adoption", "validity open add add_cap forecast last_days"),
    ("signing", "round plan add last_day open stop take_back file"),
    ("commitments", "list new clear"),
)
OF_TEXT: tuple[tuple[str, Any, str], ...] = (
    ("party_remove", AgreementParty, "agreement"),
    ("version compare acknowledge object", AgreementVersion, "agreement"),
    ("section section_remove", Section, "version_of__agreement"),
    ("financing financing_remove", FinancingLine, "version_of__agreement"),
    ("timetable timetable_remove", TimetableItem, "version_of__agreement"),
    ("annex annex_write annex_edit annex_adopt", Annex, "agreement"),
)
CONDITION_PAGES = "meet take_back fail last_day remove raise_breach agree"
SIGNATORY_PAGES = "review group remove confirm progress retry reject withdraw lend hand_in give_back replace"
COMMITMENT_PAGES = "commitment edit confirm withdraw level_new level_drop condition_new report deviate dispute"
DEVIATION_PAGES = "deviation answer ask carry_on renegotiate release"


def named(app: str, names: str, *keys: Keys) -> Iterator[Named]:
    """Some pages of an app, each with every set of keys."""
    for name in names.split():
        for each in keys:
            yield f"{app}:{name}", each


def first_of_each(rows: Iterable[Any], read: Callable[[Any], Any] = lambda row: row.state) -> list[Any]:
    """The first row of each state."""
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(read(row), row)
    return list(found.values())


def of_negotiations(partnership: Partnership) -> Iterator[Named]:
    """Everything about negotiations, benefits and packages in a partnership."""
    home: Keys = {"slug": partnership.slug}
    yield from named("negotiations", "list new", home)
    for talk in first_of_each(Negotiation.objects.filter(partnership=partnership).order_by("pk")):
        at: Keys = {**home, "pk": talk.pk}
        yield from named("negotiations", ROOM, at)
        yield from named("negotiations", "step", *({**at, "name": name} for name in TALK_STEPS.split()))
        yield from parts_of_room(talk, at)
        yield from named("benefits", "overview valuations interest_new packages package_new ask", at)
        yield from packages_of(talk, at)
        yield "boards:status", at
        yield "negotiations:find", {"kind": "negotiation", "pk": talk.pk}


def parts_of_room(talk: Negotiation, at: Keys) -> Iterator[Named]:
    """The parts of one negotiation: parties with gates and mandates, issues with options, sessions and the rest."""
    for key, names, model in OF_ROOM:
        for row in model.objects.filter(negotiation=talk).order_by("pk")[:2]:
            yield from named("negotiations", names, {**at, key: row.pk})
    for party in talk.parties.order_by("pk")[:2]:
        of_party = {**at, "party_pk": party.pk}
        yield from named("negotiations", "gate gate_wait gate_withdraw", {**of_party, "number": 3})
        held = Mandate.objects.filter(organisation=party.principal.organisation, partnership=talk.partnership)
        for mandate in held.order_by("pk")[:1]:
            yield "negotiations:mandate_revoke", {**of_party, "mandate_pk": mandate.pk}
    for issue in Issue.objects.filter(negotiation=talk).order_by("-state_only", "pk")[:1]:
        yield "negotiations:choose", {**at, "issue_pk": issue.pk}
    for option in Option.objects.filter(issue__negotiation=talk).order_by("pk")[:2]:
        yield from named("negotiations", "option option_remove limit", {**at, "option_pk": option.pk})
    for limit in MandateLimit.objects.filter(party__negotiation=talk).order_by("pk")[:1]:
        yield "negotiations:limit_lift", {**at, "limit_pk": limit.pk}
    for conflict in ConflictOfInterest.objects.filter(negotiator__negotiation=talk).order_by("pk")[:1]:
        yield "negotiations:assess", {**at, "conflict_pk": conflict.pk}


def packages_of(talk: Negotiation, at: Keys) -> Iterator[Named]:
    """Packages in each state, what was asked of the trade finder, and interests."""
    for package in first_of_each(Package.objects.filter(negotiation=talk).order_by("pk")):
        one = {**at, "number": package.number}
        yield from named("benefits", "package package_edit", one)
        yield from named("benefits", "package_step", *({**one, "name": name} for name in ("lay", "withdraw")))
        yield from named("benefits", "answer", *({**one, "name": name} for name in ("accept", "decline", "note")))
        yield "benefits:find", {"kind": "package", "pk": package.pk}
    for asked in Analysis.objects.filter(negotiation=talk).order_by("pk")[:1]:
        yield "benefits:analysis", {**at, "analysis": asked.pk}
        yield "benefits:suggestion", {**at, "analysis": asked.pk, "place": 0}
    for interest in Interest.objects.filter(party__negotiation=talk).order_by("pk")[:2]:
        yield "benefits:interest_remove", {**at, "interest": interest.pk}


def of_agreements(partnership: Partnership) -> Iterator[Named]:
    """Everything about agreements, their validity, signing and commitments in a partnership."""
    home: Keys = {"slug": partnership.slug}
    yield from named("agreements", "list new template template_own template_new figures figure_new", home)
    for model, names in ((IndexFigure, "figure"), (TemplateSection, "template_section template_remove")):
        for row in model.objects.filter(partnership=partnership).order_by("pk")[:1]:
            yield from named("agreements", names, {**home, "pk": row.pk})
    for agreement in first_of_each(Agreement.objects.filter(partnership=partnership).order_by("pk")):
        at: Keys = {**home, "pk": agreement.pk}
        for app, names in OF_AGREEMENT:
            yield from named(app, names, at)
        yield from named("agreements", "step", *({**at, "name": name} for name in TEXT_STEPS.split()))
        yield from parts_of_text(agreement, home)
        yield from parts_of_validity(agreement, at)
        yield from parts_of_signing(agreement, at)
        yield from parts_of_commitments(agreement, home, at)
        yield "agreements:find", {"kind": "agreement", "pk": agreement.pk}


def of_boards(partnership: Partnership) -> Iterator[Named]:
    """The boards of a partnership, with their meetings and yearly accounts."""
    home: Keys = {"slug": partnership.slug}
    yield "boards:list", home
    for agreement in Agreement.objects.filter(partnership=partnership).order_by("pk")[:1]:
        yield "boards:form", {**home, "pk": agreement.pk}
    for board in Board.objects.filter(partnership=partnership).order_by("pk")[:1]:
        at: Keys = {**home, "pk": board.pk}
        yield from named("boards", "board report meeting_new accounts_new", at)
        yield from named("boards", "appoint", *({**at, "place": place} for place in ("chair", "member")))
        yield from named("boards", "step", *({**at, "name": name} for name in ("activate", "close")))
        yield "boards:find", {"kind": "board", "pk": board.pk}
        yield from parts_of_board(board, home)


def parts_of_board(board: Board, home: Keys) -> Iterator[Named]:
    """A meeting in each state with an item, and the accounts of a year."""
    for meeting in first_of_each(Meeting.objects.filter(board=board).order_by("pk")):
        one: Keys = {**home, "pk": meeting.pk}
        yield from named("boards", "meeting item_new", one)
        for name in ("call", "hold", "correct_attendance", "attest", "adjust", "return_minutes", "cancel"):
            yield "boards:meeting_step", {**one, "name": name}
    for item in first_of_each(AgendaItem.objects.filter(board=board).order_by("pk"), lambda each: each.kind):
        yield "boards:item", {**home, "pk": item.pk}
        yield from named("boards", "item_edit item_remove", {**home, "pk": item.meeting_id, "item_pk": item.pk})
    for asked in AccountsRound.objects.filter(board=board).order_by("pk")[:1]:
        one = {**home, "pk": asked.pk}
        yield "boards:accounts", one
        yield from named("boards", "accounts_step", *({**one, "name": name} for name in ("compile", "reopen", "send")))
    for told in PartyAccounts.objects.filter(round__board=board).order_by("pk")[:1]:
        yield "boards:party_accounts", {**home, "pk": told.pk}


def parts_of_text(agreement: Agreement, home: Keys) -> Iterator[Named]:
    """Versions, sections, lines and annexes: the newest of each, which is the one that may be changed."""
    for names, model, owner in OF_TEXT:
        for row in model.objects.filter(**{owner: agreement}).order_by("-pk")[:1]:
            yield from named("agreements", names, {**home, "pk": row.pk})


def parts_of_validity(agreement: Agreement, at: Keys) -> Iterator[Named]:
    """A condition of each kind."""
    conditions = Condition.objects.filter(agreement=agreement).order_by("pk")
    for row in first_of_each(conditions, lambda each: each.kind):
        yield from named("adoption", CONDITION_PAGES, {**at, "condition_id": row.pk})
        yield "adoption:find", {"pk": row.pk}


def parts_of_signing(agreement: Agreement, at: Keys) -> Iterator[Named]:
    """Rounds, and those who sign in them."""
    for round_ in SigningRound.objects.filter(agreement=agreement).order_by("pk")[:1]:
        yield "signing:earlier", {**at, "number": round_.number}
        yield "signing:find", {"kind": "signinground", "pk": round_.pk}
    for row in first_of_each(Signatory.objects.filter(round__agreement=agreement).order_by("pk")):
        yield from named("signing", SIGNATORY_PAGES, {**at, "who": row.pk})


def parts_of_commitments(agreement: Agreement, home: Keys, at: Keys) -> Iterator[Named]:
    """Commitments in each state, with their conditions, reports and deviations."""
    for clearing in Clearing.objects.filter(agreement=agreement).order_by("pk")[:1]:
        yield from named("commitments", "clearing dissolve", {**at, "clearing_id": clearing.pk})
    for row in first_of_each(Commitment.objects.filter(agreement=agreement).order_by("pk")):
        one: Keys = {**home, "pk": row.pk}
        yield from named("commitments", COMMITMENT_PAGES, one)
        yield "commitments:find", {"kind": "commitment", "pk": row.pk}
    below: tuple[tuple[Any, str, str, str], ...] = (
        (OfferCondition, "level__commitment", "condition_id", "condition_drop"),
        (ProgressReport, "commitment", "report_id", "verify send_back"),
        (Deviation, "commitment", "deviation_id", DEVIATION_PAGES),
    )
    for model, path, key, names in below:
        for row in model.objects.filter(**{f"{path}__agreement": agreement}).order_by("pk")[:1]:
            owner = row.level.commitment_id if model is OfferCondition else row.commitment_id
            yield from named("commitments", names, {**home, "pk": owner, key: row.pk})
