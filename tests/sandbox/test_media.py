"""Files: kinds, sizes, ids, limits, download."""

import io
import json

import pytest
from aiohttp import FormData

from sandbox.media.images import picture_size, scaled_sizes
from sandbox.media.samples import sample_picture
from sandbox.shapes import Json
from tests.sandbox.rig import BO, MEI, TOKEN, Rig

KINDS = (
    "voice",
    "photo",
    "live_photo",
    "document",
    "video",
    "animation",
    "audio",
    "video_note",
    "sticker",
)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_sample_of_each_kind_can_be_sent_and_fetched(rig: Rig, kind: str) -> None:
    (message,) = await rig.send(MEI, kind=kind, sample=True, duration=2)

    (update,) = await rig.updates()
    media = update["message"][kind]
    one = media[-1] if kind == "photo" else media
    file = await rig.ok("getFile", file_id=one["file_id"])
    async with rig.session.get(f"{rig.base}/file/bot{TOKEN}/{file['file_path']}") as response:
        content = await response.read()
    assert update["message"][kind] == message[kind]
    assert len(content) == file["file_size"] == one["file_size"]


async def test_a_photo_comes_in_several_sizes_smallest_first(rig: Rig) -> None:
    form = {"photo": sample_picture(1, 1600, 1200)}

    message = (await rig.upload("sendPhoto", form, chat_id=1001, caption="the bridge"))["result"]

    sizes = [(size["width"], size["height"]) for size in message["photo"]]
    assert sizes == [(90, 68), (320, 240), (800, 600), (1280, 960)]
    assert len({size["file_id"] for size in message["photo"]}) == 4


async def test_a_file_is_sent_again_by_its_id_but_only_as_what_it_is(rig: Rig) -> None:
    (voice,) = await rig.send(MEI, kind="voice", sample=True)
    file_id = voice["voice"]["file_id"]

    again = await rig.ok("sendVoice", chat_id=BO["id"], voice=file_id)
    as_photo = await rig.refused("sendPhoto", chat_id=BO["id"], photo=file_id)
    unknown = await rig.refused("sendVoice", chat_id=BO["id"], voice="AwACAgUAAxkwrong")
    missing = await rig.refused("sendDocument", chat_id=BO["id"])

    assert again["voice"] == voice["voice"]
    assert as_photo == (400, "Bad Request: can't use file of type VoiceNote as Photo")
    assert unknown == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert missing == (400, "Bad Request: there is no document in the request")


async def test_get_file_names_what_is_wrong_with_an_id(rig: Rig) -> None:
    assert await rig.refused("getFile") == (400, "Bad Request: file_id not specified")
    assert await rig.refused("getFile", file_id="x") == (400, "Bad Request: invalid file_id")


async def test_files_above_20_mb_arrive_but_cannot_be_fetched(rig: Rig) -> None:
    big = bytes(20 * 1024 * 1024 + 1)

    sent = await rig.upload("sendDocument", {"document": big}, chat_id=1001)
    refusal = await rig.refused("getFile", file_id=sent["result"]["document"]["file_id"])

    assert refusal == (400, "Bad Request: file is too big")


async def test_uploads_have_limits(rig: Rig) -> None:
    photo = sample_picture(1) + bytes(10 * 1024 * 1024)
    document = bytes(50 * 1024 * 1024 + 1)

    too_big = await rig.upload("sendPhoto", {"photo": photo}, chat_id=1001)
    far_too_big = await rig.upload("sendDocument", {"document": document}, chat_id=1001)
    no_picture = await rig.upload("sendPhoto", {"photo": b"not a picture"}, chat_id=1001)
    empty = await rig.upload("sendDocument", {"document": b""}, chat_id=1001)

    assert too_big["description"] == (
        f"Bad Request: file of size {len(photo)} bytes is too big for a photo; "
        "the maximum size is 10485760 bytes"
    )
    assert (far_too_big["error_code"], far_too_big["description"]) == (413, "Request Entity Too Large")
    assert no_picture["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    assert empty["description"] == "Bad Request: file must be non-empty"


async def test_captions_have_1024_characters_after_parsing(rig: Rig) -> None:
    (photo,) = await rig.send(MEI, kind="photo", sample=True)
    file_id = photo["photo"][0]["file_id"]

    fits = await rig.ok(
        "sendPhoto", chat_id=1001, photo=file_id, caption=f"<b>{'x' * 1024}</b>", parse_mode="HTML"
    )
    refusal = await rig.refused("sendPhoto", chat_id=1001, photo=file_id, caption="x" * 1025)

    assert len(fits["caption"]) == 1024
    assert refusal == (400, "Bad Request: message caption is too long")


async def test_an_album_of_the_bot_shares_one_group(rig: Rig) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "<i>both</i>", "parse_mode": "HTML"},
        {"type": "photo", "media": "attach://two"},
    ]
    files = {"one": sample_picture(1), "two": sample_picture(2)}

    sent = await rig.upload("sendMediaGroup", files, chat_id=1001, media=json.dumps(media))

    first, second = sent["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption_entities"] == [{"type": "italic", "offset": 0, "length": 4}]


