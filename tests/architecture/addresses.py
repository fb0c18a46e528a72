"""Every address of Samverk, read from the URLconf, and an object in each state to ask it about.

A URL with a placeholder and no example here fails `test_walls.py`: whoever adds a page says who may know of it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Model, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agreements.negotiations.models import Negotiation
from agreements.texts.models import Agreement
from budgets.models import (
    ActionPlan,
    Activity,
    Allocation,
    AnnualReport,
    Budget,
    BudgetLine,
    CostPrinciple,
    Deviation,
    MultiYearLine,
    OutcomeEntry,
    YearFrame,
)
from governance.accounts.invitations import invitation_token
from governance.decisions.models import Matter, Ruling
from governance.documents.models import Dispatch, Document
from governance.jobs.models import Job
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Body, Partnership, PopulationFigure, Principal, Seat
from governance.organisations.policy import POLICY
from governance.reminders.models import Message
from tests.journeys.world import DAY, World
from workpackages.models import Service

from .agreement_addresses import of_agreements, of_boards, of_negotiations

Keys = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A pattern of the URLconf."""

    name: str
    route: str
    takes: frozenset[str]
    policy: str | None
    without_token: bool


@dataclass(frozen=True)
class Address:
    """A pattern with an object in it; `owner` is the partnership that may know of it, nothing where anybody may ask."""

    page: Page
    keys: Keys
    owner: str

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse(self.page.name, kwargs=self.keys)

    def with_keys(self, **keys: Any) -> "Address":
        """The same page about something else."""
        return Address(self.page, {**self.keys, **keys}, self.owner)


def pages() -> list[Page]:
    """Every pattern of the URLconf."""

    def walk(resolver: URLResolver, space: str, before: str) -> Iterator[Page]:
        for each in resolver.url_patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each, f"{space}{each.namespace}:" if each.namespace else space, route)
            elif isinstance(each, URLPattern):
                view = each.callback
                yield Page(
                    f"{space}{each.name}",
                    route,
                    frozenset(each.pattern.converters),
                    getattr(view, POLICY, None),
                    getattr(view, "without_token", False),
                )

    return list(walk(get_resolver(), "", ""))


def one_of_each(rows: QuerySet[Any], *fields: str) -> list[Any]:
    """The first row of each state, or of each combination of some fields."""
    firsts = rows.order_by().values(*(fields or ("state",))).annotate(first=Min("pk")).values_list("first", flat=True)
    return list(rows.filter(pk__in=list(firsts)).order_by("pk"))


def examples(world: World) -> dict[str, list[tuple[str, Keys]]]:
    """The keys to ask each page with, by its name: whose it is, and what."""
    found: dict[str, list[tuple[str, Keys]]] = {}
    for owner, partnership in (("sgd", world.sgd), ("granne", world.neighbour), ("vip", world.vip)):
        for name, keys in examples_of(partnership, owner, world):
            found.setdefault(name, []).append((owner, keys))
    for owner, told in (
        ("hälsa", of_negotiations(world.talks)),
        ("storhamn", of_agreements(world.signing)),
        ("avtal", of_agreements(world.pact)),
        ("avtal", of_boards(world.pact)),
    ):
        for name, keys in told:
            found.setdefault(name, []).append((owner, keys))
    for message in Message.objects.order_by("pk")[:1]:
        found["reminders:read"] = [("", {"pk": message.pk})]
    for talk in Negotiation.objects.public():
        found.setdefault("public:negotiation", []).append(("", {"pk": talk.pk}))
    found["public:agreement"] = [("", {"pk": each.pk}) for each in Agreement.objects.public()]
    document = Document.objects.filter(partnership=world.sgd).sealed()[0]
    invited = world.seats["alla"].user
    found["documents:genuine_copy"] = [("", {"doc_id": document.doc_id})]
    found["accounts:accept"] = [("", {"token": invitation_token(invited)}), ("", {"token": "påhittad"})]
    counted = DAY.replace(year=2025, month=12, day=31)
    found["organisations:population_day"] = [("", {"day": counted})]
    figure = PopulationFigure.objects.current().filter(reference_date=counted)[0]
    found["organisations:population_correct"] = [("", {"day": counted, "pk": figure.pk})]
    return found


