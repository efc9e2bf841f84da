import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../app/rest/apiError';
import { mayTellFaults, tellFaults } from '../../app/state/diagnostics';

const told: unknown[] = [];
let answer: () => Promise<unknown> = () => Promise.resolve();
let end: () => void;

function breaks(text: string) {
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: text }));
}

beforeEach(() => {
  told.length = 0;
  answer = () => Promise.resolve();
  mayTellFaults.value = false;
  end = tellFaults({
    post: (path: string, body: unknown) => {
      told.push([path, body]);
      return answer() as Promise<never>;
    },
  });
});

afterEach(() => end());

describe('faults of the page', () => {
  it('are told while the person allows it, and not before or after', () => {
    breaks('one');
    mayTellFaults.value = true;
    breaks('two');
    mayTellFaults.value = false;
    breaks('three');
    expect(told).toEqual([['/api/v1/me/diagnostics', { text: 'two' }]]);
  });

  it('are told five times in a minute at most', () => {
    mayTellFaults.value = true;
    for (let i = 0; i < 9; i++) breaks('again');
    expect(told.length).toBe(5);
  });

  it('are not told any more when the server has heard of a withdrawal elsewhere', async () => {
    mayTellFaults.value = true;
    answer = () => Promise.reject(new ApiError(403, 'consent-needed', 'No.'));
    breaks('one');
    await Promise.resolve();
    await Promise.resolve();
    breaks('two');
    expect(told.length).toBe(1);
  });
});
