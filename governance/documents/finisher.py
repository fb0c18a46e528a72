"""What is added to WeasyPrint's PDF/A-3a so that it is PDF/UA-1 too, and has a field ready for its seal.

Each step mends something that a validator was seen to refuse; the trials are told in `docs/decisions/`.
"""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import unquote

FIELD = re.compile(r"sigfield\.invalid/([a-z0-9_]+)\?(.*)$")
LINK = re.compile(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
PRINTED, LOCKED = 4, 128
UA_IDENTIFICATION = (
    b'<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part number</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)

Object = Any  # a pydyf dictionary with its number; pydyf has no types
Numbered = dict[int, Object]


def identify_as_ua(document: Any) -> None:
    """Let the metadata say that the file is PDF/UA-1 beside PDF/A-3a; WeasyPrint writes one of them alone."""
    metadata = document.metadata
    plain = type(metadata).generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *args: plain(metadata, *args).replace(
        b"</rdf:RDF>", UA_IDENTIFICATION + b"</rdf:RDF>"
    )


def link_texts(html: str) -> dict[str, str]:
    """What the reader sees of each link, by its target: that is read aloud instead of a bare address."""
    return {
        unescape(target).lstrip("#"): " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())
        for target, text in LINK.findall(html)
    }


def finisher(texts: dict[str, str]) -> Callable[[Any, Any], None]:
    """Make the step that WeasyPrint runs just before the file is written."""

    def finish(_document: Any, pdf: Any) -> None:
        numbered = {item.number: item for item in pdf.objects if is_dictionary(item)}
        attach_once(pdf)
        links_speak(pdf, texts)
        fields_from_links(pdf)
        headings_have_scope(pdf, numbered)
        margins_are_artifacts(pdf, numbered)

    return finish


def attach_once(pdf: Any) -> None:
    """List each associated file once; WeasyPrint lists it twice."""
    import pydyf  # noqa: PLC0415 -- comes with WeasyPrint, which is slow to import

    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def annotations(pdf: Any) -> list[Object]:
    """Every link, also those that stand for a signature field."""
    return [item for item in pdf.objects if is_dictionary(item) and item.get("Subtype") == "/Link"]


def address(link: Object) -> str:
    """Where a link leads: a URI, or the name of a place in the document."""
    if "A" in link and "URI" in link["A"]:
        return text_of(link["A"]["URI"])
    return text_of(link.get("Dest", ""))


def text_of(value: Any) -> str:
    """The characters of a PDF string."""
    return str(getattr(value, "string", value))


def links_speak(pdf: Any, texts: dict[str, str]) -> None:
    """Right the rectangles, which are upside down, and say what each link says on the page."""
    import pydyf  # noqa: PLC0415 -- comes with WeasyPrint, which is slow to import

    for link in annotations(pdf):
        x1, y1, x2, y2 = link["Rect"]
        link["Rect"] = pydyf.Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])
        if address(link) in texts:
            link["Contents"] = pydyf.String(texts[address(link)])


def fields_from_links(pdf: Any) -> None:
    """Turn the empty links to sigfield.invalid into signature fields, tagged as forms where they stand.

    The form's K must be the reference itself: in an array, every later signature would seem to break the earlier ones.
    """
    import pydyf  # noqa: PLC0415 -- comes with WeasyPrint, which is slow to import

    widgets: dict[int, bytes] = {}
    for link in annotations(pdf):
        if found := FIELD.search(address(link)):
            make_widget(pdf, link, name=found[1], label=unquote(found[2]))
            widgets[link.number] = link.reference
    if not widgets:
        return
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array(widgets.values())})
    holders = {
        item.number
        for item in pdf.objects
        if is_dictionary(item) and item.get("Type") == "/OBJR" and number(item["Obj"]) in widgets
    }
    for item in pdf.objects:
        if is_element(item) and item.get("S") == "/Link":
            inside = [kid for kid in kids(item) if not isinstance(kid, int) and number(kid) in holders]
            if inside:
                item["S"], item["K"] = "/Form", inside[0]


