from governance.workflow.citations import cite

BENEFIT_FIRST = cite(
    "X-11",
    source="001",
    place="avsnitt 4",
    quote="digitaliseringen aldrig är ett mål i sig, utan endast ett medel, ett stöd för den enskildes trygghet",
)
OPERATED_BY_A_PRINCIPAL = cite(
    "L-6",
    source="001",
    place="avsnitt 7.3.5",
    quote="sker alltid genom någon av huvudmännen",
)
