import pytest

from governance.audit.models import Event
from governance.decisions.models import Ruling
from tests.factories.decisions import again, matter_out, registry_seat
from tests.processes import run_together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

SCRIPT = """
from datetime import date
from governance.decisions.models import Ruling
from governance.decisions.services import register_ruling
from governance.organisations.actors import actor_for
from governance.organisations.models import Seat
from governance.workflow.refusals import Refused
today = date(2026, 10, 20)
seat = Seat.objects.select_related("user").get(pk={seat})
ruling = Ruling.objects.get(pk={ruling})
try:
    register_ruling(ruling, outcome="{outcome}", decided_on=today, paragraph="{paragraph}", reasons="Skäl.",
                    by=actor_for(seat.user, today=today, seat_id=seat.pk), today=today, version={version})
    print("done")
except Refused as refused:
    print(refused.refusals[0].heading, "|", refused)
"""


def test_of_two_who_register_at_once_one_wins_and_the_other_reads_why() -> None:
    ruling = matter_out(2).principal_rulings()[0]
    seats = [registry_seat(ruling.principal), registry_seat(ruling.principal)]
    scripts = [
        SCRIPT.format(seat=seat.pk, ruling=ruling.pk, outcome=outcome, paragraph=paragraph, version=1)
        for seat, outcome, paragraph in zip(seats, ("adopted", "remitted"), ("11", "22"), strict=True)
    ]

    results = run_together(scripts)

    said = sorted(result.stdout.strip() for result in results)
    assert [result.returncode for result in results] == [0, 0], [result.stderr for result in results]
    assert said[1] == "done"
    assert said[0].startswith("Någon hann före dig | Registrator, Region Skåne ändrade uppgifterna")
    saved = again(ruling)
    assert (saved.state, saved.paragraph) in {("adopted", "11"), ("remitted", "22")}
    assert (
        Event.objects.about(ruling).filter(kind__in=["decisions.ruling.adopt", "decisions.ruling.remit"]).count() == 1
    )


def test_last_principals_who_decide_at_once_finish_the_matter() -> None:
    matter = matter_out(4)
    scripts = [
        SCRIPT.format(
            seat=registry_seat(each.principal).pk, ruling=each.pk, outcome="adopted", paragraph="1", version=1
        )
        for each in matter.principal_rulings()
    ]

    results = run_together(scripts)

    assert [result.stdout.strip() for result in results] == ["done"] * 4, [result.stderr for result in results]
    assert again(matter).state == "adopted"
    assert Event.objects.about(matter).filter(kind="decisions.matter.adopt").count() == 1
    assert set(Ruling.objects.of_principals().values_list("state", flat=True)) == {"adopted"}
