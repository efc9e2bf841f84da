/** One rule of what is told before a call is recorded. */
export interface NoticeRule {
  readonly name: string;
  readonly tell: 'none' | 'announce' | 'consent';
  readonly calls: 'all' | 'incoming' | 'outgoing';
  readonly lines: readonly string[];
  readonly queues: readonly string[];
  readonly countries: readonly string[];
  readonly language: string;
  readonly text: string;
  readonly prompt: string;
  readonly seconds: number;
  readonly recordsUnanswered: boolean;
}

/** `GET /api/v1/recording-notices`: the first rule that covers a call counts. */
export interface Notices {
  readonly rules: readonly NoticeRule[];
  readonly version: number;
}
