import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BackOff } from '../../phone/backOff';
import { PhoneError } from '../../phone/errors';
import { fakeTime, Page, pass, realTime, settle } from './page';
import { card, ended } from './scriptedHub';

beforeEach(() => {
  fakeTime();
});
afterEach(() => {
  realTime();
});

async function ringing(page: Page, callId = 'ringing-here') {
  page.edge.link.listener.incoming(card(callId, { state: 'ringing', direction: 'incoming' }));
  const call = page.device.findCall(callId);
  if (!call) throw new Error('It does not ring.');
  return page.watch(call);
}

describe('an outgoing call', () => {
  test('rings, is answered and ends', async () => {
    const page = await Page.registered();
    const call = page.watch(await page.device.connect({ to: ' 1002 ' }));
    expect([call.status(), call.remote.number, call.direction]).toEqual(['connecting', '1002', 'outgoing']);
    await settle();

    page.edge.changed(card('dialled', { state: 'ringing' }));
    expect(call.status()).toBe('ringing');
    page.edge.changed(card('dialled'), { number: 1, sdp: 'answer' });
    await settle();
    expect([call.status(), page.rtc.connection.remote]).toEqual(['open', 'answer']);
    page.edge.changed(ended('dialled', 'hangup', { answeredAt: '2026-01-02T03:04:10Z' }));

    expect(page.told).toEqual(['ringing', 'accept', 'disconnect']);
    expect([call.status(), call.end?.reason, page.device.isBusy]).toEqual(['closed', 'hangup', false]);
    expect([page.rtc.connection.connectionState, page.rtc.tracks[0]?.readyState]).toEqual(['closed', 'ended']);
  });

  test('is told nothing before its listeners are there', async () => {
    const page = await Page.registered();
    page.edge.answers.Dial = () => {
      page.edge.changed(card('dialled', { state: 'ringing' }));
      page.edge.changed(card('dialled', { state: 'earlyMedia' }), { number: 1, sdp: 'early' });
      return { callId: 'dialled', failure: null };
    };

    page.watch(await page.device.connect({ to: '1002' }));
    page.edge.changed(card('dialled'));
    await settle();

    expect(page.told).toEqual(['ringing', 'ringing', 'accept']);
    expect(page.rtc.connection.remote).toBe('early');
  });

  test('that the edge refuses is none', async () => {
    const page = await Page.registered();
    page.edge.answers.Dial = () => ({
      callId: '',
      failure: { code: 'unreachable', text: 'There is no such number.', sipCode: 404, retryAfterSeconds: null },
    });

    await expect(page.device.connect({ to: '999' })).rejects.toMatchObject({ code: 'unreachable', sipCode: 404 });

    expect(page.device.calls).toEqual([]);
    expect(page.rtc.tracks[0]?.readyState).toBe('ended');
  });

  test('without a microphone is not dialled', async () => {
    const page = await Page.registered();
    page.rtc.problem = Object.assign(new Error(), { name: 'NotAllowedError' });

    await expect(page.device.connect({ to: '1002' })).rejects.toMatchObject({ code: 'microphoneDenied' });

    expect(page.edge.requests('Dial')).toEqual([]);
  });

  test('whose connection is lost while it is dialled is asked for again by the same attempt', async () => {
    const page = await Page.registered();
    const first = page.edge.link;
    page.edge.answers.Dial = () => {
      if (page.edge.link !== first) return { callId: 'dialled', failure: null };
      first.lose();
      throw new PhoneError('connection', 'lost');
    };

    const dialling = page.device.connect({ to: '1002' });
    await pass(BackOff.firstMs);

    expect((await dialling).id).toBe('dialled');
    const [one, other, ...more] = page.edge.requests('Dial');
    expect(other?.attempt).toBe(one?.attempt);
    expect(more).toEqual([]);
  });

  test.each([
    ['busy', 'reject'],
    ['noAnswer', 'reject'],
    ['cancelled', 'disconnect'],
  ])('that ends as %s tells %s', async (reason, event) => {
    const page = await Page.registered();
    page.watch(await page.device.connect({ to: '1002' }));
    await settle();

    page.edge.changed(ended('dialled', reason));

    expect(page.told).toEqual([event]);
  });

  test('offers the preferred codecs first', async () => {
    const page = await Page.registered(undefined, undefined, { codecs: ['pcmu'] });

    await page.device.connect({ to: '1002' });

    expect(page.rtc.connection.codecs).toEqual(['audio/PCMU', 'audio/opus', 'audio/telephone-event']);
  });
});

