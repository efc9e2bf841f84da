import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackOff } from '../../phone/backOff';
import { PhoneError } from '../../phone/errors';
import { fakeTime, Page, pass, realTime, settle } from './page';
import { agentCard, card, ScriptedEdge } from './scriptedHub';
import { ScriptedStore } from './scriptedRtc';

beforeEach(() => {
  fakeTime();
});
afterEach(() => {
  realTime();
});

describe('registering', () => {
  test('attaches this device and tells who is signed in', async () => {
    const page = new Page(undefined, undefined, { deviceName: 'Desk', canRing: false });

    await page.device.register();

    expect(page.told).toEqual(['registering', 'registered']);
    expect(page.edge.requests('Attach')).toEqual([{ deviceId: page.device.deviceId, deviceName: 'Desk', canRing: false }]);
    expect(page.device.identity).toEqual({ user: 'agent1', displayName: 'One', extension: '1001', role: 'agent' });
    expect(page.device.presence?.status).toBe('available');
  });

  test('keeps the id of the tab through a refresh', async () => {
    const page = await Page.registered();

    const after = await page.reload();

    expect(after.device.deviceId).toBe(page.device.deviceId);
    expect(after.device.deviceId).toMatch(/^[a-z0-9-]{8,64}$/);
    expect((await Page.registered()).device.deviceId).not.toBe(page.device.deviceId);
  });

  test('tries again until the edge is there, with a token for each attempt', async () => {
    const edge = new ScriptedEdge();
    edge.refusals.push(new PhoneError('connection', 'away'), new PhoneError('connection', 'away'));
    let tokens = 0;
    const page = new Page(edge, undefined, {}, async () => `token ${++tokens}`);

    const registered = page.device.register();
    await pass(2 * BackOff.firstMs + 2 * BackOff.shortMs);
    await registered;

    expect(page.told).toEqual(['registering', 'reconnecting', 'reconnecting', 'registered']);
    expect(edge.tokens).toEqual(['token 1', 'token 2', 'token 3']);
  });

  test('waits as long as the edge says', async () => {
    const edge = new ScriptedEdge();
    edge.refusals.push(new PhoneError('connection', 'full', { retryAfterSeconds: 20 }));
    const page = new Page(edge);

    const registered = page.device.register();
    await pass(19_900);
    expect(page.device.state).toBe('registering');
    await pass(BackOff.firstMs + 100);
    await registered;

    expect(edge.links.length).toBe(2);
  });

  test('ends when the sign-in is not valid', async () => {
    const edge = new ScriptedEdge();
    edge.refusals.push(new PhoneError('signIn', 'no'));
    const page = new Page(edge);

    await expect(page.device.register()).rejects.toMatchObject({ code: 'signIn' });

    expect(page.device.state).toBe('unregistered');
    page.device.updateToken('a new one');
    await page.device.register();
    expect(edge.tokens).toEqual(['token', 'a new one']);
  });

  test('tells before a token ends', async () => {
    const page = await Page.registered(undefined, undefined, { tokenRefreshMs: 1_000 }, async () => ({
      token: 'short',
      expiresAt: Date.now() + 5_000,
    }));

    await pass(3_999);
    expect(page.told).toEqual([]);
    await pass(1);

    expect(page.told).toEqual(['tokenWillExpire']);
  });
});

