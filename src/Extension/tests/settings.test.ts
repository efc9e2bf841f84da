import { describe, expect, it, vi } from 'vitest';
import { serverOf } from '../desk/session';
import { siteOf } from '../options/sites';
import { initialSettings, keptSettings, popUrl, readSettings, saveSettings } from '../wire/settings';
import { Rate } from '../worker/rate';

describe('the page about a caller', () => {
  it('has number and name in its address, as values alone', () => {
    expect(popUrl('https://crm.test/find?q={number}&n={name}', '+57 300', 'Ana & Luis')).toBe(
      'https://crm.test/find?q=%2B57%20300&n=Ana%20%26%20Luis',
    );
  });

  it('cannot be chosen by who calls', () => {
    expect(popUrl('https://{name}.test/', '1', 'evil')).toBeNull();
    expect(popUrl('https://crm.test/{name}', '1', '../../x')).toBe('https://crm.test/..%2F..%2Fx');
  });

  it.each(['http://crm.test/{number}', 'javascript:alert(1)', 'https://', `https://crm.test/${'x'.repeat(500)}`])(
    'is never %s',
    template => {
      expect(popUrl(template, '1', '')).toBeNull();
    },
  );
});

describe('settings', () => {
  it('are as at first where nothing or nonsense is stored', () => {
    expect(readSettings(undefined, 'es-CO')).toEqual(initialSettings('es'));
    expect(
      readSettings(
        { country: 'co', marks: 'yes', sites: ['*://*/*', 'https://a.test/*', 1], pop: 'http://x', popsWhen: 'never', locale: 'fr' },
        'en',
      ),
    ).toEqual({
      ...initialSettings('en'),
      sites: ['https://a.test/*'],
    });
  });
});

describe('settings that are saved', () => {
  it('are kept where pages cannot reach, and told to content scripts without what is none of theirs', async () => {
    const set = vi.fn(async (_values: unknown) => {});
    vi.stubGlobal('chrome', { storage: { local: { set } } });
    const settings = { ...initialSettings('es'), country: 'MX', pop: 'https://crm.test/{number}', popsWhen: 'ringing' as const };
    await saveSettings(settings, localStorage);
    expect(keptSettings(localStorage)).toEqual(settings);
    expect(set.mock.calls).toEqual([[{ settings: { country: 'MX', marks: true, sites: [], locale: 'es' } }]]);
    vi.unstubAllGlobals();
    localStorage.setItem('settings', '{');
    expect(keptSettings(localStorage)).toMatchObject({ country: 'CO' });
  });
});

describe('an address that was typed', () => {
  it.each([
    ['phone.example.com', 'https://phone.example.com'],
    ['https://phone.example.com:8443/x', 'https://phone.example.com:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://phone.example.com', null],
    ['ftp://phone.example.com', null],
    ['', null],
  ])('is the server %s', (typed, server) => {
    expect(serverOf(typed)).toBe(server);
  });

  it.each([
    ['crm.test/contacts?x=1', 'https://crm.test/*'],
    ['http://crm.test:8080', 'http://crm.test/*'],
    ['*', null],
    ['chrome://settings', null],
    ['', null],
  ])('is the site %s', (typed, site) => {
    expect(siteOf(typed)).toBe(site);
  });
});

describe('a page that asks again and again', () => {
  it('is heard so often in a time, and later again', () => {
    const rate = new Rate(2, 1_000);
    expect([rate.takes(0), rate.takes(1), rate.takes(2), rate.takes(1_001), rate.takes(1_001), rate.takes(1_002)]).toEqual(
      [true, true, false, true, true, false].slice(0, 6),
    );
  });
});
