/** `GET /api/v1/reports/queues`: docs/reports.md says what each figure means. */
export interface QueueFigures {
  readonly from: string;
  readonly to: string;
  readonly queue: string;
  readonly offered: number;
  readonly handled: number;
  readonly abandoned: number;
  readonly shortAbandoned: number;
  readonly sentAway: number;
  readonly callBacks: number;
  readonly calledBack: number;
  readonly lost: number;
  readonly refused: number;
  readonly serviceLevel: number | null;
  readonly averageAnswerSeconds: number | null;
  readonly averageHandlingSeconds: number | null;
  readonly longestWaitSeconds: number;
}

/** `GET /api/v1/reports/agents`. */
export interface AgentFigures {
  readonly from: string;
  readonly to: string;
  readonly agent: string;
  readonly offered: number;
  readonly handled: number;
  readonly missed: number;
  readonly declined: number;
  readonly averageHandlingSeconds: number | null;
  readonly occupancy: number | null;
  readonly loggedInSeconds: number;
  readonly readySeconds: number;
  readonly talkSeconds: number;
  readonly wrapUpSeconds: number;
  readonly pausedSeconds: number;
}

/** A visit of a call to a queue. */
export interface ReportedVisit {
  readonly queue: string;
  readonly outcome: string;
  readonly waitSeconds: number;
  readonly agent: string | null;
}

/** What changed a call's parties. */
export interface ReportedTransfer {
  readonly kind: 'blind' | 'attended' | 'queue' | 'pickUp' | 'merge';
  readonly completed: boolean;
  readonly by: string;
  readonly to: string;
}

/** `GET /api/v1/reports/calls`. */
export interface ReportedCall {
  readonly call: string;
  readonly startedAt: string;
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  readonly result: string;
  readonly talkSeconds: number;
  readonly visits: readonly ReportedVisit[];
  readonly transfers: readonly ReportedTransfer[];
}
