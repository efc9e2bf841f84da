import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { api } from '../state/session';

interface Suggested {
  readonly personalised: boolean;
  readonly suggestions: readonly { readonly number: string; readonly name: string }[];
}

/** Numbers that the user calls often, if they allow that it is looked at; nothing else. */
export function Suggestions({ onChosen }: { onChosen: (number: string) => void }) {
  const found = useSignal<Suggested['suggestions']>([]);
  useEffect(() => {
    // Who cannot be asked now suggests nothing.
    api.get<Suggested>('/api/v1/me/suggestions').then(
      answer => {
        found.value = answer.suggestions;
      },
      () => {},
    );
  }, [found]);
  if (found.value.length === 0) return null;
  return (
    <section aria-labelledby="suggestions-title" data-testid="suggestions">
      <h2 id="suggestions-title">{t('suggestionsTitle')}</h2>
      <ul class="plain-list">
        {found.value.map(({ number, name }) => (
          <li key={number}>
            <button type="button" class="wide" onClick={() => onChosen(number)}>
              {name ? `${name} (${number})` : number}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
