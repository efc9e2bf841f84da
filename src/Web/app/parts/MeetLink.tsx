import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { MeetLink as Meeting } from '../rest/google';
import { forgetGoogle, googlePart, googleRefusal } from '../state/google';
import { attempt } from '../state/problems';
import { api } from '../state/session';

/** Going on in Google Meet: nothing where the user has no account of Google here. */
export function MeetLink({ callId }: { readonly callId: string }) {
  const isConnected = useSignal(false);
  const isAsked = useSignal(false);
  const meeting = useSignal<Meeting | null>(null);
  const refused = useSignal<TextKey | null>(null);
  const isCopied = useSignal(false);
  useEffect(() => {
    // A call goes on without it.
    googlePart('meet').then(
      part => {
        isConnected.value = part !== null;
      },
      () => undefined,
    );
  }, [isConnected]);
  if (!isConnected.value) return null;
  const ask = async () => {
    isAsked.value = true;
    refused.value = null;
    try {
      meeting.value = await api.post<Meeting>(`/api/v1/calls/${callId}/meet`, {});
    } catch (problem) {
      refused.value = googleRefusal(problem);
      if (refused.value === null) throw problem;
      forgetGoogle();
    } finally {
      isAsked.value = false;
    }
  };
  const made = meeting.value;
  return (
    <div class="row" data-testid="meet">
      {made === null && (
        <button type="button" disabled={isAsked.value} onClick={() => attempt(ask)}>
          {t('meetMake')}
        </button>
      )}
      {made !== null && (
        <>
          <a href={made.link} target="_blank" rel="noopener noreferrer">
            {made.link}
          </a>
          <button
            type="button"
            onClick={() =>
              attempt(async () => {
                await navigator.clipboard.writeText(made.link);
                isCopied.value = true;
              })
            }
          >
            {t('meetCopy')}
          </button>
        </>
      )}
      <p role="status">
        {refused.value !== null && t(refused.value)}
        {made !== null && t(made.isSent ? 'meetSent' : 'meetNotSent')}
        {isCopied.value && ` ${t('meetCopied')}`}
      </p>
    </div>
  );
}
