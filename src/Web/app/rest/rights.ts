/** `GET /api/v1/me/exports`. */
export interface DataExport {
  readonly id: string;
  readonly state: 'waiting' | 'ready' | 'failed' | 'gone';
  readonly askedAt: string;
  readonly done: number;
  readonly total: number;
  readonly expiresAt: string | null;
  readonly bytes: number;
  readonly sha256: string;
}

export type RightsKind = 'access' | 'calls' | 'rectify' | 'restrict' | 'erase' | 'complaint';

/** `GET /api/v1/me/rights` and `GET /api/v1/rights`. */
export interface RightsRequest {
  readonly id: string;
  readonly number: number;
  readonly user: string;
  readonly kind: RightsKind;
  readonly state: 'open' | 'granting' | 'done' | 'refused' | 'withdrawn';
  readonly text: string;
  readonly call: string | null;
  readonly madeAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly decision: string | null;
  /** It is granted and waits: who it is about is the last administrator. */
  readonly waits?: boolean;
}
