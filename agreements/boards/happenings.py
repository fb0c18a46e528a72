"""What the trail says of boards, meetings and yearly accounts."""

from governance.organisations.happenings import tell

tell(
    {
        "boards.board.create": "Styrelsen inrättades",
        "boards.board.activate": "Styrelsen började sitt arbete",
        "boards.board.close": "Styrelsen avslutades",
        "boards.appointment.appoint": "En person utsågs till styrelsen",
        "boards.appointment.end": "Ett uppdrag i styrelsen upphörde",
        "boards.meeting.create": "Ett sammanträde planerades",
        "boards.meeting.edit": "Sammanträdets uppgifter ändrades",
        "boards.meeting.call": "Styrelsen kallades till sammanträde",
        "boards.meeting.hold": "Sammanträdet hölls",
        "boards.meeting.correct_attendance": "Närvaron rättades",
        "boards.meeting.attest": "Protokollet intygades och justerare utsågs",
        "boards.meeting.return_minutes": "Protokollet lämnades tillbaka för rättning",
        "boards.meeting.correct_decision": "Ett beslut i det återlämnade protokollet rättades",
        "boards.meeting.adjust": "Protokollet justerades",
        "boards.meeting.cancel": "Sammanträdet ställdes in",
        "boards.agendaitem.create": "Ett ärende sattes upp på dagordningen",
        "boards.agendaitem.edit": "Ett ärende på dagordningen ändrades",
        "boards.agendaitem.remove": "Ett ärende togs bort från dagordningen",
        "boards.agendaitem.number": "Ärendet fick sin paragraf",
        "boards.agendaitem.decide": "Styrelsen beslutade i ett ärende",
        "boards.accountsround.request": "Årets redovisning begärdes från parterna",
        "boards.accountsround.compile": "Årets redovisning sammanställdes",
        "boards.accountsround.reopen": "Årets redovisning öppnades igen",
        "boards.accountsround.approve": "Styrelsen godkände årets redovisning",
        "boards.accountsround.send": "Årets redovisning skickades till regeringen och parterna",
        "boards.partyaccounts.request": "Redovisning begärdes från en part",
        "boards.partyaccounts.submit": "En part lämnade sin redovisning",
    }
)