describe('an incoming call', () => {
  test('is answered with an offer', async () => {
    const page = await Page.registered();
    const call = await ringing(page);
    expect([page.told, call.status()]).toEqual([['incoming'], 'pending']);

    await call.accept();
    expect(page.edge.requests('Answer')).toEqual([{ callId: 'ringing-here', offer: { number: 1, sdp: 'offer of connection 1' } }]);
    expect(call.status()).toBe('connecting');
    page.edge.changed(card('ringing-here', { direction: 'incoming' }), { number: 1, sdp: 'answer' });
    await settle();

    expect(page.told).toEqual(['incoming', 'accept']);
    expect(page.rtc.connection.remote).toBe('answer');
  });

  test('goes on ringing when there is no microphone', async () => {
    const page = await Page.registered();
    const call = await ringing(page);
    page.rtc.problem = Object.assign(new Error(), { name: 'NotFoundError' });

    await expect(call.accept()).rejects.toMatchObject({ code: 'microphoneMissing' });
    expect(call.status()).toBe('pending');
    page.rtc.problem = null;
    await call.accept();

    expect(page.edge.requests('Answer').length).toBe(1);
  });

  test('that stops ringing while the microphone is opened is not answered', async () => {
    const page = await Page.registered();
    const call = await ringing(page);

    const accepting = call.accept();
    page.edge.changed(ended('ringing-here', 'cancelled', { direction: 'incoming' }));

    await expect(accepting).rejects.toMatchObject({ code: 'state' });
    expect([page.edge.requests('Answer'), page.rtc.connections]).toEqual([[], []]);
    expect(page.rtc.tracks.every(track => track.readyState === 'ended')).toBe(true);
  });

  test('can be declined', async () => {
    const page = await Page.registered();
    const call = await ringing(page);

    await call.reject();

    expect(page.edge.requests('Decline')).toEqual([{ callId: 'ringing-here' }]);
    expect(page.told).toEqual(['incoming', 'reject']);
  });

  test.each(['cancelled', 'answeredElsewhere', 'noAnswer'])('that ends as %s tells cancel', async reason => {
    const page = await Page.registered();
    const call = await ringing(page);

    page.edge.changed(ended('ringing-here', reason, { direction: 'incoming' }));

    expect(page.told).toEqual(['incoming', 'cancel']);
    await expect(call.accept()).rejects.toMatchObject({ code: 'state' });
  });

  test('that is told twice rings once', async () => {
    const page = await Page.registered();

    await ringing(page);
    await ringing(page);

    expect([page.told, page.device.calls.length]).toEqual([['incoming'], 1]);
  });
});

describe('in a conversation', () => {
  test('muting silences this call alone, and is told', async () => {
    const page = await Page.registered();
    const first = await page.talking('first');
    const second = await page.talking('second');

    first.mute();

    const [one, other] = page.rtc.connections.map(connection => connection.sender.track?.enabled);
    expect([one, other, first.isMuted(), second.isMuted(), page.told]).toEqual([false, true, true, false, ['mute']]);
    expect(page.edge.requests('SetMuted')).toEqual([{ callId: 'first', muted: true }]);
  });

  test('a call on hold sends no sound', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    await call.hold();
    page.edge.changed(card('dialled', { onHold: true }));
    expect([page.rtc.connection.sender.track?.enabled, call.isOnHold]).toEqual([false, true]);
    page.edge.changed(card('dialled'));

    expect([page.rtc.connection.sender.track?.enabled, page.told]).toEqual([true, ['hold', 'hold']]);
  });

  test('what the edge refuses is told in its words', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.edge.answers.Hold = () => ({ failure: { code: 'conflict', text: 'Not now.', sipCode: null, retryAfterSeconds: 3 } });

    await expect(call.hold()).rejects.toMatchObject({ code: 'conflict', message: 'Not now.', retryAfterSeconds: 3 });
  });

  test('hanging up without a connection is told when there is one', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.edge.link.lose();

    await call.disconnect();
    expect(call.status()).toBe('closed');
    page.edge.welcome = { ...page.edge.welcome, calls: [card('dialled')] };
    await pass(BackOff.firstMs);

    expect(page.edge.requests('HangUp')).toEqual([{ callId: 'dialled' }]);
    expect(page.device.calls).toEqual([]);
  });
});

