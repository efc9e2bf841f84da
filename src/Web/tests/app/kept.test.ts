import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { eraseKept, inventory, isKept } from '../../app/state/kept';
import { forgetPreferences, preferences } from '../../app/state/preferences';

const web = join(import.meta.dirname, '..', '..');
const folders = [join(web, 'app'), join(web, 'phone'), join(web, 'look'), join(web, '..', 'Extension')];
const skipped = ['node_modules', 'dist', 'tests'];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.includes(entry.name) ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !path.endsWith('kept.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forgetPreferences(true);
});

describe('the inventory of what a browser keeps', () => {
  it('has every key that the sources keep, and no other', () => {
    const texts = folders.flatMap(sources);
    const literal = texts.flatMap(text => [...text.matchAll(/'((?:rtc|rtc-phone|session)\.[a-zA-Z]+)'/g)].map(([, name]) => name));
    const chosen = texts.flatMap(text => [...text.matchAll(/\bkept(?:<[^(]*>)?\('(\w+)'/g)].map(([, name]) => `rtc.${name}`));
    const settings = texts.flatMap(text => [...text.matchAll(/^const key = '(settings)'/gm)].map(([, name]) => name));
    const channel = 'rtc.tabs'; // between the tabs of one browser: nothing of it is kept
    expect([...new Set([...literal, ...chosen, ...settings])].filter(name => name !== channel).sort()).toEqual(
      inventory.map(({ name }) => name).sort(),
    );
  });

  it('is all there is: no cookie, no database, no cache, and no key that is put together elsewhere', () => {
    const code = folders.flatMap(sources).join('\n');
    expect(code).not.toMatch(/document\.cookie|cookieStore|indexedDB|caches\.open/);
    const written = [...code.matchAll(/\bsetItem\((\w+),/g)].map(([, name]) => name);
    expect([...new Set(written)].sort()).toEqual(['deviceKey', 'entryKey', 'key', 'name', 'refreshKey', 'serverKey']);
  });
});

describe('a browser', () => {
  it('keeps nothing that nobody has chosen', () => {
    expect(localStorage.length + sessionStorage.length).toBe(0);
    preferences.speaker.value = 'headset';
    expect(localStorage.getItem('rtc.speaker')).toBe('"headset"');
    preferences.speaker.value = '';
    expect(localStorage.length).toBe(0);
  });

  it('keeps nothing of whoever signs out, and everything erased is gone', () => {
    preferences.microphone.value = 'headset';
    preferences.keys.value = { mute: 'm' };
    preferences.theme.value = 'dark';
    for (const { name, place } of inventory) {
      if (place !== 'chrome.storage') (place === 'localStorage' ? localStorage : sessionStorage).setItem(name, '1');
    }
    forgetPreferences();
    eraseKept();
    expect(inventory.filter(isKept).map(({ name }) => name)).toEqual(['rtc.locale', 'rtc.theme']);
    expect(preferences.microphone.value).toBe('');
    expect(preferences.theme.value).toBe('dark');
    forgetPreferences(true);
    eraseKept(true);
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });
});
