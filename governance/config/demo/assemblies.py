"""How the 34 decide on a budget in the story: meetings named, decisions registered, legal force noted."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from governance.decisions.corrections import note_legal_force
from governance.decisions.models import Matter, Ruling
from governance.decisions.services import plan_meeting, register_ruling
from governance.decisions.states import RulingState
from governance.lib.dates import swedish_day

from .calendar import REGION, REMITTER, SENDER, Meeting, Scene, meetings
from .cast import Cast

MatterOf = Callable[[], Matter]
ActOn = Callable[[date], None]

REMITTED_BECAUSE = (
    "Ärendet återremitteras för att komplettera underlaget med vad driften av Trygg utskrivning kostar kommunen efter "
    "etableringen."
)
SENT_BACK_BECAUSE = (
    "Kommunen kan inte ta ställning förrän det framgår hur etableringen av samtyckestjänsten ska drivas vidare och "
    "vad den kostar från och med nästa år."
)
BODIES = (("sgd", (2, 2), 4), ("ctb", (2, 20), 7), ("cs", (3, 13), 18))


def ruling(matter: Matter, stage: str, code: str = "") -> Ruling:
    """The current ruling of a body's stage, or of one principal."""
    found = Ruling.objects.current().filter(matter_id=matter.pk, stage=stage)
    if code:
        found = found.filter(principal__organisation__code=code)
    return found.get()


def bodies(cast: Cast, year: int, matter_of: MatterOf) -> Iterator[Scene]:
    """The steering group and the officials prepare, the joint political body recommends."""
    for who, (month, day), paragraph in BODIES:

        def decide(on: date, who: str = who, paragraph: int = paragraph) -> None:
            register_ruling(
                ruling(matter_of(), who),
                outcome=RulingState.ADOPTED,
                decided_on=on,
                paragraph=f"§ {paragraph}",
                by=cast.act(who, on),
                today=on,
            )

        yield Scene(date(year - 1, month, day), decide)


def association(cast: Cast, year: int, matter_of: MatterOf) -> Iterator[Scene]:
    """The municipalities' association recommends its members, in their branch."""

    def recommend(on: date) -> None:
        register_ruling(
            ruling(matter_of(), "sk"),
            outcome=RulingState.ADOPTED,
            decided_on=on,
            paragraph="§ 41",
            by=cast.act("sk", on),
            today=on,
        )

    yield Scene(date(year - 1, 4, 24), recommend)


def assemblies(cast: Cast, year: int, matter_of: MatterOf, *, over: bool) -> Iterator[Scene]:
    """Each principal in its own time; in the year that is still being decided one remits and one sends back."""
    for meeting in meetings(year, sorted(cast.registrars), everybody_has_decided=over):
        if meeting.noted_on is None or meeting.decides_on is None:
            continue
        yield Scene(meeting.noted_on, name_meeting(cast, matter_of, meeting))
        told = meeting.decides_on + timedelta(days=4)
        yield Scene(told, decide(cast, matter_of, meeting, over=over))
        if not over and meeting.code in (REMITTER, SENDER):
            continue
        yield Scene(told + timedelta(days=24), gain_force(cast, matter_of, meeting))


def name_meeting(cast: Cast, matter_of: MatterOf, meeting: Meeting) -> ActOn:
    """The registrar names the meeting."""

    def act(on: date) -> None:
        assert meeting.decides_on is not None  # noqa: S101 -- the caller has looked
        weeks = timedelta(days=20)
        executive = "Regionstyrelsen" if meeting.code == REGION else "Kommunstyrelsen"
        plan_meeting(
            ruling(matter_of(), "principals", meeting.code),
            next_meeting_on=meeting.decides_on,
            diary_number=meeting.diary_number,
            preparation=f"{executive} {swedish_day(meeting.decides_on - weeks)}",
            by=cast.act(meeting.code, on),
            today=on,
        )

    return act


def decide(cast: Cast, matter_of: MatterOf, meeting: Meeting, *, over: bool) -> ActOn:
    """The registrar enters what the assembly decided, some days later, when the minutes have been signed."""
    outcome, reasons = RulingState.ADOPTED, ""
    if not over and meeting.code == REMITTER:
        outcome, reasons = RulingState.REMITTED, REMITTED_BECAUSE
    if not over and meeting.code == SENDER:
        outcome, reasons = RulingState.SENT_BACK, SENT_BACK_BECAUSE

    def act(on: date) -> None:
        register_ruling(
            ruling(matter_of(), "principals", meeting.code),
            outcome=outcome,
            decided_on=meeting.decides_on,
            paragraph=f"§ {meeting.paragraph}",
            diary_number=meeting.diary_number,
            announced_on=on - timedelta(days=2),
            reasons=reasons,
            by=cast.act(meeting.code, on),
            today=on,
        )

    return act


def gain_force(cast: Cast, matter_of: MatterOf, meeting: Meeting) -> ActOn:
    """The registrar notes that nobody has appealed."""

    def act(on: date) -> None:
        decided = ruling(matter_of(), "principals", meeting.code)
        assert decided.appeal_until is not None  # noqa: S101 -- announced when it was registered
        note_legal_force(
            decided,
            legal_force_on=decided.appeal_until + timedelta(days=1),
            by=cast.act(meeting.code, on),
            today=on,
        )

    return act
