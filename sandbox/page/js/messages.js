// One message, one album, one date: from data to nodes, and the list that keeps them in order.
import { fullName, h } from "./dom.js";
import { renderText } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { kindWord, photo, renderMedia } from "./media.js";
import { language, t } from "./words.js";

const locale = language === "zh" ? "zh-CN" : "en-GB";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
const monthDay = new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", weekday: "short" });
const wholeDay = new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", day: "numeric" });

/** 09:05 of a Unix time. */
export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));

/** Today, yesterday, or the date. */
export function dayOf(seconds, now = new Date()) {
  const date = new Date(seconds * 1000);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86400000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  return (date.getFullYear() === now.getFullYear() ? monthDay : wholeDay).format(date);
}

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** Text for a quote or a list line. */
export const summary = (message) => (message.text || message.caption || kindWord(message)).replace(/\s+/g, " ").slice(0, 120);

/**
 * Lay messages out as items {key, rev, make}: dates, albums, bubbles. `rev` changes whenever the node must be made anew.
 * @param messages oldest first, each with `rev`
 */
export function layOut(messages, act) {
  const items = [];
  let day = null;
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at];
    const today = dayOf(message.date);
    if (today !== day) items.push({ key: `day-${today}`, rev: 0, make: () => h("div.day", { role: "separator" }, h("span", {}, today)) });
    day = today;
    const album = albumFrom(messages, at);
    if (album.length > 1) {
      items.push({ key: `album-${message.media_group_id}`, rev: album.map((one) => one.rev).join(), make: () => albumNode(album, act) });
      at += album.length - 1;
    } else {
      items.push({ key: `m-${message.message_id}`, rev: message.rev, make: () => messageNode(message, act) });
    }
  }
  return items;
}

function albumFrom(messages, at) {
  const id = messages[at].media_group_id;
  const album = [messages[at]];
  while (id && messages[at + album.length]?.media_group_id === id) album.push(messages[at + album.length]);
  return album;
}

/** Bring `list`'s children in line with `items`, keeping the nodes that did not change. */
export function reconcile(list, items, known) {
  const keys = new Set(items.map((item) => item.key));
  for (const [key, entry] of known) {
    if (keys.has(key)) continue;
    entry.node.remove();
    known.delete(key);
  }
  let next = list.firstChild;
  for (const item of items) {
    let entry = known.get(item.key);
    if (!entry || entry.rev !== item.rev) {
      const node = item.make();
      if (entry) {
        if (entry.node === next) next = next.nextSibling;
        entry.node.remove();
      }
      entry = { node, rev: item.rev };
      known.set(item.key, entry);
    }
    if (entry.node === next) next = next.nextSibling;
    else list.insertBefore(entry.node, next);
  }
}

function messageNode(message, act) {
  if (isService(message)) return h("div.service", hooks(message), h("span", {}, serviceWords(message)));
  const media = renderMedia(message, act);
  const bubble = h(`div.bubble${media ? ".with-media" : ""}`, {}, forwarded(message), quote(message, act), media, textNode(message, act), foot(message));
  const node = h(`div.message.${message.out ? "out" : "in"}`, { ...hooks(message), role: "article", tabindex: "0", "aria-label": spoken(message) },
    h("div.stack", {}, bubble, inlineKeyboard(message, act)));
  withMenu(node, bubble, message, act);
  return node;
}

function albumNode(album, act) {
  const last = album.find((one) => one.caption) || album[0];
  const cells = album.map((one) => {
    const cell = h("div.cell", { ...hooks(one) }, one.photo ? photo(one.photo, one, act) : renderMedia(one, act));
    withMenu(cell, cell, one, act);
    return cell;
  });
  const bubble = h("div.bubble.with-media", {}, h("div.album", { "data-testid": "album", "data-count": album.length }, cells), textNode(last, act), foot(last));
  return h(`div.message.${last.out ? "out" : "in"}`, { role: "article", "aria-label": spoken(last, t("album_of", { n: album.length })) },
    h("div.stack", {}, bubble));
}

const hooks = (message) => ({ "data-testid": "message", "data-message-id": message.message_id, "data-out": String(Boolean(message.out)) });

const spoken = (message, what = summary(message)) => `${t(message.out ? "from_you" : "from_bot")} ${timeOf(message.date)}: ${what}`;

function textNode(message, act) {
  const text = message.text ?? message.caption;
  if (!text) return renderMedia(message, act) ? null : h("div.text.faint", {}, t("unknown_kind"));
  return h("div.text", { dir: "auto" }, renderText(text, message.entities || message.caption_entities, act));
}

function foot(message) {
  const edited = message.edit_date || (message.out && message.edits);
  return h("div.foot", {}, edited ? h("span.edited", {}, t("edited")) : null,
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)));
}

function quote(message, act) {
  const to = message.reply_to_message;
  if (!to) return null;
  return h("button.quote", { type: "button", onclick: () => act.jump(to.message_id) }, summary(to));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const from = origin.sender_user ? fullName(origin.sender_user) : origin.sender_user_name || origin.chat?.title || "";
  return h("div.forwarded", {}, t("forwarded", { name: from }));
}

const isService = (message) => Boolean(message.service || message.pinned_message || message.new_chat_members || message.group_chat_created);

function serviceWords(message) {
  if (message.pinned_message) return t("pinned");
  if (message.new_chat_members) return t("member_joined", { name: message.new_chat_members.map(fullName).join(", ") });
  return message.service || t("unknown_kind");
}

// Right click, long press, or the menu key open the message's menu.
function withMenu(node, target, message, act) {
  let timer = null;
  const open = () => act.menu(message);
  const stop = () => clearTimeout(timer);
  target.addEventListener("contextmenu", (event) => { event.preventDefault(); stop(); open(); });
  target.addEventListener("touchstart", () => { timer = setTimeout(open, 550); }, { passive: true });
  for (const end of ["touchend", "touchmove", "touchcancel"]) target.addEventListener(end, stop, { passive: true });
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || (event.key !== "Enter" && event.key !== "ContextMenu")) return;
    event.preventDefault();
    open();
  });
}
