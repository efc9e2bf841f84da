import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PhoneError } from '../../Web/phone';
import { Desk } from '../desk/desk';
import type { Sound } from '../desk/ringer';
import { Session } from '../desk/session';
import type { WorkerMessage } from '../wire/messages';
import { initialSettings, type Settings } from '../wire/settings';
import type { DeskView, MicrophoneState } from '../wire/view';
import { ScriptedDevice } from './scriptedDevice';

const tokens = { accessToken: 'access', expiresIn: 3_600, refreshToken: 'refresh' };

class House {
  settings: Settings = initialSettings('en');
  microphone: MicrophoneState = 'granted';
  readonly answers: Response[] = [];
  readonly asked: string[] = [];
  readonly devices: ScriptedDevice[] = [];
  readonly told: WorkerMessage[] = [];
  readonly views: DeskView[] = [];
  sound: Sound | null = null;
  readonly session = new Session(localStorage, async address => {
    this.asked.push(String(address));
    return this.answers.shift() ?? Response.json(tokens);
  });
  readonly desk = new Desk({
    session: this.session,
    ringer: {
      play: sound => {
        this.sound = sound;
      },
    },
    createDevice: () => {
      const device = new ScriptedDevice();
      this.devices.push(device);
      return device.device;
    },
    settings: () => this.settings,
    microphone: () => this.microphone,
    readNumber: text => (/^[+\d* ]+$/.test(text) ? text.replace(/ /g, '') : null),
    tellWorker: message => this.told.push(message),
    tellScreens: view => this.views.push(view),
  });

  get device(): ScriptedDevice {
    return this.devices[this.devices.length - 1] as ScriptedDevice;
  }

  get view(): DeskView {
    return this.desk.view;
  }

  async signIn(): Promise<void> {
    await this.desk.carryOut({ do: 'signIn', server: 'https://phone.test', email: 'a@test', password: 'p' });
  }

  asks(ask: WorkerMessage['ask']): WorkerMessage[] {
    return this.told.filter(message => message.ask === ask);
  }
}

let house: House;

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  house = new House();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('signing in', () => {
  it('registers at the server, and is kept for the next desk', async () => {
    await house.signIn();
    expect(house.view).toMatchObject({
      server: 'https://phone.test',
      isSignedIn: true,
      state: 'registered',
      who: { name: 'Agent One', extension: '1001' },
    });
    const next = new House();
    next.desk.open();
    expect(next.devices).toHaveLength(1);
    expect(next.asked).toEqual([]);
  });

  it.each([
    [401, 'signInWrong'],
    [429, 'signInTooMany'],
    [503, 'signInFailed'],
  ])('says why not: %d', async (status, code) => {
    house.answers.push(new Response('{}', { status }));
    await house.signIn();
    expect(house.view).toMatchObject({ isSignedIn: false, isSigningIn: false, problem: { code } });
  });

  it('takes no server without TLS', async () => {
    await house.desk.carryOut({ do: 'signIn', server: 'http://phone.test', email: 'a', password: 'p' });
    expect(house.view.problem?.code).toBe('serverWrong');
    expect(house.asked).toEqual([]);
  });

  it('ends at the server and here', async () => {
    await house.signIn();
    await house.desk.carryOut({ do: 'signOut' });
    expect(house.device.destroy).toHaveBeenCalled();
    expect(house.asked).toEqual(['https://phone.test/api/v1/login', 'https://phone.test/api/v1/logout']);
    expect(house.view).toMatchObject({ isSignedIn: false, state: 'unregistered', who: null });
  });

  it('is over when the server says so', async () => {
    await house.signIn();
    house.device.tell('sessionRevoked', 'signed out elsewhere');
    expect(house.view).toMatchObject({ isSignedIn: false, problem: { code: 'signIn' } });
    expect(house.asks('show').at(-1)).toMatchObject({ isSignedIn: false });
  });
});

describe('a call that comes', () => {
  it('rings, is told the worker once, and is answered', async () => {
    await house.signIn();
    const call = house.device.ring('c1');
    expect(house.sound).toBe('ring');
    expect(house.asks('show').at(-1)).toEqual({
      to: 'worker',
      ask: 'show',
      isSignedIn: true,
      ringing: [{ id: 'c1', party: 'Ana', queue: null }],
      open: 0,
    });
    const told = house.told.length;
    call.tell('changed', call);
    expect(house.told).toHaveLength(told);
    await house.desk.carryOut({ do: 'answerAny' });
    expect(call.accept).toHaveBeenCalled();
    expect(house.sound).toBeNull();
    expect(house.asks('show').at(-1)).toMatchObject({ ringing: [], open: 1 });
  });

  it('holds the one that is talked in, and rings softly meanwhile', async () => {
    await house.signIn();
    const first = house.device.ring('c1');
    first.become('open');
    const second = house.device.ring('c2');
    expect(house.sound).toBe('soft');
    await house.desk.carryOut({ do: 'answer', callId: 'c2' });
    expect(first.hold).toHaveBeenCalled();
    expect(second.accept).toHaveBeenCalled();
  });

  it('pops up a page about the caller, when that was wanted', async () => {
    house.settings = { ...house.settings, pop: 'https://crm.test/?q={number}', popsWhen: 'answered' };
    await house.signIn();
    const call = house.device.ring('c1');
    expect(house.asks('pop')).toEqual([]);
    call.become('open');
    expect(house.asks('pop')).toEqual([{ to: 'worker', ask: 'pop', url: 'https://crm.test/?q=%2B573001234567' }]);
    house.settings = { ...house.settings, popsWhen: 'ringing' };
    house.device.ring('c2');
    expect(house.asks('pop')).toHaveLength(2);
  });

  it('says for a moment how it ended', async () => {
    await house.signIn();
    const call = house.device.ring('c1');
    house.device.end(call, 'cancel', 'answeredElsewhere');
    expect(house.view).toMatchObject({ calls: [], ended: [{ id: 'c1', name: 'Ana', reason: 'answeredElsewhere' }] });
    vi.advanceTimersByTime(4_000);
    expect(house.view.ended).toEqual([]);
    expect(house.views.at(-1)?.ended).toEqual([]);
  });
});