describe('a lost connection', () => {
  test('comes back by itself, and what is watched is watched again', async () => {
    const page = await Page.registered();
    await page.device.watch(['agent2']);

    page.edge.link.lose();
    expect(page.device.state).toBe('reconnecting');
    await pass(BackOff.firstMs);

    expect(page.told).toEqual(['reconnecting', 'registered']);
    expect(page.edge.requests('Watch').at(-1)).toEqual(['agent1', 'agent2']);
  });

  test('is replaced before it breaks when the edge drains', async () => {
    const page = await Page.registered();
    const first = page.edge.link;

    first.listener.drain(5);
    await pass(4_900);
    expect(page.edge.links.length).toBe(1);
    await pass(100 + BackOff.shortMs / 2);

    expect(page.told).toEqual(['drain', 'registered']);
    expect([first.isStopped, page.edge.links.length, page.device.state]).toEqual([true, 2, 'registered']);
  });

  test('of a drained edge is kept while no other takes the device', async () => {
    const page = await Page.registered();
    const first = page.edge.link;
    page.edge.refusals.push(new PhoneError('connection', 'none yet'));

    first.listener.drain(1);
    await pass(1_000 + BackOff.shortMs / 2);
    expect([first.isStopped, page.device.state]).toEqual([false, 'registered']);
    await pass(BackOff.firstMs);

    expect([first.isStopped, page.device.state]).toEqual([true, 'registered']);
  });

  test('that the edge closes for the new one is no loss', async () => {
    const page = await Page.registered();
    const first = page.edge.link;
    page.edge.answers.Attach = () => {
      first.lose();
      return page.edge.welcome;
    };

    first.listener.drain(1);
    await pass(60_000);

    expect([page.told, page.edge.links.length, page.device.state]).toEqual([['drain', 'registered'], 2, 'registered']);
  });

  test('that breaks while a new one is refused is made anew', async () => {
    const page = await Page.registered();
    const first = page.edge.link;
    let refusals = 1;
    page.edge.answers.Attach = () => {
      if (refusals-- === 0) return page.edge.welcome;
      first.lose();
      throw new PhoneError('unavailable', 'not ready');
    };

    first.listener.drain(1);
    await pass(60_000);

    expect([page.told, page.edge.links.length]).toEqual([['drain', 'reconnecting', 'registered'], 3]);
  });

  test('that does not answer after a change of network is replaced', async () => {
    const page = await Page.registered();
    page.edge.answers.Watch = () => new Promise(() => {});

    page.rtc.networkChanged();
    await pass(3_000);
    page.edge.answers.Watch = () => [];
    await pass(BackOff.firstMs);

    expect(page.told).toEqual(['reconnecting', 'registered']);
  });

  test('ends calls when the edge has given them up too', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.edge.refusals.push(...Array.from({ length: 100 }, () => new PhoneError('connection', 'away')));

    page.edge.link.lose();
    await pass(34_999);
    expect(call.status()).toBe('open');
    await pass(1);

    expect([call.status(), call.end?.reason]).toEqual(['closed', 'lost']);
  });

  test('of a session that was revoked stays away', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    page.edge.link.listener.sessionRevoked('signed out elsewhere');
    await pass(60_000);

    expect(page.told.filter(name => name !== 'disconnect')).toEqual(['unregistered', 'sessionRevoked']);
    expect([call.status(), page.edge.links.length]).toEqual(['closed', 1]);
  });
});

describe('unregistering', () => {
  test('ends the calls and the connection', async () => {
    const page = await Page.registered();
    await page.talking();

    await page.device.unregister();

    expect(page.edge.requests('HangUp')).toEqual([{ callId: 'dialled' }]);
    expect([page.edge.link.isStopped, page.device.state, page.device.calls]).toEqual([true, 'unregistered', []]);
    expect(page.rtc.tracks.every(track => track.readyState === 'ended')).toBe(true);
  });

  test('of a destroyed device is for good', async () => {
    const page = await Page.registered();

    await page.device.destroy();

    expect(page.told).toEqual(['unregistered', 'destroyed']);
    await expect(page.device.register()).rejects.toMatchObject({ code: 'state' });
  });
});

describe('presence', () => {
  test('of the user follows what the edge tells', async () => {
    const page = await Page.registered();
    const seen: string[] = [];
    page.device.on('presence', changes => seen.push(...changes.map(one => `${one.user} ${one.status}`)));

    page.edge.link.listener.presenceChanged([
      { user: 'agent1', status: 'onCall', reason: null, since: '' },
      { user: 'agent2', status: 'away', reason: 'Lunch', since: '' },
    ]);

    expect(seen).toEqual(['agent1 onCall', 'agent2 away']);
    expect(page.device.presence?.status).toBe('onCall');
  });

  test('of the user is never unwatched', async () => {
    const page = await Page.registered();

    await page.device.unwatch(['agent1', 'agent2']);

    expect(page.edge.requests('Unwatch')).toEqual([['agent2']]);
  });

  test('is set with a reason', async () => {
    const page = await Page.registered();

    await page.device.setPresence('away', 'Lunch');

    expect(page.edge.requests('SetPresence')).toEqual([{ status: 'away', reason: 'Lunch' }]);
  });
});

