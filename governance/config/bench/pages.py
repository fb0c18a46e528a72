from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from agreements.benefits.models import Package
from agreements.commitments.models import Commitment
from agreements.negotiations.models import Negotiation
from agreements.texts.models import Agreement
from budgets.models import AnnualReport, Budget, YearFrame
from governance.audit.actors import SYSTEM
from governance.config.demo import harbour, health
from governance.config.urls import urlpatterns as product
from governance.decisions.models import Matter
from governance.decisions.services import ensure_routes
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Organisation, Seat
from governance.organisations.policy import SamverkRequest
from governance.organisations.policy import signed_in as members_only
from governance.workflow.steps import create

from .measure import Figure, ratio, repeat
from .world import TODAY, signed_in, world


@members_only
def one_query(request: SamverkRequest) -> HttpResponse:
    """The floor: a signed-in page in the frame of all pages, with one query of twenty rows."""
    rows = list(Organisation.objects.order_by("code")[:20])
    return render(request, "bench/one_query.html", {"rows": rows})


urlpatterns = [*product, path("bench/", one_query, name="bench")]


def queries(client: Client, url: str) -> int:
    """How many questions a page asks the database, those of the sign-in included."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)  # noqa: S101 -- a page that fails is no measure
    return len(captured)


def more_matters(count: int) -> None:
    """Open matters until there are so many."""
    cast = world()
    routes = {route.code: route for route in ensure_routes(cast.partnership)}
    template = Budget.objects.filter(partnership=cast.partnership).earliest("year")
    for number in range(Matter.objects.filter(partnership=cast.partnership).count(), count):
        matter = Matter(
            partnership=cast.partnership,
            route=routes["B-01"],
            title=f"Mätärende {number:03}",
            subject_type="bench.subject",
            subject_key=f"{template.pk}-{number}",
            opened_on=TODAY - timedelta(days=number),
        )
        create(matter, by=SYSTEM, today=TODAY)


@contextmanager
def with_floor() -> Iterator[None]:
    """The product's addresses and the floor's beside them."""
    with override_settings(ROOT_URLCONF="governance.config.bench.pages"):
        yield


def get(client: Client, url: str) -> Callable[[], object]:
    """Ask for a page some times."""
    return repeat(lambda: client.get(url), 5)


@dataclass(frozen=True)
class Reader:
    """Somebody signed in, and the pages that he or she asks for."""

    client: Client
    lists: dict[str, str]
    details: dict[str, str]


def registrar() -> Reader:
    """Malmö's registrar in the joint digitalisation: the pages of budgets and decisions."""
    cast = world()
    slug = cast.partnership.slug
    matter = Matter.objects.get(title__endswith="budget 2027")
    budget = Budget.objects.get(year=2027)
    lists = {
        "Lista över ärenden": reverse("decisions:list", args=[slug]),
        "Lista över budgetar": reverse("budgets:overview", args=[slug]),
        "Lista över dokument": reverse("documents:list", args=[slug]),
        "Lista över årens medel": reverse("budgets:frames", args=[slug]),
    }
    details = {
        "Mitt bord": reverse("desk"),
        "De 34:s beslut": reverse("decisions:matter", args=[slug, matter.pk]),
        "Budget med andelar": reverse("budgets:budget", args=[slug, budget.year, budget.version_number]),
        "Partnerskapet": reverse("organisations:partnership", args=[slug]),
        "Ett års medel": reverse("budgets:frame", args=[slug, YearFrame.objects.latest("year").year]),
        "Årsrapporten": reverse("budgets:report", args=[slug, AnnualReport.objects.latest("year").year]),
    }
    return Reader(signed_in(cast.act("1280", TODAY).seat), lists, details)  # type: ignore[arg-type]  # she has one


def leader(slug: str) -> Client:
    """Whoever leads the negotiation of a partnership."""
    seats = Seat.objects.filter(body__partnership__slug=slug, body__kind=BodyKind.NEGOTIATORS)
    return signed_in(seats.get(role=SeatRole.CHAIR))


def negotiator() -> Reader:
    """The negotiator of health data between ten parties."""
    talks = Negotiation.objects.filter(partnership__slug=health.SLUG).earliest("pk")
    at = [health.SLUG, talks.pk]
    package = Package.objects.filter(negotiation=talks).latest("number")
    lists = {"Lista över förhandlingar": reverse("negotiations:list", args=[health.SLUG])}
    details = {
        "Förhandlarens bord": reverse("desk"),
        "Förhandlingsrummet": reverse("negotiations:room", args=at),
        "Nyttorna": reverse("benefits:overview", args=at),
        "Paketen jämförda": reverse("benefits:packages", args=at),
        "Ett paket": reverse("benefits:package", args=[*at, package.number]),
    }
    return Reader(leader(health.SLUG), lists, details)


def party_to_agreement() -> Reader:
    """Whoever leads the agreement on housing, which waits for its signatures."""
    agreement = Agreement.objects.get(partnership__slug=harbour.SLUG)
    slug, at = harbour.SLUG, [harbour.SLUG, agreement.pk]
    commitment = Commitment.objects.filter(agreement=agreement).earliest("pk")
    lists = {
        "Lista över avtal": reverse("agreements:list", args=[slug]),
        "Lista över åtaganden": reverse("commitments:list", args=at),
    }
    details = {
        "Avtalet": reverse("agreements:agreement", args=at),
        "Avtalets giltighet": reverse("adoption:validity", args=at),
        "Ett åtagande": reverse("commitments:commitment", args=[slug, commitment.pk]),
    }
    return Reader(leader(slug), lists, details)


def figures() -> Iterator[Figure]:
    """List and detail pages: queries with few and many rows, and processor time against the floor."""
    world()
    with with_floor():
        floor = reverse("bench")
        for reader in (registrar(), negotiator(), party_to_agreement()):
            for goal, group in ((8, reader.lists), (12, reader.details)):
                for name, url in group.items():
                    reader.client.get(url)
                    yield Figure(f"{name}: frågor", queries(reader.client, url), "frågor", goal)
                    value = round(ratio(get(reader.client, url), get(reader.client, floor), rounds=9), 2)
                    yield Figure(f"{name}: processortid mot en inloggad sida med en fråga", value, "gånger", 4)
        malmo = registrar()
        listing = malmo.lists["Lista över ärenden"]
        more_matters(20)
        few = queries(malmo.client, listing)
        more_matters(200)
        yield Figure(
            "Lista över ärenden: fler frågor med 200 rader än med 20", queries(malmo.client, listing) - few, "frågor", 0
        )
