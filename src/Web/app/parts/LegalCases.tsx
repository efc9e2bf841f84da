import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t, when } from '../i18n/texts';
import type { LegalCase } from '../rest/privacy';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { ExportList } from './ExportList';

const path = '/api/v1/legal-cases';
const states: Readonly<Record<LegalCase['state'], TextKey>> = {
  proposed: 'caseProposed',
  active: 'caseActive',
  releasing: 'caseReleasing',
  released: 'caseReleased',
};

/** Cases that hold what they cover, and the steps that a person may do. */
export function LegalCases({ me }: { readonly me: string }) {
  const cases = useSignal<readonly LegalCase[]>([]);
  const load = async () => {
    cases.value = await api.get<readonly LegalCase[]>(path);
  };
  useEffect(() => attempt(load), [cases]);
  const step = (held: LegalCase, name: string) =>
    attempt(async () => {
      await api.post(`${path}/${held.id}/${name}`, {});
      await load();
    });
  return (
    <>
      <p class="hint">{t('casesLead')}</p>
      {cases.value.length === 0 && <p>{t('casesNone')}</p>}
      <ul class="plain-list" data-testid="cases">
        {cases.value.map(held => (
          <li key={held.id}>
            <strong>{held.name}</strong> · {t(states[held.state])} ·{' '}
            {t('caseBy', { name: held.proposedBy, at: when(new Date(held.proposedAt)) })}
            <p>{[...held.scope.users, ...held.scope.numbers, ...held.scope.calls].join(', ')}</p>
            <div class="row">
              {held.state === 'proposed' && held.proposedBy !== me && (
                <button type="button" onClick={() => step(held, 'approve')}>
                  {t('caseApprove')}
                </button>
              )}
              {held.state === 'proposed' && (
                <button type="button" onClick={() => step(held, 'ask-release')}>
                  {t('caseWithdraw')}
                </button>
              )}
              {held.state === 'active' && (
                <button type="button" onClick={() => step(held, 'ask-release')}>
                  {t('caseAskRelease')}
                </button>
              )}
              {held.state === 'releasing' && held.releaseAskedBy !== me && (
                <button type="button" onClick={() => step(held, 'release')}>
                  {t('caseRelease')}
                </button>
              )}
            </div>
            {(held.state === 'active' || held.state === 'releasing') && (
              <ExportList path={`${path}/${held.id}/exports`} ask={t('caseExport')} canErase={false} />
            )}
          </li>
        ))}
      </ul>
      <Proposal onDone={load} />
    </>
  );
}

function Proposal({ onDone }: { readonly onDone: () => Promise<void> }) {
  const name = useSignal('');
  const reason = useSignal('');
  const users = useSignal('');
  const numbers = useSignal('');
  const fields = [
    [t('caseName'), name, 200],
    [t('caseReason'), reason, 2000],
    [t('caseUsers'), users, 2000],
    [t('caseNumbers'), numbers, 2000],
  ] as const;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          const scope = { users: listOf(users.value), numbers: listOf(numbers.value), calls: [], from: null, until: null };
          await api.post(path, { name: name.value, reason: reason.value, scope });
          for (const [, field] of fields) field.value = '';
          await onDone();
        });
      }}
    >
      <h3>{t('caseNew')}</h3>
      {fields.map(([label, field, longest]) => (
        <label key={label} class="field">
          {label}
          <input
            value={field.value}
            maxLength={longest}
            required={field === name}
            onInput={event => {
              field.value = event.currentTarget.value;
            }}
          />
        </label>
      ))}
      <button type="submit" class="primary">
        {t('casePropose')}
      </button>
    </form>
  );
}

function listOf(text: string): string[] {
  return text
    .split(/[,\s]+/)
    .map(part => part.trim())
    .filter(part => part !== '');
}
