"""What the trail says of signing, and where it can be seen."""

from django.urls import reverse

from governance.audit.models import Event
from governance.organisations import happenings

SENTENCES = {
    "signing.signinground.create": "Undertecknandet av avtalet planerades",
    "signing.signinground.edit": "Sista dagen för undertecknandet ändrades",
    "signing.signinground.open": "Undertecknandet öppnades. Samverk förseglar avtalet",
    "signing.signinground.note_sealed": "Avtalet är förseglat och kan undertecknas",
    "signing.signinground.complete": "Alla har undertecknat avtalet",
    "signing.signinground.stop": "Undertecknandet stoppades. Avtalet kan ändras igen",
    "signing.signinground.give_way": "En undertecknare byttes. En ny omgång börjar på samma text",
    "signing.signatory.create": "En undertecknare utsågs",
    "signing.signatory.edit": "Ordningen mellan dem som undertecknar ändrades",
    "signing.signatory.remove": "En undertecknare togs bort ur listan",
    "signing.signatory.give_turn": "Turen att underteckna gick vidare",
    "signing.signatory.confirm": "Avtalet godkändes för underskrift efter ny inloggning",
    "signing.signatory.check_out": "Filen lånades ut för underskrift utanför Samverk",
    "signing.signatory.hand_in": "En undertecknad fil lämnades in",
    "signing.signatory.note_signed": "Underskriften finns i filen",
    "signing.signatory.return_turn": "Underskriften kom inte med i filen",
    "signing.signatory.reject": "Avtalet avvisades",
    "signing.signatory.withdraw": "En underskrift togs tillbaka",
    "signing.signatory.end": "Undertecknandet avbröts",
    "signing.signatory.retry": "Underskriften försöktes igen",
    "signing.checkout.create": "Filen lånades ut",
    "signing.checkout.hand_in": "Den utlånade filen lämnades in",
    "signing.checkout.give_back": "Den utlånade filen lämnades tillbaka utan underskrift",
    "signing.checkout.run_out": "Lånetiden för filen gick ut",
}


def page_of(event: Event) -> str:
    """Where events about rounds, signatories and loans can be seen."""
    kind = event.subject_type.rsplit(".", 1)[-1]
    return reverse("signing:find", args=[kind, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Tell the trail."""
    happenings.tell(SENTENCES)
    for name in ("signing.signinground", "signing.signatory", "signing.checkout"):
        happenings.link(name, page_of)
