import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import { ContactLines } from '../parts/ContactLines';
import { Field, goToProblem, TextField } from '../parts/fields';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { type Contact, type ContactBook, type ContactFields, contactPath, contactsPath, fieldsOf, plainContact } from '../rest/contacts';
import { Form } from '../state/form';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { go } from '../state/route';
import { api } from '../state/session';
import { callers } from '../state/whoCalls';

const sources = { user: 'contactFromUser', import: 'contactFromImport', google: 'contactFromGoogle', merge: 'contactFromMerge' } as const;
const long = { maxLength: 200 } as const;

/** A contact with all that it says; null makes a new one. */
export function ContactEditor({ id, phone }: { id: string | null; phone: Phone }) {
  const form = useMemo(() => new Form<ContactFields>(plainContact), [id]);
  const state = useSignal<'loading' | 'there' | 'failed'>(id === null ? 'there' : 'loading');
  const stored = useSignal<Contact | null>(null);
  const book = useSignal<ContactBook>('own');
  const take = (contact: Contact): ContactFields => {
    stored.value = contact;
    callers.forget();
    return fieldsOf(contact);
  };
  const load = async () => {
    if (id === null) return;
    try {
      form.value.value = take(await api.get<Contact>(contactPath(id)));
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => void load(), [id]);
  const mayWrite = stored.value?.book !== 'directory' && (stored.value?.book !== 'shared' || phone.isAdministrator);
  const save = async () => {
    const isSaved = await form.save(async fields => {
      const sent = {
        ...fields,
        numbers: fields.numbers.filter(one => one.number.trim() !== ''),
        emails: fields.emails.filter(one => one.address.trim() !== ''),
      };
      const { value } = stored;
      return take(
        value === null
          ? await api.post<Contact>(`${contactsPath}?book=${book.value}`, sent)
          : await api.put<Contact>(`${contactPath(value.id)}?version=${value.version}`, sent),
      );
    });
    if (!isSaved) goToProblem();
    else if (id === null) go('#/contacts');
  };
  const { numbers, emails, groups, name } = form.value.value;
  const general = form.problem('');
  return (
    <section aria-labelledby="contact-title" class="page">
      <p>
        <a href="#/contacts">{t('contactsBack')}</a>
      </p>
      <h1 id="contact-title">{stored.value?.name ?? t('contactNew')}</h1>
      <Loading state={state.value} failed="contactsFailed" retry={() => void load()} />
      {!mayWrite && <p class="notice">{t(stored.value?.book === 'directory' ? 'contactElsewhere' : 'contactReadOnly')}</p>}
      {state.value === 'there' && (
        <form
          class="editor"
          data-testid="contact-editor"
          onSubmit={event => {
            event.preventDefault();
            void save();
          }}
        >
          <fieldset class="card bare" disabled={!mayWrite}>
            {id === null && phone.isAdministrator && (
              <label class="field">
                {t('contactBook')}
                <select
                  value={book.value}
                  onChange={event => {
                    book.value = event.currentTarget.value as ContactBook;
                  }}
                >
                  <option value="own">{t('contactsOwn')}</option>
                  <option value="shared">{t('contactsShared')}</option>
                </select>
              </label>
            )}
            <TextField form={form} path="name" label={t('contactName')} input={long} />
            <TextField form={form} path="givenName" label={t('contactGiven')} input={long} />
            <TextField form={form} path="familyName" label={t('contactFamily')} input={long} />
            <TextField form={form} path="organization" label={t('contactOrganization')} input={long} />
            <TextField form={form} path="title" label={t('contactJob')} input={long} />
            <ContactLines
              title="contactNumbers"
              value="contactNumber"
              add="contactAddNumber"
              type="tel"
              lines={numbers.map(({ number, label }) => ({ value: number, label }))}
              onChange={lines =>
                form.write(
                  'numbers',
                  lines.map(({ value, label }) => ({ number: value, e164: null, label })),
                )
              }
            />
            <ContactLines
              title="contactEmails"
              value="contactEmail"
              add="contactAddEmail"
              type="email"
              lines={emails.map(({ address, label }) => ({ value: address, label }))}
              onChange={lines =>
                form.write(
                  'emails',
                  lines.map(({ value, label }) => ({ address: value, label })),
                )
              }
            />
            <Field form={form} path="groups" label={t('contactGroups')} hint={t('contactGroupsHint')}>
              {attributes => (
                <input
                  {...attributes}
                  value={groups.join(', ')}
                  onChange={event =>
                    form.write(
                      'groups',
                      event.currentTarget.value
                        .split(',')
                        .map(group => group.trim())
                        .filter(group => group !== ''),
                    )
                  }
                />
              )}
            </Field>
            <Field form={form} path="notes" label={t('contactNotes')} hint={t('contactNotesHint')}>
              {attributes => (
                <textarea
                  {...attributes}
                  rows={4}
                  maxLength={4000}
                  value={form.value.value.notes}
                  onInput={event => form.write('notes', event.currentTarget.value)}
                />
              )}
            </Field>
          </fieldset>
          {mayWrite && (
            <div class="save row">
              <button type="submit" class="primary" disabled={form.isBusy.value}>
                {t('save')}
              </button>
              <span role="status">{form.isSaved.value && t('saved')}</span>
              <span role="alert" class={form.errors.value.size > 0 ? 'problem' : ''}>
                {general ?? (form.errors.value.size > 0 && t('editorWrong'))}
              </span>
              {id !== null && (
                <button
                  type="button"
                  class="apart"
                  onClick={() =>
                    ask({
                      title: t('contactDeleteTitle'),
                      text: t('contactDeleteText', { party: name }),
                      action: t('contactDelete'),
                      onYes: () =>
                        attempt(async () => {
                          await api.delete(contactPath(id));
                          callers.forget();
                          go('#/contacts');
                        }),
                    })
                  }
                >
                  <Icon name="close" />
                  {t('contactDelete')}
                </button>
              )}
            </div>
          )}
          {stored.value && (
            <details class="card">
              <summary>{t('contactOrigins')}</summary>
              <ul class="plain">
                {stored.value.origins.map(origin => (
                  <li key={origin.field}>
                    {t(sources[origin.source], { field: origin.field, by: origin.by, time: when(new Date(origin.at)) })}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </form>
      )}
    </section>
  );
}
