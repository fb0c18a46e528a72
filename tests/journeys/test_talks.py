"""A Sverigeförhandling by people at browsers that run no script: from a directive to a board that has closed."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from agreements.adoption.models import Condition
from agreements.benefits.models import Package
from agreements.boards.models import Board, Meeting
from agreements.boards.states import BoardState
from agreements.commitments.models import Commitment
from agreements.commitments.states import CommitmentState
from agreements.negotiations.models import Negotiation, Party
from agreements.negotiations.states import Gate, IssueKind, NegotiationState
from agreements.signing.models import Signatory
from agreements.texts.models import Agreement, Section
from agreements.texts.states import AgreementState
from governance.audit.verification import verify as verify_trail
from governance.config.demo.cast import administrator
from governance.config.demo.tables import Guest, Table, invite, lay_table
from governance.decisions.models import Ruling
from governance.documents.models import Document
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.jobs.states import OPEN
from governance.organisations.kinds import OrganisationKind
from governance.organisations.models import Seat
from tests.factories.organisations import make_user

from .browsing import opened
from .test_year import People, send, words
from .world import DAY, told_day

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]

GUESTS = (
    Guest("staten", OrganisationKind.STATE, "Staten (prov)"),
    Guest("region", OrganisationKind.REGION, "Region Prov"),
    Guest("kommun", OrganisationKind.MUNICIPALITY, "Provinge kommun"),
)
ISSUES = (
    (IssueKind.INFRASTRUCTURE, "Infrastruktur"),
    (IssueKind.STANDARDS, "Standarder"),
    (IssueKind.METHOD, "Metodik"),
    (IssueKind.MANAGEMENT, "Förvaltning"),
    (IssueKind.FINANCING, "Finansiering"),
)
DIRECTIVE = {
    "title": "Gemensam katalog över vårdutbud",
    "purpose": "Den som söker vård ska hitta den.",
    "scope": "Katalogen, dess standarder och dess drift.",
    "delimitations": "Bokning av tider ingår inte.",
    "possible_outcomes": "Ett ramavtal mellan tre parter.",
    "directive_reference": "Dir. 2026:99 (prov)",
    "directive_decided_on": "2026-11-02",
}
WRITTEN = (4, 5, 6, 7, 9, 13)
"""The sections that are the mandatory parts, and the one on how the agreement is updated."""


class Talks(People):
    """The people around the table, each at a browser."""

    def __init__(self, browser: Any, address: str, table: Table) -> None:
        super().__init__(browser, address)
        self.table = table
        self.home = f"/partnerskap/{table.partnership.slug}/"
        self.browsers = ExitStack()
        self.pages: dict[str, Any] = {}

    @contextmanager
    def as_(self, who: str) -> Iterator[Any]:
        """Somebody of the table, signed in, at a browser of his or her own until all have gone home."""
        if who not in self.pages:
            seat = self.table.seats[who]
            page = opened(self.browser, self.address, seat, java_script_enabled=False)
            self.pages[who] = self.browsers.enter_context(page)
        yield self.pages[who]

    def __enter__(self) -> "Talks":
        return self

    def __exit__(self, *error: object) -> None:
        self.browsers.close()

    def fill(self, page: Any, path: str, **fields: Any) -> str:
        """Open a form, fill it in, send it; says where that led. Fails with what the page says if it was refused."""
        self.visit(page, path)
        for name, value in fields.items():
            put(page, name, value)
        send(page)
        refused = page.locator("main .stop, main .errsum, main [role=alert]")
        assert not refused.count(), f"{path}: {words(page)[:1200]}"
        return str(page.url).removeprefix(self.address)


def put(page: Any, name: str, value: Any) -> None:
    """Fill in one field, of whichever kind."""
    field = page.locator(f'main [name="{name}"]')
    kind = field.first.evaluate("each => each.type || each.tagName")
    if kind in ("radio", "checkbox"):
        page.check(f'main [name="{name}"]' + ("" if value is True else f'[value="{value}"]'))
    elif kind == "select-one":
        page.select_option(f'main [name="{name}"]', str(value))
    else:
        page.fill(f'main [name="{name}"]', str(value))


def work() -> None:
    """Do what the worker would do."""
    for job in Job.objects.filter(state__in=OPEN).order_by("pk"):
        run_job(job.pk)


def test_negotiation_goes_from_directive_to_closed_board(live_server: Any, browser: Any) -> None:
    with told_day():
        with transaction.atomic():
            by, begun = administrator(DAY), date(2026, 9, 1)
            table = lay_table(
                slug="prov", name="Provförhandlingen", short_name="Prov", purpose="Prov.", begun=begun, by=by
            )
            for guest in GUESTS:
                invite(table, guest, begun=begun, by=by)
        with Talks(browser, live_server.url, table) as talks:
            room = propose(talks)
            confirm(talks, room)
            package(talks, room)
            pact = write(talks)
            promise(talks, pact)
            sign(talks, pact)
            adopt(talks, pact, room)

            agreement = Agreement.objects.get(pk=pact.pk)
            assert agreement.state == AgreementState.IN_FORCE
            assert {each.state for each in Commitment.objects.all()} == {CommitmentState.UNDER_WAY}

            follow(talks, pact, room)

            assert {each.state for each in Commitment.objects.all()} == {CommitmentState.REALISED}
            assert Board.objects.get().state == BoardState.CLOSED
            assert Agreement.objects.get(pk=pact.pk).state == AgreementState.COMPLETED
            assert Negotiation.objects.get().state == NegotiationState.CONCLUDED
            assert verify_trail()[0] == []


def propose(talks: Talks) -> str:
    """The office registers directive, parties and issues; each party gives its mandates; the room's address."""
    home = f"{talks.home}forhandlingar/"
    with talks.as_("office") as page:
        room = talks.fill(page, f"{home}ny/", **DIRECTIVE)
        talk = Negotiation.objects.get()
        for guest in GUESTS:
            principal = talks.table.principals[guest.key]
            given = {"principal": principal.pk, "role": "Part", "undertakings": "Ansluter sina verksamheter"}
            talks.fill(page, f"{room}parter/ny/", **given)
        for kind, title in ISSUES:
            talks.fill(page, f"{room}fragor/ny/", title=title, kind=str(kind))
        for issue in talk.issues.all():
            for option in ("Som i dag", "Gemensamt"):
                talks.fill(page, f"{room}fragor/{issue.pk}/alternativ/", title=option)
        talks.fill(
            page,
            f"{room}forhandlingspersoner/ny/",
            user=talks.table.seats["lead"].user.pk,
            appointment="Regeringsbeslut (prov)",
            appointed_on="2026-11-02",
            other_roles="Inga",
        )
        talks.fill(page, f"{room}direktiv/ram/", frame="40 000 000")
    with talks.as_("lead") as page:
        [negotiator] = talk.negotiators.all()
        talks.fill(page, f"{room}forhandlingspersoner/{negotiator.pk}/anmal/", has_conflict="no")
    for party in Party.objects.select_related("principal__organisation"):
        key = next(each.key for each in GUESTS if each.name == party.name)
        with talks.as_(f"{key}.registrar") as page:
            for seat, right in ((key, "may_negotiate"), (f"{key}.chair", "may_sign")):
                give_mandate(talks, page, f"{room}parter/{party.pk}/mandat/nytt/", seat, right)
    return room