describe('work in queues', () => {
  test('is told, and is nobody’s who does none', async () => {
    const page = await Page.registered();
    const seen: string[] = [];
    page.device.on('agent', agent => seen.push(agent.status));
    expect(page.device.agent).toBeNull();

    page.edge.link.listener.agentChanged(agentCard({ status: 'available' }));
    page.edge.link.listener.agentChanged(agentCard({ status: 'paused', reason: 'lunch' }));

    expect([seen, page.device.agent?.reason]).toEqual([['available', 'paused'], 'lunch']);
  });

  test('is asked for, and what a call came to is said', async () => {
    const page = await Page.registered();

    await page.device.setAgentState('ready');
    await page.device.setAgentState('paused', 'lunch');
    await page.device.setDisposition('solved');

    expect(page.edge.requests('SetAgentState')).toEqual([
      { state: 'ready', reason: null, force: false },
      { state: 'paused', reason: 'lunch', force: false },
    ]);
    expect(page.edge.requests('SetDisposition')).toEqual([{ disposition: 'solved' }]);
  });
});

test('the number of messages in the voicemail box is told', async () => {
  const page = await Page.registered();
  expect(page.device.voicemail).toBeNull();

  page.edge.link.listener.voicemailChanged({ new: 2, saved: 1 });

  expect(page.device.voicemail).toEqual({ new: 2, saved: 1 });
});

test('what is new in the conversations is told, as often as it comes', async () => {
  const page = await Page.registered();
  const told: unknown[] = [];
  page.device.on('inbox', update => told.push(update));
  const missed = { messages: [], conversations: [], broadcasts: [], missed: true };

  page.edge.link.listener.inboxChanged(missed);
  page.edge.link.listener.inboxChanged({ ...missed, conversations: ['@ana'], missed: false });

  expect(told).toEqual([missed, { ...missed, conversations: ['@ana'], missed: false }]);
});

describe('a wallboard', () => {
  const whole = { queues: [], gone: [], isWhole: true };
  const agents = { agents: [agentCard()], gone: [], isWhole: true };

  test('is told of queues and agents, through a lost connection too, until it is not watched any more', async () => {
    const page = await Page.registered();
    const seen: string[] = [];
    page.device.on('queues', () => seen.push('queues'));
    page.device.on('agents', update => seen.push(...update.agents.map(agent => agent.agent)));

    await page.device.watchQueues();
    await page.device.watchAgents({ queue: 'sales', status: null, search: null });
    page.edge.link.listener.queuesChanged(whole);
    page.edge.link.listener.agentsChanged(agents);
    page.edge.link.lose();
    await pass(BackOff.firstMs);

    expect(seen).toEqual(['queues', 'agent1']);
    expect(page.edge.requests('WatchQueues')).toHaveLength(2);
    expect(page.edge.requests('WatchAgents')).toEqual(Array(2).fill({ queue: 'sales', status: null, search: null }));

    await page.device.unwatchQueues();
    await page.device.unwatchAgents();
    page.edge.link.listener.queuesChanged(whole);
    page.edge.link.listener.agentsChanged(agents);
    expect(seen).toHaveLength(2);
  });

  test('is nobody’s who may not see it', async () => {
    const page = await Page.registered();
    page.edge.answers.WatchQueues = () => ({
      failure: { code: 'forbidden', text: 'Only supervisors.', sipCode: null, retryAfterSeconds: null },
    });

    await expect(page.device.watchQueues()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('a listener that throws does not keep the others from being told', async () => {
  const page = await Page.registered();
  const uncaught = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => {});
  let told = 0;
  page.device.on('incoming', () => {
    throw new Error('a bug of the host');
  });
  page.device.once('incoming', () => told++);

  page.edge.link.listener.incoming(card('one', { state: 'ringing', direction: 'incoming' }));
  page.edge.link.listener.incoming(card('two', { state: 'ringing', direction: 'incoming' }));
  await settle();

  expect(told).toBe(1);
  expect(uncaught).toHaveBeenCalledTimes(2);
  uncaught.mockRestore();
});

test('storage with nonsense in it does no harm', async () => {
  const store = new ScriptedStore();
  store.setItem('rtc-phone.offers', '{"not": "ours"}');

  await expect(Page.registered(undefined, store)).resolves.toBeDefined();
});
