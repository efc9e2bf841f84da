/** What waiting callers are told in turn: an uploaded prompt by its name, or a text that is spoken. */
export interface Announcement {
  readonly kind: 'prompt' | 'text';
  readonly value: string;
}

// As the server tells them apart.
const promptName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export function isPromptName(text: string): boolean {
  return promptName.test(text);
}

/** As the rules have them, which are names and texts in one list. */
export function announcementsOf(rules: readonly string[]): readonly Announcement[] {
  return rules.map(value => ({ kind: isPromptName(value) ? 'prompt' : 'text', value }));
}

/** As the rules are to have them. A text of one small word would be a name: it gets a space, which is not heard. */
export function rulesOf(announcements: readonly Announcement[]): readonly string[] {
  return announcements.map(({ kind, value }) => (kind === 'text' && isPromptName(value) ? `${value} ` : value));
}

/** One moved by so many places. */
export function movedBy<T>(list: readonly T[], at: number, places: number): readonly T[] {
  const changed = [...list];
  changed.splice(at + places, 0, ...changed.splice(at, 1));
  return changed;
}
