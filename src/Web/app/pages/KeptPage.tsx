import { useSignal } from '@preact/signals';
import { t } from '../i18n/texts';
import { inventory, isKept } from '../state/kept';
import { eraseAll } from '../state/session';

/** What the webphone keeps in the browser, for everybody: nobody has to sign in to read it. */
export function KeptPage() {
  const isErased = useSignal(false);
  return (
    <section aria-labelledby="kept-title" class="page kept">
      <div class="head">
        <h1 id="kept-title">{t('keptTitle')}</h1>
        <button
          type="button"
          onClick={async () => {
            await eraseAll();
            isErased.value = true;
          }}
        >
          {t('keptErase')}
        </button>
      </div>
      <p>{t('keptLead')}</p>
      <p>{t('keptParties')}</p>
      <p role="status">{isErased.value && t('keptErased')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways by the arrow keys */}
      <section class="wide" aria-label={t('keptList')} tabIndex={0}>
        <table class="board" aria-labelledby="kept-title" data-testid="kept">
          <thead>
            <tr>
              <th scope="col">{t('keptName')}</th>
              <th scope="col">{t('keptPlace')}</th>
              <th scope="col">{t('keptPurpose')}</th>
              <th scope="col">{t('keptUntil')}</th>
              <th scope="col">{t('keptHere')}</th>
            </tr>
          </thead>
          <tbody>
            {inventory.map(one => (
              <tr key={one.name}>
                <th scope="row">
                  <code>{one.name}</code>
                </th>
                <td>{one.place}</td>
                <td>{t(one.purpose)}</td>
                <td>{t(one.until)}</td>
                <td>{t(one.place === 'chrome.storage' ? 'keptUnseen' : isKept(one) ? 'keptYes' : 'keptNo')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p>
        <a href="#/">{t('keptBack')}</a>
      </p>
    </section>
  );
}
