import { meanOpinion } from './mos';
import type { CallSample } from './types';

/** What is read of the reports (W3C webrtc-stats); each may be missing: Chromium leaves `outbound-rtp` out until it is connected. */
interface Report {
  readonly type: string;
  readonly kind?: string;
  readonly id: string;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly jitter?: number;
  readonly audioLevel?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly nominated?: boolean;
  readonly codecId?: string;
  readonly mimeType?: string;
}

/**
 * One second of a call from the browser's statistics.
 * @param stats What `getStats` gave.
 * @param before The sample of a second ago on the same connection; null for the first.
 * @param at Milliseconds since 1970.
 */
export function readSample(stats: ReadonlyMap<string, unknown>, before: CallSample | null, at: number): CallSample {
  const reports = [...stats.values()] as Report[];
  const find = (type: string) => reports.find(report => report.type === type && (report.kind === undefined || report.kind === 'audio'));
  const received = find('inbound-rtp');
  const sent = find('outbound-rtp');
  const pair = reports.find(report => report.type === 'candidate-pair' && report.nominated && report.currentRoundTripTime !== undefined);
  const roundTrip = find('remote-inbound-rtp')?.roundTripTime ?? pair?.currentRoundTripTime;
  const codecId = received?.codecId ?? sent?.codecId;
  const codec = codecId === undefined ? undefined : (stats.get(codecId) as Report | undefined)?.mimeType?.split('/')[1];
  const packetsReceived = received?.packetsReceived ?? 0;
  const packetsLost = received?.packetsLost ?? 0;
  const [came, missed] = [packetsReceived - (before?.packetsReceived ?? 0), Math.max(0, packetsLost - (before?.packetsLost ?? 0))];
  const lossPercent = came + missed > 0 ? (100 * missed) / (came + missed) : 0;
  const jitterMilliseconds = (received?.jitter ?? 0) * 1_000;
  const roundTripMilliseconds = roundTrip === undefined ? null : roundTrip * 1_000;
  return {
    at,
    bytesSent: sent?.bytesSent ?? 0,
    bytesReceived: received?.bytesReceived ?? 0,
    packetsSent: sent?.packetsSent ?? 0,
    packetsReceived,
    packetsLost,
    lossPercent,
    jitterMilliseconds,
    roundTripMilliseconds,
    mos: came > 0 ? meanOpinion(roundTripMilliseconds ?? 0, jitterMilliseconds, lossPercent) : null,
    inputLevel: find('media-source')?.audioLevel ?? 0,
    outputLevel: received?.audioLevel ?? 0,
    codec: codec ?? null,
  };
}
