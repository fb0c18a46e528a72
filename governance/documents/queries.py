"""Reads for the pages of documents: a filtered list by key, one document with its editions, and a batch of sealing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Collate, ExtractYear

from governance.audit.models import Event
from governance.jobs.models import Job
from governance.jobs.services import Progress
from governance.jobs.states import JobState
from governance.lib.swedish_order import swedish_key
from governance.organisations.models import Partnership
from governance.workflow.together import Wish, read_together, read_wishes

from .layouts import LAYOUTS
from .models import Dispatch, Document, DocumentQuerySet
from .services import SEAL_JOB
from .states import DispatchState

PAGE, BATCH_PAGE = 50, 34
APART = "~"  # stands in no document number, so it parts the pieces of a mark


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a partnership's documents the reader wants to see."""

    kind: str = ""
    year: int = 0
    principal: int = 0

    def lets(self, kind: str, year: int, principal: int | None) -> bool:
        """Whether a document of that kind, year and principal is among them."""
        return (
            self.kind in ("", kind) and self.year in (0, year) and (not self.principal or self.principal == principal)
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """The last document of a page, after which the next page begins."""

    rank: int
    issued_on: date
    kind: str
    doc_id: str
    edition: int
    whose: str

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Read a mark out of an address; raises ValueError for anything that is not one."""
        rank, issued_on, kind, doc_id, edition, whose = text.split(APART, 5)
        if not (rank in ("0", "1") and edition.isdecimal() and len(edition) < len("100000")):
            raise ValueError(text)
        return cls(int(rank), date.fromisoformat(issued_on), kind, doc_id, int(edition), whose)

    @classmethod
    def at(cls, document: Document, mine: int) -> "Mark":
        """The mark of a document in the list of one who belongs to a principal."""
        whose = document.principal.organisation.name if document.principal else ""
        rank = 0 if document.principal_id == mine else 1
        return cls(rank, document.issued_on, document.kind, document.doc_id, document.edition, whose)

    def __str__(self) -> str:
        return APART.join(
            (str(self.rank), self.issued_on.isoformat(), self.kind, self.doc_id, str(self.edition), self.whose)
        )

    @property
    def after(self) -> Q:
        """What comes after it in the list's order."""
        same_day = Q(rank=self.rank, issued_on=self.issued_on)
        same_name = same_day & Q(kind=self.kind, whose=self.whose)
        return (
            Q(rank__gt=self.rank)
            | Q(rank=self.rank, issued_on__lt=self.issued_on)
            | same_day & Q(kind__gt=self.kind)
            | same_day & Q(kind=self.kind, whose__gt=self.whose)
            | same_name & Q(doc_id__gt=self.doc_id)
            | same_name & Q(doc_id=self.doc_id, edition__lt=self.edition)
        )


Census = Counter[tuple[str, int, int | None]]
"""How many documents there are of each kind, year of issue and principal."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of documents, the mark of the next, and how many there are of all."""

    rows: list[Document]
    mark: str
    census: Census


def counts(partnership: int) -> QuerySet[Any, Any]:
    """How many current documents there are of each kind, year of issue and principal."""
    found = Document.objects.filter(partnership_id=partnership).current().order_by()
    return found.values_list("kind", ExtractYear("issued_on"), "principal_id").annotate(Count("pk"))


def in_order(partnership: int, mine: int) -> QuerySet[Any]:
    """Current documents, those of the reader's own principal first; of one day and kind in the order of names."""
    whose = Collate(Coalesce("principal__organisation__name", Value("")), "swedish")
    own = Case(When(principal_id=mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = with_receipts(Document.objects.filter(partnership_id=partnership).current().listed())
    return found.annotate(rank=own, whose=whose).order_by("rank", "-issued_on", "kind", "whose", "doc_id", "-edition")


def first_page(partnership: int, mine: int) -> list[QuerySet[Any, Any]]:
    """What most readers ask for: how many there are, and the first page of all."""
    return [counts(partnership), in_order(partnership, mine)[: PAGE + 1]]


def page_of_documents(partnership: Partnership, choice: Choice, *, mine: int, after: Mark | None) -> Page:
    """One page of current documents, the reader's own principal's first; one query."""
    if choice == Choice() and after is None:
        ((counted, rows),) = read_wishes(Wish(f"documents.first_{PAGE}", first_page, (partnership.pk, mine)))
    else:
        found = in_order(partnership.pk, mine)
        if choice.kind:
            found = found.filter(kind=choice.kind)
        if choice.year:
            found = found.filter(issued_on__year=choice.year)
        if choice.principal:
            found = found.filter(principal_id=choice.principal)
        if after is not None:
            found = found.filter(after.after)
        counted, rows = read_together([counts(partnership.pk), found[: PAGE + 1]])
    mark = ""
    if len(rows) > PAGE:
        mark = str(Mark.at(rows[PAGE - 1], mine))
    return Page(rows[:PAGE], mark, Counter({(kind, year, of): number for kind, year, of, number in counted}))


def with_receipts(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Each with how many it was sent to, and how many of them have confirmed."""
    mine = Dispatch.objects.filter(document=OuterRef("pk")).order_by().values("document")
    sent = mine.annotate(number=Count("pk")).values("number")  # a join would group every document by all its columns
    confirmed = sent.filter(state=DispatchState.RECEIPTED)
    return documents.annotate(sent=Coalesce(Subquery(sent), 0), confirmed=Coalesce(Subquery(confirmed), 0))


def editions_of(partnership: Partnership, doc_id: str) -> list[Document]:
    """Every edition of a document, the newest first; one query."""
    found = Document.objects.filter(partnership=partnership, doc_id=doc_id).listed()
    return list(found.order_by("-edition"))


def dispatches_of(document: Document) -> list[Dispatch]:
    """To whom a document was sent; one query."""
    found = document.dispatches.select_related("principal__organisation").order_by("principal__organisation__name")
    return list(found)


def events_about(document: Document, dispatches: Iterable[Dispatch], *, most: int) -> list[Event]:
    """What happened to a document and to what was sent of it, newest first; one query."""
    sent = [str(each.pk) for each in dispatches]
    about = Q(subject_type="documents.document", subject_key=str(document.pk))
    about |= Q(subject_type="documents.dispatch", subject_key__in=sent)
    return list(Event.objects.in_chain(document.chain).filter(about)[:most])


def sealing_job(document: Document) -> Job | None:
    """The job that seals a document."""
    return Job.objects.filter(key=f"{SEAL_JOB}:{document.pk}").first()


@dataclass(frozen=True)
class Batch:
    """A batch of sealing: its jobs, and the document of each (omgång)."""

    name: str
    jobs: list[Job]
    documents: dict[int, Document]

    def order_of(self, job: Job) -> tuple[bool, tuple[str, ...], str]:
        """The job's place among the others: what is not done first, then in the order of names."""
        document = self.document_of(job)
        whose = document.principal.organisation.name if document.principal else ""
        return job.state == JobState.DONE, swedish_key(whose), document.doc_id

    def document_of(self, job: Job) -> Document:
        """What a job seals."""
        return self.documents[job.arguments["document"]]

    def in_state(self, *states: str) -> list[Job]:
        """The jobs that stand in one of some states."""
        return [each for each in self.jobs if each.state in states]

    @cached_property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(
            total=len(self.jobs), done=len(self.in_state(JobState.DONE)), dead=len(self.in_state(JobState.DEAD))
        )

    @property
    def what(self) -> str:
        """What its documents are called, many of them."""
        kinds = {document.kind for document in self.documents.values()}
        return LAYOUTS[kinds.pop()].plural if len(kinds) == 1 else "dokument"


def find_batch(partnership: Partnership, name: str) -> Batch | None:
    """A batch whose documents all belong to the partnership, or nothing; two queries."""
    jobs = list(Job.objects.filter(batch=name).order_by("pk")) if name else []
    if not jobs or any(job.kind != SEAL_JOB for job in jobs):
        return None
    wanted = {job.arguments["document"] for job in jobs}
    found = {each.pk: each for each in Document.objects.filter(partnership=partnership, pk__in=wanted).listed()}
    return Batch(name, jobs, found) if found.keys() == wanted else None
