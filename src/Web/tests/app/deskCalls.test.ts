import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveCall, LiveLeg } from '../../app/rest/models';
import { DeskCalls, holds, otherOf } from '../../app/state/deskCalls';
import type { Phone } from '../../app/state/phone';

function leg(number: number, user: string | null, onHold = false): LiveLeg {
  return { leg: number, party: { number: `100${number}`, name: null, user }, phase: 'answered', onHold, supervises: false } as LiveLeg;
}

function call(id: string, ...legs: readonly LiveLeg[]): LiveCall {
  return { id, phase: 'connected', dialled: '1002', answeredAt: '2026-01-02T03:04:10Z', legs } as unknown as LiveCall;
}

function desk(items: readonly LiveCall[], here: readonly string[] = []) {
  const asked: [string, unknown][] = [];
  const own = signal<{ status: string } | null>({ status: 'onCall' });
  const phone = { own, calls: signal(here.map(id => ({ id }))), identity: signal({ user: 'me' }) };
  const page = vi.fn(async () => ({ items, next: null }));
  const api = {
    page,
    post: async (path: string, body: unknown) => {
      asked.push([path, body]);
    },
  };
  return { calls: new DeskCalls(api as never, phone as unknown as Phone), own, asked, page, here: phone.calls };
}

describe('calls on other devices', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are the own ones that this tab does not have', async () => {
    const { calls, page, here } = desk([
      call('1', leg(1, 'me'), leg(2, 'two')),
      call('2', leg(1, 'me'), leg(2, 'two')),
      call('3', leg(1, 'other'), leg(2, 'two')),
    ]);
    const close = calls.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(page).toHaveBeenCalledWith('/api/v1/calls', { mine: 'true' });
    expect(calls.calls.value.map(({ id }) => id)).toEqual(['1', '2']);
    here.value = [{ id: '2' }];
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.calls.value.map(({ id }) => id)).toEqual(['1']);
    close();
  });

  it('are not asked for while the call is in this tab, and are when it has gone', async () => {
    const { calls, page, here } = desk([], ['2']);
    const close = calls.open();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page).not.toHaveBeenCalled();
    here.value = [];
    await vi.advanceTimersByTimeAsync(0);
    expect(page).toHaveBeenCalledOnce();
    close();
  });

  it('are looked at again while there are some, and not asked for without a call', async () => {
    const { calls, own, page } = desk([]);
    own.value = { status: 'available' };
    const close = calls.open();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page).not.toHaveBeenCalled();
    own.value = { status: 'onCall' };
    await vi.advanceTimersByTimeAsync(4_100);
    expect(page.mock.calls.length).toBe(3);
    own.value = { status: 'available' };
    close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.mock.calls.length).toBe(3);
  });

  it('are steered over the API', async () => {
    const one = call('a/1', leg(1, 'me', true), leg(2, 'two'));
    const { calls, asked } = desk([one]);
    await calls.act(one, 'resume');
    await calls.act(one, 'transfer', '1003');
    expect(asked).toEqual([
      ['/api/v1/calls/a%2F1/resume', {}],
      ['/api/v1/calls/a%2F1/transfer', { to: '1003' }],
    ]);
    expect([holds(one, 'me'), holds(one, 'two'), otherOf(one, 'me')]).toEqual([true, false, '1002']);
  });
});
