// The larger questions a chat can ask: its menu, a message's menu, deep links, the photo viewer, a new person.
import { api } from "./api.js";
import { commandsFor } from "./commands.js";
import { h, iconButton } from "./dom.js";
import { t } from "./words.js";

const PAYLOAD = /^[A-Za-z0-9_-]{0,64}$/;

/** Payload of a link that starts this bot ("" for none), or null if the link is another one. */
export function payloadOf(link, username) {
  let url;
  try {
    url = new URL(/^[a-z]+:/i.test(link) ? link : `https://${link}`);
  } catch {
    return null;
  }
  const isTme = /^https?:$/.test(url.protocol) && /^(www\.)?(t\.me|telegram\.me|telegram\.dog)$/i.test(url.hostname);
  const isTg = url.protocol === "tg:" && (url.hostname || url.pathname.replace(/^\/+/, "")) === "resolve";
  if (!isTme && !isTg) return null;
  const name = isTme ? url.pathname.split("/")[1] : url.searchParams.get("domain");
  return (name || "").toLowerCase() === username.toLowerCase() ? url.searchParams.get("start") || "" : null;
}

/** Ask for a link or payload and open it. */
export function deepLink(chat) {
  chat.overlays.form({
    title: t("deep_link"), hint: t("deep_link_hint"), word: t("open"), testid: "deep-link-form",
    fields: [{ name: "link", label: t("deep_link_label"), placeholder: `t.me/${chat.page.bot.username}?start=…` }],
    submit: async ({ link }) => {
      const payload = PAYLOAD.test(link) ? link : payloadOf(link, chat.page.bot.username);
      if (payload === null || !PAYLOAD.test(payload)) throw new Error(t("deep_link_bad"));
      chat.start(payload);
    },
  });
}

/** The chat's own menu. */
export async function chatMenu(chat) {
  const commands = chat.blocked ? [] : await commandsFor(chat.person).catch(() => []);
  const block = { icon: "stop", text: t("block"), danger: true, run: () => chat.overlays.ask(t("block_sure"), t("block"), () => chat.setBlocked(true), true) };
  const unblock = { icon: "check", text: t("unblock"), run: () => chat.setBlocked(false) };
  chat.overlays.menu(t("more"), [
    ...commands.map(({ command, description }) => ({ icon: "reply", text: `${description}  /${command}`, run: () => chat.sendText(`/${command}`) })),
    { icon: "link", text: t("deep_link"), run: () => chat.openDeepLink() },
    chat.blocked ? unblock : block,
  ]);
}

/** What can be done with one message. */
export function messageMenu(chat, message) {
  const text = message.text ?? message.caption;
  const rows = [];
  if (!chat.blocked) rows.push({ icon: "reply", text: t("reply"), run: () => chat.composer.setContext({ kind: "reply", message }) });
  if (text) rows.push({ icon: "file", text: t("copy"), run: () => chat.copy(text) });
  if (message.out && text && !chat.blocked) rows.push({ icon: "pencil", text: t("edit"), run: () => chat.composer.setContext({ kind: "edit", message }) });
  rows.push({ icon: "more", text: t("show_data"), run: () => showData(chat, message) });
  chat.overlays.menu(t("more"), rows);
}

function showData(chat, message) {
  const { rev, ...data } = message;
  const close = chat.overlays.show([
    h("pre.raw", { tabindex: "0" }, JSON.stringify(data, null, 2)),
    h("div.buttons", {}, h("button.button.primary", { type: "button", onclick: () => close() }, t("close"))),
  ], { label: t("show_data") });
}

/** A photo as large as the phone. */
export function viewPhoto(chat, url, caption) {
  const close = chat.overlays.show([
    h("img", { src: url, alt: caption || t("photo"), onclick: () => close() }),
    caption ? h("p", {}, caption) : null,
    iconButton("close", t("close"), () => close(), { class: "round viewer-close", autofocus: true }),
  ], { label: t("photo"), testid: "viewer", className: "viewer" });
}

/** Ask for a new person; `done(person)` after the server took it. */
export function addPerson(overlays, groups, done) {
  overlays.form({
    title: t("add_person"), word: t("add"), testid: "person-form",
    fields: [
      { name: "last_name", label: t("last_name") },
      { name: "first_name", label: t("first_name"), required: true },
      { name: "phone", label: t("phone"), type: "tel", placeholder: "+8613800000000" },
      { name: "group", label: t("group"), value: groups[0] || "" },
      { name: "note", label: t("note") },
      { name: "started", label: t("started"), type: "checkbox" },
    ],
    submit: async (values) => {
      if (!values.first_name && !values.last_name) throw new Error(t("first_name"));
      if (!values.first_name) [values.first_name, values.last_name] = [values.last_name, ""];
      done(await api.addPerson(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""))));
    },
  });
}

