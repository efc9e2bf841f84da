import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';

/** Of a page that is fetched: that it comes, or that it did not, and a way to ask again. */
export function Loading(props: { readonly state: 'loading' | 'failed' | 'there'; readonly failed: TextKey; readonly retry: () => void }) {
  return (
    <>
      {props.state === 'failed' && (
        <p class="notice bad" role="alert">
          {t(props.failed)}{' '}
          <button type="button" onClick={props.retry}>
            {t('retry')}
          </button>
        </p>
      )}
      {props.state === 'loading' && <p role="status">{t('loading')}</p>}
    </>
  );
}
