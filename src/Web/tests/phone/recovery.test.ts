import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BackOff } from '../../phone/backOff';
import { fakeTime, Page, pass, realTime, settle } from './page';
import { card } from './scriptedHub';

beforeEach(() => {
  fakeTime();
});
afterEach(() => {
  realTime();
});

describe('a page that was loaded anew', () => {
  test('takes up its call with a number that no offer had before', async () => {
    const before = await Page.registered();
    await before.talking();
    before.edge.welcome = { ...before.edge.welcome, calls: [card('dialled')] };

    const page = await before.reload();
    await settle();
    const [call] = page.device.calls;
    expect([call?.id, call?.status()]).toEqual(['dialled', 'reconnecting']);
    expect(page.edge.requests('Reattach')).toEqual([{ callId: 'dialled', offer: { number: 2, sdp: 'offer of connection 1' } }]);
    page.edge.changed(card('dialled'), { number: 2, sdp: 'answer' });
    await settle();
    page.rtc.connection.become('connected');

    expect(call?.status()).toBe('open');
  });

  test('drops an answer to an offer of the page before', async () => {
    const before = await Page.registered();
    await before.talking();
    before.edge.welcome = { ...before.edge.welcome, calls: [card('dialled')] };
    const page = await before.reload();
    await settle();

    page.edge.changed(card('dialled'), { number: 1, sdp: 'old' });
    await settle();

    expect(page.rtc.connection.remote).toBeNull();
  });

  test('is told of the call, and hears it without a microphone too', async () => {
    const before = await Page.registered();
    await before.talking();
    before.edge.welcome = { ...before.edge.welcome, calls: [card('dialled')] };
    await before.edge.link.stop();
    const page = new Page(before.edge, before.store);
    page.rtc.problem = Object.assign(new Error(), { name: 'NotAllowedError' });
    const problems: string[] = [];
    page.device.on('resumed', call => call.on('error', problem => problems.push(problem.code)));

    await page.device.register();
    await settle();

    expect(page.told).toContain('resumed');
    expect(problems).toEqual(['microphoneDenied']);
    expect(page.edge.requests('Reattach').length).toBe(1);
  });

  test('takes over whether it was muted', async () => {
    const before = await Page.registered();
    before.edge.welcome = { ...before.edge.welcome, calls: [card('dialled', { muted: true })] };

    const page = await before.reload();
    await settle();

    expect([page.device.calls[0]?.isMuted(), page.rtc.connection.sender.track?.enabled]).toEqual([true, false]);
  });
});

