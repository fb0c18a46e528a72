"""What earlier negotiations taught: success factors for each phase (N-27), and what may be learnt from (N-24, N-26).

The words are ours, made from the promemoria; a negotiation answers them in its own way.
"""

from django.utils.translation import gettext as _

from .states import NegotiationState as S

FACTORS: tuple[tuple[str, str], ...] = (
    (S.INITIATING, _("Förhandlingspersonerna har politisk erfarenhet och ett brett kontaktnät.")),
    (S.INITIATING, _("Parterna uppfattar förhandlingspersonerna som neutrala och fristående.")),
    (S.INITIATING, _("Alla berörda har fått samma information, och tid att läsa den.")),
    (S.INITIATING, _("Parterna har talat om vad förhandlingen kan leda till och vad som ligger utanför.")),
    (S.INITIATING, _("Näringslivet deltar som jämlik part, inte som åhörare.")),
    (S.NEGOTIATING, _("Varje parts mandat är klarlagt, så att ingen förhandlar om det som ingen får lova.")),
    (S.NEGOTIATING, _("Parterna talar om sina intressen och om hur nyttan ökar, före fördelningen av kostnaden.")),
    (S.NEGOTIATING, _("Parterna känner varandras situation och svårigheter.")),
    (S.NEGOTIATING, _("Tidplanen går att hinna med, men låter inte arbetet stanna av.")),
    (S.NEGOTIATING, _("Ramarna för finansieringen är tydliga, så att förväntningarna är rimliga.")),
    (S.AGREEING, _("Avtalet är lagom detaljerat: det lämnar utrymme för planeringen som kommer sedan.")),
    (S.AGREEING, _("Avtalet säger vad som gäller om funktion, kostnad, tidplan, ansvar och uppföljning.")),
    (S.AGREEING, _("Avtalet säger hur det uppdateras, justeras och underhålls.")),
    (S.AGREEING, _("Var och en av parterna bidrar ekonomiskt och har skäl att hålla kostnaden nere.")),
    (S.IMPLEMENTING, _("En styrelse där alla parter deltar följer åtagandena tills alla är uppfyllda.")),
    (S.IMPLEMENTING, _("Det är tydligt vad staten gör i genomförandet.")),
    (S.IMPLEMENTING, _("Uppföljningen ger var och en av parterna insyn i kostnad och resultat.")),
)

PRECEDENTS: tuple[dict[str, str], ...] = (
    {
        "title": "Sverigeförhandlingen 2014–2017",
        "reference": "SOU 2017:107, Slutrapport från Sverigeförhandlingen",
        "lessons": _(
            "Avtal med tydliga åtaganden och en styrelse där alla parter deltar gav ett långsiktigt ansvarstagande."
        ),
    },
    {
        "title": "Säker digital kommunikation",
        "reference": _("Promemorian om en Sverigeförhandling, avsnitt Brett stöd"),
        "finance_model": _("Samfinansiering mellan staten, regionerna och kommunerna av en gemensam tjänst."),
        "lessons": _("Ett mandat från SKR:s kongress ledde till en modell för samfinansiering."),
    },
    {
        "title": _("Mjuk styrning på hälsodataområdet"),
        "reference": _("Promemorian om en Sverigeförhandling, avsnitt Utgångspunkter"),
        "lessons": _("Styrning utan bindande åtaganden har ofta haft liten, ingen eller oönskad effekt."),
    },
)