@pytest.mark.parametrize(
    ("media", "refusal"),
    [
        ([], "there are no messages to send"),
        ([{"type": "photo", "media": "attach://gone"}], "can't parse InputMedia: media not found"),
        ([{"type": "photo", "media": "x"}] * 11, "too many messages to send as an album"),
        (
            [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}],
            "document can't be mixed with other media types",
        ),
    ],
)
async def test_a_wrong_album_is_refused(rig: Rig, media: list[Json], refusal: str) -> None:
    assert await rig.refused("sendMediaGroup", chat_id=1001, media=media) == (400, f"Bad Request: {refusal}")


async def test_an_uploaded_voice_keeps_its_length_and_bytes(rig: Rig) -> None:
    form = {"kind": "voice", "duration": "7", "file": io.BytesIO(b"OggS and more")}

    async with rig.session.post(f"{rig.base}/sandbox/chats/1001/send", data=form) as response:
        (message,) = (await response.json())["messages"]
    async with rig.session.get(f"{rig.base}/sandbox/files/{message['voice']['file_id']}") as response:
        content = await response.read()

    assert message["voice"]["duration"] == 7
    assert content == b"OggS and more"


@pytest.mark.parametrize(
    ("kind", "name", "mime", "disposition"),
    [
        ("photo", "roof.jpg", "image/jpeg", None),
        ("voice", "words.ogg", "audio/ogg", None),
        ("document", "page.html", "text/html", "attachment"),
        ("document", "drawing.svg", "image/svg+xml", "attachment"),
        ("document", "list.csv", "text/csv", "attachment"),
    ],
)
async def test_a_file_that_may_hold_a_script_is_saved_and_never_opened(
    rig: Rig, kind: str, name: str, mime: str, disposition: str | None
) -> None:
    form = FormData({"kind": kind})
    content = sample_picture(1) if kind == "photo" else b"<script>alert(1)</script>"
    form.add_field("file", content, filename=name, content_type=mime)
    async with rig.session.post(f"{rig.base}/sandbox/chats/1001/send", data=form) as response:
        (message,) = (await response.json())["messages"]
    file = message["photo"][-1] if kind == "photo" else message[kind]

    async with rig.session.get(f"{rig.base}/sandbox/files/{file['file_id']}") as response:
        headers = response.headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.get("Content-Disposition") == disposition


async def test_a_contact_tells_whose_it_is_only_if_it_is_ones_own(rig: Rig) -> None:
    (own,) = await rig.send(MEI, kind="contact", own=True)
    (other,) = await rig.send(MEI, kind="contact", phone_number="+8613911111111", first_name="Neighbour")

    assert own["contact"] == {
        "phone_number": "+8613800000001",
        "first_name": "Mei",
        "last_name": "Li",
        "user_id": MEI["id"],
    }
    assert "user_id" not in other["contact"]


def test_pictures_are_measured_by_their_first_bytes() -> None:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108012c019003012200021101031101")
    gif = b"GIF89a" + bytes.fromhex("90012c01") + bytes(4)

    assert picture_size(sample_picture(3)) == (640, 480)
    assert picture_size(jpeg) == (400, 300)
    assert picture_size(gif) == (400, 300)
    assert picture_size(b"hello") is None
    assert scaled_sizes((100, 50)) == [(90, 45), (100, 50)]
