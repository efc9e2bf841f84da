import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { type Contact, type ContactBook, contactPath, contactsPath, type Duplicates } from '../rest/contacts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { callers } from '../state/whoCalls';

const reasons = { number: 'duplicateNumber', email: 'duplicateEmail', name: 'duplicateName' } as const;

/** Contacts that seem to be one person, to be merged with a click, and parted again with another. */
export function ContactDuplicates({ phone }: { phone: Phone }) {
  const items = useSignal<readonly Duplicates[]>([]);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const book = useSignal<ContactBook>('own');
  const merged = useSignal<Contact | null>(null);
  const load = async () => {
    try {
      items.value = await api.get<readonly Duplicates[]>(`${contactsPath}/duplicates?book=${book.value}`);
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => void load(), [book.value]);
  const merge = async ([keep, other]: readonly Contact[]) => {
    if (!keep || !other) return;
    merged.value = await api.post<Contact>(`${contactsPath}/merge`, {
      keep: keep.id,
      keepVersion: keep.version,
      other: other.id,
      otherVersion: other.version,
    });
    callers.forget();
    await load();
  };
  const undo = async ({ id, version }: Contact) => {
    await api.post(`${contactPath(id)}/restore`, { version: version - 1 });
    merged.value = null;
    callers.forget();
    await load();
  };
  return (
    <section aria-labelledby="duplicates-title" class="page">
      <p>
        <a href="#/contacts">{t('contactsBack')}</a>
      </p>
      <div class="head">
        <h1 id="duplicates-title">{t('duplicatesTitle')}</h1>
        {phone.isAdministrator && (
          <label class="field">
            {t('contactBook')}
            <select
              value={book.value}
              onChange={event => {
                book.value = event.currentTarget.value as ContactBook;
                merged.value = null;
              }}
            >
              <option value="own">{t('contactsOwn')}</option>
              <option value="shared">{t('contactsShared')}</option>
            </select>
          </label>
        )}
      </div>
      <p class="hint">{t('duplicatesLead')}</p>
      <p role="status">
        {merged.value && (
          <>
            {t('duplicateMerged', { party: merged.value.name })}{' '}
            <button type="button" class="small" onClick={() => merged.value && attempt(() => undo(merged.value as Contact))}>
              {t('duplicateUndo')}
            </button>
          </>
        )}
      </p>
      <Loading state={state.value} failed="contactsFailed" retry={() => void load()} />
      {state.value === 'there' && items.value.length === 0 && (
        <div class="empty">
          <Icon name="contacts" class="large" />
          <p>{t('duplicatesNone')}</p>
        </div>
      )}
      <ul class="log" data-testid="duplicates">
        {items.value.map(({ reason, value, contacts }) => (
          <li key={`${reason}:${value}`}>
            <div class="entry">
              <div class="grow">
                <strong>{contacts.map(contact => contact.name).join(' · ')}</strong>
                <p class="hint">{t(reasons[reason], { value })}</p>
              </div>
              <button
                type="button"
                aria-label={t('duplicateMergeOf', {
                  parties: contacts
                    .slice(0, 2)
                    .map(contact => contact.name)
                    .join(', '),
                })}
                onClick={() => attempt(() => merge(contacts))}
              >
                {t('duplicateMerge')}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