def give_mandate(talks: Talks, page: Any, path: str, who: str, right: str) -> None:
    """A party's registrar registers what it lets somebody do."""
    talks.fill(
        page,
        path,
        holder=talks.table.seats[who].user.pk,
        role="Ordförande" if right == "may_sign" else "Företrädare",
        subject="Katalogen över vårdutbud",
        valid_from="2026-11-02",
        decision_reference="§ 12 (prov)",
        decided_on="2026-11-02",
        **{right: True},
    )


def confirm(talks: Talks, room: str) -> None:
    """One gate that is missing stops, and the page says whose; when all are confirmed, the negotiation begins."""
    with talks.as_("lead") as page:
        talks.fill(page, f"{room}steg/initiate/")
    parties = {each.name: each for each in Party.objects.all()}
    for guest in GUESTS:
        with talks.as_(guest.key) as page:
            for gate in Gate:
                if (guest.key, gate) != ("kommun", Gate.TYPE):
                    talks.fill(page, f"{room}parter/{parties[guest.name].pk}/grind/{int(gate)}/")
    with talks.as_("lead") as page:
        talks.visit(page, f"{room}steg/begin_negotiating/")
        assert "Provinge kommun" in words(page)
        if page.locator('main form[method="post"] .actions button[type="submit"]').count():
            send(page)
        assert Negotiation.objects.get().state == NegotiationState.INITIATING
    with talks.as_("kommun") as page:
        talks.fill(page, f"{room}parter/{parties['Provinge kommun'].pk}/grind/5/")
    with talks.as_("lead") as page:
        talks.fill(page, f"{room}steg/begin_negotiating/")
    assert Negotiation.objects.get().state == NegotiationState.NEGOTIATING


