import { vi } from 'vitest';

type Listener = (...values: never[]) => unknown;

/** An event of the browser that a test tells. */
class ScriptedEvent {
  readonly #listeners: Listener[] = [];

  readonly addListener = (listener: Listener): void => {
    this.#listeners.push(listener);
  };

  tell(...values: unknown[]): unknown[] {
    return this.#listeners.map(listener => listener(...(values as never[])));
  }
}

export const ownId = 'abcdefghijklmnopabcdefghijklmnop';

/** As much of the browser as the worker uses; what it did is in the functions' calls. */
export class ScriptedChrome {
  readonly stored: Record<string, unknown> = {};
  readonly shown = new Map<string, { title: string; message: string; buttons: { title: string }[] }>();
  isDeskOpen = false;
  selections: unknown[] = [];
  readonly runtime = {
    id: ownId,
    onInstalled: new ScriptedEvent(),
    onStartup: new ScriptedEvent(),
    onMessage: new ScriptedEvent(),
    getURL: (path: string) => `chrome-extension://${ownId}/${path}`,
    getContexts: vi.fn(async ({ contextTypes }: { contextTypes: string[] }) =>
      this.isDeskOpen && contextTypes.includes('OFFSCREEN_DOCUMENT') ? [{ contextType: 'OFFSCREEN_DOCUMENT' }] : [],
    ),
    sendMessage: vi.fn(async (_message: unknown) => true),
  };
  readonly offscreen = {
    createDocument: vi.fn(async () => {
      this.isDeskOpen = true;
    }),
  };
  readonly sidePanel = { open: vi.fn(async () => {}), setPanelBehavior: vi.fn(async () => {}) };
  readonly windows = { create: vi.fn(async () => {}), getLastFocused: vi.fn(async () => ({ id: 7 })) };
  readonly tabs = { create: vi.fn(async () => {}), query: vi.fn(async () => [{ id: 5, windowId: 7 }]) };
  readonly scripting = {
    executeScript: vi.fn(async () => this.selections.map(result => ({ result }))),
    getRegisteredContentScripts: vi.fn(async () => [] as unknown[]),
    registerContentScripts: vi.fn(async (_scripts: unknown[]) => {}),
    updateContentScripts: vi.fn(async () => {}),
    unregisterContentScripts: vi.fn(async () => {}),
  };
  readonly permissions = { contains: vi.fn(async ({ origins }: { origins: string[] }) => !origins.includes('https://refused.test/*')) };
  readonly contextMenus = { removeAll: vi.fn(async () => {}), create: vi.fn(), onClicked: new ScriptedEvent() };
  readonly omnibox = { onInputEntered: new ScriptedEvent() };
  readonly commands = { onCommand: new ScriptedEvent() };
  readonly alarms = { create: vi.fn(async () => {}), onAlarm: new ScriptedEvent() };
  readonly action = { setBadgeText: vi.fn(async (_badge: { text: string }) => {}), setBadgeBackgroundColor: vi.fn(async () => {}) };
  readonly notifications = {
    onButtonClicked: new ScriptedEvent(),
    onClicked: new ScriptedEvent(),
    getAll: vi.fn(async () => Object.fromEntries([...this.shown.keys()].map(id => [id, true]))),
    create: vi.fn(async (id: string, notification: { title: string; message: string; buttons: { title: string }[] }) => {
      this.shown.set(id, notification);
    }),
    clear: vi.fn(async (id: string) => {
      this.shown.delete(id);
    }),
  };
  readonly storage = {
    local: {
      get: async (key: string) => ({ [key]: this.stored[key] }),
      set: async (values: Record<string, unknown>) => {
        Object.assign(this.stored, values);
      },
      onChanged: new ScriptedEvent(),
    },
  };

  /** Commands that came to the desk. */
  get commandsOfDesk(): unknown[] {
    return this.runtime.sendMessage.mock.calls.map(([message]) => (message as { command: unknown }).command);
  }
}
