/** An uploaded sound: `GET /api/v1/prompts`. */
export interface Prompt {
  readonly name: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly sampleRate: number;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly audio: string;
}
