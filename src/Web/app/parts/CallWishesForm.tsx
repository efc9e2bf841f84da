import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { CallWishes } from '../rest/models';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { FollowMeFields } from './FollowMeFields';
import { SaveRow } from './SaveRow';

const path = '/api/v1/me/calls';
const forwards: readonly (readonly ['forwardAlways' | 'forwardBusy' | 'forwardNoAnswer', TextKey])[] = [
  ['forwardAlways', 'forwardAlways'],
  ['forwardBusy', 'forwardBusy'],
  ['forwardNoAnswer', 'forwardNoAnswer'],
];

/** Forwarding, follow-me, call waiting and blocked callers, as the server keeps them. */
export function CallWishesForm() {
  const wishes = useSignal<CallWishes | null>(null);
  const isSaved = useSignal(false);
  useEffect(() => {
    attempt(async () => {
      wishes.value = await api.get<CallWishes>(path);
    });
  }, [wishes]);
  const held = wishes.value;
  if (!held) return <p role="status">{t('loading')}</p>;
  const change = (part: Partial<CallWishes>) => {
    isSaved.value = false;
    wishes.value = { ...held, ...part };
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          wishes.value = await api.put<CallWishes>(path, held);
          isSaved.value = true;
        });
      }}
    >
      {forwards.map(([name, text]) => (
        <label key={name} class="field">
          {t(text)}
          <input
            inputMode="tel"
            maxLength={32}
            value={held[name] ?? ''}
            onInput={event => change({ [name]: event.currentTarget.value || null })}
          />
        </label>
      ))}
      <FollowMeFields
        numbers={held.followMe}
        isAtOnce={held.followMeAtOnce}
        onChange={(followMe, followMeAtOnce) => change({ followMe, followMeAtOnce })}
      />
      <label class="field">
        {t('ringSeconds')}
        <input
          type="number"
          min={5}
          max={120}
          value={held.ringSeconds ?? ''}
          onInput={event => change({ ringSeconds: event.currentTarget.value === '' ? null : event.currentTarget.valueAsNumber })}
        />
      </label>
      <label class="check">
        <input type="checkbox" checked={held.callWaiting} onChange={event => change({ callWaiting: event.currentTarget.checked })} />
        {t('callWaiting')}
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={held.blocksAnonymous}
          onChange={event => change({ blocksAnonymous: event.currentTarget.checked })}
        />
        {t('blocksAnonymous')}
      </label>
      <label class="field">
        {t('blocked')}
        <textarea
          rows={3}
          value={held.blocked.join('\n')}
          onChange={event =>
            change({
              blocked: event.currentTarget.value
                .split('\n')
                .map(line => line.trim())
                .filter(line => line !== ''),
            })
          }
        />
      </label>
      <SaveRow isSaved={isSaved.value} />
    </form>
  );
}
