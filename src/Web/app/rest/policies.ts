/** The documents of a company, as addresses name them. */
export const policyKinds = ['terms', 'privacy', 'webrtc-privacy', 'licence', 'cookies', 'acceptance-guide'] as const;

export type PolicyKind = (typeof policyKinds)[number];

/** A version of a document, without its text. */
export interface Policy {
  readonly kind: PolicyKind;
  /** 0 for what comes with the software. */
  readonly version: number;
  readonly titleEs: string;
  readonly titleEn: string;
  readonly material: boolean;
  readonly graceDays: number;
  readonly hash: string;
  readonly publishedAt: string | null;
  readonly effectiveAt: string | null;
  readonly modifiedAt: string;
  readonly modifiedBy: string;
  readonly revision: number;
  readonly inForce: boolean;
}

/** `GET /api/v1/policies/{kind}` and `…/draft`. */
export interface PolicyText {
  readonly document: Policy;
  readonly textEs: string;
  readonly textEn: string;
}

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** `GET /api/v1/policies/{kind}/diff` and `…/draft/diff`. */
export interface PolicyDiff {
  readonly from: number;
  readonly to: number;
  readonly es: readonly DiffLine[];
  readonly en: readonly DiffLine[];
}

/** `GET /api/v1/me/policies`. */
export interface OwnPolicies {
  readonly pending: readonly { readonly document: Policy; readonly blocksAt: string; readonly acceptedVersion: number | null }[];
  readonly accepted: readonly {
    readonly kind: PolicyKind;
    readonly version: number;
    readonly hash: string;
    readonly acceptedAt: string;
    readonly device: string;
    readonly address: string;
  }[];
  readonly blocksAt: string | null;
  readonly blocked: boolean;
}

/** `GET /api/v1/me/notices`. */
export interface OwnNotice {
  readonly id: string;
  readonly titleEs: string;
  readonly titleEn: string;
  readonly textEs: string;
  readonly textEn: string;
  readonly page: string | null;
}

/** `GET /api/v1/notices`. */
export interface Notice {
  readonly name: string;
  readonly version: number;
  readonly titleEs: string;
  readonly titleEn: string;
  readonly textEs: string;
  readonly textEn: string;
  readonly until: string | null;
}

export type Purpose = 'diagnostics' | 'personalisation' | 'location' | 'thirdParties';

/** `GET /api/v1/me/consents`. */
export interface OwnConsents {
  readonly consents: readonly { readonly purpose: Purpose; readonly given: boolean; readonly changedAt: string | null }[];
  readonly changes: readonly {
    readonly purpose: Purpose;
    readonly given: boolean;
    readonly madeAt: string;
    readonly policyVersion: number;
    readonly policyHash: string;
  }[];
}

/** `GET /api/v1/me/location`. */
export interface DeviceLocation {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy: number;
  readonly seenAt: string;
}
