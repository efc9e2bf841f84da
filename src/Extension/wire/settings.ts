/** What a person chose. Content scripts read it too: there is nothing secret in it. */
export interface Settings {
  /** How national numbers are read: two letters (ISO 3166-1). */
  readonly country: string;
  /** Whether numbers in pages can be clicked. */
  readonly marks: boolean;
  /** Pages besides those of Google Workspace, as match patterns: `https://crm.example/*`. */
  readonly sites: readonly string[];
  /** Address of a page about the caller, with `{number}`; empty for none. */
  readonly pop: string;
  readonly popsWhen: 'ringing' | 'answered';
  readonly locale: 'es' | 'en';
  /** Echo cancellation, noise suppression and gain control of the browser: not wanted with some headsets. */
  readonly cleansSound: boolean;
}

const key = 'settings';
const country = /^[A-Z]{2}$/;
const site = /^https?:\/\/[a-z0-9.*[\]:-]+\/\*$/;
const longestPop = 500;

export function initialSettings(language: string): Settings {
  return {
    country: 'CO',
    marks: true,
    sites: [],
    pop: '',
    popsWhen: 'answered',
    locale: language.startsWith('es') ? 'es' : 'en',
    cleansSound: true,
  };
}

/** Settings from whatever is stored: what is wrong or missing is as at first. */
export function readSettings(stored: unknown, language: string): Settings {
  const initial = initialSettings(language);
  if (typeof stored !== 'object' || stored === null) return initial;
  const told = stored as Record<keyof Settings, unknown>;
  return {
    country: typeof told.country === 'string' && country.test(told.country) ? told.country : initial.country,
    marks: typeof told.marks === 'boolean' ? told.marks : initial.marks,
    sites: Array.isArray(told.sites) ? told.sites.filter((one): one is string => typeof one === 'string' && site.test(one)) : [],
    pop: typeof told.pop === 'string' && (told.pop === '' || popUrl(told.pop, '0', '') !== null) ? told.pop : '',
    popsWhen: told.popsWhen === 'ringing' ? 'ringing' : 'answered',
    locale: told.locale === 'es' || told.locale === 'en' ? told.locale : initial.locale,
    cleansSound: typeof told.cleansSound === 'boolean' ? told.cleansSound : true,
  };
}

/** The address of the page about a caller; null when the template is not one of https. Number and name come from outside. */
export function popUrl(template: string, number: string, name: string): string | null {
  if (template.length > longestPop || !template.startsWith('https://')) return null;
  const values: Record<string, string> = { number, name };
  const filled = template.replace(/\{(number|name)\}/g, (_, hole: string) => encodeURIComponent(values[hole] ?? ''));
  try {
    const url = new URL(filled);
    // Who calls must not choose where the page comes from.
    return url.origin === new URL(template.replace(/\{(?:number|name)\}/g, '0')).origin ? url.href : null;
  } catch {
    return null;
  }
}

/** For the worker, content scripts and screens. */
export async function loadSettings(): Promise<Settings> {
  const stored = await chrome.storage.local.get(key);
  return readSettings(stored[key], language());
}

/** For screens: the desk has no chrome.storage and reads the copy in localStorage, which is the extension's alone. */
export async function saveSettings(settings: Settings): Promise<void> {
  localStorage.setItem(key, JSON.stringify(settings));
  await chrome.storage.local.set({ [key]: settings });
}

/** For the desk. */
export function deskSettings(store: Storage): Settings {
  try {
    return readSettings(JSON.parse(store.getItem(key) ?? 'null'), language());
  } catch {
    return initialSettings(language());
  }
}

export function onSettingsChanged(listener: (settings: Settings) => void): void {
  chrome.storage.local.onChanged.addListener(changes => {
    const change = changes[key];
    if (change) listener(readSettings(change.newValue, language()));
  });
}

function language(): string {
  return globalThis.navigator?.language ?? 'en';
}
