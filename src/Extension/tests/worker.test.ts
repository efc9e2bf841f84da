import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ringing } from '../wire/messages';
import { initialSettings } from '../wire/settings';
import { ownId, ScriptedChrome } from './scriptedChrome';

const own = { id: ownId, origin: `chrome-extension://${ownId}` };
const page = { id: ownId, origin: 'https://mail.google.com', tab: { id: 5, windowId: 7 } };

let browser: ScriptedChrome;

/** Whatever was begun has ended: nothing here waits for a clock. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

async function tell(message: unknown, sender: unknown): Promise<{ readonly kept: unknown; readonly answer: ReturnType<typeof vi.fn> }> {
  const answer = vi.fn();
  const [kept] = browser.runtime.onMessage.tell(message, sender, answer);
  await settled();
  return { kept, answer };
}

function show(ringing: readonly Ringing[], open = 0): Promise<unknown> {
  return tell({ to: 'worker', ask: 'show', isSignedIn: true, ringing, open }, own);
}

beforeEach(async () => {
  vi.resetModules();
  browser = new ScriptedChrome();
  browser.stored.settings = { ...initialSettings('en'), sites: ['https://crm.test/*', 'https://refused.test/*'] };
  vi.stubGlobal('chrome', browser);
  await import('../worker/main');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a click in a page', () => {
  it('opens the telephone beside it and the desk, and is a call; the page is told nothing', async () => {
    const { kept, answer } = await tell({ to: 'worker', ask: 'dial', text: '+573001234567' }, page);
    expect(browser.sidePanel.open).toHaveBeenCalledWith({ windowId: 7 });
    expect(browser.offscreen.createDocument).toHaveBeenCalledTimes(1);
    expect(browser.commandsOfDesk).toEqual([{ do: 'dial', text: '+573001234567' }]);
    expect(kept).toBeUndefined();
    expect(answer).not.toHaveBeenCalled();
  });

  it('is heard six times in a minute', async () => {
    for (let time = 0; time < 9; time++) await tell({ to: 'worker', ask: 'dial', text: '1002' }, page);
    expect(browser.commandsOfDesk).toHaveLength(6);
  });

  it('of another extension is heard never', async () => {
    await tell({ to: 'worker', ask: 'dial', text: '1002' }, { id: 'ponmlkjihgfedcbaponmlkjihgfedcba', origin: own.origin });
    expect(browser.commandsOfDesk).toEqual([]);
  });

  it('opens a window of its own where there is no side panel', async () => {
    browser.sidePanel.open.mockRejectedValue(new Error('no gesture'));
    await tell({ to: 'worker', ask: 'dial', text: '1002' }, page);
    expect(browser.windows.create).toHaveBeenCalledTimes(1);
  });
});

describe('other ways to call', () => {
  it('are the menu, the address bar, and what is selected', async () => {
    browser.contextMenus.onClicked.tell({ selectionText: ' 300 123 4567 ' }, { windowId: 7 });
    browser.contextMenus.onClicked.tell({ selectionText: '  ' }, { windowId: 7 });
    browser.omnibox.onInputEntered.tell('1002');
    await settled();
    browser.selections = ['', ' 601 234 5678 '];
    browser.commands.onCommand.tell('call-selection', { id: 5, windowId: 7 });
    await settled();
    await tell({ to: 'worker', ask: 'selection' }, own);
    const dialled = ['300 123 4567', '1002', '601 234 5678', '601 234 5678'].map(text => ({ do: 'dial', text }));
    expect(browser.commandsOfDesk).toEqual(dialled);
  });

  it('call nothing where nothing is selected, or what is no number by its length', async () => {
    for (const selections of [[], [''], [null], ['x'.repeat(61)]]) {
      browser.selections = selections;
      browser.commands.onCommand.tell('call-selection', { id: 5, windowId: 7 });
      await settled();
    }
    browser.scripting.executeScript.mockRejectedValue(new Error('chrome://'));
    browser.commands.onCommand.tell('call-selection', { id: 5, windowId: 7 });
    await settled();
    expect(browser.commandsOfDesk).toEqual([]);
  });
});

describe('a call that rings', () => {
  const ana: Ringing = { id: 'c1', party: 'Ana', queue: 'support' };

  it('is notified once, with answer and decline, until it rings no more', async () => {
    await show([ana]);
    await show([ana]);
    expect(browser.notifications.create).toHaveBeenCalledTimes(1);
    expect([...browser.shown]).toMatchObject([
      ['ring:c1', { title: 'Ana is calling', message: 'Queue support', buttons: [{ title: 'Answer' }, { title: 'Decline' }] }],
    ]);
    await show([], 1);
    expect(browser.shown.size).toBe(0);
    expect(browser.action.setBadgeText.mock.calls.map(([{ text }]) => text)).toEqual(['☎', '☎', '1']);
  });

  it('is answered or declined by the buttons, by a worker that knows of nothing', async () => {
    browser.isDeskOpen = true;
    browser.notifications.onButtonClicked.tell('ring:c1', 0);
    browser.notifications.onButtonClicked.tell('ring:c2', 1);
    browser.notifications.onButtonClicked.tell('other', 0);
    await settled();
    expect(browser.commandsOfDesk).toEqual([
      { do: 'answer', callId: 'c1' },
      { do: 'decline', callId: 'c2' },
    ]);
    expect(browser.offscreen.createDocument).not.toHaveBeenCalled();
  });

  it('is answered, muted and ended by keys', async () => {
    for (const command of ['answer', 'mute', 'hang-up', 'unknown']) browser.commands.onCommand.tell(command, undefined);
    await settled();
    expect(browser.commandsOfDesk).toEqual([{ do: 'answerAny' }, { do: 'muteAny' }, { do: 'hangUpAny' }]);
  });
});

describe('the desk', () => {
  it('is opened again by itself, for who is signed in', async () => {
    browser.alarms.onAlarm.tell();
    await settled();
    expect(browser.isDeskOpen).toBe(false);
    await show([]);
    browser.alarms.onAlarm.tell();
    await settled();
    expect(browser.isDeskOpen).toBe(true);
    browser.alarms.onAlarm.tell();
    await settled();
    expect(browser.offscreen.createDocument).toHaveBeenCalledTimes(1);
  });

  it('is opened once for two who ask at the same time, and they are told', async () => {
    const asked = await Promise.all([tell({ to: 'worker', ask: 'desk' }, own), tell({ to: 'worker', ask: 'desk' }, own)]);
    expect(browser.offscreen.createDocument).toHaveBeenCalledTimes(1);
    expect(asked.map(({ kept, answer }) => [kept, answer.mock.calls])).toEqual([
      [true, [[true]]],
      [true, [[true]]],
    ]);
  });

  it('has a page opened for the microphone, and one about the caller', async () => {
    await tell({ to: 'worker', ask: 'permission' }, own);
    await tell({ to: 'worker', ask: 'pop', url: 'https://crm.test/?q=1' }, own);
    await tell({ to: 'worker', ask: 'pop', url: 'http://crm.test/' }, own);
    expect(browser.tabs.create.mock.calls).toEqual([
      [{ url: `chrome-extension://${ownId}/permission.html` }],
      [{ url: 'https://crm.test/?q=1' }],
    ]);
  });
});

describe('the installation', () => {
  it('makes the menu, and marks numbers in the pages that the browser allowed', async () => {
    browser.runtime.onInstalled.tell();
    await settled();
    expect(browser.contextMenus.create).toHaveBeenCalledWith({ id: 'call', title: 'Call “%s”', contexts: ['selection'] });
    expect(browser.scripting.registerContentScripts.mock.calls[0]?.[0]).toMatchObject([
      { matches: ['https://crm.test/*'], js: ['content.js'] },
    ]);
    expect(browser.sidePanel.setPanelBehavior).toHaveBeenCalledWith({ openPanelOnActionClick: true });
  });
});
