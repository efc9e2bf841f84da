/** `GET /api/v1/me/faxes`. */
export interface Fax {
  readonly id: string;
  readonly direction: 'in' | 'out';
  /** A received one is `received`, or `cut` when it ended before its end; the others are of one that is sent. */
  readonly state: 'received' | 'cut' | 'waiting' | 'sending' | 'sent' | 'failed';
  /** Empty when it was not shown. */
  readonly number: string;
  readonly name: string;
  /** What the other machine calls itself. */
  readonly station: string;
  readonly pages: number;
  readonly pagesSent: number;
  /** How the last call ended, for an expert. */
  readonly result: string;
  readonly at: string;
  readonly seen: boolean;
  readonly attempts: number;
  readonly due: string | null;
  /** Some of its pages may still be on their way. */
  readonly pending: boolean;
  readonly tiff: string;
  readonly pdf: string;
}
