import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { Colleague } from '../rest/models';
import type { Phone } from '../state/phone';
import { people } from '../state/session';
import { Presence } from './Presence';

const waitMs = 150;
const most = 8;

interface Props {
  readonly id: string;
  readonly label: string;
  readonly phone: Phone;
  /** Users who are not offered. */
  readonly without?: readonly string[];
  readonly onChosen: (colleague: Colleague) => void;
}

/** A colleague by name: a combobox with a list (WAI-ARIA, editable combobox). */
export function PeopleField({ id, label, phone, without = [], onChosen }: Props) {
  const value = useSignal('');
  const found = useSignal<readonly Colleague[] | null>(null);
  const active = useSignal(-1);
  const asked = useRef(0);
  useEffect(() => {
    const turn = ++asked.current;
    const query = value.value.trim();
    active.value = -1;
    if (query === '') {
      found.value = null;
      return;
    }
    const timer = setTimeout(async () => {
      const all = await people.value.find(query).catch(() => []);
      if (turn !== asked.current) return;
      const offered = all.filter(one => !without.includes(one.name)).slice(0, most);
      found.value = offered;
      active.value = offered.length > 0 ? 0 : -1;
      phone.watch(offered.map(one => one.name));
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value.value]);
  const list = found.value ?? [];
  const isOpen = list.length > 0;
  const choose = (colleague: Colleague | undefined) => {
    if (!colleague) return;
    value.value = '';
    found.value = null;
    onChosen(colleague);
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(list[active.value]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      value.value = '';
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && isOpen) {
      event.preventDefault();
      active.value = (active.value + (event.key === 'ArrowDown' ? 1 : -1) + list.length) % list.length;
    }
  };
  return (
    <div class="party">
      <label for={id}>{label}</label>
      <input
        id={id}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active.value >= 0 ? `${id}-${active.value}` : undefined}
        aria-describedby={`${id}-hint`}
        autocomplete="off"
        spellcheck={false}
        maxLength={100}
        value={value.value}
        onInput={event => {
          value.value = event.currentTarget.value;
        }}
        onKeyDown={keyDown}
      />
      <p id={`${id}-hint`} class="hint" aria-live="polite">
        {found.value !== null && (isOpen ? t('chatFound', { count: list.length }) : t('chatFoundNone'))}
      </p>
      <div id={`${id}-list`} role="listbox" aria-label={label} class="options" hidden={!isOpen}>
        {list.map((colleague, index) => (
          <div
            key={colleague.name}
            id={`${id}-${index}`}
            role="option"
            data-user={colleague.name}
            aria-selected={index === active.value}
            tabIndex={-1}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(colleague)}
            onKeyDown={() => {}}
          >
            <strong>{colleague.displayName}</strong>
            <span>{colleague.extension}</span>
            <Presence card={phone.presences.value.get(colleague.name) ?? null} />
          </div>
        ))}
      </div>
    </div>
  );
}
