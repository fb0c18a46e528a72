"""The rules that documents refuse by."""

from governance.workflow.citations import cite

HOUSE = "Samverks arbetssätt"
ONE_FILE = cite("W-91", source="system", place=f"{HOUSE}: alla undertecknar samma fil, var och en i sitt eget fält")
UNCHANGED = cite("W-92", source="system", place=f"{HOUSE}: en förseglad text ändras inte av den som undertecknar")
KNOWN_SIGNER = cite("W-93", source="system", place=f"{HOUSE}: rätt person undertecknar, enligt en betrodd utgivare")
