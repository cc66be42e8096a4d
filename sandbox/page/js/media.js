// What a message carries besides text: photos, sounds, files, places, people.
import { api } from "./api.js";
import { avatar, fullName, h, icon } from "./dom.js";
import { t } from "./words.js";

/** The node for a message's media, or null if it has only text. `act` = {photo(url, caption), toast(text), copy(text)}. */
export function renderMedia(message, act) {
  const kind = Object.keys(MAKERS).find((one) => message[one]);
  return kind ? MAKERS[kind](message[kind], message, act) : null;
}

/** The largest size of a photo, as an address. */
export const photoUrl = (sizes) => api.fileUrl([...sizes].sort((a, b) => a.width * a.height - b.width * b.height).at(-1).file_id);

/** A word for a message without text, for lists and quotes. */
export function kindWord(message) {
  return nameOfKind(Object.keys(MAKERS).find((one) => message[one]));
}

/** What people call a kind of message. */
export const nameOfKind = (kind) => t(kind === "contact" ? "card" : kind || "unknown_kind");

export function photo(sizes, message, act) {
  const largest = [...sizes].sort((a, b) => a.width * a.height - b.width * b.height).at(-1);
  const url = photoUrl(sizes);
  const image = h("img", { src: url, alt: message.caption || t("photo"), width: largest.width, height: largest.height, draggable: "false" });
  const button = h("button.photo", { type: "button", "aria-label": t("enlarge"), "data-testid": "photo", onclick: () => act.photo(url, message.caption) }, image);
  image.addEventListener("error", () => button.replaceChildren(h("span.broken", {}, t("cannot_show"))));
  return button;
}

// Only one sound plays at a time.
let playing = null;

function voice(sound, message, act) {
  const clock = h("span.clock", {}, duration(sound.duration));
  const bar = h("span.bar", {}, h("span.bar-done"));
  const button = h("button.round.play", { type: "button", "aria-label": t("play") }, icon("play"));
  const node = h("div.voice", { "data-testid": "voice" }, button, h("span.wave", {}, h("span.wave-label", {}, sound.title || ""), bar), clock);
  const player = new VoicePlayer(api.fileUrl(sound.file_id), sound.duration, { button, done: bar.firstChild, clock, toast: act.toast });
  button.addEventListener("click", () => player.toggle());
  return node;
}

class VoicePlayer {
  constructor(url, length, parts) {
    this.url = url;
    this.length = length || 1;
    this.parts = parts;
  }

  toggle() {
    if (!this.audio) this.prepare();
    if (this.audio.paused) this.start();
    else this.audio.pause();
  }

  prepare() {
    this.audio = new Audio(this.url);
    this.audio.addEventListener("timeupdate", () => this.show());
    this.audio.addEventListener("pause", () => this.state(false));
    this.audio.addEventListener("ended", () => { this.audio.currentTime = 0; });
  }

  async start() {
    if (playing && playing !== this.audio) playing.pause();
    playing = this.audio;
    this.state(true);
    try {
      await this.audio.play();
    } catch (error) {
      this.state(false);
      if (error.name !== "AbortError") this.parts.toast(t("cannot_play"));
    }
  }

  state(on) {
    this.parts.button.setAttribute("aria-label", t(on ? "pause" : "play"));
    this.parts.button.replaceChildren(icon(on ? "pause" : "play"));
  }

  show() {
    const at = this.audio.currentTime;
    this.parts.done.style.width = `${Math.min(100, (at / this.length) * 100)}%`;
    this.parts.clock.textContent = duration(at ? Math.ceil(this.length - at) : this.length);
  }
}

/** Seconds as 0:07. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function file(one) {
  const url = api.fileUrl(one.file_id);
  const name = one.file_name || t("document");
  return h("a.file", { href: url, download: name, "aria-label": t("download", { name }), "data-testid": "document" },
    h("span.badge", {}, icon("file")), h("span.two", {}, h("b", {}, name), h("small", {}, bytes(one.file_size))));
}

function bytes(size) {
  if (!size) return "";
  if (size < 1024) return `${size} ${t("bytes")}`;
  return size < 1024 * 1024 ? `${Math.round(size / 1024)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

function video(one, message) {
  const round = Boolean(message.video_note);
  return h(`video.video${round ? ".note" : ""}`, { src: api.fileUrl(one.file_id), controls: true, preload: "metadata", playsinline: true });
}

function sticker(one) {
  if (one.is_animated || one.is_video) return h("span.sticker-word", {}, one.emoji || "🙂");
  return h("img.sticker", { src: api.fileUrl(one.file_id), alt: one.emoji || t("sticker") });
}

function place(one, message, act) {
  const words = `${one.latitude.toFixed(5)}, ${one.longitude.toFixed(5)}`;
  const venue = message.venue;
  return h("button.place", { type: "button", title: t("copy"), "data-testid": "location", onclick: () => act.copy(words) },
    h("span.map", { style: mapOffset(one) }, icon("pin")),
    h("span.two", {}, h("b", {}, venue ? venue.title : t("location")), venue ? h("small", {}, venue.address) : null, h("small", {}, words)));
}

// A drawn map: different places look a little different, nothing is asked from outside.
const mapOffset = (one) => `--x:${Math.round(Math.abs(one.longitude * 997) % 60)}px;--y:${Math.round(Math.abs(one.latitude * 997) % 60)}px`;

function contact(one) {
  const tel = one.phone_number.replace(/[^\d+]/g, "");
  return h("a.person-card", { href: `tel:${tel}`, "data-testid": "contact" },
    avatar(fullName(one), one.user_id || tel), h("span.two", {}, h("b", {}, fullName(one)), h("small", {}, one.phone_number)));
}

function poll(one) {
  return h("div.text", { "data-testid": "poll" }, h("b", {}, `📊 ${one.question}`), one.options.map((option) => h("div", {}, `○ ${option.text}`)));
}

function checklist(one) {
  return h("div.text", { "data-testid": "checklist" }, h("b", {}, one.title),
    one.tasks.map((task) => h("div", {}, `${task.completion_date ? "☑" : "☐"} ${task.text}`)));
}

const dice = (one) => h("span.sticker-word", { "data-testid": "dice" }, one.emoji);
const story = () => h("div.text.faint", { "data-testid": "story" }, `◯ ${t("story")}`);
const game = (one) => h("div.text", { "data-testid": "game" }, `🎮 ${one.title}`);
const livePhoto = (one, message) => video(one, message);

// Order matters: a venue also carries its location, an animation also a document, a live photo also a photo.
const MAKERS = {
  live_photo: livePhoto, photo, voice, audio: voice, video, animation: video, video_note: video, document: file, sticker,
  venue: (one, message, act) => place(one.location, message, act), location: place, contact, poll, checklist, dice, story, game,
};
