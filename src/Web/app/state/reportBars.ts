import type { TextKey } from '../i18n/en';
import type { AgentFigures, QueueFigures } from '../rest/reports';

/** One colour of the bars. */
export interface BarPart {
  readonly text: TextKey;
  readonly tone: 'good' | 'bad' | 'warn' | 'soft';
  /** A value for each bar. */
  readonly values: readonly number[];
}

/** What a report shows as bars: a bar for each interval, made of parts that lie upon each other. */
export interface Bars {
  /** Beginnings of the intervals, in seconds. */
  readonly times: readonly number[];
  /** How long an interval is, in seconds; the longest of them when clocks are changed. */
  readonly length: number;
  readonly parts: readonly BarPart[];
  /** What is counted. */
  readonly unit: 'calls' | 'hours';
}

/** Callers of all queues: who got an agent, who hung up, who went elsewhere. */
export function barsOfQueues(rows: readonly QueueFigures[]): Bars {
  return barsOf(rows, 'calls', [
    ['reportHandled', 'good', row => row.handled],
    ['reportAbandoned', 'bad', row => row.abandoned + row.shortAbandoned],
    ['reportElsewhere', 'soft', row => row.sentAway + row.lost + row.refused],
  ]);
}

/** Time of all agents, in hours. */
export function barsOfAgents(rows: readonly AgentFigures[]): Bars {
  return barsOf(rows, 'hours', [
    ['reportTalk', 'good', row => row.talkSeconds / 3_600],
    ['reportWrapUp', 'warn', row => row.wrapUpSeconds / 3_600],
    ['reportReady', 'soft', row => row.readySeconds / 3_600],
    ['reportPaused', 'bad', row => row.pausedSeconds / 3_600],
  ]);
}

function barsOf<TRow extends { readonly from: string; readonly to: string }>(
  rows: readonly TRow[],
  unit: Bars['unit'],
  parts: readonly (readonly [TextKey, BarPart['tone'], (row: TRow) => number])[],
): Bars {
  const times = [...new Set(rows.map(row => Date.parse(row.from) / 1_000))].sort((one, other) => one - other);
  const places = new Map(times.map((time, place) => [time, place]));
  return {
    times,
    length: rows.reduce((most, row) => Math.max(most, (Date.parse(row.to) - Date.parse(row.from)) / 1_000), 0),
    unit,
    parts: parts.map(([text, tone, figureOf]) => {
      const values = times.map(() => 0);
      for (const row of rows) {
        const place = places.get(Date.parse(row.from) / 1_000) ?? 0;
        values[place] = (values[place] ?? 0) + figureOf(row);
      }
      return { text, tone, values };
    }),
  };
}

/** The upper edges of the parts, which are drawn from the highest to the lowest. */
export function edgesOf(bars: Bars): readonly (readonly number[])[] {
  const edges: number[][] = [];
  for (const { values } of bars.parts) {
    const below = edges.at(-1);
    edges.push(values.map((value, place) => value + (below?.[place] ?? 0)));
  }
  return edges;
}
