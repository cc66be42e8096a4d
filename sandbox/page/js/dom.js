// Small helpers to build elements. Foreign text only ever becomes a text node or an attribute value.

/** Make an element: `h("button.wide", {onclick, "aria-label": …}, child, "text")`. */
export function h(what, props = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
  else if (name === "style") node.style.cssText = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Replace everything inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M4 12l16-8-5 16-4-6z",
  plus: "M12 5v14M5 12h14",
  mic: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  keys: "M3.5 6.5h17v11h-17zM7 10v.01M12 10v.01M17 10v.01M8 14h8",
  down: "M6 9l6 6 6-6",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.01",
  album: "M7 7h13v12H7zM4 16V4h13M7 16l4-4 3 3 2-2 4 4",
  pin: "M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 9.5v.01",
  phone: "M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1.5-1 2.5-2.5 2.5C10 20.5 3.5 14 3.5 6c0-1.5 1-2.5 2.5-2.5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.800 3.800-6 7.5-6s6.7 2.200 7.5 6",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  columns: "M4 5h16v14H4zM12 5v14",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  check: "M5 12.5l4.5 4.5L19 7.5",
  reply: "M10 7L4 12l6 5v-3.5c5 0 8 1.5 10 5-.5-6-4-8.5-10-8.5z",
  pencil: "M5 19l1-4L16 5l3 3L9 18z",
  stop: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  open: "M9 5h10v10M19 5L7 17",
};

/** A line drawing, hidden from screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** A round button that shows only a drawing. */
export function iconButton(name, label, onclick, props = {}) {
  return h("button.round", { type: "button", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

/** First letters on a steady colour of that person. */
export function avatar(name, id) {
  const last = [...name.replace(/\s/g, "")].slice(-2).join("") || "?";
  const latin = /^[\x20-\x7e]+$/.test(name);
  const letters = latin ? name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("") : last;
  return h("span.avatar", { "aria-hidden": "true", style: `--hue:${(Number(id) * 47) % 360}` }, letters);
}

/** Name as people read it: family name first where it is written in Chinese. */
export function fullName(person) {
  const first = person.first_name || "";
  const last = person.last_name || "";
  if (!last) return first || String(person.id);
  return /[\u3400-\u9fff]/.test(last + first) ? last + first : `${first} ${last}`;
}
