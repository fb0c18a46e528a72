from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from governance.audit.actors import SYSTEM
from governance.documents import revisions, seal, verify
from governance.documents.inspection import inspect_pdf
from governance.documents.models import Document
from governance.documents.render import Rendered, render_pdf
from governance.documents.seal import seal_pdf
from governance.documents.services import make_document, order_document
from governance.documents.shapes import Head, PlainReportData, Shape
from governance.organisations.models import Partnership, Principal
from tests.factories.organisations import TODAY, make_organisation, make_partnership, make_principal

from . import samples
from .chain import Chain, make_chain


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path, weasyprint_libraries: None) -> Iterator[None]:
    settings.KEY_DIR, settings.DOCUMENT_DIR = tmp_path / "keys", tmp_path / "documents"
    seal.forget_keys()
    yield
    seal.forget_keys()


@cache
def rendered(name: str) -> Rendered:
    made: dict[str, Callable[[], Shape]] = {
        "annual": samples.annual_report,
        "bare": samples.bare_annual_report,
        "letter": samples.share_letter,
        "plain": samples.plain_report,
        "provisional": lambda: samples.annual_report(provisional=True, decided=None),
    }
    return render_pdf(made[name]().to_canonical_json())


def sealed(name: str) -> bytes:
    return seal_pdf(rendered(name).pdf, issuer=samples.ISSUER.name, reason="Dokument X, version 1").pdf


@dataclass(frozen=True)
class Place:
    """A partnership with a principal, and how documents are ordered in it."""

    partnership: Partnership
    principal: Principal

    def order(self, **changes: Any) -> dict[str, Any]:
        return {
            "kind": PlainReportData,
            "partnership": self.partnership,
            "subject": self.partnership,
            "principal": self.principal,
            "title": "Lägesrapport januari 2026",
            "period": "2026-01",
            "build": build,
            "by": SYSTEM,
            "today": TODAY,
            **changes,
        }

    def ordered(self, **changes: Any) -> Document:
        return order_document(**self.order(**changes))

    def made(self, **changes: Any) -> Document:
        return make_document(**self.order(**changes))


def build(head: Head) -> PlainReportData:
    return samples.plain_report(head)


@pytest.fixture
def place(db: None) -> Place:
    partnership = make_partnership(name="Skånegemensam digitalisering", short_name="SGD")
    organisation = make_organisation(name="Svalövs kommun", short_name="Svalöv", code="1214")
    return Place(partnership, make_principal(partnership=partnership, organisation=organisation))


@pytest.fixture(scope="session")
def made_chain(tmp_path_factory: pytest.TempPathFactory, weasyprint_libraries: None) -> Chain:
    return make_chain(tmp_path_factory.mktemp("chain-keys"))


@pytest.fixture
def chain(made_chain: Chain, settings: Any) -> Iterator[Chain]:
    """The signed agreement, with the keys that signed it as ours."""
    settings.KEY_DIR = made_chain.keys
    seal.forget_keys()
    yield made_chain
    seal.forget_keys()


@pytest.fixture
def looked_at_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inspect without a process apart, which finds the same (test_inspection_apart...) and takes a second to start."""
    monkeypatch.setattr(verify, "inspect_apart", inspect_pdf)
    monkeypatch.setattr(revisions, "inspect_apart", inspect_pdf)
