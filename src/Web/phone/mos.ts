import type { QualityWord } from './types';

/** Added for the codec's and the jitter buffer's own delay. */
const codecMs = 10;

/** Delay from which people begin to talk over each other. */
const awkwardMs = 160;

/**
 * Mean opinion score of a conversation, 1 to 4.5: ITU-T G.107 simplified to delay and loss.
 * @param roundTripMs Round trip.
 * @param jitterMs Jitter of what is received; a jitter buffer holds about twice of it back.
 * @param lossPercent Packets lost, 0 to 100.
 */
export function meanOpinion(roundTripMs: number, jitterMs: number, lossPercent: number): number {
  const delay = roundTripMs + 2 * jitterMs + codecMs;
  const base = delay < awkwardMs ? 94.768 - delay / 40 : 94.768 - (delay - 120) / 10;
  const factor = Math.max(0, Math.min(100, base - 2.5 * lossPercent));
  return Math.max(1, Math.min(4.5, 1 + 0.035 * factor + 7e-6 * factor * (factor - 60) * (100 - factor)));
}

/** A score in a word. */
export function qualityWord(mos: number): QualityWord {
  if (mos >= 4.2) return 'excellent';
  if (mos >= 4.1) return 'great';
  if (mos >= 3.7) return 'good';
  return mos >= 3.1 ? 'fair' : 'degraded';
}
