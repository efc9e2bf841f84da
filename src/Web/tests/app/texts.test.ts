import { afterEach, describe, expect, it } from 'vitest';
import { en, type TextKey } from '../../app/i18n/en';
import { es } from '../../app/i18n/es';
import { duration, number, t, when } from '../../app/i18n/texts';
import { preferences } from '../../app/state/preferences';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

afterEach(() => {
  preferences.locale.value = 'en';
});

describe('dictionaries', () => {
  it('have the same keys in every language, none of them empty', () => {
    expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
    expect([en, es].flatMap(words => Object.values<string>(words)).filter(text => text.trim() === '')).toEqual([]);
  });

  it('have no key in two of their parts, where one would silently take the place of the other', () => {
    const parts = import.meta.glob<Record<string, Record<string, string>>>('../../app/i18n/en?*.ts', { eager: true });
    const keys = Object.values(parts).flatMap(part => Object.values(part).flatMap(words => Object.keys(words)));
    expect(Object.keys(parts).length).toBeGreaterThan(15);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('name the same values in every language', () => {
    for (const key of Object.keys(en) as TextKey[]) expect(holes(es[key]), key).toEqual(holes(en[key]));
  });

  it('are read in the language of now, with values in their places', () => {
    preferences.locale.value = 'en';
    expect(t('extension', { number: '1001' })).toBe('Extension 1001');
    preferences.locale.value = 'es-CO';
    expect(t('extension', { number: '1001' })).toBe('Extensión 1001');
  });

  it('leave a place empty-handed visible, and what was put in is not read as a place', () => {
    preferences.locale.value = 'en';
    expect(t('extension')).toBe('Extension {number}');
    expect(t('logCallBack', { party: '{number}' })).toBe('Call {number}');
  });
});

describe('formats', () => {
  it('write a length of time as a clock', () => {
    expect([0, 7.9, 723, 3_723, -5].map(duration)).toEqual(['0:00', '0:07', '12:03', '1:02:03', '0:00']);
  });

  it('write numbers as the language does', () => {
    preferences.locale.value = 'en';
    expect(number(4.25)).toBe('4.3');
    preferences.locale.value = 'es-CO';
    expect(number(4.25)).toBe('4,3');
  });

  it('name the day only when it is not today', () => {
    preferences.locale.value = 'en';
    const now = new Date();
    const earlier = new Date(now.getFullYear() - 1, 0, 2, 15, 4);
    expect(when(now)).not.toContain(String(now.getFullYear()));
    expect(when(earlier)).toContain(String(earlier.getFullYear()));
  });
});
