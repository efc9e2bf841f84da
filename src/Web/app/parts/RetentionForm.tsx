import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { number, t, when } from '../i18n/texts';
import type { Retention, RetentionKind, Sweep } from '../rest/privacy';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { DaysField } from './DaysField';
import { SaveRow } from './SaveRow';

const kinds: readonly (readonly [RetentionKind, TextKey])[] = [
  ['recordings', 'retentionRecordings'],
  ['voicemail', 'retentionVoicemail'],
  ['fax', 'retentionFax'],
  ['callLog', 'retentionCallLog'],
  ['chat', 'retentionChat'],
];

/** How long the company keeps what. Days of single users and queues stay as they are. */
export function RetentionForm() {
  const rules = useSignal<Retention | null>(null);
  const isSaved = useSignal(false);
  useEffect(() => {
    attempt(async () => {
      rules.value = await api.get<Retention>('/api/v1/retention');
    });
  }, [rules]);
  const held = rules.value;
  if (!held) return <p role="status">{t('loading')}</p>;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          rules.value = await api.put<Retention>(`/api/v1/retention?version=${held.version}`, held);
          isSaved.value = true;
        });
      }}
    >
      <p class="hint">{t('retentionLead')}</p>
      {kinds.map(([kind, text]) => (
        <DaysField
          key={kind}
          label={t(text)}
          value={held[kind].days}
          onChange={days => {
            isSaved.value = false;
            rules.value = { ...held, [kind]: { ...held[kind], days } };
          }}
        />
      ))}
      <SaveRow isSaved={isSaved.value} />
    </form>
  );
}

/** What was erased lately, and a way to do it now. */
export function Sweeps() {
  const sweeps = useSignal<readonly Sweep[] | null>(null);
  const load = () =>
    attempt(async () => {
      sweeps.value = await api.get<readonly Sweep[]>('/api/v1/retention/sweeps');
    });
  useEffect(load, [sweeps]);
  return (
    <>
      <p class="hint">{t('sweepsLead')}</p>
      <div class="row">
        <button
          type="button"
          onClick={() =>
            attempt(async () => {
              await api.post('/api/v1/retention/sweeps', {});
              load();
            })
          }
        >
          {t('sweepNow')}
        </button>
        <button type="button" onClick={load}>
          {t('sweepsRefresh')}
        </button>
      </div>
      {sweeps.value?.length === 0 && <p>{t('sweepsNone')}</p>}
      <ul data-testid="sweeps">
        {sweeps.value?.slice(0, 5).map(sweep => (
          <li key={sweep.id}>
            {when(new Date(sweep.startedAt))}:{' '}
            {t(sweep.endedAt ? 'sweepDone' : 'sweepGoing', {
              erased: number(sweep.erased),
              held: number(sweep.held),
              failed: number(sweep.failed),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}
