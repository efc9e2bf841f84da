import type { CallQuality, QualityWord, WarningName } from '../../phone';
import type { TextKey } from '../i18n/en';
import { number, t } from '../i18n/texts';

const words: Readonly<Record<QualityWord, readonly [number, TextKey]>> = {
  excellent: [5, 'qualityExcellent'],
  great: [4, 'qualityGreat'],
  good: [3, 'qualityGood'],
  fair: [2, 'qualityFair'],
  degraded: [1, 'qualityDegraded'],
};

const warnings: Readonly<Record<WarningName, TextKey>> = {
  'high-rtt': 'warnHighRtt',
  'low-mos': 'warnLowMos',
  'high-jitter': 'warnHighJitter',
  'high-packet-loss': 'warnLoss',
  'low-bytes-received': 'warnNoReceive',
  'low-bytes-sent': 'warnNoSend',
  'constant-audio-input-level': 'warnInput',
  'constant-audio-output-level': 'warnOutput',
};

/** The quality of a call in bars and words. */
export function QualityBars({ quality }: { quality: CallQuality | null }) {
  const [bars, word] = quality ? words[quality.word] : [0, 'qualityUnknown' as const];
  const detail = quality
    ? t('qualityDetail', {
        mos: number(quality.mos),
        loss: number(quality.lossPercent),
        jitter: Math.round(quality.jitterMilliseconds),
        rtt: quality.roundTripMilliseconds === null ? '–' : `${Math.round(quality.roundTripMilliseconds)} ms`,
      })
    : '';
  return (
    <div class="quality" title={detail} data-testid="quality">
      <svg class={`bars level${bars}`} viewBox="0 0 30 16" aria-hidden="true" focusable="false">
        {[0, 1, 2, 3, 4].map(bar => (
          <rect key={bar} x={bar * 6} y={12 - bar * 3} width="4" height={4 + bar * 3} rx="1" class={bar < bars ? 'on' : 'off'} />
        ))}
      </svg>
      <span>{t('quality', { word: t(word) })}</span>
      {quality?.warnings.map(name => (
        <span key={name} class="warning" role="status">
          {t(warnings[name])}
        </span>
      ))}
    </div>
  );
}