def package(talks: Talks, room: str) -> None:
    """Each party values for itself; one package is laid before them, and all consent."""
    talk = Negotiation.objects.get()
    options = [list(issue.options.order_by("number")) for issue in talk.issues.order_by("number")]
    for guest in GUESTS:
        with talks.as_(guest.key) as page:
            given = {f"v{pair[1].pk}": "1 000 000" for pair in options}
            talks.fill(page, f"{room}nytta/vardera/", **given)
    parties = {each.name: each for each in talk.parties.all()}
    shares = dict(zip((f"p{parties[guest.name].pk}" for guest in GUESTS), ("50", "30", "20"), strict=True))
    chosen = {f"i{pair[1].issue_id}": pair[1].pk for pair in options}
    with talks.as_("lead") as page:
        talks.fill(page, f"{room}paket/nytt/", title="Allt gemensamt", cost="10 000 000", **shares, **chosen)
        talks.fill(page, f"{room}paket/1/steg/lay/")
    for guest in GUESTS:
        with talks.as_(guest.key) as page:
            talks.fill(page, f"{room}paket/1/svara/accept/")
    assert Package.objects.get().get_state_display() == "Överenskommet"
    with talks.as_("lead") as page:
        talks.fill(page, f"{room}steg/begin_agreeing/")


def write(talks: Talks) -> Agreement:
    """The office writes the agreement; each party agrees to the text that is frozen."""
    home = f"{talks.home}avtal/"
    with talks.as_("office") as page:
        talks.fill(
            page,
            f"{home}nytt/",
            title="Ramavtal om katalogen",
            negotiation=Negotiation.objects.get().pk,
            sign_order="sign_first",
            period_from="2026-12-01",
        )
        agreement = Agreement.objects.get()
        for number in WRITTEN:
            section = Section.objects.get(version_of__agreement=agreement, number=number)
            talks.fill(page, f"{home}avsnitt/{section.pk}/", clauses=f"Det här gäller om {section.title.lower()}.")
    return agreement


def promise(talks: Talks, pact: Agreement) -> None:
    """Two parties offer, each on condition of the other; both become binding at once, and the text is frozen."""
    offers = f"{talks.home}avtal/{pact.pk}/ataganden/"
    given = {"counting_rule": "Räknas när det är klart.", "due_on": "2028-12-31", "owner_role": "Direktören"}
    with talks.as_("kommun") as page:
        talks.fill(page, f"{offers}nytt/", title="Anslut enheter", quantity="10", unit="enheter", **given)
    with talks.as_("staten") as page:
        talks.fill(page, f"{offers}nytt/", title="Driv katalogen", quantity="1", unit="tjänst", **given)
    connect, run = Commitment.objects.order_by("pk")
    for key, mine, other, least in (("kommun", connect, run, "1"), ("staten", run, connect, "10")):
        with talks.as_(key) as page:
            path = f"{talks.home}ataganden/{mine.pk}/villkor/nytt/"
            talks.fill(page, path, others=other.pk, threshold=least)
    with talks.as_("lead") as page:
        talks.fill(page, f"{offers}klarera/")
    assert {each.state for each in Commitment.objects.all()} == {CommitmentState.AGREED}
    at = f"{talks.home}avtal/{pact.pk}/"
    with talks.as_("office") as page:
        talks.fill(page, f"{at}steg/prepare/")
        talks.fill(page, f"{at}las/", change_note="Första texten")
    [version] = pact.versions.all()
    for guest in GUESTS:
        with talks.as_(guest.key) as page:
            talks.fill(page, f"{talks.home}avtal/version/{version.pk}/godkann/")
    with talks.as_("lead") as page:
        talks.fill(page, f"{at}steg/make_ready/")


def sign(talks: Talks, pact: Agreement) -> None:
    """The round is planned and opened; the three chairs sign, each as herself, and nobody for another."""
    at = f"{talks.home}avtal/{pact.pk}/underskrifter/"
    with talks.as_("lead") as page:
        talks.fill(page, f"{at}planera/", last_on="2026-12-20")
        talks.fill(page, f"{at}oppna/")
    work()
    for signatory in Signatory.objects.order_by("order"):
        key = next(each.key for each in GUESTS if each.name == signatory.principal.organisation.name)
        with talks.as_(key) as page:
            answer = page.goto(f"{talks.address}{at}{signatory.pk}/bekrafta/")
            assert answer.status in (403, 404, 409), "somebody else of the party could sign"
        with talks.as_(f"{key}.chair") as page:
            talks.visit(page, f"{at}{signatory.pk}/bekrafta/")
            put(page, "has_read", True)
            if page.locator('main [name="password"]').count():
                put(page, "password", PASSWORD)
            send(page)
        work()
    assert Agreement.objects.get(pk=pact.pk).state == AgreementState.AWAITING_DECISIONS