test('a parked call says where it waits, or why it does not', async () => {
  const page = await Page.registered();
  const call = await page.talking();
  page.edge.answers.Park = () => ({ slot: '701', failure: null });
  expect(await call.park()).toBe('701');
  page.edge.answers.Park = () => ({
    slot: '',
    failure: { code: 'unreachable', text: 'A call is parked in each slot.', sipCode: null, retryAfterSeconds: null },
  });
  await expect(call.park('703')).rejects.toThrow('A call is parked in each slot.');
  expect(page.edge.requests('Park')).toEqual([
    { callId: call.id, slot: null },
    { callId: call.id, slot: '703' },
  ]);
});

describe('an attended transfer', () => {
  async function consulted(page: Page) {
    const first = await page.talking();
    const second = page.watch(await first.consult('1003'));
    await settle();
    page.edge.changed(card('dialled', { onHold: true }));
    page.edge.changed(card('consulted', { consultFor: 'dialled' }), { number: 1, sdp: 'answer' });
    return [first, second] as const;
  }

  test('consults with an offer of its own', async () => {
    const page = await Page.registered();

    const [, second] = await consulted(page);

    expect(page.edge.requests('Consult')).toMatchObject([
      { callId: 'dialled', to: '1003', offer: { number: 1, sdp: 'offer of connection 2' } },
    ]);
    expect(second.consultFor).toBe('dialled');
  });

  test.each([0, 1])('is completed from either call (%i)', async which => {
    const page = await Page.registered();
    const calls = await consulted(page);

    await calls[which as 0 | 1].completeTransfer();

    expect(page.edge.requests('CompleteTransfer')).toEqual([{ callId: 'dialled', consultCallId: 'consulted' }]);
  });

  test.each([0, 1])('swaps from either call (%i)', async which => {
    const page = await Page.registered();
    const calls = await consulted(page);

    await calls[which as 0 | 1].swap();
    page.edge.changed(card('dialled'));
    page.edge.changed(card('consulted', { consultFor: 'dialled', onHold: true }));
    await calls[which as 0 | 1].swap();

    expect(page.edge.requests('Swap')).toEqual([
      { callId: 'consulted', consultCallId: 'dialled' },
      { callId: 'dialled', consultCallId: 'consulted' },
    ]);
  });

  test.each([0, 1])('becomes a three-way call from either call (%i)', async which => {
    const page = await Page.registered();
    const calls = await consulted(page);

    await calls[which as 0 | 1].merge();
    page.edge.changed(card('dialled', { third: { number: '1003', name: 'Three', user: 'agent3' } }));

    expect(page.edge.requests('Merge')).toEqual([{ callId: 'dialled', consultCallId: 'consulted' }]);
    expect(calls[0].third?.name).toBe('Three');
  });

  test('is taken back', async () => {
    const page = await Page.registered();
    const [first] = await consulted(page);

    await first.cancelTransfer();

    expect(page.edge.requests('CancelTransfer')).toEqual([{ callId: 'dialled', consultCallId: 'consulted' }]);
  });

  test('needs a consultation', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    expect(() => call.completeTransfer()).toThrow(PhoneError);
  });

  test('moves the call of the party into the one that goes on', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    const end = { reason: 'transferred', sipCode: null, text: null, into: 'older' };

    page.edge.changed(card('dialled', { state: 'ended', end }));
    page.edge.changed(card('older', { peer: { number: '1001', name: null, user: 'agent1' } }));
    page.edge.link.listener.renegotiate({ callId: 'older', epoch: 1, reason: 'moved' });
    await settle();

    expect(page.told).toEqual(['moved']);
    expect([call.id, call.remote.number, call.status(), page.device.findCall('older')]).toEqual(['older', '1001', 'open', call]);
    expect(page.edge.requests('Reattach')).toMatchObject([{ callId: 'older' }]);
  });
});

describe('a call of somebody else', () => {
  test('is supervised in one mode after the other', async () => {
    const page = await Page.registered();

    await page.device.supervise('theirs', 'listen');
    page.edge.link.listener.incoming(card('theirs', { state: 'ringing', direction: 'incoming', supervises: 'listen' }));
    await page.device.supervise('theirs', 'whisper', 'agent2');

    expect(page.edge.requests('Supervise')).toEqual([
      { callId: 'theirs', mode: 'listen', agent: null },
      { callId: 'theirs', mode: 'whisper', agent: 'agent2' },
    ]);
    expect(page.device.findCall('theirs')?.supervises).toBe('listen');
  });

  test('is not supervised by an agent', async () => {
    const page = await Page.registered();
    page.edge.answers.Supervise = () => ({
      failure: { code: 'forbidden', text: 'Only supervisors.', sipCode: null, retryAfterSeconds: null },
    });

    await expect(page.device.supervise('theirs', 'listen')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
