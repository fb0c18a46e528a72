"""What the trail says of benefits and packages: that something was done, never an amount."""

from governance.organisations.happenings import tell

tell(
    {
        "benefits.interest.create": "Ett intresse skrevs in",
        "benefits.interest.remove": "Ett intresse togs bort",
        "benefits.valuationsheet.create": "Parten värderade alternativen",
        "benefits.valuationsheet.save": "Parten ändrade sin värdering",
        "benefits.analysis.create": "Förhandlingspersonerna bad om en analys",
        "benefits.package.create": "Ett paket skissades",
        "benefits.package.change": "Skissen ändrades",
        "benefits.package.flag": "Skissen märktes: det som den vilar på har ändrats",
        "benefits.package.lay": "Paketet lades fram för parterna",
        "benefits.package.become_agreed": "Alla parter har samtyckt. Paketet är överenskommet",
        "benefits.package.become_outdated": "Paketet gäller inte längre",
        "benefits.package.withdraw": "Paketet drogs tillbaka",
        "benefits.packageconsent.accept": "Parten samtyckte till paketet",
        "benefits.packageconsent.decline": "Parten sade nej till paketet",
        "benefits.packageconsent.become_outdated": "Partens svar gäller inte längre",
        "benefits.packageconsent.note": "Parten har tagit del av ändringen",
    }
)
