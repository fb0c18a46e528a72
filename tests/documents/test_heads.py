"""The sealed lists of heads, and what they and the documents remember of the trail."""

import json
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction

from governance.audit import triggers
from governance.audit.canonical import COLUMNS, link_hash
from governance.audit.models import Event, Head
from governance.audit.verification import verify
from governance.documents import heads
from governance.documents.authority import authority, demo_path
from governance.documents.models import Document
from governance.documents.tasks import ask_for_heads
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.organisations.models import partnership_chain

from .bare import seal_bare
from .conftest import Place

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 10, 20), date(2026, 10, 21)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.HEADS_DIR = tmp_path / "heads"


def rewrite(chain: str, **changes: Any) -> int:
    """Change the chain's first event and compute every check sum after it anew, head and all."""
    triggers.remove()
    previous, first = "0" * 64, 0
    for event in Event.objects.filter(chain=chain).order_by("id"):
        if not first:
            first = event.id
            for name, value in changes.items():
                setattr(event, name, value)
        event.previous_hash = previous
        event.hash = previous = link_hash({name: getattr(event, name) for name in COLUMNS})
        Event.objects.filter(pk=event.pk).update(
            **changes if event.id == first else {}, previous_hash=event.previous_hash, hash=event.hash
        )
    Head.objects.filter(chain=chain).update(hash=previous)
    return first


def test_list_is_plain_json_with_every_head(place: Place) -> None:
    path = heads.seal_heads(DAY)

    told = json.loads(path.read_bytes())
    assert (path.name, told["form"], told["day"]) == ("2026-10-20.json", "samverk-heads/1", "2026-10-20")
    kept = [(each.chain, each.event_id, each.length, each.hash) for each in Head.objects.filter(length__gt=0)]
    assert kept
    assert sorted((each["chain"], each["event"], each["length"], each["hash"]) for each in told["heads"]) == sorted(
        kept
    )


def test_list_of_a_day_is_sealed_once(place: Place) -> None:
    before = heads.seal_heads(DAY).read_bytes()
    place.ordered()

    assert heads.seal_heads(DAY).read_bytes() == before
    assert verify()[0] == []


def test_openssl_verifies_the_signature_and_refuses_another_text(place: Place, tmp_path: Path) -> None:
    path = heads.seal_heads(DAY)
    root = tmp_path / "root.pem"
    root.write_text("-----BEGIN CERTIFICATE-----" + demo_path().read_text().split("-----BEGIN CERTIFICATE-----")[-1])

    def openssl(content: Path) -> int:
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(path.with_suffix(".p7s"))]
        command += ["-content", str(content), "-CAfile", str(root), "-out", "/dev/null"]
        return subprocess.run(command, capture_output=True, check=False).returncode

    other = tmp_path / "annan.json"
    other.write_bytes(path.read_bytes().replace(b'"length":1', b'"length":2', 1))
    assert other.read_bytes() != path.read_bytes()
    assert openssl(path) == 0
    assert openssl(other) != 0


def test_chain_rewritten_with_all_its_sums_is_found_by_the_list(place: Place) -> None:
    chain = partnership_chain(place.partnership.pk)
    heads.seal_heads(DAY)
    place.ordered()
    assert verify()[0] == []

    rewrite(chain, actor_name="Någon annan")

    assert len(Head.objects.filter(chain=chain)) == 1
    (found,) = verify()[0]
    assert found.chain == chain
    assert "den förseglade listan från 2026-10-20" in found.sentence


def test_list_sealed_after_the_rewriting_does_not_hide_it(place: Place) -> None:
    heads.seal_heads(DAY)
    rewrite("system", actor_name="Någon annan")
    heads.seal_heads(NEXT)

    assert [found.chain for found in verify()[0]] == ["system"]


def test_chain_cut_short_is_found_though_its_head_was_moved(place: Place) -> None:
    chain = partnership_chain(place.partnership.pk)
    place.ordered()
    heads.seal_heads(DAY)
    *_, before, last = Event.objects.filter(chain=chain).order_by("id")
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [last.pk])
    Head.objects.filter(chain=chain).update(event_id=before.pk, hash=before.hash, length=models.F("length") - 1)

    assert [(found.event, found.chain) for found in verify()[0]] == [(last.pk, chain)]


def test_chain_rewritten_with_all_its_sums_is_found_by_a_sealed_document(place: Place) -> None:
    with transaction.atomic():
        document = seal_bare(place.ordered())
    assert Document.objects.get().frozen["head"]["audit"]
    assert verify()[0] == []

    rewrite(document.chain, actor_name="Någon annan")

    (found,) = verify()[0]
    assert found.chain == document.chain
    assert f"dokumentet {document.doc_id}" in found.sentence


@pytest.mark.parametrize("harm", ["content", "signature", "no signature", "stranger"])
def test_list_that_cannot_be_believed_stops_the_check(
    place: Place, harm: str, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    if harm == "stranger":
        settings.KEY_DIR, kept = tmp_path / "other", settings.KEY_DIR
        path = heads.seal_heads(DAY)
        settings.KEY_DIR = kept
        assert authority().fingerprint
    else:
        path = heads.seal_heads(DAY)
    beside = path.with_suffix(".p7s")
    if harm == "content":
        path.write_bytes(path.read_bytes().replace(b'"system"', b'"sysTem"'))
    elif harm == "signature":
        beside.write_bytes(beside.read_bytes()[:-4] + b"\0\0\0\0")
    elif harm == "no signature":
        beside.unlink()

    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit")

    assert stopped.value.code == 3
    assert "2026-10-20.json" in capsys.readouterr().err


def test_finding_outweighs_a_witness_that_cannot_be_read(place: Place) -> None:
    heads.seal_heads(DAY).with_suffix(".p7s").unlink()
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = 'X' WHERE id = (SELECT MIN(id) FROM audit_event)")

    assert len(verify()[0]) == 1


def test_no_folder_is_no_fault(place: Place, settings: Any) -> None:
    assert not Path(settings.HEADS_DIR).exists()
    assert verify()[0] == []


def test_lists_of_another_database_are_left_alone_and_told(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    heads.seal_heads(DAY)
    rewrite("system", actor_name="Någon annan")
    monkeypatch.setattr(heads, "database_mark", lambda: "annan")

    assert verify()[0] == []
    assert "hör till en annan databas" in caplog.text


def test_command_names_the_file_and_the_clock_asks_once_a_day(place: Place, settings: Any) -> None:
    said = StringIO()
    call_command("seal_heads", stdout=said)
    path = Path(said.getvalue().strip())
    assert path.is_file()
    path.unlink()

    ask_for_heads()
    ask_for_heads()

    job = Job.objects.get(kind="documents.seal_heads")
    assert run_job(job.pk).result == {"list": path.name}
    assert path.is_file()
    assert settings.CELERY_BEAT_SCHEDULE["heads"]["task"] == ask_for_heads.name


def test_without_a_key_the_command_says_so(settings: Any) -> None:
    settings.DEMO, settings.SEAL_KEY = False, ""

    with pytest.raises(Exception, match="Det finns ingen nyckel att försegla med"):
        call_command("seal_heads", stdout=StringIO())
