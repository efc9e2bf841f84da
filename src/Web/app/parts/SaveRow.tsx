import { t } from '../i18n/texts';

/** The end of a form that is saved as a whole: its button, and that it was done. */
export function SaveRow({ isSaved, isOff = false }: { readonly isSaved: boolean; readonly isOff?: boolean }) {
  return (
    <div class="row">
      <button type="submit" class="primary" disabled={isOff}>
        {t('save')}
      </button>
      <span role="status">{isSaved && t('saved')}</span>
    </div>
  );
}
