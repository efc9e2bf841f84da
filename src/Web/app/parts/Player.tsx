import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { duration, t } from '../i18n/texts';
import type { RecordingSegment } from '../rest/models';
import { api } from '../state/session';
import { Icon } from './Icon';
import { type Peaks, peaksOf } from './peaks';

const speeds = [1, 1.5, 2] as const;

interface Loaded {
  readonly url: string;
  readonly type: string;
  readonly peaks: Peaks | null;
}

/** A recording. One whose codec changed in mid-call has a part for each, one below the other. */
export function Player({ recording, label }: { recording: string; label: string }) {
  const segments = useSignal<readonly RecordingSegment[] | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    api
      .get<{ segments: readonly RecordingSegment[] }>(`/api/v1/recordings/${recording}`)
      .then(found => {
        segments.value = found.segments;
        failed.value = found.segments.length === 0;
      })
      .catch(() => {
        failed.value = true;
      });
  }, [recording, segments, failed]);
  if (failed.value) return <p class="notice">{t('recordingFailed')}</p>;
  if (!segments.value)
    return (
      <p class="notice" role="status">
        {t('recordingLoading')}
      </p>
    );
  const isOne = segments.value.length === 1;
  return segments.value.map(segment => (
    <Part
      key={segment.audio}
      recording={recording}
      segment={segment}
      label={isOne ? label : `${label}, ${duration(segment.startSeconds)} – ${duration(segment.startSeconds + segment.durationSeconds)}`}
    />
  ));
}

/** A part of a recording that is one file: both channels drawn, played, sought by mouse and keyboard. */
function Part({ recording, segment, label }: { recording: string; segment: RecordingSegment; label: string }) {
  const loaded = useSignal<Loaded | null>(null);
  const failed = useSignal(false);
  const isPlaying = useSignal(false);
  const at = useSignal(0);
  const length = useSignal(0);
  const speed = useSignal<number>(1);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    let url = '';
    let isGone = false;
    api
      .blob(segment.audio)
      .then(async sound => {
        const peaks = await peaksOf(recording, segment, sound);
        if (isGone) return;
        url = URL.createObjectURL(sound);
        loaded.value = { url, type: sound.type, peaks };
      })
      .catch(() => {
        failed.value = true;
      });
    return () => {
      isGone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [recording, segment, loaded, failed]);
  if (failed.value) return <p class="notice">{t('recordingFailed')}</p>;
  if (!loaded.value)
    return (
      <p class="notice" role="status">
        {t('recordingLoading')}
      </p>
    );
  const { url, type, peaks } = loaded.value;
  const seek = (seconds: number) => {
    if (audio.current) audio.current.currentTime = seconds;
    at.value = seconds;
  };
  return (
    <section class="player" aria-label={label} data-testid="player">
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone call has no captions; transcripts are a service of their own */}
      <audio
        ref={audio}
        src={url}
        onPlay={() => {
          isPlaying.value = true;
        }}
        onPause={() => {
          isPlaying.value = false;
        }}
        onLoadedMetadata={event => {
          length.value = event.currentTarget.duration;
        }}
        onTimeUpdate={event => {
          at.value = event.currentTarget.currentTime;
        }}
      />
      <button
        type="button"
        class="action"
        onClick={() => {
          if (isPlaying.value) audio.current?.pause();
          else void audio.current?.play();
        }}
      >
        <Icon name={isPlaying.value ? 'pause' : 'play'} />
        {t(isPlaying.value ? 'pause' : 'play')}
      </button>
      {peaks?.isDamaged && <p class="notice">{t('recordingDamaged')}</p>}
      <div class="track">
        {peaks && (
          <>
            <span class="channel left">{t('channelLeft')}</span>
            <Waves peaks={peaks} part={length.value > 0 ? at.value / length.value : 0} />
            <span class="channel right">{t('channelRight')}</span>
          </>
        )}
        <input
          type="range"
          aria-label={t('position')}
          aria-valuetext={`${duration(at.value)} / ${duration(length.value)}`}
          min={0}
          max={length.value || 1}
          step={0.1}
          value={at.value}
          onInput={event => seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <span class="clock">
        {duration(at.value)} / {duration(length.value)}
      </span>
      <label class="speed">
        {t('speed')}{' '}
        <select
          value={speed.value}
          onChange={event => {
            speed.value = Number(event.currentTarget.value);
            if (audio.current) audio.current.playbackRate = speed.value;
          }}
        >
          {speeds.map(one => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
      </label>
      <a class="action" href={url} download={`${recording}.${type.includes('ogg') ? 'ogg' : 'wav'}`}>
        <Icon name="download" />
        {t('download')}
      </a>
    </section>
  );
}

/** The first channel above the line, the second one below it. */
function Waves({ peaks, part }: { peaks: Peaks; part: number }) {
  const count = peaks.channels[0]?.length ?? 0;
  const loudest = Math.max(0.05, ...peaks.channels.flat());
  return (
    <svg class="waves" viewBox={`0 0 ${count} 64`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {peaks.channels.slice(0, 2).map((channel, index) => (
        <path
          key={index === 0 ? 'left' : 'right'}
          class={index === 0 ? 'left' : 'right'}
          d={channel
            .map((value, x) => {
              const height = (value / loudest) * 30 + 0.5;
              return index === 0 ? `M${x + 0.5} 32v${-height}` : `M${x + 0.5} 32v${height}`;
            })
            .join('')}
        />
      ))}
      <rect class="played" x="0" y="0" width={count * part} height="64" />
    </svg>
  );
}
