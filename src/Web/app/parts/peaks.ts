import type { RecordingSegment, StoredPeaks } from '../rest/models';
import { api } from '../state/session';

const points = 400;
const fullScale = 255;

/** Loudness from 0 to 1; each channel has as many points. */
export interface Peaks {
  readonly channels: readonly (readonly number[])[];
  /** Whether a part of it was changed or damaged since it was stored, and is silent. */
  readonly isDamaged?: boolean;
}

/** Loudness over time of a part of a recording: as the server knows it, else measured in the sound itself. */
export async function peaksOf(recording: string, segment: RecordingSegment, sound: Blob): Promise<Peaks | null> {
  try {
    const { left, right, durationSeconds, damaged = [] } = await api.get<StoredPeaks>(`/api/v1/recordings/${recording}/peaks`);
    const end = segment.startSeconds + segment.durationSeconds;
    return {
      channels: [left, right].map(channel =>
        thin(stretch(channel, segment.startSeconds / durationSeconds, end / durationSeconds), points).map(value => value / fullScale),
      ),
      isDamaged: damaged.some(part => part.startSeconds < end && part.startSeconds + part.durationSeconds > segment.startSeconds),
    };
  } catch {
    return measure(sound);
  }
}

async function measure(sound: Blob): Promise<Peaks | null> {
  try {
    const context = new OfflineAudioContext(2, 1, 8_000);
    const buffer = await context.decodeAudioData(await sound.arrayBuffer());
    return {
      channels: Array.from({ length: buffer.numberOfChannels }, (_, channel) => thin(buffer.getChannelData(channel), points)),
    };
  } catch {
    // A browser that cannot decode it may still play it.
    return null;
  }
}

/** The values between two shares of the whole. */
export function stretch(values: readonly number[], from: number, end: number): readonly number[] {
  return values.slice(Math.floor(from * values.length), Math.ceil(end * values.length));
}

/** The loudest value of each of as many equal pieces. */
export function thin(values: ArrayLike<number>, pieces: number): number[] {
  const count = Math.min(pieces, values.length);
  return Array.from({ length: count }, (_, piece) => {
    const from = Math.floor((piece * values.length) / count);
    const end = Math.floor(((piece + 1) * values.length) / count);
    let loudest = 0;
    for (let at = from; at < end; at++) loudest = Math.max(loudest, Math.abs(values[at] ?? 0));
    return loudest;
  });
}
