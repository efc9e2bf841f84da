import { Device, ElementSink } from '../../Web/phone';
import { NumberFinder } from '../numbers/finder';
import type { RuleTable } from '../numbers/rules';
import rules from '../numbers/rules.json';
import { readCommand } from '../wire/commands';
import { deskPort, readDeskMessage, senderOf, type WorkerMessage } from '../wire/messages';
import { keptSettings } from '../wire/settings';
import type { DeskView, MicrophoneState } from '../wire/view';
import { Desk } from './desk';
import { ToneRinger } from './ringer';
import { Session } from './session';

/** The offscreen document: of the extension's interfaces it has chrome.runtime alone. */
const screens = new Set<chrome.runtime.Port>();
const permission: { state: MicrophoneState } = { state: 'prompt' };
let finder: { readonly country: string; readonly of: NumberFinder } | null = null;

function readNumber(text: string): string | null {
  const { country } = keptSettings(localStorage);
  if (finder?.country !== country) finder = { country, of: new NumberFinder(rules as unknown as RuleTable, country) };
  return finder.of.read(text);
}

const desk = new Desk({
  session: new Session(localStorage),
  ringer: new ToneRinger(),
  createDevice: (token, options) =>
    new Device(token, {
      ...options,
      deviceName: 'Chrome extension',
      store: localStorage,
      sink: new ElementSink(() => document.createElement('audio')),
    }),
  settings: () => keptSettings(localStorage),
  microphone: () => permission.state,
  readNumber,
  tellWorker: (message: WorkerMessage) => void chrome.runtime.sendMessage(message).catch(() => {}),
  tellScreens: (view: DeskView) => {
    for (const screen of screens) screen.postMessage(view);
  },
});

chrome.runtime.onConnect.addListener(port => {
  if (port.name !== deskPort || !port.sender || senderOf(port.sender, chrome.runtime.id) !== 'extension') return;
  screens.add(port);
  port.onDisconnect.addListener(() => screens.delete(port));
  port.onMessage.addListener((message: unknown) => {
    const command = readCommand(message);
    if (command) void desk.carryOut(command);
  });
  port.postMessage(desk.view);
});

chrome.runtime.onMessage.addListener((message: unknown, sender, answer) => {
  const command = readDeskMessage(message, senderOf(sender, chrome.runtime.id));
  if (!command) return;
  answer(true);
  void desk.carryOut(command);
});

async function followMicrophone(): Promise<void> {
  const status = await navigator.permissions.query({ name: 'microphone' as PermissionName });
  const look = () => {
    permission.state = status.state;
    desk.changed();
  };
  status.onchange = look;
  look();
}

void followMicrophone().then(() => desk.open());
