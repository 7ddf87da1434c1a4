"""Editors at work, in browsers of their own."""

STORY = "/stories/netflix-to-create-more-asian-films-and-original-series/"


def open_story(page, words):
    page.goto("/admin/articles/article/")
    page.click(f"#result_list >> text={words}")
    page.wait_for_selector("#id_headline")


def save(page, button="_continue"):
    with page.expect_navigation():
        page.click(f"[name={button}]")


def test_a_change_is_public_when_it_is_published_and_not_before(log_in, open_page, complaints):
    editor, reader = log_in(), open_page(STORY)
    open_story(editor, "Netflix to create more")
    editor.fill("#id_headline", "Netflix creates more Asian films")
    save(editor)
    assert "not published yet" in editor.locator("main").inner_text()
    reader.reload()
    assert reader.locator("h1").inner_text().startswith("Netflix to create more")
    save(editor, "_publish")
    reader.reload()
    assert reader.locator("h1").inner_text() == "Netflix creates more Asian films"
    assert complaints == []


def test_withdrawing_takes_a_story_down(log_in, open_page):
    editor = log_in()
    open_story(editor, "Netflix to create more")
    save(editor, "_withdraw")
    reader = open_page("/")
    assert reader.goto(STORY).status == 410
    reader.goto("/stories/")
    assert "Netflix to create more" not in reader.locator("main").inner_text()


def test_a_new_story_is_written_linked_and_published(log_in, open_page, complaints):
    editor = log_in()
    editor.goto("/admin/articles/article/add/")
    editor.fill("#id_headline", "한효주 returns")
    editor.fill("#id_slug", "han-hyo-joo-returns")
    editor.locator("#id_body_editor").fill("She is back.")
    editor.click("#people-group .add-row a")
    editor.click("#people-group .select2-selection >> nth=0")
    editor.keyboard.type("hyojoo")
    editor.click(".select2-results__option >> text=Han Hyo-joo")
    save(editor, "_publish")
    reader = open_page("/people/han-hyo-joo/")
    assert "한효주 returns" in reader.locator("main").inner_text()
    assert complaints == []
