import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import type { Contact } from '../rest/contacts';
import type { LoggedCall } from '../rest/models';
import { api } from '../state/session';

const lastCalls = 3;

/** What whoever answers ought to know of the caller: organisation, notes, the last calls. It comes when it is known. */
export function CallerNote({ contact, number }: { contact: Contact; number: string }) {
  const calls = useSignal<readonly LoggedCall[]>([]);
  useEffect(() => {
    let isShown = true;
    api.page<LoggedCall>('/api/v1/call-log', { party: number, limit: lastCalls }).then(
      page => {
        if (isShown) calls.value = page.items;
      },
      // The call is what matters.
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, [number]);
  const work = [contact.title, contact.organization].filter(text => text !== '' && text !== contact.name).join(' · ');
  if (work === '' && contact.notes === '' && calls.value.length === 0) return null;
  return (
    <div class="caller-note" data-testid="caller-note">
      {work && <p class="hint">{work}</p>}
      {contact.notes && (
        <p class="plain-lines">
          <span class="hidden">{t('callerNotes')}: </span>
          {contact.notes}
        </p>
      )}
      {calls.value.length > 0 && (
        <p class="hint">
          {t('callerLast')}: {calls.value.map(call => when(new Date(call.startedAt))).join(' · ')}
        </p>
      )}
    </div>
  );
}
