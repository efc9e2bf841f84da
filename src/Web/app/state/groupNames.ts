/** What the groups of the user are called, by the number that their calls are dialled by. */
const names = new Map<string, string>();

export function nameGroup(id: string, name: string): void {
  names.set(id, name);
}

/** Whether a number is that of a group's call: made for machines, and shown to nobody. */
export function isGroupNumber(number: string): boolean {
  return /^g[0-9a-f]{32}$/.test(number);
}

/** The name of the group whose number this is; null for every other number. */
export function groupOf(number: string): string | null {
  return names.get(number) ?? null;
}
