import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { number, t, when } from '../i18n/texts';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import type { FlowSummary } from '../rest/flows';
import { below, go } from '../state/route';
import { api } from '../state/session';
import { FlowEditor } from './FlowEditor';

/** What callers go through before somebody answers, for administrators. */
export function FlowsPage() {
  const [name, step] = below.value;
  return name ? <FlowEditor key={name} name={name} chosen={step ?? null} /> : <FlowList />;
}

function FlowList() {
  const flows = useSignal<readonly FlowSummary[]>([]);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const fresh = useSignal('');
  const load = async () => {
    try {
      flows.value = await api.get<readonly FlowSummary[]>('/api/v1/flows');
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => void load(), []);
  return (
    <section aria-labelledby="flows-title" class="page">
      <div class="head">
        <h1 id="flows-title">{t('flowsTitle')}</h1>
        <form
          class="tools"
          onSubmit={event => {
            event.preventDefault();
            go(`#/flows/${encodeURIComponent(fresh.value.trim())}`);
          }}
        >
          <label class="field">
            {t('editorId')}
            <input
              required
              pattern="[a-z0-9._\-]{1,64}"
              title={t('editorIdHint')}
              value={fresh.value}
              onInput={event => {
                fresh.value = event.currentTarget.value;
              }}
            />
          </label>
          <button type="submit">
            <Icon name="add" />
            {t('flowNew')}
          </button>
        </form>
      </div>
      <Loading state={state.value} failed="flowsFailed" retry={() => void load()} />
      {state.value === 'there' && flows.value.length === 0 && (
        <div class="empty">
          <Icon name="flow" class="large" />
          <p>{t('flowsNone')}</p>
          <p class="hint">{t('flowsNoneLead')}</p>
        </div>
      )}
      {flows.value.length > 0 && (
        <table class="board" aria-labelledby="flows-title" data-testid="flows">
          <thead>
            <tr>
              <th scope="col">{t('flowName')}</th>
              <th scope="col">{t('flowVersion')}</th>
              <th scope="col">{t('flowChanged')}</th>
            </tr>
          </thead>
          <tbody>
            {flows.value.map(flow => (
              <tr key={flow.name}>
                <th scope="row">
                  <a href={`#/flows/${encodeURIComponent(flow.name)}`}>{flow.name}</a>
                </th>
                <td class="figure">{number(flow.version)}</td>
                <td>{t('flowChangedBy', { time: when(new Date(flow.changedAt)), by: flow.changedBy || t('flowSystem') })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
