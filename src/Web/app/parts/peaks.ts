import type { Peaks } from '../rest/models';
import { api } from '../state/session';

const points = 400;

/** Loudness over time of a recording: as the server knows it, else measured in the sound itself. */
export async function peaksOf(recording: string, sound: Blob): Promise<Peaks | null> {
  try {
    const { channels } = await api.get<Peaks>(`/api/v1/recordings/${recording}/peaks`);
    return { channels: channels.map(channel => thin(channel, points)) };
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
