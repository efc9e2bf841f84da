import { describe, expect, it } from 'vitest';
import { readCommand } from '../wire/commands';
import { readDeskMessage, readWorkerMessage, senderOf } from '../wire/messages';

const id = 'abcdefghijklmnopabcdefghijklmnop';
const own = `chrome-extension://${id}`;

describe('who sent a message', () => {
  it.each([
    ['a screen', { id, origin: own, url: `${own}/panel.html` }, 'extension'],
    ['the worker, which has no origin of a page', { id, url: `${own}/worker.js` }, 'extension'],
    ['a content script', { id, origin: 'https://mail.google.com', url: 'https://mail.google.com/' }, 'page'],
    ['a content script that says nothing of itself', { id }, 'page'],
    ['a page whose address only looks like ours', { id, url: `${own}.evil.test/panel.html` }, 'page'],
    ['another extension', { id: 'ponmlkjihgfedcbaponmlkjihgfedcba', origin: own }, null],
    ['nobody', {}, null],
  ])('knows %s', (_, sender, expected) => {
    expect(senderOf(sender, id)).toBe(expected);
  });
});

describe('what a page may ask', () => {
  it('is to dial, and nothing else', () => {
    expect(readWorkerMessage({ to: 'worker', ask: 'dial', text: '+573001234567', more: 1 }, 'page')).toEqual({
      to: 'worker',
      ask: 'dial',
      text: '+573001234567',
    });
    const others = [
      { to: 'worker', ask: 'desk' },
      { to: 'worker', ask: 'selection' },
      { to: 'worker', ask: 'permission' },
      { to: 'worker', ask: 'pop', url: 'https://evil.test/' },
      { to: 'worker', ask: 'show', isSignedIn: true, ringing: [], open: 0 },
      { to: 'desk', command: { do: 'answerAny' } },
    ];
    expect(others.map(message => readWorkerMessage(message, 'page'))).toEqual(others.map(() => null));
    expect(others.map(message => readDeskMessage(message, 'page'))).toEqual(others.map(() => null));
    expect(others.slice(0, 5).map(message => readWorkerMessage(message, 'extension'))).toEqual(others.slice(0, 5));
  });

  it('is not what another extension may ask', () => {
    expect(readWorkerMessage({ to: 'worker', ask: 'dial', text: '1' }, null)).toBeNull();
    expect(readDeskMessage({ to: 'desk', command: { do: 'hangUpAny' } }, null)).toBeNull();
  });

  it('opens pages of https alone', () => {
    expect(readWorkerMessage({ to: 'worker', ask: 'pop', url: 'javascript:alert(1)' }, 'extension')).toBeNull();
  });

  it.each([
    null,
    undefined,
    'dial',
    1,
    [],
    { to: 'worker' },
    { to: 'worker', ask: 'dial' },
    { to: 'worker', ask: 'dial', text: 'x'.repeat(61) },
  ])('drops %j', message => {
    expect(readWorkerMessage(message, 'extension')).toBeNull();
  });
});

describe('a command', () => {
  it('is made anew from what is known', () => {
    expect(readCommand({ do: 'hold', callId: 'c1', extra: { deep: true } })).toEqual({ do: 'hold', callId: 'c1' });
    expect(readCommand({ do: 'digits', callId: 'c1', text: '12#' })).toEqual({ do: 'digits', callId: 'c1', text: '12#' });
    expect(readCommand({ do: 'signIn', server: 's', email: 'e', password: 'p', x: 1 })).toEqual({
      do: 'signIn',
      server: 's',
      email: 'e',
      password: 'p',
    });
  });

  it.each([
    null,
    {},
    { do: 'eval', text: '1' },
    { do: 'hold' },
    { do: 'hold', callId: '' },
    { do: 'hold', callId: 'x'.repeat(101) },
    { do: 'digits', callId: 'c1', text: 'abc' },
    { do: 'transfer', callId: 'c1', text: ' ' },
    { do: 'dial', text: 'x'.repeat(201) },
    { do: 'signIn', server: 's', email: 'e' },
    { do: 'constructor', callId: 'c1' },
  ])('is not %j', message => {
    expect(readCommand(message)).toBeNull();
  });
});
