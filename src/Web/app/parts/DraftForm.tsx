import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { Policy, PolicyKind, PolicyText } from '../rest/policies';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api } from '../state/session';

interface Draft {
  readonly titleEs: string;
  readonly titleEn: string;
  readonly textEs: string;
  readonly textEn: string;
  readonly material: boolean;
  readonly graceDays: number;
  readonly revision: number;
}

const texts: readonly (readonly ['titleEs' | 'titleEn' | 'textEs' | 'textEn', TextKey])[] = [
  ['titleEs', 'documentTitleEs'],
  ['textEs', 'documentTextEs'],
  ['titleEn', 'documentTitleEn'],
  ['textEn', 'documentTextEn'],
];

/** Writes the draft of a document, and publishes it. Without a draft it begins with what is in force. */
export function DraftForm({ kind, draft, onChange }: { kind: PolicyKind; draft: Policy | null; onChange: () => Promise<void> }) {
  const held = useSignal<Draft | null>(null);
  const from = useSignal('');
  const path = `/api/v1/policies/${kind}`;
  useEffect(
    () =>
      attempt(async () => {
        const { document, textEs, textEn } = await api.get<PolicyText>(draft ? `${path}/draft` : path);
        held.value = {
          titleEs: document.titleEs,
          titleEn: document.titleEn,
          textEs,
          textEn,
          material: draft ? document.material : false,
          graceDays: draft ? document.graceDays : 0,
          revision: draft ? document.revision : 0,
        };
      }),
    [held, path, draft],
  );
  const now = held.value;
  if (!now) return <p role="status">{t('loading')}</p>;
  const change = (part: Partial<Draft>) => {
    held.value = { ...now, ...part };
  };
  const save = () => api.put<PolicyText>(`${path}/draft`, now);
  const publish = () =>
    ask({
      title: t('documentPublishTitle'),
      text: t('documentPublishText'),
      action: t('documentPublish'),
      onYes: () =>
        attempt(async () => {
          const saved = await save();
          await api.post(`${path}/publish`, {
            revision: saved.document.revision,
            from: from.value ? new Date(from.value).toISOString() : null,
          });
          await onChange();
        }),
    });
  return (
    <form
      data-testid="draft"
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          await save();
          await onChange();
        });
      }}
    >
      <p class="hint">{t('documentTextHint')}</p>
      {texts.map(([name, label]) => {
        const attributes = {
          id: `draft-${name}`,
          name,
          required: true,
          lang: name.endsWith('Es') ? 'es' : 'en',
          value: now[name],
          onInput: (event: InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
            change({ [name]: event.currentTarget.value }),
        };
        return (
          <div key={name} class="field">
            <label for={attributes.id}>{t(label)}</label>
            {name.startsWith('text') ? <textarea {...attributes} rows={10} /> : <input {...attributes} maxLength={200} />}
          </div>
        );
      })}
      <label class="row">
        <input
          type="checkbox"
          name="material"
          checked={now.material}
          onChange={event => change({ material: event.currentTarget.checked })}
        />
        {t('documentMaterialField')}
      </label>
      {now.material && (
        <label class="field">
          {t('documentGrace')}
          <input
            type="number"
            name="graceDays"
            min={0}
            max={365}
            value={now.graceDays}
            onInput={event => change({ graceDays: event.currentTarget.valueAsNumber || 0 })}
          />
        </label>
      )}
      <label class="field">
        {t('documentPublishFrom')}
        <input
          type="datetime-local"
          name="from"
          value={from.value}
          onInput={event => {
            from.value = event.currentTarget.value;
          }}
        />
      </label>
      <div class="row">
        <button type="submit">{t('documentSaveDraft')}</button>
        <button type="button" class="primary" onClick={publish}>
          {t('documentPublish')}
        </button>
        {draft && (
          <button
            type="button"
            onClick={() =>
              attempt(async () => {
                await api.delete(`${path}/draft`);
                await onChange();
              })
            }
          >
            {t('documentDiscard')}
          </button>
        )}
      </div>
    </form>
  );
}
