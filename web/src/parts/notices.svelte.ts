/** Messages that appear over the page, whatever view is open, and are read out by screen readers. */

export type NoticeTone = "info" | "good" | "warn" | "bad";

export interface NoticeMessage {
  id: number;
  tone: NoticeTone;
  title: string;
  /** What was expected, and how to mend it. */
  detail?: string;
}

/** How long good news stay, in milliseconds; other messages stay until they are closed. */
const GOOD_NEWS_MS = 6000;
const MOST = 4;

let nextId = 1;

/** What is shown, oldest first. */
export const notices = $state<NoticeMessage[]>([]);

/** Shows a message; the same one is not shown twice. */
export function tell(message: Omit<NoticeMessage, "id">): void {
  if (notices.some(({ title, detail }) => title === message.title && detail === message.detail)) return;
  const id = nextId++;
  notices.push({ ...message, id });
  if (notices.length > MOST) notices.shift();
  if (message.tone === "good") setTimeout(() => dismiss(id), GOOD_NEWS_MS);
}

/** Shows an error: its first sentence as the title, what was expected and how to mend it below. */
export function tellError(error: unknown): void {
  const { title, detail } = describeError(error);
  tell({ tone: "bad", title, detail });
}

export function dismiss(id: number): void {
  const index = notices.findIndex((notice) => notice.id === id);
  if (index >= 0) notices.splice(index, 1);
}

/** Takes the message of an error in three parts (src/base/errors.ts) apart for show. */
export function describeError(error: unknown): { title: string; detail?: string } {
  const message = error instanceof Error ? error.message : String(error);
  const parts = /^(.+?)(?:: (expected .+)|(?<=\.) (.+))$/s.exec(message);
  if (parts === null) return { title: message };
  const [, title, expected, rest] = parts;
  if (expected !== undefined) return { title: `${title}.`, detail: capitalise(expected) };
  return { title, detail: rest };
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
