import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import { DiffTable } from '../parts/DiffTable';
import { DraftForm } from '../parts/DraftForm';
import { NoticeForm } from '../parts/NoticeForm';
import { type Policy, type PolicyDiff, type PolicyKind, policyKinds } from '../rest/policies';
import { pageOf, policyTitles, titleOf } from '../state/policies';
import { attempt } from '../state/problems';
import { api } from '../state/session';

/** The documents of the company and its notices, for administrators. */
export function DocumentsPage() {
  const kind = useSignal<PolicyKind>('terms');
  const versions = useSignal<readonly Policy[]>([]);
  const diff = useSignal<PolicyDiff | null>(null);
  const load = useCallback(async () => {
    versions.value = await api.get<readonly Policy[]>(`/api/v1/policies/${kind.value}/versions`);
    diff.value = null;
  }, [kind, versions, diff]);
  useEffect(() => attempt(load), [load]);
  const compare = (address: string) =>
    attempt(async () => {
      diff.value = await api.get<PolicyDiff>(`/api/v1/policies/${kind.value}/${address}`);
    });
  const draft = versions.value.find(one => one.publishedAt === null) ?? null;
  return (
    <section aria-labelledby="documents-title" class="page">
      <h1 id="documents-title">{t('documentsTitle')}</h1>
      <p class="hint">{t('documentsLead')}</p>
      <label class="field">
        {t('documentChoose')}
        <select
          value={kind.value}
          onChange={event => {
            kind.value = event.currentTarget.value as PolicyKind;
            attempt(load);
          }}
        >
          {policyKinds.map(one => (
            <option key={one} value={one}>
              {t(policyTitles[one])}
            </option>
          ))}
        </select>
      </label>
      <div class="settings">
        <section class="card" aria-labelledby="documents-versions">
          <h2 id="documents-versions">{t('documentVersions')}</h2>
          <ul class="plain-list" data-testid="versions">
            {versions.value.map(one => (
              <li key={one.version}>
                <strong>{one.publishedAt ? t('documentVersion', { version: one.version }) : t('documentDraft')}</strong>
                {one.inForce && ` (${t('documentInForce')})`}: {titleOf(one)}
                <p class="hint">{facts(one)}</p>
                <div class="row">
                  {one.publishedAt && <a href={pageOf(one.kind, one.version)}>{t('documentRead', { version: one.version })}</a>}
                  {one.publishedAt && one.version > 0 && (
                    <button type="button" onClick={() => compare(`diff?from=${one.version - 1}&to=${one.version}`)}>
                      {t('documentDiffWith', { version: one.version })}
                    </button>
                  )}
                  {!one.publishedAt && (
                    <button type="button" onClick={() => compare('draft/diff')}>
                      {t('documentDiffDraft')}
                    </button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
        <section class="card" aria-labelledby="documents-draft">
          <h2 id="documents-draft">{t('documentDraft')}</h2>
          <DraftForm
            key={`${kind.value} ${draft?.revision ?? 0} ${versions.value.length}`}
            kind={kind.value}
            draft={draft}
            onChange={load}
          />
        </section>
      </div>
      {diff.value && <DiffTable diff={diff.value} />}
      <section class="card" aria-labelledby="notices-title">
        <h2 id="notices-title">{t('noticesTitle')}</h2>
        <NoticeForm />
      </section>
    </section>
  );
}

function facts(one: Policy): string {
  const parts = [t('documentModified', { at: when(new Date(one.modifiedAt)) })];
  parts.push(one.version === 0 ? t('documentShipped') : t('documentBy', { name: one.modifiedBy }));
  if (one.material) parts.push(t('documentMaterial'));
  if (!one.inForce && one.effectiveAt) parts.push(t('documentFrom', { at: when(new Date(one.effectiveAt)) }));
  return parts.join(', ');
}
