"""The list of matters, the page of one matter with everyone's decision, and what is done with the matter itself."""

import csv
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.lib.text import capitalise, count, count_in_words, genitive, join_swedish
from governance.organisations.pages import answer_form, answer_step, named, partnership_or_404, require_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Check
from governance.ui.templatetags.swedish import day, section
from governance.workflow.guards import Act
from governance.workflow.steps import view_step

from .. import notices, permissions, presentation, queries, services
from ..forms import HandOverForm, WithdrawForm
from ..listing import body_of
from ..models import Matter, Ruling
from ..route_drawing import drawing_of
from ..states import LIVE, OPEN, OUT, RETURNED, MatterState, NoticeKind, RulingState
from ..words import names_of
from .finding import crumbs_to, matter_or_404, partnership_url

FIRST_PAGE = 100


def listed(request: SamverkRequest, context: dict[str, Any], matters: Any) -> HttpResponse:
    """Show matters, the live ones first."""
    found = list(queries.with_counts(matters)[:FIRST_PAGE])
    live = [matter for matter in found if matter.is_live]
    number = capitalise(count_in_words(len(live), _("ärende"), _("ärenden"), neuter=True))
    shown = {
        **context,
        "lead": _("%s pågår.") % number if live else _("Inget ärende pågår just nu."),
        "live": live,
        "finished": [matter for matter in found if not matter.is_live],
    }
    return render(request, "decisions/matters.html", shown)


@signed_in
def overview(request: SamverkRequest) -> HttpResponse:
    """Every matter of the partnerships that one may know of."""
    matters = Matter.objects.visible_to(request.actor)
    return listed(request, {"name": _("Dina partnerskap"), "crumbs": [(_("Beslut"), "")]}, matters)


@signed_in
def matters(request: SamverkRequest, slug: str) -> HttpResponse:
    """The matters of one partnership."""
    partnership = partnership_or_404(request, slug)
    crumbs = [(partnership.short_name, partnership_url(slug)), (_("Beslut"), "")]
    found = Matter.objects.visible_to(request.actor).filter(partnership=partnership)
    return listed(request, {"name": partnership.name, "crumbs": crumbs}, found)


