import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Phone } from '../../app/state/phone';
import { preferences } from '../../app/state/preferences';
import { isHelpOpen, keysOf, listenForKeys, type ShortcutName, shortcutNames, written } from '../../app/state/shortcuts';
import type { Call } from '../../phone';

const press = (init: KeyboardEventInit, target: EventTarget = window) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));

const call = { status: () => 'open', isOnHold: false, isMuted: () => false, mute: vi.fn(), disconnect: vi.fn() };
const phone = { calls: { value: [call as unknown as Call] } } as unknown as Phone;
listenForKeys(() => phone);

afterEach(() => {
  preferences.keys.value = {};
  preferences.singleKeys.value = false;
  isHelpOpen.value = false;
  vi.clearAllMocks();
});

describe('keys', () => {
  it('are written with their modifiers, a letter as it stands on the key', () => {
    expect(written(new KeyboardEvent('keydown', { key: 'm', code: 'KeyM', altKey: true }))).toBe('Alt+M');
    expect(written(new KeyboardEvent('keydown', { key: 'µ', code: 'KeyM', altKey: true }))).toBe('Alt+M');
    expect(written(new KeyboardEvent('keydown', { key: 'M', code: 'KeyM', ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+M');
    expect(written(new KeyboardEvent('keydown', { key: '?', code: 'Slash', shiftKey: true }))).toBe('?');
    expect(written(new KeyboardEvent('keydown', { key: 'F2', code: 'F2' }))).toBe('F2');
  });

  it('are nothing while only a modifier is down', () => {
    expect(written(new KeyboardEvent('keydown', { key: 'Alt', altKey: true }))).toBe('');
  });

  it('have one meaning each at first', () => {
    const keys = (Object.keys(shortcutNames) as ShortcutName[]).map(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('shortcuts', () => {
  it('do what they are for, even in a text field', () => {
    const field = document.body.appendChild(document.createElement('input'));
    press({ key: 'm', code: 'KeyM', altKey: true }, field);
    field.remove();
    expect(call.mute).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('can be other keys; the former ones do nothing then', () => {
    preferences.keys.value = { mute: 'Ctrl+Shift+M' };
    press({ key: 'm', code: 'KeyM', altKey: true });
    expect(call.mute).not.toHaveBeenCalled();
    press({ key: 'M', code: 'KeyM', ctrlKey: true, shiftKey: true });
    expect(call.mute).toHaveBeenCalledOnce();
  });

  it('of a single key are off at first (WCAG 2.1.4)', () => {
    press({ key: '?', code: 'Slash', shiftKey: true });
    expect(isHelpOpen.value).toBe(false);
    preferences.singleKeys.value = true;
    press({ key: '?', code: 'Slash', shiftKey: true });
    expect(isHelpOpen.value).toBe(true);
  });

  it('of a single key never work where somebody types', () => {
    preferences.singleKeys.value = true;
    const field = document.body.appendChild(document.createElement('input'));
    press({ key: '?', code: 'Slash', shiftKey: true }, field);
    field.remove();
    expect(isHelpOpen.value).toBe(false);
  });

  it('do nothing again while the key is held down', () => {
    press({ key: 'm', code: 'KeyM', altKey: true, repeat: true });
    expect(call.mute).not.toHaveBeenCalled();
  });
});
