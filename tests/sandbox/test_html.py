"""HTML as Telegram reads it: entities in UTF-16 units, errors with byte offsets."""

import pytest

from sandbox.errors import ApiError
from sandbox.formatting.text import read_text
from sandbox.params import Call
from tests.sandbox.rig import MEI, Rig


def read(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    formatted = read_text(Call("sendMessage", {"text": source, "parse_mode": "HTML"}))
    return formatted.text, [(one["type"], one["offset"], one["length"]) for one in formatted.entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>好😀</b>!", "好😀!", [("bold", 0, 3)]),
        ("😀<i>a</i>", "😀a", [("italic", 2, 1)]),
        ("<B>x</B >".replace("</B", "</b"), "x", [("bold", 0, 1)]),
        ("&lt;b&gt; &amp; &quot; &#8364; &#x4f60; &nbsp; &", '<b> & " € 你 &nbsp; &', []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 2)]),
        ("<span class='tg-spoiler'>s</span>", "s", [("spoiler", 0, 1)]),
        (
            "<u>a</u><s>b</s><code>c</code>",
            "abc",
            [("underline", 0, 1), ("strikethrough", 1, 1), ("code", 2, 1)],
        ),
        ("<code>x<b>y</b></code>", "xy", [("code", 0, 2)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("  <b> trimmed </b>\n", "trimmed", [("bold", 0, 7)]),
        ("<b></b>plain", "plain", []),
        ("see /help and @somebody", "see /help and @somebody", [("bot_command", 4, 5), ("mention", 14, 9)]),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
    ],
)
def test_html_becomes_text_with_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    assert read(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("你<br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_wrong_html_is_refused_with_its_place(source: str, problem: str) -> None:
    with pytest.raises(ApiError) as refusal:
        read(source)

    assert refusal.value.description == f"Bad Request: can't parse entities: {problem}"


def test_pre_and_code_with_a_language_are_one_entity() -> None:
    source = '<pre><code class="language-python">x = 1</code></pre>'

    formatted = read_text(Call("sendMessage", {"text": source, "parse_mode": "html"}))

    assert formatted.entities == [{"type": "pre", "offset": 0, "length": 5, "language": "python"}]


async def test_links_are_checked_and_people_mentioned_by_id(rig: Rig) -> None:
    links = '<a href="example.com">a</a> <a href="no link">b</a> <a href="tg://user?id=1001">c</a>'

    message = await rig.say(MEI, links, parse_mode="HTML")

    link, mention = message["entities"]
    assert link == {"type": "text_link", "offset": 0, "length": 1, "url": "http://example.com/"}
    assert mention["user"]["first_name"] == "Mei"


async def test_text_is_measured_after_parsing(rig: Rig) -> None:
    fits = await rig.say(MEI, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    rig.clock.now += 5
    too_long = await rig.refused("sendMessage", chat_id=1001, text="😀" * 2048 + "x")
    far_too_long = await rig.refused("sendMessage", chat_id=1001, text="x" * 32_769)

    assert fits["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]
    assert too_long == (400, "Bad Request: message is too long")
    assert far_too_long == (400, "Bad Request: text is too long")


async def test_given_entities_are_kept_unless_telegram_finds_them_itself(rig: Rig) -> None:
    given = [
        {"type": "bold", "offset": 0, "length": 3, "colour": "red"},
        {"type": "text_link", "offset": 4, "length": 3, "url": "example.com"},
        {"type": "url", "offset": 0, "length": 3},
        {"type": "italic", "offset": 5, "length": 90},
    ]

    _, body = await rig.bare("sendMessage", chat_id=1001, text="one two", entities=given)

    assert body["result"]["entities"] == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "text_link", "offset": 4, "length": 3, "url": "http://example.com/"},
    ]


async def test_an_unknown_parse_mode_and_wrong_entities_are_refused(rig: Rig) -> None:
    mode = await rig.refused("sendMessage", chat_id=1001, text="x", parse_mode="BBCode")
    entities = await rig.refused(
        "sendMessage", chat_id=1001, text="x", entities=[{"type": "bold", "offset": 0}]
    )

    assert mode == (400, "Bad Request: unsupported parse_mode")
    assert entities == (400, "Bad Request: can't parse MessageEntity: Can't find field \"length\"")
