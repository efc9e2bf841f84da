import { t } from '../i18n/texts';
import { type Contact, contactPath } from '../rest/contacts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { Icon } from './Icon';

interface Props {
  readonly contact: Contact;
  readonly phone: Phone;
  readonly onChange: (contact: Contact) => void;
}

/** A contact in the list: called with a click, made a favourite, opened. */
export function ContactRow({ contact, phone, onChange }: Props) {
  const { id, name, favorite, numbers, organization } = contact;
  const star = t(favorite ? 'contactUnfavor' : 'contactFavor', { party: name });
  const toggle = async () => {
    if (favorite) await api.delete(`${contactPath(id)}/favorite`);
    else await api.put(`${contactPath(id)}/favorite`, null);
    onChange({ ...contact, favorite: !favorite });
  };
  return (
    <li data-contact={id}>
      <div class="entry">
        <button
          type="button"
          class={`plain star ${favorite ? 'on' : ''}`}
          aria-pressed={favorite}
          aria-label={star}
          title={star}
          onClick={() => attempt(toggle)}
        >
          <Icon name="star" />
        </button>
        <div class="grow">
          <a href={`#/contacts/${encodeURIComponent(id)}`}>
            <strong>{name}</strong>
          </a>{' '}
          {contact.book === 'shared' && <span class="mark">{t('contactOfCompany')}</span>}
          {contact.book === 'directory' && <span class="mark">{t('contactOfDirectory')}</span>}
          <p class="hint">{[organization === name ? '' : organization, ...contact.groups].filter(Boolean).join(' · ')}</p>
        </div>
        {numbers.slice(0, 3).map(number => (
          <button
            key={number.number}
            type="button"
            class="small"
            aria-label={t('contactCall', { party: name, number: number.number })}
            title={number.label}
            onClick={() => {
              location.hash = '#/';
              void phone.dial(number.e164 ?? number.number);
            }}
          >
            <Icon name="phone" />
            {number.number}
          </button>
        ))}
      </div>
    </li>
  );
}
