import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { Colleague } from '../rest/models';
import type { Phone } from '../state/phone';
import { api } from '../state/session';
import { Presence } from './Presence';

const waitMs = 150;
const most = 8;

interface Props {
  readonly id: string;
  readonly label: string;
  readonly phone: Phone;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Enter, or a colleague was chosen. */
  readonly onChosen: (number: string) => void;
  readonly autoFocus?: boolean;
}

/** A number, or a colleague by name: a combobox with a list (WAI-ARIA, editable combobox). */
export function PartyField({ id, label, phone, value, onValue, onChosen, autoFocus = false }: Props) {
  const found = useSignal<readonly Colleague[] | null>(null);
  const active = useSignal(-1);
  const asked = useRef(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  const look = (query: string) => {
    const turn = ++asked.current;
    active.value = -1;
    if (query.trim() === '') {
      found.value = null;
      return;
    }
    setTimeout(async () => {
      if (turn !== asked.current) return;
      try {
        const page = await api.page<Colleague>('/api/v1/colleagues', { query, limit: most });
        if (turn !== asked.current) return;
        found.value = page.items.filter(colleague => colleague.extension !== null);
        phone.watch(page.items.map(colleague => colleague.name));
      } catch {
        // A number can be dialled without the telephone book.
        found.value = null;
      }
    }, waitMs);
  };
  const close = () => {
    asked.current++;
    found.value = null;
    active.value = -1;
  };
  const choose = (number: string) => {
    close();
    onChosen(number);
  };
  const list = found.value ?? [];
  const isOpen = found.value !== null && value !== '';
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(list[active.value]?.extension ?? value);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && list.length > 0) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      active.value = (active.value + step + list.length + (active.value < 0 && step < 0 ? 1 : 0)) % list.length;
    }
  };
  return (
    <div class="party">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        role="combobox"
        aria-expanded={isOpen && list.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active.value >= 0 ? `${id}-${active.value}` : undefined}
        aria-describedby={`${id}-hint`}
        autocomplete="off"
        spellcheck={false}
        inputMode="text"
        value={value}
        onInput={event => {
          onValue(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
        onKeyDown={keyDown}
        onBlur={() => setTimeout(close, waitMs)}
      />
      <p id={`${id}-hint`} class="hint" aria-live="polite">
        {isOpen ? (list.length > 0 ? t('dialResults', { count: list.length }) : t('dialNone')) : t('dialHint')}
      </p>
      <div id={`${id}-list`} role="listbox" aria-label={t('colleaguesTitle')} class="options" hidden={!isOpen || list.length === 0}>
        {list.map((colleague, index) => (
          <div
            key={colleague.name}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active.value}
            tabIndex={-1}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(colleague.extension ?? '')}
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
