"""The HTML checker finds what it is for."""

import pytest

from tests.html import faults

PAGE = "<!doctype html><html><body><h1>x</h1>{}</body></html>"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<p><b>x</p></b>", "closes"),
        ("<p>x", "closes"),
        ('<i id="a"></i><i id="a"></i>', "2 times"),
        ('<input name="a">', "no label"),
        ('<form method="post"></form>', "no action"),
        ("<script>1</script>", "inline script"),
        ('<p style="x">x</p>', "inline style"),
        ('<p onclick="x">x</p>', "inline style"),
        ("<h1>y</h1>", "2 <h1>"),
        ('<p class="a" class="b">x</p>', "twice"),
        ("</br>", "no end"),
    ],
)
def test_faults_are_found(text: str, word: str) -> None:
    assert any(word in fault for fault in faults(PAGE.format(text)))


def test_a_sound_page_has_none() -> None:
    body = '<form method="post" action="/x"><label for="a">A</label><input id="a"><label>B <select></select></label>'
    assert (
        faults(PAGE.format(body + '</form><input type="hidden" name="t"><br><textarea aria-label="c"></textarea>'))
        == []
    )
