import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contact } from '../../app/rest/contacts';
import { Callers } from '../../app/state/callers';

const ana = { id: 'c1', name: 'Ana' } as Contact;

describe('callers', () => {
  const get = vi.fn(async (_path: string) => [{ number: '+57300', contact: ana }] as unknown);
  const callers = () => new Callers({ get: get as never });

  beforeEach(() => {
    vi.useFakeTimers();
    get.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  it('are asked for together, each once, and known when the answer is there', async () => {
    const known = callers();
    known.ask(['+57300', '', '1002']);
    known.ask(['1002', '+57300']);
    expect(known.of('+57300')).toBeNull();
    await vi.advanceTimersByTimeAsync(20);
    expect(get.mock.calls).toEqual([['/api/v1/contacts/callers?number=%2B57300&number=1002']]);
    expect(known.of('+57300')).toBe(ana);
    expect(known.of('1002')).toBeNull();
  });

  it('are asked for anew after a minute, after a change, and after a failure', async () => {
    const known = callers();
    known.ask(['1'], 0);
    known.ask(['1'], 59_999);
    await vi.advanceTimersByTimeAsync(20);
    known.ask(['1'], 60_000);
    await vi.advanceTimersByTimeAsync(20);
    expect(get).toHaveBeenCalledTimes(2);
    known.forget();
    get.mockRejectedValueOnce(new Error('away'));
    known.ask(['1'], 60_001);
    await vi.advanceTimersByTimeAsync(20);
    known.ask(['1'], 60_002);
    await vi.advanceTimersByTimeAsync(20);
    expect(get).toHaveBeenCalledTimes(4);
  });

  it('are asked for a hundred at a time', async () => {
    callers().ask(Array.from({ length: 150 }, (_, index) => String(index)));
    await vi.advanceTimersByTimeAsync(20);
    expect(get.mock.calls.map(([path]) => path.split('number=').length - 1)).toEqual([100, 50]);
  });
});
