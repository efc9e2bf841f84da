import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSample } from '../../phone/callStats';
import { meanOpinion, qualityWord } from '../../phone/mos';
import { QualityWatch } from '../../phone/qualityWatch';
import type { CallSample } from '../../phone/types';
import { fakeTime, Page, pass, realTime } from './page';

const loud = { input: false, output: false };

function sample(second: number, more: Partial<CallSample> = {}): CallSample {
  return {
    at: second * 1_000,
    bytesSent: second * 8_000,
    bytesReceived: second * 8_000,
    packetsSent: second * 50,
    packetsReceived: second * 50,
    packetsLost: 0,
    lossPercent: 0,
    jitterMilliseconds: 1,
    roundTripMilliseconds: 20,
    mos: 4.4,
    inputLevel: second % 2,
    outputLevel: second % 2,
    codec: 'opus',
    ...more,
  };
}

function stats(received: object, more: object = {}): Map<string, unknown> {
  return new Map<string, unknown>([
    ['in', { type: 'inbound-rtp', kind: 'audio', id: 'in', codecId: 'codec', ...received }],
    ['codec', { type: 'codec', id: 'codec', mimeType: 'audio/opus' }],
    ['remote', { type: 'remote-inbound-rtp', kind: 'audio', id: 'remote', roundTripTime: 0.08 }],
    ['pair', { type: 'candidate-pair', id: 'pair', nominated: true, currentRoundTripTime: 0.5 }],
    ...Object.entries(more),
  ]);
}

describe('the mean opinion score', () => {
  test.each([
    [0, 0, 0, 4.433, 'excellent'],
    [100, 10, 0, 4.374, 'excellent'],
    [300, 20, 1, 3.562, 'fair'],
    [400, 30, 10, 1.816, 'degraded'],
    [5_000, 500, 100, 1, 'degraded'],
  ])('of %i ms with %i ms jitter and %i percent loss is %f', (roundTrip, jitter, loss, mos, word) => {
    expect(meanOpinion(roundTrip, jitter, loss)).toBeCloseTo(mos, 3);
    expect(qualityWord(meanOpinion(roundTrip, jitter, loss))).toBe(word);
  });
});

describe('a sample', () => {
  test('has the loss of its own second', () => {
    const first = readSample(stats({ packetsReceived: 100, packetsLost: 10, jitter: 0.004 }), null, 1_000);
    const second = readSample(stats({ packetsReceived: 145, packetsLost: 15, jitter: 0.004 }), first, 2_000);

    expect([second.lossPercent, second.jitterMilliseconds, second.roundTripMilliseconds, second.codec]).toEqual([10, 4, 80, 'opus']);
  });

  test('is empty before anything has come', () => {
    expect(readSample(new Map(), null, 1_000)).toMatchObject({ mos: null, bytesSent: 0, roundTripMilliseconds: null, codec: null });
  });

  test('takes the round trip of the connection before the first report', () => {
    const early = stats({ packetsReceived: 1 });
    early.delete('remote');

    expect(readSample(early, null, 1_000).roundTripMilliseconds).toBe(500);
  });
});

describe('warnings', () => {
  function watch() {
    const told: string[] = [];
    return {
      told,
      watch: new QualityWatch(
        warning => told.push(`+${warning.name}`),
        name => told.push(`-${name}`),
      ),
    };
  }

  test('come after three bad seconds of five, and go when five are good', () => {
    const { told, watch: quality } = watch();
    const bad = [false, true, false, true, true, false, false, false, false];

    for (const [second, isBad] of bad.entries()) quality.take(sample(second, isBad ? { jitterMilliseconds: 31 } : {}), loud);
    expect(told).toEqual(['+high-jitter']);
    expect(quality.quality?.warnings).toEqual(['high-jitter']);
    quality.take(sample(9), loud);

    expect(told).toEqual(['+high-jitter', '-high-jitter']);
  });

  test.each([
    ['high-rtt', { roundTripMilliseconds: 401 }],
    ['low-mos', { mos: 2.9 }],
    ['high-packet-loss', { lossPercent: 1.1 }],
  ] as const)('%s', (name, more) => {
    const { told, watch: quality } = watch();

    for (let second = 0; second < 3; second++) quality.take(sample(second, more), loud);

    expect(told).toEqual([`+${name}`]);
  });

  test('tell that nothing comes or goes any more', () => {
    const { told, watch: quality } = watch();

    for (let second = 0; second < 4; second++) quality.take(sample(second, { bytesReceived: 1, bytesSent: 1 }), loud);

    expect(told).toEqual(['+low-bytes-received', '+low-bytes-sent']);
  });

  test('tell of a microphone that always says the same, unless it is muted', () => {
    const { told, watch: quality } = watch();

    for (let second = 0; second < 20; second++) quality.take(sample(second, { inputLevel: 0 }), { input: true, output: false });
    expect(told).toEqual([]);
    for (let second = 20; second < 31; second++) quality.take(sample(second, { inputLevel: 0 }), loud);

    expect(told).toEqual(['+constant-audio-input-level']);
  });

  test('say nothing of silence on hold', () => {
    const { told, watch: quality } = watch();

    for (let second = 0; second < 20; second++)
      quality.take(sample(second, { inputLevel: 0, outputLevel: 0, bytesReceived: 1 }), { input: true, output: true });

    expect(told).toEqual([]);
  });
});

describe('in a call', () => {
  beforeEach(() => {
    fakeTime();
  });
  afterEach(() => {
    realTime();
  });

  test('it is measured each second and reported every five', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    const samples: CallSample[] = [];
    call.on('sample', one => samples.push(one));
    for (let second = 1; second <= 10; second++) {
      page.rtc.connection.stats = stats({ packetsReceived: second * 50, packetsLost: 0, jitter: 0.002 });
      await pass(1_000);
    }

    expect(samples.length).toBe(10);
    expect(call.quality).toMatchObject({ word: 'excellent', lossPercent: 0, jitterMilliseconds: 2, roundTripMilliseconds: 80 });
    expect(page.edge.requests('ReportQuality')).toMatchObject([
      { callId: 'dialled', lossPercent: 0 },
      { callId: 'dialled', roundTripMilliseconds: 80 },
    ]);
  });

  test('a new connection counts anew', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.rtc.connection.stats = stats({ packetsReceived: 1_000, packetsLost: 0, jitter: 0 });
    await pass(1_000);
    const samples: CallSample[] = [];
    call.on('sample', one => samples.push(one));

    page.rtc.connection.become('failed');
    await pass(0);
    page.rtc.connection.stats = stats({ packetsReceived: 40, packetsLost: 10, jitter: 0 });
    page.rtc.connection.become('connected');
    await pass(1_000);

    expect(samples.map(one => one.lossPercent)).toEqual([20]);
  });
});
