// The list of people on the left: who is there, what was said last, what is unread.
import { avatar, fill, fullName, h, icon, iconButton } from "./dom.js";
import { nameOfKind } from "./media.js";
import { dayOf, timeOf } from "./messages.js";
import { t } from "./words.js";

export class PeopleList {
  /** `page` = {open(id), beside(id), toggleBeside(), add(), switchLanguage(), isWide()}. */
  constructor(page) {
    this.page = page;
    this.people = [];
    this.open = [];
    this.wanted = "";
    this.search = h("input.search", { type: "search", "aria-label": t("search"), placeholder: t("search"), hidden: true, "data-testid": "search" });
    this.search.addEventListener("input", () => { this.wanted = this.search.value.trim(); this.render(); });
    this.rows = h("div.people-rows", { "data-testid": "people" });
    this.besideButton = h("button.button.chip.beside-toggle", { type: "button", "data-testid": "side-by-side", title: t("side_by_side_hint"), onclick: () => page.toggleBeside() });
    this.node = h("nav.people", { "aria-label": t("people") },
      h("header.people-head", {}, h("h1", {}, t("people")),
        h("button.button.chip", { type: "button", "data-testid": "language", onclick: page.switchLanguage }, t("language"))),
      h("div.people-tools", {}, this.search, this.besideButton,
        iconButton("plus", t("add_person"), page.add, { "data-testid": "add-person" })),
      this.rows);
  }

  /** Show these people; `open` are the ids in the panes, `active` the one that has the focus. */
  update(people, open, double) {
    this.people = people;
    this.open = open;
    this.search.hidden = !people.length;
    fill(this.besideButton, icon("columns"), t(double ? "one_only" : "side_by_side"));
    this.besideButton.setAttribute("aria-pressed", String(double));
    this.render();
  }

  render() {
    const signature = JSON.stringify([this.people, this.open, this.wanted]);
    if (signature === this.signature) return;
    this.signature = signature;
    const focused = document.activeElement?.closest?.(".people-rows [data-focus]")?.dataset.focus;
    const found = this.people.filter((person) => matches(person, this.wanted));
    fill(this.rows, found.length ? this.sections(found) : h("p.hint", {}, t(this.people.length ? "nobody_found" : "no_people")));
    if (focused) this.rows.querySelector(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
  }

  sections(people) {
    const groups = Map.groupBy ? Map.groupBy(people, groupOf) : grouped(people);
    return [...groups].map(([name, members]) =>
      h("section", {}, h("h2", {}, name), h("ul", {}, members.map((person) => h("li", {}, this.row(person))))));
  }

  row(person) {
    const name = fullName(person);
    const isOpen = this.open.includes(person.id);
    const unread = isOpen ? 0 : person.unread;
    const button = h("button.person", {
      type: "button", "data-testid": `person-${person.id}`, "data-focus": person.id, "aria-current": isOpen ? "true" : null, draggable: "true",
      onclick: () => this.page.open(person.id),
    },
    avatar(name, person.id),
    h("span.two", {}, h("span.name-line", {}, h("b", {}, name), person.last ? h("time", {}, when(person.last.date)) : null),
      h("small.note", {}, person.note || ""),
      h("span.last-line", {}, h("span.last", {}, lastWords(person.last)),
        unread ? h("span.unread", { "data-testid": "unread", "aria-label": t("unread", { n: unread }) }, unread > 99 ? "99+" : String(unread)) : null)));
    button.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/person", String(person.id)));
    return [button, iconButton("columns", t("open_beside", { name }), () => this.page.beside(person.id), { class: "round beside", "data-testid": `beside-${person.id}` })];
  }
}

const groupOf = (person) => person.group || t("other_group");

function grouped(people) {
  const groups = new Map();
  for (const person of people) groups.set(groupOf(person), [...(groups.get(groupOf(person)) || []), person]);
  return groups;
}

function matches(person, wanted) {
  const all = [fullName(person), person.username, person.phone, person.note, person.group, String(person.id)];
  return all.join(" ").toLowerCase().includes(wanted.toLowerCase());
}

// The server names a message without words by its kind in brackets.
function lastWords(last) {
  if (!last?.text) return t("no_messages_yet");
  return last.text.replace(/^\[(\w+)\]$/, (_, kind) => `[${nameOfKind(kind)}]`);
}

function when(seconds) {
  const day = dayOf(seconds);
  return day === t("today") ? timeOf(seconds) : day;
}
