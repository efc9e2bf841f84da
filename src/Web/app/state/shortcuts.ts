import { signal } from '@preact/signals';
import type { TextKey } from '../i18n/en';
import type { Phone } from './phone';
import { goDial } from './places';
import { preferences } from './preferences';
import { attempt } from './problems';

export type ShortcutName = 'answer' | 'hangUp' | 'mute' | 'hold' | 'camera' | 'dial' | 'help';

/** Alt with a letter: browsers keep Ctrl for themselves, and single keys are in the way of those who dictate (WCAG 2.1.4). */
const defaults: Record<ShortcutName, string> = {
  answer: 'Alt+A',
  hangUp: 'Alt+H',
  mute: 'Alt+M',
  hold: 'Alt+R',
  camera: 'Alt+V',
  dial: 'Alt+N',
  help: 'Alt+K',
};

export const shortcutNames: Readonly<Record<ShortcutName, TextKey>> = {
  answer: 'keyAnswer',
  hangUp: 'keyHangUp',
  mute: 'keyMute',
  hold: 'keyHold',
  camera: 'keyCamera',
  dial: 'keyDial',
  help: 'keyHelp',
};

export const isHelpOpen = signal(false);

export function keysOf(name: ShortcutName): string {
  return preferences.keys.value[name] ?? defaults[name];
}

/** The keys of an event as they are written, for example `Alt+Shift+M`; empty for a modifier alone. */
export function written(event: KeyboardEvent): string {
  if (['Alt', 'Control', 'Shift', 'Meta', 'AltGraph'].includes(event.key)) return '';
  // With Alt some systems type another letter: the key itself counts.
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1] ?? /^Digit(\d)$/.exec(event.code)?.[1];
  const key =
    (event.altKey || event.ctrlKey || event.metaKey) && letter ? letter : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isTyped = key.length === 1 && !/[A-Z0-9]/.test(key);
  return [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.shiftKey && !isTyped && 'Shift', event.metaKey && 'Meta', key]
    .filter(Boolean)
    .join('+');
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

export function listenForKeys(phone: () => Phone | null): void {
  addEventListener('keydown', event => {
    const keys = written(event);
    if (keys === '' || event.repeat || event.defaultPrevented) return;
    const isSingle = !keys.includes('+');
    if (isSingle && (!preferences.singleKeys.value || isTyping(event.target))) return;
    if (isSingle && keys === '?') {
      event.preventDefault();
      isHelpOpen.value = true;
      return;
    }
    const name = (Object.keys(shortcutNames) as ShortcutName[]).find(one => keysOf(one) === keys);
    const now = phone();
    if (!name || (!now && name !== 'help')) return;
    event.preventDefault();
    if (now) act(name, now);
    else isHelpOpen.value = true;
  });
}

function act(name: ShortcutName, phone: Phone): void {
  const calls = phone.calls.value;
  const pending = calls.find(call => call.status() === 'pending');
  const current = calls.find(call => call.status() === 'open' && !call.isOnHold) ?? calls.find(call => call.status() !== 'pending');
  switch (name) {
    case 'answer':
      if (pending) attempt(() => phone.accept(pending));
      break;
    case 'hangUp': {
      const ended = pending ?? current;
      if (ended) attempt(() => ended.disconnect());
      break;
    }
    case 'mute':
      current?.mute(!current.isMuted());
      break;
    case 'hold':
      if (current && !current.supervises) attempt(() => phone.toggleHold(current));
      break;
    case 'camera':
      if (current) attempt(() => current.setCamera(!current.isCameraOn));
      break;
    case 'dial':
      goDial();
      break;
    case 'help':
      isHelpOpen.value = true;
      break;
  }
}
