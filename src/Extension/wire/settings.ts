/** What content scripts and the worker have to know. A page that took its process over could change it: nothing of worth follows from it. */
export interface PageSettings {
  /** How national numbers are read: two letters (ISO 3166-1). */
  readonly country: string;
  /** Whether numbers in pages can be clicked. */
  readonly marks: boolean;
  /** Pages besides those of Google Workspace, as match patterns: `https://crm.example/*`. The browser asks for its leave besides. */
  readonly sites: readonly string[];
  readonly locale: 'es' | 'en';
}

/** What a person chose. */
export interface Settings extends PageSettings {
  /** Address of a page about the caller, with `{number}`; empty for none. */
  readonly pop: string;
  readonly popsWhen: 'ringing' | 'answered';
  /** Echo cancellation, noise suppression and gain control of the browser: not wanted with some headsets. */
  readonly cleansSound: boolean;
  /** What calls are made with: the extension itself, or the telephone on the desk. */
  readonly rings: 'here' | 'phone';
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
    rings: 'here',
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
    rings: told.rings === 'phone' ? 'phone' : 'here',
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

/** For the worker and content scripts: the copy that screens put out for them. */
export async function loadPageSettings(): Promise<PageSettings> {
  const stored = await chrome.storage.local.get(key);
  return readSettings(stored[key], language());
}

/** For screens and the desk, which share a storage that is the extension's alone; the desk has no other. */
export function keptSettings(store: Storage): Settings {
  try {
    return readSettings(JSON.parse(store.getItem(key) ?? 'null'), language());
  } catch {
    return initialSettings(language());
  }
}

/** For screens. */
export async function saveSettings(settings: Settings, store: Storage): Promise<void> {
  store.setItem(key, JSON.stringify(settings));
  const { country, marks, sites, locale } = settings;
  const told: PageSettings = { country, marks, sites, locale };
  await chrome.storage.local.set({ [key]: told });
}

/** For the worker and content scripts. */
export function onPageSettingsChanged(listener: (settings: PageSettings) => void): void {
  chrome.storage.local.onChanged.addListener(changes => {
    const change = changes[key];
    if (change) listener(readSettings(change.newValue, language()));
  });
}

function language(): string {
  return globalThis.navigator?.language ?? 'en';
}
