// What one chat holds, by message id, whatever order the news arrives in.

export class ChatStore {
  constructor() {
    this.byId = new Map();
    this.revision = 0;
  }

  /** Take the server's whole state; messages that it no longer has are dropped. */
  replace(messages) {
    const ids = new Set(messages.map((one) => one.message_id));
    for (const id of this.byId.keys()) if (!ids.has(id)) this.byId.delete(id);
    for (const message of messages) this.put(message);
  }

  /** Add or change one message; true if it was not known before. */
  put(message) {
    const known = this.byId.get(message.message_id);
    const same = known && JSON.stringify({ ...known, rev: 0 }) === JSON.stringify({ ...message, rev: 0 });
    if (!same) this.byId.set(message.message_id, { ...message, rev: ++this.revision });
    return !known;
  }

  /** Add a message only if it is news: an answer to our own call may be older than the stream. */
  putIfNew(message) {
    return !this.byId.has(message.message_id) && this.put(message);
  }

  remove(messageId) {
    this.byId.delete(messageId);
  }

  /** Messages to show, oldest first. */
  visible() {
    return [...this.byId.values()].filter((one) => !one.deleted).sort((a, b) => a.message_id - b.message_id);
  }
}
