import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Room } from '../../app/rest/rooms';
import { lookMs, Rooms } from '../../app/state/rooms';
import type { RoomUpdate } from '../../phone';

const member = (call: string) => ({ call, number: '1001', name: null, moderator: false, muted: false, since: '2026-01-02T03:04:05Z' });

function room(name: string, ...calls: string[]): Room {
  return {
    room: name,
    name: '',
    asksPin: false,
    pin: null,
    moderatorPin: null,
    maxMembers: 32,
    tones: true,
    language: 'es-CO',
    version: 0,
    locked: false,
    members: calls.map(member),
  };
}

describe('rooms that are looked at', () => {
  let there: readonly Room[] = [];
  const api = { get: vi.fn(async () => there), put: vi.fn(async () => undefined), delete: vi.fn(async (_: string) => {}) };
  const make = () => new Rooms(api as never);
  let tell: (rooms: readonly RoomUpdate[]) => void = () => {};
  const unfollow = vi.fn();
  const phone = {
    followRooms: vi.fn((listener: typeof tell) => {
      tell = listener;
      return unfollow;
    }),
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    there = [room('4001'), room('4000', 'c1', 'c/2')];
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('are asked for again until nobody looks any more', async () => {
    const rooms = make();
    const close = rooms.open(phone);
    await vi.advanceTimersByTimeAsync(lookMs * 2);
    expect(rooms.rooms.value.map(one => one.room)).toEqual(['4000', '4001']);
    expect(api.get).toHaveBeenCalledTimes(3);
    close();
    await vi.advanceTimersByTimeAsync(lookMs * 2);
    expect(api.get).toHaveBeenCalledTimes(3);
    expect(unfollow).toHaveBeenCalledTimes(1);
  });

  it('change as the edge tells, also while the list is on its way', async () => {
    const rooms = make();
    const close = rooms.open(phone);
    const told = { ...member('c9'), callId: 'c9', user: 'agent1', muted: true };
    tell([{ room: '4001', locked: true, members: [told] }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(rooms.rooms.value.map(one => [one.room, one.locked, one.members.map(({ call }) => call)])).toEqual([
      ['4000', false, ['c1', 'c/2']],
      ['4001', true, ['c9']],
    ]);
    tell([{ room: '4000', locked: false, members: [] }]);
    expect(rooms.rooms.value[0]?.members).toEqual([]);
    expect(rooms.rooms.value[1]?.members[0]).toEqual({ ...member('c9'), muted: true });
    expect(api.get).toHaveBeenCalledTimes(1);
    close();
  });

  it('are not asked for while the page is hidden', async () => {
    const close = make().open(phone);
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await vi.advanceTimersByTimeAsync(lookMs * 3);
    expect(api.get).toHaveBeenCalledTimes(1);
    close();
  });

  it('are ended member by member; who has left meanwhile is no problem', async () => {
    const rooms = make();
    api.delete.mockImplementation(async path => {
      if (path.endsWith('c1')) throw new Error('There is no such member.');
    });
    const [, before] = there;
    there = [room('4000')];
    await rooms.end(before as Room);
    expect(api.delete.mock.calls.map(([path]) => path)).toEqual(['/api/v1/rooms/4000/members/c1', '/api/v1/rooms/4000/members/c%2F2']);
    expect(rooms.rooms.value[0]?.members).toEqual([]);
  });

  it('say what went wrong when somebody is still there', async () => {
    const rooms = make();
    api.delete.mockRejectedValue(new Error('You are no moderator of this room.'));
    await expect(rooms.end(there[1] as Room)).rejects.toThrow('moderator');
  });
});
