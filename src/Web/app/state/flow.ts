import type { FlowDefinition, FlowStep, StepType } from '../rest/flows';
import { plainRules } from './plainRules';

/** A way out of a step. */
export interface Exit {
  /** The field that names where it leads, within the step: `next`, `choices.1`. */
  readonly field: string;
  /** What leads along it: a digit, a value, or nothing where there is only one way. */
  readonly label: string;
  readonly to: string;
}

/** Fields that name another step, by type, in the order in which people think of them. */
const ways: Readonly<Record<StepType, readonly string[]>> = {
  say: ['next'],
  menu: ['otherwise'],
  gather: ['next', 'otherwise'],
  hours: ['open', 'closed'],
  set: ['next'],
  switch: ['otherwise'],
  webhook: ['next', 'otherwise'],
  queue: [],
  transfer: [],
  hangUp: [],
};

export const stepTypes = Object.keys(ways) as StepType[];

export function exitsOf(step: FlowStep): readonly Exit[] {
  const lists = (['choices', 'cases'] as const).flatMap(list =>
    Object.entries(step[list] ?? {}).map(([label, to]) => ({ field: `${list}.${label}`, label, to })),
  );
  const plain = ways[step.type].map(field => ({
    field,
    label: field === 'next' ? '' : field,
    to: (step as unknown as Record<string, string | undefined>)[field] ?? '',
  }));
  return [...lists, ...plain];
}

/** A step of a type before anybody has decided anything about it. */
export function plainStep(type: StepType, name: string): FlowStep {
  const prompt = [{ say: { 'es-CO': '', en: '' } }];
  switch (type) {
    case 'say':
      return { type, name, prompt, next: '' };
    case 'menu':
      return { type, name, prompt, choices: {}, timeout: '00:00:05', attempts: 3, invalid: [], otherwise: '' };
    case 'gather':
      return {
        type,
        name,
        prompt,
        into: 'digits',
        minDigits: 1,
        maxDigits: 16,
        terminator: '#',
        timeout: '00:00:07',
        betweenDigits: '00:00:03',
        attempts: 3,
        invalid: [],
        next: '',
        otherwise: '',
      };
    case 'hours':
      return { type, name, hours: plainRules.hours, open: '', closed: '' };
    case 'set':
      return { type, name, language: null, priority: null, skills: null, variables: null, next: '' };
    case 'switch':
      return { type, name, variable: 'digits', cases: {}, otherwise: '' };
    case 'webhook':
      return { type, name, url: '', timeout: '00:00:03', next: '', otherwise: '' };
    case 'queue':
      return { type, name, queue: '' };
    case 'transfer':
      return { type, name, number: '' };
    case 'hangUp':
      return { type, name, prompt: [] };
  }
}

/** A name that no step has yet. */
export function freeName(flow: FlowDefinition, type: StepType): string {
  const taken = new Set(flow.steps.map(step => step.name));
  for (let number = 1; ; number++) {
    const name = `${type.toLowerCase()}-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** A step gets another name, and whatever led to it leads to it still. */
export function renamed(flow: FlowDefinition, from: string, to: string): FlowDefinition {
  const moved = (name: string) => (name === from ? to : name);
  const list = (entries: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(entries).map(([label, name]) => [label, moved(name)]));
  return {
    ...flow,
    start: moved(flow.start),
    steps: flow.steps.map(step => {
      const fields = Object.fromEntries(
        ways[step.type].map(field => [field, moved((step as unknown as Record<string, string | undefined>)[field] ?? '')]),
      );
      return {
        ...step,
        ...fields,
        ...(step.choices && { choices: list(step.choices) }),
        ...(step.cases && { cases: list(step.cases) }),
        name: moved(step.name),
      };
    }),
  };
}

/** Where a step stands in the picture. */
export interface Spot {
  readonly step: FlowStep;
  /** How many steps lead to it at least; the last column has those that nothing leads to. */
  readonly column: number;
  readonly row: number;
  readonly isReached: boolean;
}

export interface Link extends Exit {
  readonly from: Spot;
  readonly target: Spot;
}

export interface Picture {
  readonly spots: readonly Spot[];
  readonly links: readonly Link[];
  readonly columns: number;
  readonly rows: number;
}

/** Steps in columns by their distance from the start; in a column by where those stand that lead to them, so that few lines cross. */
export function pictureOf(flow: FlowDefinition): Picture {
  const steps = new Map(flow.steps.map(step => [step.name, step]));
  const distance = new Map<string, number>();
  const order: FlowStep[] = [];
  const start = steps.get(flow.start);
  if (start) {
    distance.set(start.name, 0);
    order.push(start);
  }
  for (let at = 0; at < order.length; at++) {
    const step = order[at] as FlowStep;
    for (const { to } of exitsOf(step)) {
      const next = steps.get(to);
      if (!next || distance.has(to)) continue;
      distance.set(to, (distance.get(step.name) ?? 0) + 1);
      order.push(next);
    }
  }
  const reached = Math.max(-1, ...distance.values()) + 1;
  const alone = [...steps.values()].filter(step => !distance.has(step.name));
  const columns: FlowStep[][] = Array.from({ length: reached + (alone.length > 0 ? 1 : 0) }, () => []);
  for (const step of order) columns[distance.get(step.name) ?? 0]?.push(step);
  if (alone.length > 0) columns[reached] = alone;
  const rows = Math.max(0, ...columns.map(column => column.length));
  const spots = new Map<string, Spot>();
  columns.forEach((column, index) => {
    const middle = (rows - column.length) / 2;
    const led = index > 0 && index < reached ? [...column].sort((one, other) => pull(one, spots) - pull(other, spots)) : column;
    led.forEach((step, row) => {
      spots.set(step.name, { step, column: index, row: row + middle, isReached: distance.has(step.name) });
    });
  });
  const links = [...spots.values()].flatMap(from =>
    exitsOf(from.step).flatMap(exit => {
      const target = spots.get(exit.to);
      return target ? [{ ...exit, from, target }] : [];
    }),
  );
  return { spots: [...spots.values()], links, columns: columns.length, rows };
}

// The mean row of those that lead to it, in their order.
function pull(step: FlowStep, spots: ReadonlyMap<string, Spot>): number {
  const leading = [...spots.values()].flatMap(spot =>
    exitsOf(spot.step).flatMap((exit, index) => (exit.to === step.name ? [spot.row + index / 100] : [])),
  );
  return leading.length === 0 ? 0 : leading.reduce((sum, row) => sum + row, 0) / leading.length;
}

/** Problems as the server names them (`step: field: text`), by the path of the field in the form. */
export function problemsAt(flow: FlowDefinition, problems: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const problem of problems) {
    const [, name = '', rest = problem] = /^([^:]+): (.*)$/s.exec(problem) ?? [];
    const index = flow.steps.findIndex(step => step.name === name);
    const [, field, text] = /^([\w.=*#-]+)(?:\[\d+\])?: (.*)$/s.exec(rest) ?? [];
    const path =
      index < 0 ? (name === 'start' || name === 'steps' || name === 'name' ? name : '') : `steps.${index}${field ? `.${field}` : ''}`;
    const said = index < 0 && path === '' ? problem : (text ?? rest);
    const key = path.toLowerCase();
    found.set(key, found.has(key) ? `${found.get(key)} ${said}` : said);
  }
  return found;
}
