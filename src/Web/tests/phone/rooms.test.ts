import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RoomUpdate } from '../../phone/contract';
import { fakeTime, Page, pass, realTime, settle } from './page';
import { card, ended } from './scriptedHub';

beforeEach(() => {
  fakeTime();
});
afterEach(() => {
  realTime();
});

const member = {
  callId: 'dialled',
  number: '1001',
  name: 'One',
  user: 'agent1',
  moderator: false,
  muted: false,
  since: '2026-01-02T03:04:05Z',
};
const room = (name: string, count: number): RoomUpdate => ({
  room: name,
  locked: false,
  members: Array.from({ length: count }, () => member),
});
const asked = (page: Page) => page.edge.asked.filter(([method]) => method.endsWith('Room') || method.endsWith('Rooms'));

async function inRoom(page: Page) {
  const call = page.watch(await page.device.connect({ to: '4001' }));
  await settle();
  page.edge.changed(card('dialled', { room: '4001' }));
  await settle();
  return call;
}

describe('a call in a conference room', () => {
  test('knows who is there, until it is over', async () => {
    const page = await Page.registered();
    const call = await inRoom(page);
    expect(call.room).toEqual({ name: '4001', locked: false, members: [] });
    expect(asked(page)).toEqual([['WatchRoom', '4001']]);

    page.edge.link.listener.roomsChanged([room('4002', 3), room('4001', 2)]);
    expect(call.room?.members.length).toBe(2);
    page.edge.changed(ended('dialled', 'hangup'));
    await settle();
    expect(asked(page).at(-1)).toEqual(['UnwatchRoom', '4001']);
  });

  test('asks again after another connection, and not twice over one', async () => {
    const page = await Page.registered();
    const call = await inRoom(page);
    page.edge.changed(card('dialled', { room: '4001', onHold: true }));
    await settle();
    expect(asked(page).length).toBe(1);

    page.edge.welcome = { ...page.edge.welcome, calls: [call.card] };
    page.edge.link.lose();
    await pass(30_000);
    await settle();
    expect(asked(page)).toEqual([
      ['WatchRoom', '4001'],
      ['WatchRoom', '4001'],
    ]);
  });
});

test('a supervisor is told of all rooms only while they are watched', async () => {
  const page = await Page.registered();
  const told: string[] = [];
  page.edge.answers.WatchRooms = () => ({ failure: null });
  page.device.on('rooms', rooms => told.push(...rooms.map(one => one.room)));
  page.edge.link.listener.roomsChanged([room('4000', 1)]);
  await page.device.watchRooms();
  page.edge.link.listener.roomsChanged([room('4001', 1)]);
  await page.device.unwatchRooms();
  page.edge.link.listener.roomsChanged([room('4002', 1)]);
  expect(told).toEqual(['4001']);
  expect(asked(page).map(([method]) => method)).toEqual(['WatchRooms', 'UnwatchRooms']);
});
