import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import { ContactRow } from '../parts/ContactRow';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import { type Contact, contactsPath } from '../rest/contacts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { below } from '../state/route';
import { api } from '../state/session';
import { ContactDuplicates } from './ContactDuplicates';
import { ContactEditor } from './ContactEditor';
import { ContactImport } from './ContactImport';

const pageSize = 50;
const waitMs = 120;

type Shown = '' | 'own' | 'shared' | 'favorites';

/** The own contacts and the company's. */
export function ContactsPage({ phone }: { phone: Phone }) {
  const [what] = below.value;
  if (what === '+import') return <ContactImport phone={phone} />;
  if (what === '+duplicates') return <ContactDuplicates phone={phone} />;
  if (what) return <ContactEditor key={what} id={what === '+new' ? null : what} phone={phone} />;
  return <List phone={phone} />;
}

function List({ phone }: { phone: Phone }) {
  const items = useSignal<readonly Contact[]>([]);
  const next = useSignal<string | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const query = useSignal('');
  const shown = useSignal<Shown>('');
  const asked = useRef(0);
  const load = async (cursor: string | null) => {
    const turn = ++asked.current;
    const { value } = shown;
    try {
      const page = await api.page<Contact>(contactsPath, {
        query: query.value.trim(),
        book: value === 'favorites' ? '' : value,
        favorites: value === 'favorites' ? 'true' : '',
        cursor,
        limit: pageSize,
      });
      // Whoever types is faster than the answers.
      if (turn !== asked.current) return;
      items.value = cursor ? [...items.value, ...page.items] : page.items;
      next.value = page.next;
      state.value = 'there';
    } catch {
      if (turn === asked.current) state.value = 'failed';
    }
  };
  useEffect(() => {
    const timer = setTimeout(() => void load(null), waitMs);
    return () => clearTimeout(timer);
  }, [query.value, shown.value]);
  return (
    <section aria-labelledby="contacts-title" class="page">
      <div class="head">
        <h1 id="contacts-title">{t('contactsTitle')}</h1>
        <div class="tools">
          <a class="action" href="#/contacts/+new">
            <Icon name="add" />
            {t('contactNew')}
          </a>
          <a class="action" href="#/contacts/+import">
            {t('contactsImport')}
          </a>
          <a class="action" href="#/contacts/+duplicates">
            {t('contactsDuplicates')}
          </a>
          <button type="button" onClick={() => attempt(() => saveExport(shown.value === 'shared' ? 'shared' : 'own'))}>
            <Icon name="download" />
            {t('contactsExport')}
          </button>
        </div>
      </div>
      <search class="row filters">
        <label class="field grow">
          {t('contactsSearch')}
          <input
            type="search"
            maxLength={100}
            value={query.value}
            onInput={event => {
              query.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          {t('contactsShow')}
          <select
            value={shown.value}
            onChange={event => {
              shown.value = event.currentTarget.value as Shown;
            }}
          >
            <option value="">{t('contactsAll')}</option>
            <option value="favorites">{t('contactsFavorites')}</option>
            <option value="own">{t('contactsOwn')}</option>
            <option value="shared">{t('contactsShared')}</option>
          </select>
        </label>
      </search>
      <Loading state={state.value} failed="contactsFailed" retry={() => void load(null)} />
      {state.value === 'there' && items.value.length === 0 && (
        <div class="empty">
          <Icon name="contacts" class="large" />
          <p>{t('contactsNone')}</p>
          <p class="hint">{t('contactsNoneLead')}</p>
        </div>
      )}
      <ul class="log" data-testid="contacts">
        {items.value.map(contact => (
          <ContactRow
            key={contact.id}
            contact={contact}
            phone={phone}
            onChange={changed => {
              items.value = items.value.map(one => (one.id === changed.id ? changed : one));
            }}
          />
        ))}
      </ul>
      <More next={next.value} load={load} />
    </section>
  );
}

async function saveExport(book: 'own' | 'shared'): Promise<void> {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await api.blob(`${contactsPath}/export?book=${book}&format=vcard`));
  link.download = 'contacts.vcf';
  link.click();
  URL.revokeObjectURL(link.href);
}
