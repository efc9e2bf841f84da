import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { duration, t, when } from '../i18n/texts';
import type { StoredMessage } from '../rest/models';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api } from '../state/session';
import { Icon } from './Icon';
import { RecordingLinks } from './RecordingLinks';

interface VoicemailMessageProps {
  readonly message: StoredMessage;
  readonly phone: Phone;
  /** Something of it was changed here. */
  readonly onChanged: () => void;
}

/** A message: played, called back, marked, deleted. Playing it makes it heard. */
export function VoicemailMessage({ message, phone, onChanged }: VoicemailMessageProps) {
  const isPlaying = useSignal(false);
  const at = useSignal(0);
  const sound = useRef<HTMLAudioElement | null>(null);
  const party = message.name || message.from || t('nobody');
  const path = `/api/v1/me/voicemail/${encodeURIComponent(message.id)}`;
  useEffect(
    () => () => {
      sound.current?.pause();
      if (sound.current) URL.revokeObjectURL(sound.current.src);
    },
    [],
  );
  const mark = async (heard: boolean) => {
    await api.put(path, { heard });
    onChanged();
  };
  const play = () =>
    attempt(async () => {
      if (isPlaying.value) {
        sound.current?.pause();
        return;
      }
      sound.current ??= await fetched();
      await sound.current.play();
      if (!message.heard) await mark(true);
    });
  const fetched = async () => {
    const audio = new Audio(URL.createObjectURL(await api.blob(message.audio)));
    audio.addEventListener('play', () => {
      isPlaying.value = true;
    });
    for (const end of ['pause', 'ended'])
      audio.addEventListener(end, () => {
        isPlaying.value = false;
      });
    audio.addEventListener('timeupdate', () => {
      at.value = audio.currentTime;
    });
    return audio;
  };
  return (
    <li data-message={message.id} data-heard={message.heard}>
      <div class="entry">
        <button
          type="button"
          aria-label={t(isPlaying.value ? 'voicemailPause' : 'voicemailPlay', { party })}
          title={t(isPlaying.value ? 'pause' : 'play')}
          onClick={play}
        >
          <Icon name={isPlaying.value ? 'pause' : 'play'} />
        </button>
        <div class="grow">
          <strong>{party}</strong> {message.name && <span class="number">{message.from}</span>}
          {!message.heard && <span class="badge">{t('voicemailIsNew')}</span>}
          <p class="hint">
            <time dateTime={message.at}>{when(new Date(message.at))}</time>
            {' · '}
            {message.pending && message.durationSeconds === 0 ? (
              t('voicemailPending')
            ) : (
              <span class="clock">
                {at.value > 0 && `${duration(at.value)} / `}
                {duration(message.durationSeconds)}
              </span>
            )}
          </p>
        </div>
        {message.heard && (
          <button type="button" class="small" onClick={() => attempt(() => mark(false))}>
            {t('voicemailMarkNew')}
          </button>
        )}
        {message.from && (
          <button
            type="button"
            aria-label={t('logCallBack', { party })}
            title={t('logCallBack', { party })}
            onClick={() => {
              location.hash = '#/';
              void phone.dial(message.from);
            }}
          >
            <Icon name="phone" />
          </button>
        )}
        <button
          type="button"
          class="small"
          onClick={() =>
            ask({
              title: t('voicemailDeleteTitle'),
              text: t('voicemailDeleteText', { party }),
              action: t('voicemailDelete'),
              onYes: () =>
                attempt(async () => {
                  await api.delete(path);
                  onChanged();
                }),
            })
          }
        >
          {t('voicemailDelete')}
        </button>
      </div>
      {!message.pending && <RecordingLinks recording={message.id} isMessage />}
    </li>
  );
}