describe('a new connection for the media', () => {
  test('is made when the old one is interrupted, which is heard until then', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    const [first] = page.rtc.connections;
    const before = page.sink.playing.get('dialled');

    first?.become('disconnected');
    await settle();
    expect([call.status(), page.told]).toEqual(['reconnecting', ['reconnecting']]);
    page.edge.changed(card('dialled'), { number: 2, sdp: 'answer' });
    await settle();
    page.rtc.connection.hear();
    expect([first?.connectionState, page.sink.playing.get('dialled')]).toEqual(['disconnected', before]);
    page.rtc.connection.become('connected');

    expect([first?.connectionState, call.status(), page.told]).toEqual(['closed', 'open', ['reconnecting', 'reconnected']]);
    expect(page.sink.playing.get('dialled')).not.toBe(before);
    expect(page.edge.requests('Reattach')).toEqual([{ callId: 'dialled', offer: { number: 2, sdp: 'offer of connection 2' } }]);
  });

  test('is not needed by an old one that recovers by itself', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    page.rtc.connections[0]?.become('disconnected');
    page.rtc.connections[0]?.become('connected');

    expect([call.status(), page.told]).toEqual(['open', ['reconnecting', 'reconnected']]);
  });

  test('is made when the edge asks, once for each order', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    page.edge.link.listener.renegotiate({ callId: 'dialled', epoch: 2, reason: 'codec' });
    page.edge.link.listener.renegotiate({ callId: 'dialled', epoch: 1, reason: 'lost' });
    page.edge.link.listener.renegotiate({ callId: 'dialled', epoch: 2, reason: 'codec' });
    await settle();

    expect(page.edge.requests('Reattach').length).toBe(1);
    expect(call.status()).toBe('open');
  });

  test('that does not come about is tried again', async () => {
    const page = await Page.registered();
    await page.talking();

    page.rtc.connections[0]?.become('failed');
    await pass(7_999);
    expect(page.edge.requests('Reattach').length).toBe(1);
    await pass(1);

    expect(page.edge.requests('Reattach').map(request => request.offer.number)).toEqual([2, 3]);
    expect(page.rtc.connections.map(connection => connection.connectionState)).toEqual(['failed', 'closed', 'new']);
  });

  test('waits as long as the edge says when that cannot do it now', async () => {
    const page = await Page.registered();
    await page.talking();
    page.edge.answers.Reattach = () => ({ failure: { code: 'unavailable', text: 'Not now.', sipCode: null, retryAfterSeconds: 4 } });

    page.rtc.connections[0]?.become('failed');
    await settle();
    page.edge.answers.Reattach = () => ({ failure: null });
    await pass(3_999);
    expect(page.edge.requests('Reattach').length).toBe(1);
    await pass(1);

    expect(page.edge.requests('Reattach').length).toBe(2);
  });

  test('that the edge refuses is offered again after a moment', async () => {
    const page = await Page.registered();
    await page.talking();
    page.rtc.connections[0]?.become('failed');
    await settle();

    page.edge.changed(card('dialled'), { number: 2, sdp: '' });
    await settle();
    expect(page.told).toEqual(['reconnecting', 'error']);
    await pass(1_000);

    expect(page.edge.requests('Reattach').length).toBe(2);
  });

  test('of a call that the edge does not know any more ends it', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.edge.answers.Reattach = () => ({ failure: { code: 'notFound', text: 'No such call.', sipCode: null, retryAfterSeconds: null } });

    page.rtc.connections[0]?.become('failed');
    await settle();

    expect([call.status(), call.end?.reason, page.told]).toEqual(['closed', 'lost', ['reconnecting', 'disconnect']]);
  });

  test('waits for a connection to the edge', async () => {
    const page = await Page.registered();
    await page.talking();
    page.edge.welcome = { ...page.edge.welcome, calls: [card('dialled')] };

    page.edge.link.lose();
    page.rtc.connections[0]?.become('disconnected');
    await settle();
    expect(page.edge.requests('Reattach')).toEqual([]);
    await pass(BackOff.firstMs);

    expect(page.edge.requests('Reattach').length).toBe(1);
  });
});

describe('a new connection to the edge', () => {
  test('leaves a call alone that still has media', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.edge.welcome = { ...page.edge.welcome, calls: [card('dialled')] };

    page.edge.link.lose();
    await pass(BackOff.firstMs);

    expect([call.status(), page.edge.requests('Reattach')]).toEqual(['open', []]);
  });

  test('to an edge that does not have the call takes it there', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    page.edge.link.lose();
    await pass(BackOff.firstMs);

    expect([call.status(), page.edge.requests('Reattach').length]).toEqual(['open', 1]);
  });

  test('begins the count of orders anew', async () => {
    const page = await Page.registered();
    await page.talking();
    page.edge.welcome = { ...page.edge.welcome, calls: [card('dialled')] };
    page.edge.link.listener.renegotiate({ callId: 'dialled', epoch: 5, reason: 'lost' });
    await settle();
    page.rtc.connection.become('connected');
    await settle();

    page.edge.link.lose();
    await pass(BackOff.firstMs);
    page.edge.link.listener.renegotiate({ callId: 'dialled', epoch: 1, reason: 'lost' });
    await settle();

    expect(page.edge.requests('Reattach').length).toBe(2);
  });

  test('ends what rang here', async () => {
    const page = await Page.registered();
    page.edge.link.listener.incoming(card('ringing-here', { state: 'ringing', direction: 'incoming' }));
    const [call] = page.device.calls;

    page.edge.link.lose();
    await pass(BackOff.firstMs);

    expect([call?.status(), call?.end?.reason]).toEqual(['closed', 'lost']);
  });

  test('says again that a call was muted meanwhile', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.edge.welcome = { ...page.edge.welcome, calls: [card('dialled')] };
    page.edge.link.lose();

    call.mute();
    await pass(BackOff.firstMs);

    expect(page.edge.requests('SetMuted')).toEqual([{ callId: 'dialled', muted: true }]);
  });
});
