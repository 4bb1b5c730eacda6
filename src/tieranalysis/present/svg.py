"""SVG made fit for a page: only drawing, no styles or scripts, colours as variables, short numbers, ids of its own.

matplotlib writes `style=` attributes, which the page's security policy forbids, so they become presentation
attributes. The same pass cleans drawings that other programs made: what is not on the list here does not get through.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree as ET

from tieranalysis.present.palette import variable

TAGS = {"svg", "g", "path", "text", "tspan", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs"}
TAGS |= {"clipPath", "use", "image"}
PAINT = {"fill", "stroke"}
PLACES = {"d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "points", "transform"}
PLACES |= {"viewBox", "width", "height"}
LOOKS = {"stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "opacity"}
LOOKS |= {"stroke-opacity", "fill-opacity", "fill-rule", "clip-rule", "font-size", "font-weight", "font-style"}
LOOKS |= {"text-anchor", "dominant-baseline", "preserveAspectRatio"}
SHOWN = {"display"}
KNOWN = PLACES | LOOKS | SHOWN
MOVES = "data-m"
"""What of an element moves with a panel: names of attributes (or text), each with the place of its values."""
INHERITED = PAINT | {"stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity"}
INHERITED |= {"fill-opacity", "font-size", "font-weight", "text-anchor"}
SAFE = re.compile(r"[\w\s.,#%()+\-]*")
COLOUR = re.compile(r"#[\da-fA-F]{3,8}|[a-zA-Z]+|rgba?\([\d.,%\s]+\)|var\(--\w+,#[\da-f]{3,8}\)")
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
TURNS, FACTORS = re.compile(r"[^()]*\([^()]*\)"), ("scale", "matrix", "skew")
MOVABLE = "|".join(sorted(PAINT | PLACES | LOOKS | SHOWN | {"text", "aria-label"}))
MOVING = re.compile(rf"(?:{MOVABLE}):\d+(?: (?:{MOVABLE}):\d+)*")
PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+")


def clean(drawing: str, prefix: str, label: str = "") -> str:
    """Give a drawing as markup for a page, named by `label`, its ids starting with `prefix`.

    Raises ValueError where the drawing is not well-formed SVG.

    >>> clean('<svg viewBox="0 0 9 9"><script/><path style="fill: red" onclick="x()" d="M 0 0"/></svg>', "f", "A dot")
    '<svg viewBox="0 0 9 9" role="img" aria-label="A dot"><path d="M0 0" fill="red" /></svg>'
    """
    return written(tree(drawing, prefix), label)


def tree(drawing: str, prefix: str, keep: str | tuple[str, ...] = "\n") -> ET.Element:
    """Give a drawing as elements fit for a page, in their order and groups; ids that start with `keep` stay."""
    root = _parsed(re.sub(r"<!DOCTYPE[^>\[]*>", "", drawing))
    ids = {old: f"{prefix}{i}" for i, old in enumerate(_references(root))}
    ids |= {name: name for part in root.iter() if (name := part.get("id", "")).startswith(keep)}
    kept = _kept(root, ids)
    if kept is None or kept.tag != "svg":
        raise ValueError("this is not an SVG drawing: its first element is not svg")
    _size(kept, root)
    return kept


def written(root: ET.Element, label: str) -> str:
    """Write a drawing with as few letters as it takes, named by a label."""
    tidied = _tidied(root)
    tidied.set("role", "img")
    tidied.set("aria-label", label)
    return ET.tostring(tidied, encoding="unicode")


def _parsed(drawing: str) -> ET.Element:
    if "<!ENTITY" in drawing:
        raise ValueError("this SVG drawing defines entities, which a page does not take; save it without them")
    try:
        return ET.fromstring(drawing)
    except ET.ParseError as error:
        raise ValueError(f"this SVG drawing is not well-formed XML ({error}); draw it again") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _references(root: ET.Element) -> list[str]:
    values = [value for element in root.iter() for value in element.attrib.values()]
    found = [name for value in values for name in re.findall(r"url\(#([^)]+)\)|^#(.+)$", value)]
    there = {element.get("id") for element in root.iter()}
    return [name for name in dict.fromkeys(one or other for one, other in found) if name in there]


def _size(kept: ET.Element, root: ET.Element) -> None:
    sides = [re.match(r"[\d.]+", root.get(side, "")) for side in ("width", "height")]
    if not kept.get("viewBox") and all(sides):
        kept.set("viewBox", f"0 0 {sides[0][0]} {sides[1][0]}")
    for side in ("width", "height"):
        kept.attrib.pop(side, None)


def _kept(element: ET.Element, ids: dict[str, str]) -> ET.Element | None:
    tag = _local(element.tag)
    if tag not in TAGS:
        return None
    kept = ET.Element(tag, _attributes(element, ids, tag))
    if tag in ("image", "use") and "href" not in kept.attrib:
        return None
    if tag in ("text", "tspan"):
        kept.text, kept.tail = element.text, element.tail if tag == "tspan" else None
        kept.attrib.pop("fill", None)
        kept.attrib |= {"fill": "currentColor"} if tag == "text" else {}
    for child in element:
        inner = _kept(child, ids)
        if inner is not None:
            kept.append(inner)
    return kept if len(kept) or not (tag in ("g", "defs") or _unseen(kept)) else None


def _tidied(element: ET.Element) -> ET.Element:
    """Do without groups that say nothing, and let those that stay speak for their parts."""
    parts = [_tidied(child) for child in element]
    element[:] = [one for part in parts for one in (part if part.tag == "g" and not part.attrib else [part])]
    if element.tag in ("g", "svg"):
        _hoist(element)
    return element


def _hoist(group: ET.Element) -> None:
    """Say once, on a group, what all its parts say of themselves: a third fewer bytes in a usual chart."""
    parts = [child for child in group if child.tag != "defs"]
    if len(parts) < 3:
        return
    moving = " ".join(part.get(MOVES, "") for part in parts)
    for name in sorted(INHERITED - set(re.findall(r"([\w-]+):", moving))):
        values = {part.get(name) for part in parts}
        if len(values) == 1 and (value := values.pop()) is not None and name not in group.attrib:
            group.set(name, value)
            for part in parts:
                del part.attrib[name]


def _unseen(kept: ET.Element) -> bool:
    still = not {"stroke", "id", MOVES} & set(kept.attrib)
    return kept.tag == "path" and kept.get("fill") == "none" and still


def _attributes(element: ET.Element, ids: dict[str, str], tag: str) -> dict[str, str]:
    given = {_local(name): value for name, value in element.attrib.items()}
    given |= _declarations(element.get("style", ""))
    pairs = ((name, _value(name, value.strip(), ids, tag)) for name, value in given.items())
    return {name: value for name, value in pairs if value}


@lru_cache(maxsize=4096)
def _declarations(style: str) -> Mapping[str, str]:
    pairs = [part.split(":", 1) for part in style.split(";") if ":" in part]
    found = {name.strip(): value.strip() for name, value in pairs}
    font = re.match(r"(?:(bold|\d00) )?([\d.]+)px", found.pop("font", ""))
    if font:
        found |= {"font-size": font[2]} | ({"font-weight": font[1]} if font[1] else {})
    return found


def _value(name: str, value: str, ids: dict[str, str], tag: str) -> str | None:
    """Write one attribute for the page; None leaves it out."""
    if name in ("id", "href", "clip-path") or value.startswith("url("):
        return _reference(name, value, ids, tag)
    if name == MOVES:
        return value if MOVING.fullmatch(value) else None
    return _look(name, value)


@lru_cache(maxsize=65536)
def _look(name: str, value: str) -> str | None:
    """Write a colour, a place or another look; a chart has few different ones, and each many times."""
    if not SAFE.fullmatch(value) or value.startswith("rotate(-0 "):
        return None
    if name == "transform":
        return "".join(part if part.startswith(FACTORS) else _short(part) for part in TURNS.findall(value)).strip()
    if name in PAINT:
        return variable(value) if COLOUR.fullmatch(value) else "none"
    return _short(value.removesuffix("px"), 1 if name in PLACES else 2) if name in KNOWN else None


def _reference(name: str, value: str, ids: dict[str, str], tag: str) -> str | None:
    """Point at another element of the same drawing, or at a picture that the drawing holds; at nothing else."""
    if name == "id":
        return ids.get(value)
    if name == "href" and tag == "image":
        return value if PICTURE.fullmatch(value) else None
    found = re.fullmatch(r"url\(#([^)]+)\)", value) if name != "href" else re.fullmatch(r"#(.+)", value)
    if not found or found[1] not in ids:
        return "none" if name in PAINT else None
    return f"#{ids[found[1]]}" if name == "href" else f"url(#{ids[found[1]]})"


def _short(value: str, places: int = 1) -> str:
    value = NUMBER.sub(lambda found: f"{float(found[0]):.{places}f}".rstrip("0").rstrip(".") or "0", value)
    value = re.sub(r"\s+", " ", value).strip()
    return re.sub(r"(?<=[A-Za-z]) (?=[-\d])| (?=[A-Za-z])", "", value) if re.match(r"[Mm] ", value) else value
