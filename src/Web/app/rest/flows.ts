import type { QueueRules, TimeText } from './queues';

/** A part of what is said; one of its fields but `currency` is set. */
export interface FlowPiece {
  readonly say?: Readonly<Record<string, string>> | null;
  readonly play?: string | null;
  readonly pause?: number | null;
  readonly number?: string | null;
  readonly digits?: string | null;
  readonly time?: string | null;
  readonly money?: string | null;
  readonly currency?: string;
}

export type StepType = 'say' | 'menu' | 'gather' | 'hours' | 'set' | 'switch' | 'webhook' | 'queue' | 'transfer' | 'hangUp';

/** A step; which fields it has follows from its type. */
export interface FlowStep {
  readonly type: StepType;
  readonly name: string;
  readonly prompt?: readonly FlowPiece[];
  readonly invalid?: readonly FlowPiece[];
  readonly next?: string;
  readonly otherwise?: string;
  readonly open?: string;
  readonly closed?: string;
  readonly choices?: Readonly<Record<string, string>>;
  readonly cases?: Readonly<Record<string, string>>;
  readonly variable?: string;
  readonly into?: string;
  readonly minDigits?: number;
  readonly maxDigits?: number;
  readonly terminator?: string;
  readonly timeout?: TimeText;
  readonly betweenDigits?: TimeText;
  readonly attempts?: number;
  readonly hours?: QueueRules['hours'];
  readonly language?: string | null;
  readonly priority?: number | null;
  readonly skills?: Readonly<Record<string, number>> | null;
  readonly variables?: Readonly<Record<string, string>> | null;
  readonly url?: string;
  readonly queue?: string;
  readonly number?: string;
}

export interface FlowDefinition {
  readonly name: string;
  readonly language: string;
  readonly start: string;
  readonly steps: readonly FlowStep[];
}

/** `GET /api/v1/flows/{name}`. */
export interface Flow {
  readonly name: string;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly definition: FlowDefinition;
}

/** `GET /api/v1/flows`. */
export interface FlowSummary {
  readonly name: string;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** `POST /api/v1/flows/{name}/test`. */
export interface FlowReport {
  readonly problems: readonly string[];
  readonly edges: readonly {
    readonly from: string;
    readonly outcome: string;
    readonly to: string;
    readonly how: readonly string[];
    readonly good: boolean;
  }[];
  readonly unreached: readonly string[];
}
