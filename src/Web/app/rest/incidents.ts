/** What a case was found by. */
export type IncidentRule =
  | 'tollBurst'
  | 'blockedNumbers'
  | 'forwardedBurst'
  | 'newCountry'
  | 'callPumping'
  | 'missedCallBait'
  | 'passwordSpray'
  | 'passwordGuessing'
  | 'extensionScan'
  | 'impossibleTravel';

export type IncidentState = 'open' | 'confirmed' | 'dismissed';

/** `GET /api/v1/me/incidents`. */
export interface OwnIncident {
  readonly id: string;
  readonly rule: IncidentRule;
  readonly openedAt: string;
  readonly reason: string;
  readonly state: IncidentState;
  readonly blockedUntil: string | null;
  readonly decision: string;
  readonly appeal: string;
  readonly appealedAt: string | null;
}

/** `GET /api/v1/incidents`. */
export interface Incident extends OwnIncident {
  readonly subject: string;
  readonly user: string | null;
  readonly lastAt: string;
  readonly times: number;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}