def examples_of(partnership: Partnership, owner: str, world: World) -> Iterator[tuple[str, Keys]]:
    """One partnership's examples."""
    home: Keys = {"slug": partnership.slug}

    def on(names: str, keys: Iterable[Keys], app: str = "budgets") -> Iterator[tuple[str, Keys]]:
        listed = list(keys)
        for name in names.split():
            for each in listed:
                yield f"{app}:{name}", {**home, **each}

    def keyed(rows: Iterable[Any], **more: Callable[[Any], Any]) -> list[Keys]:
        return [{"pk": row.pk, **{name: read(row) for name, read in more.items()}} for row in rows]

    def stepped(model: type[Model], names: str) -> list[Keys]:
        rows = one_of_each(mine(model))
        return [{"pk": row.pk, "name": name} for row in rows for name in names.split()]

    def mine(model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.filter(partnership=partnership)
        return rows

    yield from on("deadlines", [{}], "reminders")
    yield from on(
        "partnership happened set_up edit_partnership add_principal add_body add_insight", [{}], "organisations"
    )
    principals = list(Principal.objects.filter(partnership=partnership).order_by("pk")[:2])
    yield from on("edit_principal", keyed(principals), "organisations")
    outside = Body.objects.filter(kind=BodyKind.AUDIT_OFFICE)
    yield from on("end_insight", keyed(outside), "organisations")
    yield from bodies_of(partnership, owner, world)

    yield from on("list new", [{}], "workpackages")
    services = keyed(mine(Service).order_by("pk")[:1])
    yield from on("service edit end", services, "workpackages")
    yield from (("workpackages:find", each) for each in services)

    matters = one_of_each(mine(Matter))
    yield from on("list", [{}], "decisions")
    yield from on("matter csv missing remind hand_over withdraw", keyed(matters), "decisions")
    rulings = one_of_each(Ruling.objects.filter(matter__partnership=partnership), "state", "kind")
    of_rulings = keyed(rulings, matter_id=lambda ruling: ruling.matter_id)
    yield from on("ruling register plan legal_force correct answer", of_rulings, "decisions")
    told = [("organisations.partnership", partnership.pk)]
    told += [(row._meta.label_lower, row.pk) for row in (*matters[:1], *rulings[:1], *one_of_each(mine(Budget))[:1])]
    yield from on("trail", [{"kind": kind, "key": str(key)} for kind, key in told], "decisions")

    yield from on(
        "overview new frames deviations principles principle_new plans plan_new reports",
        [{}],
    )
    budgets = one_of_each(mine(Budget))
    versions = [{"year": each.year, "number": each.version_number} for each in budgets]
    yield from on("budget", keyed(budgets))
    yield from on("budget particulars line_new lines_import calculation letters", versions)
    for kind in ("csv", "xlsx"):
        yield from on("lines shares", [{**each, "kind": kind} for each in versions])
        years = [{"year": each.year, "kind": kind} for each in one_of_each(mine(YearFrame))]
        yield from on("outcome_file settlement_file", years)
    steps = ("submit", "hand_over", "replace", "withdraw", "close")
    yield from on("step", [{**each, "name": step} for each in versions for step in steps])
    yield from on("line line_remove", rows_of(BudgetLine, budgets))
    yield from on("calculation_remove", rows_of(MultiYearLine, budgets))
    frames = one_of_each(mine(YearFrame))
    names = (
        "frame frame_open allocate allocation_import reallocate outcome outcome_new outcome_import deviation_new "
        "settlement settle"
    )
    yield from on(names, [{"year": each.year} for each in frames])
    for model, name in ((Allocation, "allocation_correct"), (OutcomeEntry, "outcome_correct")):
        firsts = [model.objects.filter(frame=each, corrects=None).first() for each in frames]
        yield from on(name, [{"year": each.frame.year, "pk": each.pk} for each in firsts if each])
    yield from on("deviation", keyed(one_of_each(mine(Deviation))))
    yield from on("deviation_step", stepped(Deviation, "refer accept_within_frame take_note ask_principals deny"))
    yield from on("principle", keyed(one_of_each(mine(CostPrinciple))))
    yield from on("principle_step", stepped(CostPrinciple, "compute put_forward fall end"))
    plans = list(mine(ActionPlan).order_by("year"))
    yield from on("plan plan_edit activity_new", keyed(plans[-2:]))
    newest = mine(Activity).order_by("-pk")[:1]  # of a draft, where there is one: the others stand still
    yield from on("activity activity_remove", keyed([*one_of_each(mine(Activity)), *newest]))
    yield from on("activity_step", stepped(Activity, "begin delay finish"))
    reports = [{"year": each.year} for each in one_of_each(mine(AnnualReport))]
    yield from on("report report_start report_texts", reports)
    wanted = ("draft", "submit", "send_back", "establish", "dispatch")
    yield from on("report_step", [{**each, "name": step} for each in reports for step in wanted])
    yield from on("receipt", keyed(receipts(partnership)))
    yield from documents_of(partnership, home)
    for kind, model in FOUND_BY_NUMBER.items():
        for row in mine(model).order_by("pk")[:1]:
            yield "budgets:find", {"kind": kind, "pk": row.pk}


FOUND_BY_NUMBER: dict[str, Any] = {
    "budget": Budget,
    "actionplan": ActionPlan,
    "activity": Activity,
    "yearframe": YearFrame,
    "deviation": Deviation,
    "costprinciple": CostPrinciple,
    "annualreport": AnnualReport,
}


def rows_of(model: Any, budgets: list[Budget]) -> list[Keys]:
    """The first row below each budget."""
    firsts = [(budget, model.objects.filter(budget=budget).order_by("pk").first()) for budget in budgets]
    return [
        {"year": budget.year, "number": budget.version_number, "pk": row.pk}
        for budget, row in firsts
        if row is not None
    ]


def receipts(partnership: Partnership) -> list[Dispatch]:
    """What was sent, by state and by kind of document, and what waits for Malmö to confirm."""
    sent = Dispatch.objects.filter(document__partnership=partnership)
    malmo = sent.waiting().filter(principal__organisation__code="1280")
    return [*one_of_each(sent, "state", "document__kind"), *malmo.order_by("-pk")[:2]]


def documents_of(partnership: Partnership, home: Keys) -> Iterator[tuple[str, Keys]]:
    """The register: a document of each kind and state with its files, what was sent, and the batch that seals it."""
    rows = one_of_each(Document.objects.filter(partnership=partnership), "state", "kind")
    yield "documents:list", home
    for row in rows:
        one = {**home, "doc_id": row.doc_id}
        for name in ("document", "file", "data"):
            yield f"documents:{name}", one
        for name in ("edition", "edition_file", "edition_data"):
            yield f"documents:{name}", {**one, "edition": row.edition}
        yield "documents:find", {"kind": "document", "pk": row.pk}
    for sent in receipts(partnership):
        yield "documents:receipt", {**home, "doc_id": sent.document.doc_id, "pk": sent.pk}
    ordered = {f"documents.seal:{row.pk}" for row in rows}
    for job in Job.objects.filter(key__in=ordered).exclude(batch=""):
        yield "documents:batch", {**home, "batch": job.batch}
        yield "documents:retry", {**home, "batch": job.batch, "pk": job.pk}


def bodies_of(partnership: Partnership, owner: str, world: World) -> Iterator[tuple[str, Keys]]:
    """The partnership's bodies with their seats, and an organisation that only it knows of."""
    bodies = list(Body.objects.filter(partnership=partnership).order_by("pk")[:2])
    if owner == "sgd":  # Lund is a principal here and nowhere else
        lund = world.seats["lund"].body
        bodies.append(lund)
        for name in ("organisation", "add_organisation_body", "edit_organisation"):
            yield f"organisations:{name}", {"pk": lund.organisation_id}
    for body in bodies:
        for name in ("body", "edit_body", "add_seat"):
            yield f"organisations:{name}", {"pk": body.pk}
        for seat in Seat.objects.filter(body=body)[:1]:
            yield "organisations:edit_seat", {"pk": seat.pk}
            yield "organisations:invite_again", {"pk": body.pk, "user": seat.user_id}


def addresses(world: World) -> list[Address]:
    """Every page with every example; one without placeholders is asked as it is."""
    by_name = examples(world)
    found = []
    for page in pages():
        if not page.takes:
            found.append(Address(page, {}, ""))
        found += [Address(page, keys, owner) for owner, keys in by_name.get(page.name, [])]
    return found
