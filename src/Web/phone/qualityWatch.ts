import { qualityWord } from './mos';
import type { CallQuality, CallSample, Warning, WarningName } from './types';

interface Rule {
  readonly name: WarningName;
  readonly threshold: number;
  /** So many of the last `of` samples break it before it is raised; it is cleared when none of them does. */
  readonly count: number;
  readonly of: number;
  /** Null: nothing to judge. */
  value(sample: CallSample, before: CallSample | null): number | null;
  breaks(value: number, threshold: number): boolean;
}

const above = (value: number, threshold: number) => value > threshold;
const below = (value: number, threshold: number) => value < threshold;

/** Thresholds that other telephony libraries have made familiar: three of five seconds. */
const rules: readonly Rule[] = [
  { name: 'high-rtt', threshold: 400, count: 3, of: 5, value: sample => sample.roundTripMilliseconds, breaks: above },
  { name: 'low-mos', threshold: 3, count: 3, of: 5, value: sample => sample.mos, breaks: below },
  { name: 'high-jitter', threshold: 30, count: 3, of: 5, value: sample => sample.jitterMilliseconds, breaks: above },
  { name: 'high-packet-loss', threshold: 1, count: 3, of: 5, value: sample => sample.lossPercent, breaks: above },
  {
    name: 'low-bytes-received',
    threshold: 1,
    count: 3,
    of: 3,
    value: (sample, before) => before && sample.bytesReceived - before.bytesReceived,
    breaks: below,
  },
  {
    name: 'low-bytes-sent',
    threshold: 1,
    count: 3,
    of: 3,
    value: (sample, before) => before && sample.bytesSent - before.bytesSent,
    breaks: below,
  },
  // A level that does not change at all is a broken device; a quiet room changes a little.
  {
    name: 'constant-audio-input-level',
    threshold: 0,
    count: 10,
    of: 10,
    value: (sample, before) => before && Math.abs(sample.inputLevel - before.inputLevel),
    breaks: (value, threshold) => value <= threshold,
  },
  {
    name: 'constant-audio-output-level',
    threshold: 0,
    count: 10,
    of: 10,
    value: (sample, before) => before && Math.abs(sample.outputLevel - before.outputLevel),
    breaks: (value, threshold) => value <= threshold,
  },
];

/** What makes a level say nothing. */
export interface Silence {
  /** Muted, or on hold: nothing is said here. */
  readonly input: boolean;
  /** On hold, on either side: nothing need be heard. */
  readonly output: boolean;
}

const loudOnly: Partial<Record<WarningName, keyof Silence>> = {
  'constant-audio-input-level': 'input',
  'constant-audio-output-level': 'output',
  'low-bytes-received': 'output',
};

/** Samples of a call in, warnings and quality out. */
export class QualityWatch {
  /** Seconds of which the quality is the average. */
  static readonly window = 5;

  readonly #raised: (warning: Warning) => void;
  readonly #cleared: (name: WarningName) => void;
  readonly #broken = new Map<WarningName, boolean[]>();
  readonly #standing = new Set<WarningName>();
  #samples: CallSample[] = [];

  constructor(raised: (warning: Warning) => void, cleared: (name: WarningName) => void) {
    this.#raised = raised;
    this.#cleared = cleared;
  }

  take(sample: CallSample, silence: Silence): void {
    const before = this.#samples.at(-1) ?? null;
    this.#samples = [...this.#samples.slice(1 - QualityWatch.window), sample];
    for (const rule of rules) {
      const concerns = loudOnly[rule.name];
      const value = concerns && silence[concerns] ? null : rule.value(sample, before);
      this.#judge(rule, value);
    }
  }

  /** Another connection: its counters begin anew. What was wrong with the old one is no longer. */
  restart(): void {
    this.#samples = [];
    this.#broken.clear();
    for (const name of this.#standing) this.#cleared(name);
    this.#standing.clear();
  }

  /** The last seconds; null when there is nothing to judge. */
  get quality(): CallQuality | null {
    const judged = this.#samples.filter(sample => sample.mos !== null);
    if (judged.length === 0) return null;
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const mos = mean(judged.map(sample => sample.mos ?? 0));
    const roundTrips = judged.map(sample => sample.roundTripMilliseconds).filter(value => value !== null);
    return {
      mos,
      word: qualityWord(mos),
      lossPercent: mean(judged.map(sample => sample.lossPercent)),
      jitterMilliseconds: mean(judged.map(sample => sample.jitterMilliseconds)),
      roundTripMilliseconds: roundTrips.length > 0 ? mean(roundTrips) : null,
      warnings: [...this.#standing],
    };
  }

  #judge(rule: Rule, value: number | null): void {
    const broken = [...(this.#broken.get(rule.name) ?? []).slice(1 - rule.of), value !== null && rule.breaks(value, rule.threshold)];
    this.#broken.set(rule.name, broken);
    const count = broken.filter(Boolean).length;
    if (value !== null && count >= rule.count && !this.#standing.has(rule.name)) {
      this.#standing.add(rule.name);
      this.#raised({ name: rule.name, value, threshold: rule.threshold });
    } else if (count === 0 && this.#standing.delete(rule.name)) {
      this.#cleared(rule.name);
    }
  }
}
