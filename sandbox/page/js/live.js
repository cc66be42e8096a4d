// One chat's live state: first everything, then its event stream; after a break everything again, so nothing is missed.
import { api } from "./api.js";

const PAUSES = [500, 1000, 2000, 4000, 8000];
const HIDDEN_GRACE = 15000;

export class LiveChat {
  /** `handlers` = {state(state), event(event), online(bool), lost(error)}. */
  constructor(personId, handlers) {
    this.personId = personId;
    this.handlers = handlers;
    this.after = 0;
    this.tries = 0;
    this.closed = false;
    this.onVisibility = () => this.visibilityChanged();
    document.addEventListener("visibilitychange", this.onVisibility);
    this.connect();
  }

  async connect() {
    clearTimeout(this.timer);
    try {
      const state = await api.messages(this.personId);
      if (this.closed) return;
      this.after = state.event;
      this.handlers.state(state);
      this.listen();
    } catch (error) {
      this.retry(error);
    }
  }

  listen() {
    this.source?.close();
    const source = new EventSource(api.eventsUrl(this.personId, this.after));
    this.source = source;
    source.onopen = () => {
      this.tries = 0;
      this.handlers.online(true);
    };
    source.onmessage = (event) => this.receive(event);
    source.onerror = () => {
      if (this.source !== source) return;
      source.close();
      this.retry(new Error("offline"));
    };
  }

  receive(event) {
    if (event.lastEventId) this.after = Math.max(this.after, Number(event.lastEventId));
    this.handlers.event(JSON.parse(event.data));
  }

  retry(error) {
    if (this.closed) return;
    this.handlers.online(false);
    if (error.message !== "offline") this.handlers.lost(error);
    const pause = PAUSES[Math.min(this.tries++, PAUSES.length - 1)];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), pause);
  }

  // A browser allows few connections to one address: a tab that nobody looks at gives its own back.
  visibilityChanged() {
    clearTimeout(this.hiddenTimer);
    if (document.hidden) this.hiddenTimer = setTimeout(() => this.sleep(), HIDDEN_GRACE);
    else if (!this.source) this.connect();
  }

  sleep() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  close() {
    this.closed = true;
    document.removeEventListener("visibilitychange", this.onVisibility);
    clearTimeout(this.hiddenTimer);
    this.sleep();
  }
}
