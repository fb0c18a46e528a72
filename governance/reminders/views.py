from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.organisations.pages import answer_step, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.organisations.views.lookups import way_to

from . import inbox as post
from .desk import days_lead, days_of, desk_of
from .models import Message


@signed_in
@require_safe
def desk(request: SamverkRequest) -> HttpResponse:
    """What must I do now?"""
    return render(request, "reminders/desk.html", {"desk": desk_of(request.actor, request.today)})


@signed_in
@require_safe
def deadlines(request: SamverkRequest, slug: str) -> HttpResponse:
    """The days to keep in a partnership, as a list and as a year wheel."""
    partnership = partnership_or_404(request, slug)
    days = days_of(partnership.pk, request.today, kind=partnership.kind)
    context = {
        "partnership": partnership,
        "days": days,
        "lead": days_lead(days, request.today),
        "crumbs": [*way_to(partnership), (_("Tider"), "")],
    }
    return render(request, "reminders/deadlines.html", context)


@signed_in
@require_safe
def inbox(request: SamverkRequest) -> HttpResponse:
    """What have I been told, and have I read it?"""
    before = request.GET.get("fore", "")
    if before and not (before.isdecimal() and len(before) < 19):
        raise Http404
    shown = post.inbox_of(request.actor, before=int(before) if before else None)
    context = {
        "inbox": shown,
        "crumbs": [(_("Mitt bord"), reverse("desk")), (_("Meddelanden"), "")],
        "mails": settings.MAIL_TURNS,
        "more_url": f"?fore={shown.before}" if shown.before else "",
    }
    return render(request, "reminders/inbox.html", context)


@signed_in
@require_POST
def read(request: SamverkRequest, pk: int) -> HttpResponse:
    """One message has been read."""
    message = Message.objects.visible_to(request.actor).filter(pk=pk).first()
    if message is None:
        raise Http404

    def act() -> str:
        post.mark_read(request.actor, message=message)
        return reverse("reminders:inbox")

    return answer_step(request, act)


@signed_in
@require_POST
def read_all(request: SamverkRequest) -> HttpResponse:
    """Everything has been read."""

    def act() -> str:
        post.mark_read(request.actor)
        return reverse("reminders:inbox")

    return answer_step(request, act, done=_("Alla meddelanden är lästa."))


@signed_in
@require_POST
def choose_mail(request: SamverkRequest) -> HttpResponse:
    """Whether messages are to come by e-mail too."""
    wants_mail = request.POST.get("wants_mail") == "ja"

    def act() -> str:
        post.choose_mail(request.actor, wants_mail=wants_mail)
        return reverse("reminders:inbox")

    done = _("Du får meddelanden med e-post.") if wants_mail else _("Du får inga meddelanden med e-post.")
    return answer_step(request, act, done=done)