PASSWORD = "lösenord för provet 2026"


def adopt(talks: Talks, pact: Agreement, room: str) -> None:
    """Each party decides by its own body; when the councils' decisions have legal force, the agreement holds."""
    with talks.as_("lead") as page:
        talks.visit(page, f"{talks.home}avtal/{pact.pk}/giltighet/")
        assert "0 av" not in words(page)
    for guest in GUESTS:
        ruling = Ruling.objects.get(principal=talks.table.principals[guest.key])
        keys = [talks.table.partnership.slug, ruling.matter_id, ruling.pk]
        with talks.as_(f"{guest.key}.registrar") as page:
            talks.fill(
                page,
                reverse("decisions:register", args=keys),
                outcome="adopted",
                decided_on=DAY.isoformat(),
                paragraph="31",
            )
            if guest.kind != OrganisationKind.STATE:
                talks.fill(page, reverse("decisions:legal_force", args=keys), legal_force_on=DAY.isoformat())
    assert not Condition.objects.exclude(state="met").exists()
    with talks.as_("lead") as page:
        talks.fill(page, f"{room}steg/implement/")
        talks.visit(page, room)
        assert "Genomförs" in words(page)


def follow(talks: Talks, pact: Agreement, room: str) -> None:
    """The board is appointed, verifies what the parties report, and closes when every commitment is realised."""
    with talks.as_("lead") as page:
        board = talks.fill(page, f"{talks.home}avtal/{pact.pk}/styrelse/")
    appoint(talks, board)
    with talks.as_("board.chair") as page:
        talks.fill(page, f"{board}steg/activate/")
        talks.visit(page, f"{board}steg/close/")
        assert "Anslut enheter" in words(page), "an open commitment does not stop the closing by name"
    told = {"as_of": DAY.isoformat(), "text": "Allt är klart.", "evidence": "Driftprotokoll (prov)"}
    for key, title, value in (("kommun", "Anslut", "10"), ("staten", "Driv", "1")):
        commitment = Commitment.objects.get(title__startswith=title)
        with talks.as_(key) as page:
            talks.fill(page, f"{talks.home}ataganden/{commitment.pk}/rapportera/", value=value, **told)
    meet(talks, board)
    with talks.as_("board.chair") as page:
        talks.fill(page, f"{board}steg/close/")
    with talks.as_("lead") as page:
        talks.fill(page, f"{room}steg/conclude/")


def appoint(talks: Talks, board: str) -> None:
    """The State appoints who leads the board, each party its member and deputy."""
    places = [("staten", place, "") for place in ("chair", "deputy_chair", "secretary")]
    for guest in GUESTS:
        principal = talks.table.principals[guest.key]
        places += [(guest.key, place, f"?part={principal.pk}") for place in ("member", "deputy")]
    for number, (key, place, part) in enumerate(places):
        user = make_user(name=f"Styrelsen {number}")
        with talks.as_(key) as page:
            talks.fill(page, f"{board}utse/{place}/{part}", email=user.email, reference="§ 4 (prov)")
        talks.table.seats[f"board.{place}"] = Seat.objects.get(user=user)


def meet(talks: Talks, board: str) -> None:
    """One meeting: both reports are verified, and the board decides to end its work; the minutes are sealed."""
    home = f"{talks.home}styrelser/"
    with talks.as_("board.secretary") as page:
        talks.fill(page, f"{board}sammantraden/nytt/", held_on=DAY.isoformat())
        meeting = Meeting.objects.get()
        at = f"{home}sammantraden/{meeting.pk}/"
        talks.fill(page, f"{at}arenden/nytt/", kind="closing", title="Styrelsens avslutning")
        talks.fill(page, f"{at}steg/call/")
        talks.fill(page, f"{at}steg/hold/")
        for item in meeting.items.order_by("order"):
            outcome = "decided" if item.kind == "closing" else "verified"
            talks.fill(page, f"{home}arenden/{item.pk}/", outcome=outcome, decision="Styrelsen godkänner.")
    with talks.as_("board.chair") as page:
        talks.fill(page, f"{at}steg/attest/", adjuster=str(talks.table.seats["board.member"].pk))
    with talks.as_("board.member") as page:
        talks.visit(page, reverse("desk"))
        assert "Justera protokollet" in words(page)
        talks.fill(page, f"{at}steg/adjust/")
    work()
    assert Document.objects.about(Meeting.objects.get()).get().is_sealed