def make_widget(pdf: Any, link: Object, *, name: str, label: str) -> None:
    """Make one link annotation a signature field with an empty appearance."""
    import pydyf  # noqa: PLC0415 -- comes with WeasyPrint, which is slow to import

    for key in ("A", "Contents", "Border", "BS", "C"):
        link.pop(key, None)
    box = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, 0, 1, 1]),
        "Resources": pydyf.Dictionary(),
    }
    empty = pydyf.Stream([], pydyf.Dictionary(box))
    pdf.add_object(empty)
    link.update(
        Subtype="/Widget",
        FT="/Sig",
        T=pydyf.String(name),
        TU=pydyf.String(label),
        F=PRINTED + LOCKED,
        AP=pydyf.Dictionary({"N": empty.reference}),
    )


def headings_have_scope(pdf: Any, numbered: Numbered) -> None:
    """Say of each heading cell whether it heads a column or a row."""
    import pydyf  # noqa: PLC0415 -- comes with WeasyPrint, which is slow to import

    for item in pdf.objects:
        if is_element(item) and item.get("S") == "/TH":
            group = numbered[number(numbered[number(item["P"])]["P"])]
            attributes = item.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
            attributes["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def margins_are_artifacts(pdf: Any, numbered: Numbered) -> None:
    """Mark what hangs on no element of the tree (heads and feet of the pages) as pagination."""
    root = numbered[number(pdf.catalog["StructTreeRoot"])]
    reached = reachable(root, numbered)
    parents = numbered[number(root["ParentTree"])]["Nums"]
    for index, page in enumerate(pdf.page_references):
        row = parents[2 * index + 1]
        loose = {mark for mark, reference in enumerate(row) if number(reference) not in reached}
        if loose:
            stream = pdf.objects[number(numbered[number(page)]["Contents"])]
            stream.stream = as_artifacts(stream.stream, loose)
            for mark in loose:
                row[mark] = "null"
    for item in pdf.objects:
        if is_element(item) and item.number not in reached:
            item.clear()


def reachable(root: Object, numbered: Numbered) -> set[int]:
    """The numbers of all elements that hang on the tree's root."""
    reached: set[int] = set()
    waiting = [number(kid) for kid in kids(root)]
    while waiting:
        current = waiting.pop()
        reached.add(current)
        if is_element(numbered.get(current)):
            waiting += [number(kid) for kid in kids(numbered[current]) if not isinstance(kid, int)]
    return reached


def as_artifacts(stream: list[Any], loose: set[int]) -> list[Any]:
    """Write the marked content of these numbers as artifacts instead."""
    import pydyf  # noqa: PLC0415 -- comes with WeasyPrint, which is slow to import

    out: list[Any] = []
    at = 0
    while at < len(stream):
        if begins_marked_content(stream, at) and stream[at + 1].get("MCID") in loose:
            out += [b"/Artifact", pydyf.Dictionary({"Type": "/Pagination"}), b"BDC"]
            at += 3
        else:
            out.append(stream[at])
            at += 1
    return out


def begins_marked_content(stream: list[Any], at: int) -> bool:
    """Do tag, properties and operator of marked content stand here?"""
    return at + 2 < len(stream) and stream[at + 2] == b"BDC" and isinstance(stream[at + 1], dict)


def number(reference: Any) -> int:
    """The number of an indirect object, from its reference."""
    return int((reference.decode() if isinstance(reference, bytes) else reference).split()[0])


def kids(element: Object) -> list[Any]:
    """What stands under an element, as a list."""
    under = element.get("K", [])
    return under if isinstance(under, list) else [under]


def is_element(item: Any) -> bool:
    """Is this an element of the structure tree?"""
    return is_dictionary(item) and item.get("Type") == "/StructElem"


def is_dictionary(item: Any) -> bool:
    """Is this a dictionary, and no stream or plain value?"""
    return isinstance(item, dict)


def resave(data: bytes) -> bytes:
    """Pack the objects anew, always alike; validators that compare revisions are then three times as fast."""
    import pikepdf  # noqa: PLC0415 -- slow import

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue()
