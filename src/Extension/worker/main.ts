import { readSelection } from '../content/selection';
import { text } from '../i18n/texts';
import type { Command } from '../wire/commands';
import { type DeskMessage, readWorkerMessage, senderOf, type WorkerMessage } from '../wire/messages';
import { loadPageSettings, onPageSettingsChanged } from '../wire/settings';
import { ensureDesk, isDeskOpen } from './deskDocument';
import { Rate } from './rate';
import { ringId, ringingCallOf, showCalls } from './show';
import { registerSites } from './sites';

/**
 * The worker: Chromium stops it whenever it likes, so it keeps nothing. It opens the desk, carries clicks to it, and shows what only a worker can show.
 * All listeners are put up while it starts, or it would not be woken for them.
 */
const menuId = 'call';
const alarm = 'desk';

// A page that was taken over could ask for one call after the other.
const pageDials = new Rate(6, 60_000);

async function tellDesk(command: Command): Promise<void> {
  await ensureDesk();
  const message: DeskMessage = { to: 'desk', command };
  await chrome.runtime.sendMessage(message);
}

/** The telephone where it can be seen: beside the page while a click is fresh, else in a window of its own. */
async function openPanel(windowId: number | undefined): Promise<void> {
  try {
    if (windowId === undefined) throw new Error('There is no window.');
    await chrome.sidePanel.open({ windowId });
  } catch {
    const url = chrome.runtime.getURL('panel.html');
    const screens = await chrome.runtime.getContexts({
      contextTypes: ['SIDE_PANEL' as chrome.runtime.ContextType, 'TAB' as chrome.runtime.ContextType],
    });
    if (screens.some(screen => screen.documentUrl?.startsWith(url))) return;
    await chrome.windows.create({ url, type: 'popup', width: 400, height: 640 });
  }
}

function dial(typed: string, windowId: number | undefined): void {
  // Without waiting for anything: a side panel opens only as long as the click counts.
  void openPanel(windowId);
  void tellDesk({ do: 'dial', text: typed });
}

async function dialSelection(tab: chrome.tabs.Tab | undefined): Promise<void> {
  if (tab?.id === undefined) return;
  try {
    const results = await chrome.scripting.executeScript({ target: { tabId: tab.id, allFrames: true }, func: readSelection });
    const selected = results.map(({ result }) => (typeof result === 'string' ? result.trim() : '')).find(one => one !== '');
    if (selected !== undefined && selected.length <= 60) await tellDesk({ do: 'dial', text: selected });
  } catch {
    // A page of the browser, or one that the extension may not read: nothing is selected there for us.
  }
}

async function pageInFront(): Promise<chrome.tabs.Tab | undefined> {
  const front = await chrome.windows.getLastFocused({ windowTypes: ['normal'] });
  const [tab] = await chrome.tabs.query({ active: true, ...(front.id === undefined ? {} : { windowId: front.id }) });
  return tab;
}

async function take(message: WorkerMessage, sender: 'extension' | 'page', tab: chrome.tabs.Tab | undefined): Promise<void> {
  switch (message.ask) {
    case 'desk':
      return ensureDesk();
    case 'dial':
      if (sender === 'extension' || pageDials.takes(Date.now())) dial(message.text, tab?.windowId);
      return;
    case 'selection':
      return dialSelection(await pageInFront());
    case 'permission':
      await chrome.tabs.create({ url: chrome.runtime.getURL('permission.html') });
      return;
    case 'pop':
      await chrome.tabs.create({ url: message.url });
      return;
    case 'show':
      await chrome.storage.local.set({ isSignedIn: message.isSignedIn });
      return showCalls(message, (await loadPageSettings()).locale);
  }
}

async function wakeDesk(): Promise<void> {
  const { isSignedIn } = await chrome.storage.local.get('isSignedIn');
  if (isSignedIn === true && !(await isDeskOpen())) await ensureDesk();
}

async function prepare(): Promise<void> {
  const { locale, sites } = await loadPageSettings();
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({ id: menuId, title: text(locale, 'menuCall'), contexts: ['selection'] });
  await chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  await chrome.alarms.create(alarm, { periodInMinutes: 1 });
  await registerSites(sites);
  await wakeDesk();
}

chrome.runtime.onInstalled.addListener(() => void prepare());
chrome.runtime.onStartup.addListener(() => void prepare());
chrome.alarms.onAlarm.addListener(() => void wakeDesk());
onPageSettingsChanged(() => void prepare());

chrome.runtime.onMessage.addListener((message: unknown, from, answer) => {
  const sender = senderOf(from, chrome.runtime.id);
  const read = readWorkerMessage(message, sender);
  if (!read || !sender) return;
  // Pages are told nothing, not even that they were heard.
  if (sender === 'page') {
    void take(read, sender, from.tab);
    return;
  }
  take(read, sender, from.tab).then(
    () => answer(true),
    () => answer(false),
  );
  return true;
});

chrome.contextMenus.onClicked.addListener((info, tab) => {
  const chosen = info.selectionText?.trim() ?? '';
  if (chosen !== '') dial(chosen.slice(0, 60), tab?.windowId);
});

chrome.omnibox.onInputEntered.addListener(typed => dial(typed, undefined));

chrome.commands.onCommand.addListener((command, tab) => {
  if (command === 'call-selection') {
    void openPanel(tab?.windowId);
    void dialSelection(tab);
  } else if (command === 'answer') void tellDesk({ do: 'answerAny' });
  else if (command === 'hang-up') void tellDesk({ do: 'hangUpAny' });
  else if (command === 'mute') void tellDesk({ do: 'muteAny' });
});

chrome.notifications.onButtonClicked.addListener((id, button) => {
  const callId = ringingCallOf(id);
  if (callId !== null) void tellDesk({ do: button === 0 ? 'answer' : 'decline', callId });
});

chrome.notifications.onClicked.addListener(id => {
  if (id.startsWith(ringId(''))) void openPanel(undefined);
});
