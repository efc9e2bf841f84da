import { t } from '../i18n/texts';

/** Behind a list that comes page by page: asks for the next one, while there is one. */
export function More({ next, load }: { readonly next: string | null; readonly load: (next: string) => Promise<void> }) {
  return (
    next && (
      <button type="button" onClick={() => void load(next)}>
        {t('more')}
      </button>
    )
  );
}
