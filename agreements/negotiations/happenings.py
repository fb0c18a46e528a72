"""What the trail says of negotiations."""

from typing import Any

from governance.audit.models import Event
from governance.organisations.happenings import details_of, tell


def with_party(sentence: str) -> Any:
    """A sentence about a party that the event names."""
    return lambda event: sentence % details_of(event).get("party", event.subject_label)


def at_gate(sentence: str) -> Any:
    """A sentence about a party and a gate, which the subject of the event names: "Region Aspen: grind 3"."""

    def say(event: Event) -> str:
        party, _colon, gate = event.subject_label.partition(": ")
        return sentence % {"party": party, "gate": gate or "en grind"}

    return say


def told(event: Event) -> str:
    """What parties were told."""
    return f"Parter informerades: {details_of(event).get('what', '')}"


tell(
    {
        "negotiations.negotiation.create": "Förhandlingen föreslogs",
        "negotiations.negotiation.edit": "Direktivet ändrades",
        "negotiations.negotiation.set_frame": "Den ekonomiska ramen angavs",
        "negotiations.negotiation.tell": lambda event: "Parter informerades: {}".format(
            details_of(event).get("what", "")
        ),
        "negotiations.negotiation.initiate": "Förhandlingen initierades",
        "negotiations.negotiation.begin_negotiating": "Alla grindar var klara. Förhandlingen började",
        "negotiations.negotiation.reopen_initiation": "Förhandlingen gick tillbaka till att initieras",
        "negotiations.negotiation.begin_agreeing": "Parterna började skriva avtal",
        "negotiations.negotiation.reopen_negotiating": "Parterna började förhandla på nytt",
        "negotiations.negotiation.implement": "Genomförandet började",
        "negotiations.negotiation.conclude": "Förhandlingen avslutades",
        "negotiations.negotiation.pause": "Förhandlingen pausades",
        "negotiations.negotiation.resume_initiating": "Initieringen återupptogs",
        "negotiations.negotiation.resume_negotiating": "Förhandlingen återupptogs",
        "negotiations.negotiation.resume_agreeing": "Avtalsarbetet återupptogs",
        "negotiations.negotiation.resume_implementing": "Genomförandet återupptogs",
        "negotiations.negotiation.abort": "Förhandlingen avbröts",
        "negotiations.party.create": lambda event: f"{event.subject_label} blev part",
        "negotiations.party.edit": lambda event: f"Uppgifterna om {event.subject_label} ändrades",
        "negotiations.party.leave": lambda event: f"{event.subject_label} lämnade förhandlingen",
        "negotiations.party.read": lambda event: f"{event.subject_label} läste informationen",
        "negotiations.gateconfirmation.create": at_gate("%(party)s bekräftade %(gate)s"),
        "negotiations.gateconfirmation.withdraw": at_gate("Bekräftelsen från %(party)s av %(gate)s gäller inte längre"),
        "negotiations.gateremark.tell": at_gate("%(party)s lämnade besked om %(gate)s"),
        "negotiations.financechange.create": with_party("%s anmälde ändrad ekonomi"),
        "negotiations.negotiator.create": lambda event: f"{event.subject_label} förordnades som förhandlingsperson",
        "negotiations.negotiator.end": lambda event: f"Förordnandet för {event.subject_label} fick en sista dag",
        "negotiations.conflictofinterest.create": "En förhandlingsperson redovisade jäv eller att inget finns",
        "negotiations.conflictofinterest.assess": "En jävsanmälan bedömdes",
        "negotiations.issue.create": lambda event: f"Frågan {event.subject_label} lades till",
        "negotiations.issue.edit": lambda event: f"Frågan {event.subject_label} ändrades",
        "negotiations.issue.decide": lambda event: f"Staten valde i frågan {event.subject_label}",
        "negotiations.issue.remove": lambda event: f"Frågan {event.subject_label} togs bort",
        "negotiations.option.create": lambda event: f"Alternativet {event.subject_label} föreslogs",
        "negotiations.option.edit": lambda event: f"Alternativet {event.subject_label} ändrades",
        "negotiations.option.remove": lambda event: f"Alternativet {event.subject_label} togs bort",
        "negotiations.mandatelimit.create": "En part angav att ett alternativ ligger utanför mandatet",
        "negotiations.mandatelimit.remove": "En part angav att ett alternativ ryms i mandatet",
        "negotiations.session.create": lambda event: f"Förhandlingstillfället {event.subject_label} antecknades",
        "negotiations.session.edit": lambda event: f"Anteckningarna om {event.subject_label} ändrades",
        "negotiations.sessiondecision.create": lambda event: "Beslut på vägen: {}".format(
            details_of(event).get("text", event.subject_label)
        ),
        "negotiations.milestone.create": lambda event: f"Milstolpen {event.subject_label} lades till i tidplanen",
        "negotiations.milestone.edit": lambda event: f"Milstolpen {event.subject_label} ändrades",
        "negotiations.milestone.complete": lambda event: f"Milstolpen {event.subject_label} blev klar",
        "negotiations.milestone.remove": lambda event: f"Milstolpen {event.subject_label} togs bort",
        "negotiations.checklistitem.answer": "En framgångsfaktor besvarades",
        "negotiations.precedent.create": lambda event: f"Förebilden {event.subject_label} lades till",
        "negotiations.precedent.edit": lambda event: f"Förebilden {event.subject_label} ändrades",
    }
)
