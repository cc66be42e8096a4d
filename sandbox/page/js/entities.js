// Telegram's text entities as DOM nodes. Offsets are UTF-16 units, which is how JavaScript counts too.
import { h } from "./dom.js";
import { t } from "./words.js";

const SAFE = /^(https?|tel|mailto|tg):/i;
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/**
 * Build nodes for `text` with its `entities`.
 * `act` = {command(text), link(url) → true when handled inside, copy(text)}.
 */
export function renderText(text, entities, act) {
  const sorted = (entities || [])
    .filter((one) => one.length > 0 && one.offset >= 0 && one.offset < text.length)
    .map((one) => ({ ...one, end: Math.min(one.offset + one.length, text.length) }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end);
  return span(text, 0, text.length, sorted, act);
}

function span(text, start, end, entities, act) {
  const nodes = [];
  const rest = [...entities];
  let at = start;
  let afterBlock = false;
  const plain = (to) => {
    let piece = text.slice(at, to);
    // A block brings its own line break: the newline that follows it would show as an empty line.
    if (afterBlock && piece.startsWith("\n")) piece = piece.slice(1);
    if (piece) nodes.push(document.createTextNode(piece));
    at = to;
  };
  while (rest.length) {
    const one = rest.shift();
    plain(one.offset);
    const inner = takeInner(rest, one);
    nodes.push(element(one, text.slice(one.offset, one.end), span(text, one.offset, one.end, inner, act), act));
    at = one.end;
    afterBlock = BLOCKS.has(one.type);
  }
  plain(end);
  return nodes;
}

// Entities inside `one`; one that sticks out is cut in two, its tail stays in `rest`.
function takeInner(rest, one) {
  const inner = [];
  const later = [];
  for (const other of rest.splice(0)) {
    if (other.offset >= one.end) later.push(other);
    else if (other.end <= one.end) inner.push(other);
    else {
      inner.push({ ...other, end: one.end });
      later.push({ ...other, offset: one.end });
    }
  }
  rest.push(...later.sort((a, b) => a.offset - b.offset || b.end - a.end));
  return inner;
}

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", hashtag: "span.tag", cashtag: "span.tag", mention: "span.tag", text_mention: "span.tag" };

const MAKERS = {
  code: (one, raw, children, act) => h("code", { title: t("copy"), onclick: () => act.copy(raw) }, children),
  pre: (one, raw, children) => h("pre", { "data-language": one.language }, h("code", {}, children)),
  blockquote: (one, raw, children) => h("blockquote", {}, children),
  expandable_blockquote: (one, raw, children) => expandable(children),
  spoiler: (one, raw, children) => spoiler(children),
  text_link: (one, raw, children, act) => link(one.url, children, act),
  url: (one, raw, children, act) => link(raw, children, act),
  email: (one, raw, children, act) => link(`mailto:${raw}`, children, act),
  phone_number: (one, raw, children, act) => link(`tel:${raw.replace(/[^\d+]/g, "")}`, children, act),
  bot_command: (one, raw, children, act) =>
    h("button.command", { type: "button", onclick: () => act.command(raw) }, children),
};

function element(one, raw, children, act) {
  const make = MAKERS[one.type];
  return make ? make(one, raw, children, act) : h(SIMPLE[one.type] || "span", {}, children);
}

/** A web address that may be opened, or null for anything dangerous such as javascript:. */
export function safeUrl(url) {
  const trimmed = String(url || "").trim();
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[\w.-]+:\d/.test(trimmed) ? trimmed : `https://${trimmed}`;
  return SAFE.test(whole) ? whole : null;
}

function link(url, children, act) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, children);
  const onclick = (event) => {
    if (act.link(href)) event.preventDefault();
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

function spoiler(children) {
  const node = h("span.spoiler", { role: "button", tabindex: "0", "aria-label": t("spoiler") }, h("span.hidden-text", {}, children));
  const show = (event) => {
    if (node.classList.contains("shown") || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show, true);
  node.addEventListener("keydown", show);
  return node;
}

function expandable(children) {
  const quote = h("blockquote.folded", {}, children);
  const more = h("button.unfold", { type: "button", onclick: () => { quote.classList.remove("folded"); more.remove(); } }, t("show_all"));
  return h("div", {}, quote, more);
}
