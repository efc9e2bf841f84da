import { describe, expect, it } from 'vitest';
import { timeOf } from '../../app/parts/fields';
import { ApiError, refusal } from '../../app/rest/apiError';
import { secondsOf } from '../../app/state/board';
import { Form } from '../../app/state/form';

const rules = () => new Form({ name: 'Support', limits: { maxWaiting: 5, whenFull: null as string | null }, weekly: [{ day: 'monday' }] });
const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

describe('a form', () => {
  it('reads and writes by path, and leaves what it does not know', () => {
    const form = rules();
    form.write('limits.whenFull', '1000');
    form.write('weekly.0.day', 'friday');
    expect(form.value.value).toEqual({ name: 'Support', limits: { maxWaiting: 5, whenFull: '1000' }, weekly: [{ day: 'friday' }] });
    expect([form.read('limits.maxWaiting'), form.read('limits.none'), form.read('none.at.all')]).toEqual([5, undefined, undefined]);
  });

  it('has what the server made of it, once that has taken it', async () => {
    const form = rules();
    expect(await form.save(async value => ({ ...value, name: value.name.trim() }))).toBe(true);
    expect([form.isSaved.value, form.isBusy.value]).toEqual([true, false]);
    form.write('name', 'Sales');
    expect(form.isSaved.value).toBe(false);
  });

  it('shows what is wrong at its field until that is changed', async () => {
    const form = rules();
    const problem = await refusal(answer(400, { detail: 'Limits.MaxWaiting: 1 to 100,000.' }));
    expect(await form.save(() => Promise.reject(problem))).toBe(false);
    expect([form.problem('limits.maxWaiting'), form.problem('name'), form.problem('')]).toEqual(['1 to 100,000.', null, null]);
    form.write('limits.maxWaiting', 7);
    expect(form.problem('limits.maxWaiting')).toBeNull();
  });

  it('shows what is about no field by itself', async () => {
    const form = rules();
    await form.save(() => Promise.reject(new ApiError(409, 'conflict', 'The line 2000 leads to the queue.')));
    expect(form.problem('')).toBe('The line 2000 leads to the queue.');
  });
});

describe('a refusal', () => {
  it('names fields as validation does', async () => {
    const { fields } = await refusal(
      answer(400, { title: 'One or more validation errors occurred.', errors: { Name: ['Required.', 'Too long.'] } }),
    );
    expect([...fields]).toEqual([['name', 'Required. Too long.']]);
  });

  it('takes a colon in a sentence for no field', async () => {
    const { fields } = await refusal(answer(400, { detail: 'It failed: the disk is full.' }));
    expect([...fields]).toEqual([['', 'It failed: the disk is full.']]);
  });
});

it('a time is written as the API does, and read back the same', () => {
  expect([0, 20, 3_723, 86_400].map(timeOf)).toEqual(['00:00:00', '00:00:20', '01:02:03', '1.00:00:00']);
  for (const seconds of [0, 59, 3_599, 86_399, 86_400, 90_061]) expect(secondsOf(timeOf(seconds))).toBe(seconds);
});
