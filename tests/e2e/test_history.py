"""A story's trail and two of its versions, as a browser shows them."""

import pytest

from .test_editing import open_story, save
from .test_reading import violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_trail_comparison_and_conflict_break_no_rule(log_in, complaints, width, scheme):
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    editor, other = log_in(bypass_csp=True, **options), log_in()
    for page in (editor, other):
        open_story(page, "Netflix to create more")
    other.fill("#id_headline", "Netflix creates more")
    save(other)
    editor.fill("#id_headline", "Netflix to create less")
    save(editor)
    assert [v for v in violations(editor) if "conflict" in v] == []
    editor.goto(editor.url.replace("change", "history"))
    found = violations(editor)
    editor.check("[name=before] >> nth=1")
    editor.check("[name=after] >> nth=0")
    with editor.expect_navigation():
        editor.click("main >> text=Compare")
    assert editor.inner_text("main ins") == "creates"
    found += violations(editor)
    assert found == []
    assert editor.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
