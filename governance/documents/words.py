"""What the trail says of documents."""

from governance.organisations.happenings import tell

tell(
    {
        "documents.document.order": "Dokumentet beställdes och underlaget frystes",
        "documents.document.supersede": "Dokumentet ersätts av en ny version",
        "documents.document.seal": "Dokumentet förseglades",
        "documents.document.signature": "Dokumentet undertecknades",
        "documents.document.upload": "En undertecknad fil togs emot",
        "documents.document.archive": "Filen fick arkivets tidsstämpel",
        "documents.document.retry": "Förseglingen försöktes igen",
        "documents.dispatch.send": "Dokumentet skickades",
        "documents.dispatch.receipt": "Mottagaren kvitterade dokumentet",
    }
)
