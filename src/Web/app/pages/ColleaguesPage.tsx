import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import { Presence } from '../parts/Presence';
import type { Colleague } from '../rest/models';
import type { Phone } from '../state/phone';
import { api } from '../state/session';

const pageSize = 100;
const waitMs = 150;

/** Who is there, and how they are; it changes while one looks. */
export function ColleaguesPage({ phone }: { phone: Phone }) {
  const items = useSignal<readonly Colleague[]>([]);
  const next = useSignal<string | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const query = useSignal('');
  const load = async (cursor: string | null) => {
    try {
      const page = await api.page<Colleague>('/api/v1/colleagues', { query: query.value.trim(), cursor, limit: pageSize });
      items.value = cursor ? [...items.value, ...page.items] : page.items;
      next.value = page.next;
      state.value = 'there';
      phone.watch(page.items.map(colleague => colleague.name));
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => {
    const timer = setTimeout(() => void load(null), waitMs);
    return () => clearTimeout(timer);
  }, [query.value]);
  return (
    <section aria-labelledby="colleagues-title" class="page">
      <h1 id="colleagues-title">{t('colleaguesTitle')}</h1>
      <search class="row filters">
        <label class="field">
          {t('colleaguesSearch')}
          <input
            type="search"
            value={query.value}
            onInput={event => {
              query.value = event.currentTarget.value;
            }}
          />
        </label>
      </search>
      <Loading state={state.value} failed="colleaguesFailed" retry={() => void load(null)} />
      {state.value === 'there' && items.value.length === 0 && (
        <div class="empty">
          <Icon name="people" class="large" />
          <p>{t('colleaguesNone')}</p>
        </div>
      )}
      <ul class="log" data-testid="colleagues">
        {items.value.map(colleague => (
          <li key={colleague.name} data-user={colleague.name}>
            <div class="entry">
              <span class="avatar" aria-hidden="true">
                {colleague.displayName.slice(0, 1).toUpperCase()}
              </span>
              <div class="grow">
                <strong>{colleague.displayName}</strong>
                <p class="hint">{colleague.extension && t('extension', { number: colleague.extension })}</p>
              </div>
              <Presence card={phone.presences.value.get(colleague.name) ?? null} withSince />
              {colleague.extension && (
                <button
                  type="button"
                  aria-label={t('logCallBack', { party: colleague.displayName })}
                  title={t('logCallBack', { party: colleague.displayName })}
                  onClick={() => {
                    location.hash = '#/';
                    void phone.dial(colleague.extension ?? '');
                  }}
                >
                  <Icon name="phone" />
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <More next={next.value} load={load} />
    </section>
  );
}