describe('dialling', () => {
  it('reads what was typed as a number', async () => {
    await house.signIn();
    await house.desk.carryOut({ do: 'dial', text: '300 123 4567' });
    expect(house.device.connect).toHaveBeenCalledWith({ to: '3001234567' });
    await house.desk.carryOut({ do: 'dial', text: 'hello' });
    expect(house.view.problem?.code).toBe('invalid');
    expect(house.device.connect).toHaveBeenCalledTimes(1);
  });

  it('asks for the microphone first, on a page that can', async () => {
    house.microphone = 'prompt';
    await house.signIn();
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    expect(house.device.connect).not.toHaveBeenCalled();
    expect(house.asks('permission')).toHaveLength(1);
    expect(house.view.problem?.code).toBe('microphoneDenied');
  });

  it('needs somebody who is signed in', async () => {
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    expect(house.view.problem?.code).toBe('signInFirst');
  });

  it('tells why it was refused, twice when it was twice', async () => {
    await house.signIn();
    house.device.connect.mockRejectedValue(new PhoneError('unreachable', 'No.'));
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    const first = house.view.problem;
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    expect([first?.code, house.view.problem?.code]).toEqual(['unreachable', 'unreachable']);
    expect(house.view.problem?.number).not.toBe(first?.number);
  });
});

describe('keys that work everywhere', () => {
  it('decline what rings before they end what is talked in', async () => {
    await house.signIn();
    const talking = house.device.ring('c1');
    talking.become('open');
    const ringing = house.device.ring('c2');
    await house.desk.carryOut({ do: 'hangUpAny' });
    expect(ringing.disconnect).toHaveBeenCalled();
    expect(talking.disconnect).not.toHaveBeenCalled();
    await house.desk.carryOut({ do: 'muteAny' });
    expect(talking.muted).toBe(true);
  });

  it('do nothing without a call', async () => {
    await house.signIn();
    for (const what of ['answerAny', 'hangUpAny', 'muteAny'] as const) await house.desk.carryOut({ do: what });
    expect(house.view.problem).toBeNull();
  });
});

describe('signing in with an account elsewhere', () => {
  const answer = { ticket: 't', state: 's', code: 'c', codeVerifier: 'v' };

  it('brings the answer of the issuer to the server', async () => {
    await house.desk.carryOut({ do: 'signInBy', server: 'phone.test', ...answer });
    expect([house.asked, house.view.isSignedIn]).toEqual([['https://phone.test/api/v1/login/issuer'], true]);
  });

  it.each([401, 403])('is refused where the account may not (%i)', async status => {
    house.answers.push(new Response(null, { status }));
    await house.desk.carryOut({ do: 'signInBy', server: 'phone.test', ...answer });
    expect([house.view.problem?.code, house.view.isSignedIn]).toEqual(['issuerRefused', false]);
  });
});

describe('a call with the desk phone', () => {
  beforeEach(async () => {
    await house.signIn();
    house.settings = { ...house.settings, rings: 'phone' };
  });

  it('is asked for at the server, without the microphone and without a call here', async () => {
    house.microphone = 'denied';
    await house.desk.carryOut({ do: 'dial', text: '+57 601' });
    expect(house.asked.at(-1)).toBe('https://phone.test/api/v1/calls');
    expect([house.view.calls, house.view.problem, house.asks('permission')]).toEqual([[], null, []]);
  });

  it('that cannot be had is told', async () => {
    house.answers.push(new Response(null, { status: 422 }));
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    expect(house.view.problem?.code).toBe('unreachable');
  });

  it('needs a sign-in', async () => {
    await house.desk.carryOut({ do: 'signOut' });
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    expect(house.view.problem?.code).toBe('signInFirst');
  });
});

describe('a meeting in Google Meet', () => {
  const link = 'https://meet.google.com/abc-mnop-xyz';

  async function talking(): Promise<string> {
    await house.signIn();
    await house.desk.carryOut({ do: 'dial', text: '1002' });
    return house.view.calls[0]?.id ?? '';
  }

  it('is made by the server, and stands beside its call until that is over', async () => {
    const callId = await talking();
    expect(house.view.calls[0]?.meeting).toBeNull();
    house.answers.push(Response.json({ link, isSent: true }));
    await house.desk.carryOut({ do: 'meet', callId });
    expect(house.asked.at(-1)).toBe(`https://phone.test/api/v1/calls/${encodeURIComponent(callId)}/meet`);
    expect(house.views.at(-1)?.calls[0]?.meeting).toEqual({ link, isSent: true });
  });

  it.each([
    [403, 'google-scope', 'meetOff'],
    [409, 'google-unconnected', 'meetOff'],
    [429, 'google-throttled', 'meetLater'],
    [503, 'google-away', 'meetLater'],
    [409, 'conflict', 'failed'],
  ])('is refused with %i %s, and the call goes on', async (status, code, shown) => {
    const callId = await talking();
    house.answers.push(Response.json({ code }, { status }));
    await house.desk.carryOut({ do: 'meet', callId });
    expect(house.view.problem?.code).toBe(shown);
    expect(house.view.calls).toHaveLength(1);
  });
});
