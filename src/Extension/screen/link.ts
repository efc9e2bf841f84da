import { signal } from '@preact/signals';
import { type TextKey, text } from '../i18n/texts';
import type { Command } from '../wire/commands';
import { deskPort, type WorkerMessage } from '../wire/messages';
import { keptSettings, type Settings, saveSettings } from '../wire/settings';
import { type DeskView, nobody } from '../wire/view';

const retryMs = 500;

/** What the desk told last; null until it has told anything. */
export const view = signal<DeskView | null>(null);
export const settings = signal<Settings | null>(null);

let port: chrome.runtime.Port | null = null;

async function connect(): Promise<void> {
  const message: WorkerMessage = { to: 'worker', ask: 'desk' };
  await chrome.runtime.sendMessage(message);
  const opened = chrome.runtime.connect({ name: deskPort });
  port = opened;
  opened.onMessage.addListener((told: DeskView) => {
    view.value = told;
  });
  opened.onDisconnect.addListener(() => {
    port = null;
    if (view.value) view.value = { ...nobody, server: view.value.server, isSignedIn: view.value.isSignedIn };
    setTimeout(tryAgain, retryMs);
  });
}

function tryAgain(): void {
  connect().catch(() => setTimeout(tryAgain, retryMs));
}

/** Follows the desk for as long as the page is there. */
export function open(): void {
  const follow = () => {
    settings.value = keptSettings(localStorage);
    document.documentElement.lang = settings.value.locale;
  };
  follow();
  // Another screen changed them.
  addEventListener('storage', follow);
  tryAgain();
}

export function ask(command: Command): void {
  port?.postMessage(command);
}

export function askWorker(message: WorkerMessage): void {
  void chrome.runtime.sendMessage(message);
}

export async function change(changes: Partial<Settings>): Promise<void> {
  if (!settings.value) return;
  settings.value = { ...settings.value, ...changes };
  document.documentElement.lang = settings.value.locale;
  await saveSettings(settings.value, localStorage);
  ask({ do: 'settingsChanged' });
}

/** The text in the person's language. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return text(settings.value?.locale ?? 'en', key, values);
}
