// The sheet behind «+»: photos, places, phone numbers, files, and ready-made samples.
import { h, icon } from "./dom.js";
import { SAMPLE_PLACES, t } from "./words.js";

const ALBUM_MAX = 10;
const HERE = SAMPLE_PLACES[0];
const RARER = [
  ["video_note", "album", { sample: true }],
  ["animation", "album", { sample: true }],
  ["sticker", "photo", { sample: true, emoji: "🙂" }],
  ["venue", "pin", { ...HERE, title: HERE.name, address: HERE.name }],
  ["location", "pin", { ...HERE, live_period: 900 }],
  ["poll", "file", { question: t("poll"), options: ["1", "2"] }],
];

/** `pane` = {overlays, person, send(body), sendFiles(kind, files, fields), record()}. */
export class Attach {
  constructor(pane) {
    this.pane = pane;
  }

  open() {
    let close;
    const tile = (drawing, word, run, testid) => h("button.tile", { type: "button", "data-testid": testid, onclick: () => { close(); run(); } },
      h("span.tile-icon", {}, icon(drawing)), word);
    const { pane } = this;
    const sheet = [
      h("h2", {}, t("from_device")),
      h("div.tiles", {},
        tile("photo", t("photo_many"), () => this.pick("image/*,video/*", (files) => this.preview(files)), "attach-photo"),
        tile("mic", t("voice"), () => pane.record(), "attach-voice"),
        tile("pin", t("location"), () => this.location(), "attach-location"),
        tile("phone", t("contact"), () => this.ownContact(), "attach-contact"),
        tile("person", t("contact_other"), () => this.otherContact(), "attach-contact-other"),
        tile("file", t("document"), () => this.pick("", (files) => this.documents(files)), "attach-document")),
      h("h2", {}, t("from_samples")),
      h("div.tiles", {},
        tile("photo", t("sample_photo"), () => pane.send({ kind: "photo", sample: true }), "sample-photo"),
        tile("album", t("sample_album"), () => pane.send({ kind: "album", sample: 3 }), "sample-album"),
        tile("mic", t("sample_voice"), () => pane.send({ kind: "voice", sample: true, duration: 3 }), "sample-voice"),
        tile("file", t("sample_document"), () => pane.send({ kind: "document", sample: true }), "sample-document"),
        ...RARER.map(([kind, drawing, body]) => tile(drawing, t(body.live_period ? "live_location" : kind), () => pane.send({ kind, ...body }), `sample-${kind}`))),
    ];
    close = pane.overlays.show(sheet, { label: t("attach"), testid: "attach-sheet", className: "sheet" });
  }

  pick(accept, use) {
    const input = h("input", { type: "file", accept, multiple: true, "data-testid": "file-input", hidden: true });
    input.addEventListener("change", () => { input.remove(); if (input.files.length) use([...input.files]); });
    input.addEventListener("cancel", () => input.remove());
    this.pane.overlays.host.append(input);
    input.click();
  }

  /** Show chosen or pasted pictures with room for a caption, then send them. */
  preview(files) {
    const urls = files.map((file) => URL.createObjectURL(file));
    const images = files.map((file, at) => file.type.startsWith("video/") ? h("video", { src: urls[at], muted: true }) : h("img", { src: urls[at], alt: file.name }));
    this.pane.overlays.form({
      title: files.length > 1 ? t("album_of", { n: files.length }) : t("photo"),
      fields: [{ name: "caption", label: t("caption"), maxlength: 1024 }],
      extra: () => h("div.previews", {}, images),
      word: t("send"), testid: "preview",
      submit: async ({ caption }) => { urls.forEach((url) => URL.revokeObjectURL(url)); this.sendMedia(files, caption); },
    });
  }

  sendMedia(files, caption) {
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    const others = files.filter((file) => !file.type.startsWith("image/"));
    for (let at = 0; at < pictures.length; at += ALBUM_MAX) {
      const part = pictures.slice(at, at + ALBUM_MAX);
      this.pane.sendFiles(part.length > 1 ? "album" : "photo", part, { caption: at ? "" : caption });
    }
    others.forEach((file, at) => this.pane.sendFiles(kindOf(file), [file], { caption: pictures.length || at ? "" : caption }));
  }

  documents(files) {
    for (const file of files) this.pane.sendFiles("document", [file]);
  }

  /** Files dropped or pasted: pictures with a preview, the rest as files. */
  take(files) {
    const pictures = files.filter((file) => /^(image|video)\//.test(file.type));
    if (pictures.length) this.preview(pictures);
    this.documents(files.filter((file) => !pictures.includes(file)));
  }

  ownContact() {
    const phone = this.pane.person.phone || t("no_phone");
    this.pane.overlays.ask(t("contact_sure", { phone }), t("send"), () => this.pane.send({ kind: "contact", own: true }));
  }

  otherContact() {
    this.pane.overlays.form({
      title: t("contact_other"), word: t("send"), testid: "contact-form",
      fields: [{ name: "first_name", label: t("first_name"), required: true }, { name: "phone_number", label: t("phone"), type: "tel", required: true }],
      submit: async (values) => {
        if (!values.first_name || !values.phone_number) throw new Error(`${t("first_name")} / ${t("phone")}`);
        this.pane.send({ kind: "contact", ...values });
      },
    });
  }

  location() {
    this.pane.overlays.form({
      title: t("where"), word: t("send"), testid: "location-form",
      extra: (close) => this.placeButtons(close),
      fields: [
        { name: "latitude", label: t("latitude"), inputmode: "decimal", placeholder: "36.7868" },
        { name: "longitude", label: t("longitude"), inputmode: "decimal", placeholder: "119.9595" },
      ],
      submit: async (values) => this.sendPlace(checkedPlace(values)),
    });
  }

  placeButtons(close) {
    const here = h("button.button.primary.wide", { type: "button", onclick: () => this.here(close, here) }, icon("pin"), t("here"));
    const samples = SAMPLE_PLACES.map((place) => h("button.button.chip", {
      type: "button", "data-testid": "sample-place", onclick: () => { close(); this.sendPlace(place); },
    }, place.name));
    return [here, h("p.hint", {}, t("or_sample")), h("div.chips", {}, samples)];
  }

  here(close, button) {
    const failed = () => this.pane.overlays.toast(t("here_failed"));
    if (!navigator.geolocation) return failed();
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { close(); this.sendPlace(coords); },
      () => { button.disabled = false; failed(); },
      { timeout: 8000 },
    );
  }

  sendPlace({ latitude, longitude }) {
    this.pane.send({ kind: "location", latitude, longitude });
  }
}

function checkedPlace(values) {
  const [latitude, longitude] = [values.latitude, values.longitude].map((text) => (text === "" ? NaN : Number(text)));
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw new Error(t("bad_place"));
  return { latitude, longitude };
}

function kindOf(file) {
  if (file.type.startsWith("video/")) return "video";
  return file.type.startsWith("audio/") ? "audio" : "document";
}

