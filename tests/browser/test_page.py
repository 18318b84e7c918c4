"""What a reader does in the demo's chats, in a real browser, with the real bot."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.browser import suggestions
from tests.browser.conftest import WAIT_MS, Window

expect.set_options(timeout=WAIT_MS)


IDS = "(list) => [...list.querySelectorAll('[data-id]')].map((node) => node.dataset.id)"


def say(page: Page, words: str) -> None:
    """Type WORDS and send them."""
    page.get_by_role("combobox", name="Message").fill(words)
    page.keyboard.press("Escape")  # no suggestion is meant
    page.get_by_role("button", name="Send", exact=True).click()


def latest(page: Page) -> Locator:
    """The last message of the open chat."""
    return page.locator("article.message").last


def bots_latest(page: Page) -> Locator:
    """The last message that is not the reader's."""
    return page.locator("article.message:not(.own)").last


def open_chat(page: Page, title: str) -> None:
    """Choose the chat TITLE in the list."""
    page.get_by_role("navigation", name="Chats").get_by_role("button").filter(has_text=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def wear(page: Page, label: str) -> None:
    """Become somebody else."""
    page.get_by_label("Who you are").select_option(label=label)


def test_the_first_screen_is_a_briefing_a_note_and_three_things_to_try(page: Page) -> None:
    expect(page.get_by_role("heading", name="Iraq · last 7 days").first).to_be_in_viewport()
    expect(page.get_by_text("This is a demo. The bot is")).to_be_in_viewport()
    expect(page.get_by_role("group", name="Things to try").get_by_role("button")).to_have_count(3)


def test_a_command_is_completed_and_answered(page: Page) -> None:
    box = page.get_by_role("combobox", name="Message")
    box.press_sequentially("/thr")
    expect(suggestions(page).first).to_contain_text("/threats")
    box.press("Tab")
    box.press_sequentially("sudan")
    box.press("Enter")
    expect(latest(page).get_by_role("heading").first).to_contain_text("Sudan: threats")


def test_a_button_is_answered(page: Page) -> None:
    say(page, "/country iraq")
    expect(bots_latest(page).get_by_role("heading", name="Iraq · last 7 days")).to_be_visible()
    bots_latest(page).get_by_role("button", name="Claims").click()
    expect(bots_latest(page).get_by_role("heading").first).to_contain_text("Iraq: claims")


def test_details_open(page: Page) -> None:
    say(page, "/country iraq")
    expect(bots_latest(page).get_by_role("heading", name="Iraq · last 7 days")).to_be_visible()
    details = bots_latest(page).locator("details").first
    details.locator("summary").first.click()
    expect(details).to_have_attribute("open", "")


def test_inline_results_are_offered_and_sent(page: Page) -> None:
    box = page.get_by_role("combobox", name="Message")
    box.press_sequentially("@SitrepLocalBot iraq")
    expect(suggestions(page).first).to_contain_text("Iraq")
    box.press("Enter")
    expect(latest(page)).to_contain_text("via @SitrepLocalBot")


def test_a_member_of_a_group_may_ask(page: Page) -> None:
    open_chat(page, "Erbil office")
    say(page, "/posture@SitrepLocalBot iraq")
    expect(latest(page).get_by_role("heading").first).to_contain_text("Iraq: posture")


def test_a_member_of_a_group_may_not_subscribe_it(page: Page) -> None:
    open_chat(page, "Erbil office")
    say(page, "/subscribe@SitrepLocalBot sudan daily 06:00")
    expect(latest(page)).to_contain_text("Only admins")


def test_an_admin_of_a_group_subscribes_it(page: Page) -> None:
    wear(page, "Amira (admin)")
    open_chat(page, "Erbil office")
    say(page, "/subscribe@SitrepLocalBot yemen daily 06:00")
    expect(latest(page)).to_contain_text("Subscribed")


def test_an_anonymous_admin_writes_as_the_group_and_is_obeyed(page: Page) -> None:
    wear(page, "Amira, anonymous admin")
    open_chat(page, "Erbil office")
    say(page, "/subscribe@SitrepLocalBot syria daily 06:00")
    expect(latest(page)).to_contain_text("Subscribed")


def test_an_answer_stays_in_its_topic(page: Page) -> None:
    open_chat(page, "Region desk")
    page.get_by_role("navigation", name="Topics").get_by_role("button", name="Sudan").click()
    say(page, "/claims@SitrepLocalBot sudan")
    expect(latest(page).get_by_role("heading").first).to_contain_text("Sudan: claims")


def test_the_channel_has_its_digest(page: Page) -> None:
    open_chat(page, "Gulf Watch")
    expect(latest(page).get_by_role("heading").first).to_contain_text("Iraq: digest")


def test_the_clock_brings_tomorrows_digest(page: Page) -> None:
    page.get_by_role("button", name="Tomorrow's digest, now").click()
    expect(latest(page).get_by_role("heading").first).to_contain_text("Iraq: digest")


def test_a_reload_loses_nothing(page: Page) -> None:
    say(page, "/sources")
    expect(latest(page)).to_contain_text("Admiralty")
    before = page.locator("#messages").evaluate(IDS)
    page.reload()
    page.locator("article.message").first.wait_for(state="attached")
    assert page.locator("#messages").evaluate(IDS) == before


def test_own_words_can_be_changed_by_keyboard(page: Page) -> None:
    open_chat(page, "Erbil office")
    say(page, "We leave at nine")
    expect(latest(page)).to_contain_text("We leave at nine")
    box = page.get_by_role("combobox", name="Message")
    box.press("ArrowUp")
    box.fill("We leave at ten")
    box.press("Enter")
    expect(latest(page)).to_contain_text("edited")


def test_a_message_is_forwarded_from_its_menu_by_keyboard(page: Page) -> None:
    open_chat(page, "Erbil office")
    say(page, "Road closed at Taza")
    latest(page).get_by_role("button", name="What to do").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Region desk · Iraq").click()
    open_chat(page, "Region desk")
    page.get_by_role("navigation", name="Topics").get_by_role("button", name="Iraq").click()
    expect(latest(page)).to_contain_text("Forwarded from You")


def test_a_file_is_sent(page: Page) -> None:
    open_chat(page, "Erbil office")
    page.get_by_label("A file to send").set_input_files(
        {"name": "roads.txt", "mimeType": "text/plain", "buffer": b"Taza closed"}
    )
    expect(latest(page).get_by_role("link", name="roads.txt")).to_be_visible()


def test_a_message_elsewhere_is_counted(window: Window) -> None:
    reader, writer = window(), window()
    wear(writer, "Amira (admin)")
    open_chat(writer, "Erbil office")
    say(writer, "Anybody awake?")
    row = reader.get_by_role("navigation", name="Chats").get_by_role("button").filter(has_text="Erbil office")
    expect(row.get_by_label("1 unread")).to_be_visible()