@signed_in
def matter(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Who has decided, and will it be done in time?"""
    found = matter_or_404(request, slug, pk)
    principal = request.actor.principal_in(found.partnership_id)
    rows = presentation.rows_of(found, today=request.today, mine=principal.pk if principal else None)
    tally = queries.tally_of(found.principal_rulings(), today=request.today)
    state, wanted = request.GET.get("lage", ""), request.GET.get("sok", "")
    shown = presentation.filtered(rows, state=state, wanted=wanted)
    trunk, branches = drawing_of(found, today=request.today)
    sent = presentation.in_order_of_day(found.notices.with_names()) if found.handed_over_on else []
    informed = [each for each in sent if each.kind == NoticeKind.INFORMED]
    context = {
        "crumbs": crumbs_to(found),
        "matter": found,
        "eyebrow": _("%(name)s · beslutsgång %(route)s") % {"name": found.partnership.name, "route": found.route},
        "tally": tally,
        "lead": presentation.lead_of(found, tally),
        "strip": presentation.strip_of(found, tally, today=request.today),
        "counts": presentation.counts_of(tally),
        "tiles": presentation.tiles_of(rows),
        "rows": shown,
        "body": body_of(shown),
        "total": len(rows),
        "table_caption": _("Varje %ss beslut: läge, sammanträde, diarienummer och laga kraft") % found.words.one,
        "nobody_fits": _("Ingen %s passar") % found.words.one,
        "chips": presentation.chips_of(rows, state=state, wanted=wanted, url=found.url()),
        "state": state,
        "wanted": wanted,
        "trunk": trunk,
        "branches": branches,
        "returns": returns_of(found),
        "informed": informed,
        "informed_words": join_swedish([each.principal.organisation.short_name for each in informed]),
        "reminded": [each for each in sent if each.kind == NoticeKind.REMINDER],
        "meanwhile": found.follower.meanwhile(found) if found.state in OUT else "",
        "subject_url": found.follower.page_url(found),
        "actions": actions_of(request, found),
        "withdraw_url": way_to_withdraw(request, found),
        "shows_pace": bool(rows and found.decide_by and found.handed_over_on and found.state != MatterState.WITHDRAWN),
        "asks": found.state in OUT,
        "last_decided_on": presentation.last_day(found) if found.state == MatterState.ADOPTED else None,
        "pace_word": ngettext("antaget", "antagna", tally.total),
        "pace_returned": tally.returned + tally.remitted,
        "without_words": _("%s utan sammanträde")
        % count(tally.without_meeting, str(found.words.one), str(found.words.many)),
        "met_words": _("%s har haft sitt sammanträde utan att registrera beslutet")
        % count(tally.met, str(found.words.one), str(found.words.many)),
        "late_words": _("%s efter sista dag") % count(tally.late, _("beslut"), _("beslut")),
        "missing_url": reverse("decisions:missing", args=[slug, pk]),
        "csv_url": reverse("decisions:csv", args=[slug, pk]),
        "trail_url": reverse("decisions:trail", args=[slug, "decisions.matter", pk]),
    }
    return render(request, "decisions/matter.html", context)


def returns_of(found: Matter) -> list[Ruling]:
    """Whose reasons are quoted on the page: those that wait for an answer, and those that prepare anew."""
    quoted = (*RETURNED, RulingState.REMITTED)
    return [ruling for ruling in found.current_rulings if ruling.state in quoted]


def actions_of(request: SamverkRequest, found: Matter) -> list[tuple[str, str]]:
    """What the reader can do now, the most pressing first; the first one is the page's filled button."""
    actor, slug = request.actor, found.partnership.slug
    actions: list[tuple[str, str]] = []
    for ruling in found.current_rulings:
        args = [slug, found.pk, ruling.pk]
        if ruling.state in OPEN and may_act_on(ruling, found) and permissions.may_register(ruling, actor):
            name = _("Registrera %s beslut") % genitive(ruling.principal_name)
            actions.append((name, reverse("decisions:register", args=args)))
            actions.append((_("Ange sammanträde"), reverse("decisions:plan", args=args)))
        elif ruling.state in RETURNED and found.is_live and permissions.may_answer(ruling, actor):
            words = _("Svara på skälen från %s") % ruling.principal_name
            actions.append((words, reverse("decisions:answer", args=args)))
    if found.state == MatterState.READY and permissions.may_lead(found, actor):
        own = reverse("decisions:hand_over", args=[slug, found.pk])
        words = _("Lämna över till %s") % found.words.the_many
        actions.insert(0, (words, found.follower.hand_over_url(found) or own))
    return actions


def way_to_withdraw(request: SamverkRequest, found: Matter) -> str:
    """Where a live matter is withdrawn by one who may, which is never the page's filled button."""
    if found.state not in LIVE or not permissions.may_lead(found, request.actor):
        return ""
    return reverse("decisions:withdraw", args=[found.partnership.slug, found.pk])


def may_act_on(ruling: Ruling, found: Matter) -> bool:
    """Whether it is this ruling's turn: out with the principals, or the first body that has not passed it."""
    if ruling.is_after_handover:
        return found.state in OUT
    if found.state != MatterState.PREPARING:
        return False
    return all(each.state == RulingState.ADOPTED for each in found.trunk_rulings_before(ruling))


@signed_in
def as_csv(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Everyone's decision as a file for a spreadsheet."""
    found = matter_or_404(request, slug, pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="beslut-{found.pk}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [
            *(_("Kod"), capitalise(found.words.one), _("Läge"), _("Omgång"), _("Nästa sammanträde"), _("Beslutsdag")),
            *(_("Paragraf"), _("Eget diarienummer"), _("Anslaget"), _("Kan överklagas till och med")),
            *(_("Laga kraft"), _("Efter sista dag"), _("Skäl")),
        ]
    )
    for row in presentation.rows_of(found, today=request.today, mine=None):
        ruling = row.ruling
        days = (ruling.announced_on, ruling.appeal_until, ruling.legal_force_on)
        writer.writerow(
            [
                *(row.code, safe(row.name), row.state, ruling.round, ruling.next_meeting_on or ""),
                *(ruling.decided_on or "", safe(ruling.paragraph), safe(ruling.diary_number)),
                *(day or "" for day in days),
                "ja" if ruling.is_late else "nej",
                safe(ruling.reasons),
            ]
        )
    return response


def safe(text: str) -> str:
    """Free text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


@signed_in
def missing(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Why not all have adopted it yet: by which rule, who can mend it, by when, and what holds meanwhile."""
    found = matter_or_404(request, slug, pk)
    act = Act(request.actor, request.today)
    step = view_step(found, "adopt" if found.handed_over_on else "become_ready", act)
    tally = queries.tally_of(found.principal_rulings(), today=request.today)
    without = [ruling for ruling in found.principal_rulings() if ruling.lacks_meeting]
    is_out = found.state in OUT
    may_remind = bool(without) and is_out and permissions.may_lead(found, request.actor)
    sent = notices.reminded_today(found, request.today) if may_remind else []
    told = {notice.principal_id for notice in sent}
    left = [ruling for ruling in without if ruling.principal_id not in told]
    context = {
        "crumbs": crumbs_to(found, (_("Vad som saknas"), "")),
        "matter": found,
        "heading": lacking_words(found, tally) if is_out else _("Ärendet kan inte lämnas över än"),
        "lead": presentation.lead_of(found, tally),
        "refusals": named(step.refusals, found.partnership) if found.state in LIVE else (),
        "checks": fulfilled_of(found, step.fulfilled),
        "meanwhile": found.follower.meanwhile(found) if is_out else "",
        "tally": tally,
        "hold_words": ngettext(
            "Det beslut som redan är fattat står fast om beloppen inte ändras.",
            "De %(n)s beslut som redan är fattade står fast om beloppen inte ändras.",
            tally.adopted,
        )
        % {"n": tally.adopted},
        "left": left,
        "left_names": names_of(left),
        "reminded_words": notices.reminded_words(sent),
        "met": [row for row in presentation.rows_of(found, today=request.today, mine=None) if row.has_met],
        "may_remind": may_remind,
        "remind_url": reverse("decisions:remind", args=[slug, pk]),
        "remind_words": ngettext("Påminn en %(one)s", "Påminn %(n)s %(many)s", len(left))
        % {"n": len(left), "one": found.words.one, "many": found.words.many},
    }
    return render(request, "decisions/missing.html", context)


def lacking_words(found: Matter, tally: queries.Tally) -> str:
    """What the page of what is missing is called while the matter is out."""
    return presentation.how_many_adopted(found, tally) if tally.total == 1 else _("Alla har inte antagit än")


def fulfilled_of(found: Matter, sentences: tuple[str, ...]) -> list[Check]:
    """What is already in place, with when and where it is written."""
    done = [
        Check(
            title=f"{ruling.body.full_name}: {ruling.state_word.lower()}",
            note=f"{day(ruling.decided_on)}, {section(ruling.paragraph)}",
        )
        for ruling in [*found.trunk_rulings(), *found.branch_rulings()]
        if ruling.state == RulingState.ADOPTED
    ]
    if found.handed_over_on:
        asked = found.principal_rulings()
        to = asked[0].principal_name if len(asked) == 1 else found.words.the_many
        title = _("Överlämnad till %s") % to
        done.append(Check(title=title, note=day(found.handed_over_on)))
        done += [Check(title=each) for each in sentences]
    return done


@signed_in
def remind(request: SamverkRequest, slug: str, pk: int) -> HttpResponseBase:
    """Ask those who have named no meeting to name one."""
    found = matter_or_404(request, slug, pk)
    without = [ruling for ruling in found.principal_rulings() if ruling.lacks_meeting]

    def act() -> str:
        services.remind_principals(found, without, by=request.actor, today=request.today)
        return found.url()

    if request.method != "POST":
        return missing(request, slug, pk)
    return answer_step(request, act, done=_("Påminnelsen är lämnad. Den syns på Mitt bord hos dem och i spåret."))


@signed_in
def hand_over(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Put the matter before the principals."""
    found = matter_or_404(request, slug, pk)
    require_step(request, found, "hand_over")
    form = HandOverForm(request.POST or None, subject=found, today=request.today)

    def act(given: dict[str, Any]) -> str:
        services.hand_over(
            found, by=request.actor, today=request.today, occurred_on=given["handed_over_on"], version=given["version"]
        )
        return found.url()

    context = form_context(found, _("Lämna över till %s") % found.words.the_many, _("Lämna över"))
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Ärendet är överlämnat."))


@signed_in
def withdraw(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """End the matter without a decision."""
    found = matter_or_404(request, slug, pk)
    require_step(request, found, "withdraw")
    form = WithdrawForm(request.POST or None, subject=found)

    def act(given: dict[str, Any]) -> str:
        reason, version = given["reason"], given["version"]
        services.withdraw_matter(found, reason=reason, by=request.actor, today=request.today, version=version)
        return found.url()

    context = form_context(found, _("Dra tillbaka ärendet"), _("Dra tillbaka ärendet"))
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Ärendet är tillbakadraget."))


def form_context(found: Matter, title: str, button: str, lead: str = "", **more: Any) -> dict[str, Any]:
    """What the common form page needs."""
    return {
        "crumbs": crumbs_to(found, (title, "")),
        "matter": found,
        "title": title,
        "lead": lead,
        "button": button,
        "back_url": found.url(),
        "subject_url": "",
        "subject_note": "",
        **more,
    }
