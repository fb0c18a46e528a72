"""The file of a whole round: a seal, four signatures (one made elsewhere) and a stamp, before other judges."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from agreements.signing.services import checkouts, rounds
from agreements.signing.states import RoundState, Way
from governance.audit.actors import SYSTEM
from governance.documents import revisions, storage
from governance.documents.verify import verify_bytes
from governance.organisations.kinds import SeatRole
from governance.organisations.mandates import grant_mandate
from tests.documents.conformance import judge, judge_all
from tests.factories import signing
from tests.factories.decisions import seat_in
from tests.factories.organisations import TODAY, act_as, make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("java")]


def round_of_four() -> signing.SigningWorld:
    """Two persons sign for the municipality, as two named persons often do (P-24)."""
    found = signing.planned_round()
    city = found.world.municipality
    body = found.world.speakers[city.pk].body
    second = seat_in(body, SeatRole.REPRESENTATIVE, make_user(name="Björn Ek"))
    mandate = grant_mandate(
        partnership=found.world.partnership,
        organisation=city.organisation,
        holder=second.user,
        role="kommundirektör",
        subject="Avtal om digitala remisser",
        valid_from=date(2026, 1, 1),
        decision_reference="KF 2026-09-28 § 112",
        decided_on=date(2026, 9, 28),
        may_sign=True,
        by=SYSTEM,
        today=TODAY,
    )
    rounds.add_signatory(found.now(), mandate, group=2, by=found.by_leader(), today=TODAY)
    rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)
    signing.work(found)
    return signing.SigningWorld(found.world, found.round, {**found.mandates, 0: mandate})


def test_agreement_signed_by_four_passes_every_judge(pdfsig: str, tmp_path: Path) -> None:
    found = round_of_four()
    elsewhere = found.signatories[1]
    signing.sign_here(found, found.signatories[0])
    signing.borrow(found, elsewhere)
    by = found.actor(elsewhere)
    content = checkouts.look_at_file(elsewhere, signing.signed_elsewhere(found, elsewhere), by=by)
    checkouts.hand_in_file(elsewhere, content, by=by, today=TODAY)
    signing.work(found)
    signing.sign_here(found, found.signatories[2])
    last = found.signatories[3]
    seat = last.user.seats.get()
    signing.say_yes_as(last, act_as(seat))
    signing.work(found)

    pdf = revisions.latest_bytes(found.now().file)
    path = tmp_path / "avtal.pdf"
    path.write_bytes(pdf)
    said = subprocess.run([pdfsig, str(path)], capture_output=True, text=True, check=False).stdout

    assert found.now().state == RoundState.COMPLETED
    assert [each.way for each in found.signatories] == [Way.SAMVERK, Way.UPLOAD, Way.SAMVERK, Way.SAMVERK]
    before_the_stamp = storage.get(revisions.revisions_of(found.now().file)[-2].sha256)
    assert judge_all({"signed by all": before_the_stamp}) == {}
    assert judge(pdf) == {}  # the stamp's own field shows nothing, which the second one dislikes
    verdict = verify_bytes(pdf)
    assert verdict.is_genuine, verdict
    assert said.count("Signature is Valid.") == 5
