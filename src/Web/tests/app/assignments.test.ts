import { beforeEach, describe, expect, it } from 'vitest';
import type { Assignment } from '../../app/rest/queues';
import { reasonText, scoreText } from '../../app/state/assignments';
import { preferences } from '../../app/state/preferences';

const made = { trigger: 'agentReady', fitting: 3, passed: 0 } as unknown as Assignment;

beforeEach(() => {
  preferences.locale.value = 'en';
});

describe('why an agent was chosen', () => {
  it('says what led to it, and how many could have had the call', () => {
    expect(reasonText(made)).toBe('An agent became free. 3 agents could take the call.');
    expect(reasonText({ ...made, fitting: 1, passed: 2 })).toBe(
      'An agent became free. One agent could take the call. Callers ahead who could not be served by this agent: 2.',
    );
  });

  it('says what each rule compares: a time, a count, a place', () => {
    const since = new Date();
    since.setHours(8, 3, 0, 0);
    const ticks = 621_355_968_000_000_000 + since.getTime() * 10_000;
    expect(scoreText('longestIdle', ticks)).toMatch(/^idle since .*8:03/);
    expect(scoreText('longestIdle', 0)).toBe('no call yet');
    expect(scoreText('leastTalkTime', 61 * 10_000_000)).toBe('talked 1:01');
    expect(scoreText('fewestCalls', 4)).toBe('calls taken: 4');
    expect(scoreText('topDown', 0)).toBe('place 1 in the order');
    expect([scoreText('roundRobin', 2), scoreText('roundRobin', 2 ** 32)]).toEqual(['place 3 in the order', 'place 1, in the next round']);
    expect(scoreText('weightedRandom', 10)).toBe('weight 10');
    expect(scoreText('random', 1)).toBe('the same chance as the others');
  });
});
