import { describe, expect, it } from 'vitest';
import { stretch, thin } from '../../app/parts/peaks';

describe('peaks', () => {
  it('are the loudest value of each piece, whichever way the wave goes', () => {
    expect(thin([0, 0.25, -0.5, 0, 0.125, 0], 3)).toEqual([0.25, 0.5, 0.125]);
  });

  it('leave no value out when the pieces are not equal', () => {
    const values = Array.from({ length: 1_001 }, (_, at) => (at === 1_000 ? 1 : 0));
    const peaks = thin(values, 400);
    expect(peaks).toHaveLength(400);
    expect(peaks.at(-1)).toBe(1);
  });

  it('of a part are those of its time', () => {
    expect(stretch([1, 2, 3, 4], 0.5, 1)).toEqual([3, 4]);
    expect(stretch([1, 2, 3, 4], 0, 0.5)).toEqual([1, 2]);
  });

  it('are no more than there are values', () => {
    expect(thin([0.5, 0.25], 400)).toEqual([0.5, 0.25]);
    expect(thin([], 400)).toEqual([]);
  });
});
