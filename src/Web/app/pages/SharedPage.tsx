import { useSignal } from '@preact/signals';
import type { TextKey } from '../i18n/en';
import { number, t, when } from '../i18n/texts';
import { ApiError } from '../rest/apiError';
import { openShared, type SharedRecording } from '../rest/sharing';
import { below } from '../state/route';

const refusals: Readonly<Record<string, TextKey>> = {
  'password-asked': 'sharedPasswordAsked',
  'wrong-password': 'sharedWrongPassword',
  revoked: 'sharedRevoked',
  expired: 'sharedExpired',
  'used-up': 'sharedUsedUp',
  erased: 'sharedErased',
  'too-many-attempts': 'sharedTooMany',
};

/** A recording by a link, for whoever has it: nobody has to sign in. Nothing is opened, and no view counted, before a button is pressed. */
export function SharedPage() {
  const recording = useSignal<SharedRecording | null>(null);
  const asksPassword = useSignal(false);
  const password = useSignal('');
  const problem = useSignal<TextKey | null>(null);
  const isOpening = useSignal(false);
  const open = async () => {
    isOpening.value = true;
    problem.value = null;
    try {
      recording.value = await openShared(below.value[0] ?? '', password.value);
    } catch (cause) {
      problem.value = cause instanceof ApiError ? (refusals[cause.code] ?? 'sharedNone') : 'sharedFailed';
      if (problem.value === 'sharedPasswordAsked' || problem.value === 'sharedWrongPassword') asksPassword.value = true;
    }
    isOpening.value = false;
  };
  const opened = recording.value;
  return (
    <section aria-labelledby="shared-title" class="page kept" data-testid="shared">
      <h1 id="shared-title">{t('sharedTitle')}</h1>
      {!opened && (
        <form
          onSubmit={event => {
            event.preventDefault();
            void open();
          }}
        >
          <p>{t('sharedLead')}</p>
          {asksPassword.value && (
            <label class="field">
              {t('sharedPassword')}
              <input
                type="password"
                autoComplete="off"
                required
                value={password.value}
                onInput={event => {
                  password.value = event.currentTarget.value;
                }}
              />
            </label>
          )}
          <button type="submit" class="primary" disabled={isOpening.value}>
            {t('sharedOpen')}
          </button>
        </form>
      )}
      <p role="status">{problem.value && t(problem.value)}</p>
      {opened && (
        <>
          <p>
            {when(new Date(opened.startedAt))} · {t('sharedUntil', { until: when(new Date(opened.until)) })}
            {opened.viewsLeft !== null && ` · ${t('sharedLeft', { count: opened.viewsLeft })}`}
          </p>
          <ul class="plain-list">
            {opened.segments.map((segment, index) => (
              <li key={segment.audio}>
                {/* biome-ignore lint/a11y/useMediaCaption: a telephone call has no captions; transcripts are a service of their own */}
                <audio controls preload="metadata" src={segment.audio} aria-label={t('sharedPart', { number: number(index + 1) })} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
