import { describe, expect, it } from 'vitest';
import type { FlowDefinition, FlowStep } from '../../app/rest/flows';
import { exitsOf, freeName, pictureOf, plainStep, problemsAt, renamed, stepTypes } from '../../app/state/flow';

const step = (name: string, next: string): FlowStep => ({ type: 'say', name, prompt: [], next });

const flow: FlowDefinition = {
  name: 'Main',
  language: 'es-CO',
  start: 'hours',
  steps: [
    { type: 'hangUp', name: 'bye', prompt: [] },
    { type: 'menu', name: 'menu', choices: { '1': 'sales', '2': 'support', '9': 'menu' }, otherwise: 'bye' },
    { type: 'queue', name: 'support', queue: 'support' },
    { type: 'queue', name: 'sales', queue: 'sales' },
    { type: 'hours', name: 'hours', open: 'menu', closed: 'bye' },
    step('forgotten', 'menu'),
  ],
};

const spots = (of: FlowDefinition) => Object.fromEntries(pictureOf(of).spots.map(spot => [spot.step.name, [spot.column, spot.row]]));

describe('a step', () => {
  it('leads where its fields say, digits first', () => {
    expect(exitsOf(flow.steps[1] as FlowStep).map(exit => [exit.field, exit.label, exit.to])).toEqual([
      ['choices.1', '1', 'sales'],
      ['choices.2', '2', 'support'],
      ['choices.9', '9', 'menu'],
      ['otherwise', 'otherwise', 'bye'],
    ]);
    expect(exitsOf(flow.steps[0] as FlowStep)).toEqual([]);
  });

  it('of each kind can be begun, with a name that nobody has', () => {
    for (const type of stepTypes) expect(plainStep(type, freeName(flow, type)).type).toBe(type);
    const more = { ...flow, steps: [...flow.steps, plainStep('hangUp', 'hangup-1')] };
    expect(freeName(more, 'hangUp')).toBe('hangup-2');
  });

  it('that gets another name is still found by all who lead to it', () => {
    const changed = renamed(renamed(flow, 'menu', 'choice'), 'hours', 'clock');
    expect([changed.start, changed.steps[4]?.open, changed.steps[5]?.next, changed.steps[1]?.choices]).toEqual([
      'clock',
      'choice',
      'choice',
      { '1': 'sales', '2': 'support', '9': 'choice' },
    ]);
  });
});

describe('the picture of a flow', () => {
  it('has a column for each step away from the start, and one more for what nothing leads to', () => {
    expect(Object.fromEntries(Object.entries(spots(flow)).map(([name, [column]]) => [name, column]))).toEqual({
      hours: 0,
      menu: 1,
      bye: 1,
      sales: 2,
      support: 2,
      forgotten: 3,
    });
    expect(
      pictureOf(flow)
        .spots.filter(spot => !spot.isReached)
        .map(spot => spot.step.name),
    ).toEqual(['forgotten']);
  });

  it('orders a column by the ways that lead into it, so that few of them cross', () => {
    const { sales, support, hours } = spots(flow);
    expect((sales?.[1] ?? 0) < (support?.[1] ?? 0)).toBe(true);
    expect(hours?.[1]).toBe(0.5);
  });

  it('draws each way once, back to the same step too, and none that leads nowhere', () => {
    const broken = { ...flow, steps: [...flow.steps, step('lost', 'nowhere')] };
    expect(pictureOf(broken).links).toHaveLength(7);
  });

  it('of a flow without steps, or without a start, is no failure', () => {
    expect(pictureOf({ ...flow, steps: [] })).toEqual({ spots: [], links: [], columns: 0, rows: 0 });
    expect(pictureOf({ ...flow, start: '' }).spots.every(spot => spot.column === 0 && !spot.isReached)).toBe(true);
  });

  it('does not take long with as many steps as there may be', () => {
    const steps = Array.from({ length: 200 }, (_, index) => step(`step${index}`, `step${(index * 7 + 1) % 200}`));
    expect(pictureOf({ ...flow, start: 'step0', steps }).spots).toHaveLength(200);
  });
});

it('a problem is shown at the field that it names', () => {
  expect([
    ...problemsAt(flow, [
      "menu: choices.1: there is no step 'sals'.",
      "menu: otherwise: there is no step ''.",
      'support: queue: 1 to 64 characters.',
      'bye: prompt[0]: say: texts of 1 to 500 characters in es-CO or en.',
      "start: there is no step 'x'.",
      'hours > menu: goes round.',
    ]),
  ]).toEqual([
    ['steps.1.choices.1', "there is no step 'sals'."],
    ['steps.1.otherwise', "there is no step ''."],
    ['steps.2.queue', '1 to 64 characters.'],
    ['steps.0.prompt', 'say: texts of 1 to 500 characters in es-CO or en.'],
    ['start', "there is no step 'x'."],
    ['', 'hours > menu: goes round.'],
  ]);
});
