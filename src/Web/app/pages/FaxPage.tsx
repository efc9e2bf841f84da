import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { FaxEntry } from '../parts/FaxEntry';
import { FaxSendForm } from '../parts/FaxSendForm';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import type { Fax } from '../rest/faxes';
import { api } from '../state/session';

const path = '/api/v1/me/faxes';

// While something is under way the list is asked for again.
const againMs = 5_000;

/** The own faxes: what came, what is sent, and a form to send one. */
export function FaxPage() {
  const items = useSignal<readonly Fax[]>([]);
  const next = useSignal<string | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const direction = useSignal<'' | 'in' | 'out'>('');
  const load = async (cursor: string | null) => {
    try {
      const page = await api.page<Fax>(path, { direction: direction.value, cursor });
      items.value = cursor ? [...items.value, ...page.items] : page.items;
      next.value = page.next;
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => void load(null), [direction.value]);
  const isUnderWay = items.value.some(fax => fax.pending || fax.state === 'waiting' || fax.state === 'sending');
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => void load(null), againMs);
    return () => clearInterval(timer);
  }, [isUnderWay, direction.value]);
  return (
    <section aria-labelledby="fax-title" class="page">
      <div class="head">
        <h1 id="fax-title">{t('faxTitle')}</h1>
        <search>
          <label class="field">
            {t('faxShow')}
            <select
              value={direction.value}
              onChange={event => {
                direction.value = event.currentTarget.value as '' | 'in' | 'out';
              }}
            >
              <option value="">{t('faxAll')}</option>
              <option value="in">{t('faxReceivedOnes')}</option>
              <option value="out">{t('faxSentOnes')}</option>
            </select>
          </label>
        </search>
        <button type="button" onClick={() => void load(null)}>
          {t('faxRefresh')}
        </button>
      </div>
      <FaxSendForm onSent={() => void load(null)} />
      <Loading state={state.value} failed="faxFailed" retry={() => void load(null)} />
      {state.value === 'there' && items.value.length === 0 && (
        <div class="empty">
          <Icon name="fax" class="large" />
          <p>{t('faxNone')}</p>
          <p class="hint">{t('faxNoneLead')}</p>
        </div>
      )}
      <ul class="log" data-testid="faxes">
        {items.value.map(fax => (
          <FaxEntry key={fax.id} fax={fax} onChanged={() => void load(null)} />
        ))}
      </ul>
      <More next={next.value} load={load} />
    </section>
  );
}
