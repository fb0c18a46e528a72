import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from agreements.signing.remarks import remark
from agreements.signing.services import rounds
from governance.documents import revisions
from governance.documents.verify import verify_bytes
from tests.factories import signing
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
STOPPED = "så avtalet är inte ingånget genom den här filen."


def test_a_file_that_is_being_signed_is_genuine_and_says_so() -> None:
    found = signing.open_round()

    verdict = verify_bytes(revisions.latest_bytes(found.now().file))

    assert (verdict.is_genuine, verdict.exit_code) == (True, 0)
    assert verdict.remark == "Undertecknandet pågår, så avtalet är inte ingånget än."


def test_a_file_whose_signing_was_stopped_does_not_say_that_it_holds(
    client: Client, tmp_path: Path, capsys: Any
) -> None:
    found = signing.open_round()
    signing.sign_here(found, found.signatories[0])
    rounds.stop_round(found.now(), reason="Fel belopp", by=found.by_leader(), today=TODAY)
    path = tmp_path / "avtal.pdf"
    path.write_bytes(revisions.latest_bytes(found.now().file))

    call_command("verify_document", str(path))
    said = capsys.readouterr().out
    call_command("verify_document", str(path), "--json")
    answer = json.loads(capsys.readouterr().out)
    sent = SimpleUploadedFile("avtal.pdf", path.read_bytes(), content_type="application/pdf")
    page = client.post(reverse("documents:verify"), {"file": sent}).content.decode()

    assert said.splitlines()[0].endswith(STOPPED)
    assert "Undertecknandet stoppades den " in answer["remark"]
    assert (answer["genuine"], answer["document"]["is_latest"]) == (True, True)
    assert STOPPED in page
    assert "Underskrifterna är äkta" in page
    assert not any(" gäller" in each.lower() for each in (said, json.dumps(answer), page))


def test_an_earlier_state_of_a_file_tells_the_same() -> None:
    found = signing.open_round()
    earlier = revisions.latest_bytes(found.now().file)
    signing.sign_here(found, found.signatories[0])

    verdict = verify_bytes(earlier)

    assert not verdict.is_genuine
    assert verdict.remark == "Undertecknandet pågår, så avtalet är inte ingånget än."


def test_nothing_is_remarked_when_all_have_signed() -> None:
    found = signing.open_round()
    for signatory in found.signatories:
        signing.sign_here(found, signatory)

    assert remark(found.now().file) == ""
