"""A round's own page: where it stands, everybody in order, and what those who lead it may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts import registry as texts
from agreements.texts.models import Agreement
from agreements.texts.states import AgreementState
from governance.jobs.models import Job
from governance.jobs.services import Progress
from governance.jobs.states import JobState
from governance.lib.text import capitalise
from governance.organisations.actors import Actor
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day, filesize, fingerprint
from governance.workflow.guards import Act

from .. import permissions
from ..frames import faults_of
from ..guards import FRAME
from ..missing import missing_in
from ..models import SigningRound
from ..services.rounds import PREPARE_JOB
from ..states import RoundState
from . import panel
from .mandates import gaps_of
from .rows import rows_of, url_of
from .standing import Standing, standing_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """Something that holds signatures back (hinder), and who can mend it."""

    title: Any
    sentence: Any
    who: Any


LEADS = {
    RoundState.PLANNED: "Gå igenom listan. När undertecknandet öppnas förseglas avtalet och listan låses.",
    RoundState.PREPARING: "Avtalet görs till en fil och förseglas. De första får sin tur så snart det är klart.",
    RoundState.COMPLETED: "Alla har undertecknat. Filen innehåller alla underskrifter och en tidsstämpel.",
    RoundState.STOPPED: "Undertecknandet stoppades. Underskrifterna i den här omgången gäller inte.",
}


def page_of(
    agreement: Agreement, shown: SigningRound | None, known: Sequence[SigningRound], actor: Actor, today: date
) -> dict[str, Any]:
    """Everything that the page shows."""
    may_lead = permissions.may_lead(agreement, actor)
    base = {
        "title": _("Underskrifter"),
        "may_lead": may_lead,
        "may_plan": may_lead and agreement.state == AgreementState.READY_TO_SIGN and not under_way(known),
        "plan_url": url_of("plan", agreement),
        "take_back_url": url_of("take_back", agreement),
        "earlier": [earlier_row(each) for each in known if each is not shown],
        "round": shown,
    }
    if shown is None:
        title = _("Inget att underteckna") if agreement.ended_on else _("Inget att underteckna än")
        return {
            **base,
            "lead": lead_without(agreement),
            "situation": situation_without(agreement),
            "empty_title": title,
        }
    standing = standing_on(shown, actor)
    shown.__dict__["named"] = list(standing.signatories)
    return {
        **base,
        "lead": lead_of(standing),
        "situation": situation_of(standing),
        "rows": rows_of(standing),
        "hindrances": hindrances_of(standing, today),
        "gaps": gaps_of(agreement, missing_in(shown, today), actor) if shown.state == RoundState.PLANNED else [],
        "plan": plan_rows(standing) if shown.state == RoundState.PLANNED and may_lead else [],
        "is_planned": shown.state == RoundState.PLANNED,
        "is_preparing": shown.state == RoundState.PREPARING,
        "batch": sealing_of(shown) if shown.state == RoundState.PREPARING else None,
        "url": url_of("round", agreement),
        "mine": standing.mine,
        "is_my_turn": standing.is_my_turn,
        "may_withdraw": shown.is_open and standing.mine in standing.signed,
        "review_url": url_of("review", agreement, standing.mine.pk) if standing.mine else "",
        "withdraw_url": url_of("withdraw", agreement, standing.mine.pk) if standing.mine else "",
        "left_url": reverse("adoption:validity", args=[agreement.partnership.slug, agreement.pk])
        if agreement.state == AgreementState.AWAITING_DECISIONS
        else "",
        "lent": standing.lent,
        "facts": facts_of(standing),
        "file_url": url_of("file", agreement) if standing.is_sealed and shown is known[0] else "",
        "pages": shown.document.pages if shown.document else 0,
        "verify_url": reverse("documents:verify"),
        **{f"{name}_url": url_of(name, agreement) for name in ("add", "open", "stop", "last_day")},
        "may_stop": may_lead and shown.is_under_way and shown.state != RoundState.PLANNED,
        "may_change_day": may_lead and shown.is_under_way,
    }


def hindrances_of(standing: Standing, today: date) -> list[Hindrance]:
    """What has changed since the text was agreed and stands in the way of signing it, with who can mend it."""
    round_ = standing.round
    if not round_.is_under_way:
        return []
    faults = faults_of(round_.text, standing.left)
    found = [Hindrance(title=_("Mandatets ram räcker inte"), sentence=told, who=FRAME) for told in faults]
    asked = texts.ask("sign", round_.agreement, Act(standing.actor, today, None, {}))
    if asked is not None:
        found.append(Hindrance(title=_("Ett löfte är osäkert"), sentence=asked.sentence, who=asked.mended_by))
    return found


def under_way(known: Sequence[SigningRound]) -> bool:
    """Whether a round goes on."""
    return any(each.is_under_way for each in known)


def lead_without(agreement: Agreement) -> str:
    """What to say where nothing has begun."""
    if agreement.state == AgreementState.READY_TO_SIGN:
        return _("Avtalet är klart att underteckna. Undertecknandet är inte öppnat än.")
    if agreement.is_written:
        return _("Undertecknandet kan planeras när avtalet är klart att underteckna.")
    return _("Avtalet har inga underskrifter i Samverk.")


def situation_without(agreement: Agreement) -> dict[str, Any]:
    """The strip where nothing has begun."""
    known = agreement.situations[agreement.state]
    return {
        "state": _("Inte öppnat"),
        "state_note": str(agreement.get_state_display()),
        "turn": capitalise(str(known.turn)),
        "turn_note": capitalise(str(known.asked)),
        "due": day(agreement.ended_on) if agreement.ended_on else agreement.last_on or "",
        "due_label": _("Avslutat") if agreement.ended_on else _("Senast"),
    }


def situation_of(standing: Standing) -> dict[str, Any]:
    """Läge, vems tur, senast."""
    round_ = standing.round
    known = round_.situations[round_.state]
    turn, note = capitalise(str(known.turn)), capitalise(str(known.asked))
    if round_.is_open:
        turn, note = panel.names_of(standing), panel.since(standing)
    due: Any = round_.last_on if round_.is_under_way else round_.completed_on or round_.stopped_on
    return {
        "state": str(round_.get_state_display()),
        "state_note": panel.signed_words(standing) if round_.state != RoundState.PLANNED else "",
        "turn": turn,
        "turn_note": note,
        "due": due if round_.is_under_way else day(due),
        "due_label": _("Senast") if round_.is_under_way else str(round_.get_state_display()),
    }


def lead_of(standing: Standing) -> str:
    """The answer first."""
    if standing.round.is_open:
        return panel.lead_of(standing)
    return _(LEADS[RoundState(standing.round.state)])


def plan_rows(standing: Standing) -> list[dict[str, Any]]:
    """The list while it may be changed, each with its way to another place and out of it."""
    agreement = standing.round.agreement
    return [
        {
            "signatory": each,
            "group_url": url_of("group", agreement, each.pk),
            "remove_url": url_of("remove", agreement, each.pk),
        }
        for each in standing.signatories
    ]


def sealing_of(round_: SigningRound) -> Progress:
    """How far the sealing has come."""
    job = Job.objects.filter(key=f"{PREPARE_JOB}:{round_.pk}").first()
    dead = job is not None and job.state == JobState.DEAD
    return Progress(total=1, done=int(job is not None and job.state == JobState.DONE), dead=int(dead))


def facts_of(standing: Standing) -> list[Fact]:
    """What identifies the file."""
    round_, revision = standing.round, standing.revision
    rows = [Fact(label=_("Text"), value=_("Version %s") % round_.text.number)]
    if round_.document is not None and revision is not None:
        rows += [
            Fact(label=_("Dokument"), value=round_.document.doc_id, note=_("version %s") % round_.document.edition),
            Fact(label=_("Omfång"), value=_("%s sidor") % round_.document.pages, note=filesize(revision.size)),
            Fact(label=_("Underskrifter i filen"), value=str(len(standing.signed))),
            Fact(label=_("Filens fingeravtryck (SHA-256)"), value=fingerprint(revision.sha256), kind="hash"),
        ]
    rows.append(Fact(label=_("Textens fingeravtryck"), value=fingerprint(round_.text.text_sha256), kind="hash"))
    return rows


def earlier_row(round_: SigningRound) -> dict[str, Any]:
    """Another round of the same agreement."""
    ended = round_.stopped_on or round_.completed_on
    return {
        "title": capitalise(_("omgång %s") % round_.number),
        "words": f"{round_.get_state_display()} {day(ended)}" if ended else str(round_.get_state_display()),
        "note": round_.stop_reason,
        "url": url_of("earlier", round_.agreement, round_.number),
    }
