/** Days that things of one kind are kept. */
export interface RetentionRule {
  readonly days: number | null;
  readonly users: Readonly<Record<string, number>>;
  readonly queues: Readonly<Record<string, number>>;
}

export type RetentionKind = 'recordings' | 'voicemail' | 'fax' | 'callLog' | 'chat';

/** `GET /api/v1/retention`. */
export interface Retention extends Readonly<Record<RetentionKind, RetentionRule>> {
  readonly version: number;
}

/** `GET /api/v1/me/retention`. */
export interface OwnRetention {
  readonly voicemailDays: number | null;
  readonly callLogDays: number | null;
  readonly faxDays: number | null;
}

/** `GET /api/v1/retention/sweeps`. */
export interface Sweep {
  readonly id: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly examined: number;
  readonly erased: number;
  readonly held: number;
  readonly failed: number;
}

/** `GET /api/v1/legal-cases`. */
export interface LegalCase {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly scope: {
    readonly users: readonly string[];
    readonly numbers: readonly string[];
    readonly calls: readonly string[];
    readonly from: string | null;
    readonly until: string | null;
  };
  readonly state: 'proposed' | 'active' | 'releasing' | 'released';
  readonly holds: boolean;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly releaseAskedBy: string | null;
}
