"""What every HTML answer must keep: tags close, ids are unique, fields have names to read out, forms go somewhere."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# An end tag of these may be left out; ours never are, so nothing is optional here but what has no end at all.
LABELLED = {"input", "select", "textarea"}
ROLES = {"hidden", "submit", "button", "image"}


class Checker(HTMLParser):
    """Collects faults while reading one document or fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labels_for: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None], bool]] = []
        self.headings = 0
        self.text_of_button: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        a = dict(attrs)
        if a.get("id"):
            self.ids[str(a["id"])] += 1
        if "style" in a or any(name.startswith("on") for name in names):
            self.faults.append(f"<{tag}> has an inline style or handler")
        if tag == "script" and not a.get("src"):
            self.faults.append("inline script")
        if tag == "h1":
            self.headings += 1
        if tag == "label" and a.get("for"):
            self.labels_for.add(str(a["for"]))
        if tag == "form" and (not a.get("action") and a.get("method", "get").lower() == "post"):
            self.faults.append("a form that posts has no action")
        if tag in LABELLED and a.get("type") not in ROLES:
            self.fields.append((tag, a, "label" in self.open))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.faults.append(f"</{tag}> closes what has no end")
        elif not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]} closes <{self.open[-1] if self.open else ''}>")
            if tag in self.open:
                while self.open and self.open.pop() != tag:
                    pass
        else:
            self.open.pop()

    def finish(self) -> list[str]:
        """All faults of the document."""
        self.close()
        faults = list(self.faults)
        faults += [f"<{tag}> is never closed" for tag in self.open]
        faults += [f"id “{name}” stands {n} times" for name, n in self.ids.items() if n > 1]
        for tag, a, inside in self.fields:
            named = inside or a.get("aria-label") or a.get("aria-labelledby") or a.get("id") in self.labels_for
            if not named:
                faults.append(f"<{tag} name={a.get('name')!r} id={a.get('id')!r}> has no label")
        return faults


def faults(text: str, *, page: bool = True) -> list[str]:
    """What is wrong with a page, or with a fragment (which needs no heading and may hold rows without a table)."""
    checker = Checker()
    checker.feed(text)
    found = checker.finish()
    if page and checker.headings != 1:
        found.append(f"{checker.headings} <h1>")
    return found
