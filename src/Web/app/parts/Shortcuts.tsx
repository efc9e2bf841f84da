import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import { preferences } from '../state/preferences';
import { isHelpOpen, keysOf, type ShortcutName, shortcutNames, written } from '../state/shortcuts';

const names = Object.keys(shortcutNames) as ShortcutName[];

/** The keys, each of which can be another one. */
export function ShortcutSettings() {
  const asking = useSignal<ShortcutName | null>(null);
  const press = (event: KeyboardEvent) => {
    const name = asking.value;
    if (!name) return;
    const keys = written(event);
    if (keys === '' || keys === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    asking.value = null;
    if (keys === 'Escape') return;
    // A key has one meaning: whoever had it before gets back his own.
    const others = Object.entries(preferences.keys.value).filter(([, other]) => other !== keys);
    preferences.keys.value = { ...Object.fromEntries(others), [name]: keys };
  };
  return (
    <>
      <table class="keys">
        <tbody>
          {names.map(name => (
            <tr key={name}>
              <th scope="row">{t(shortcutNames[name])}</th>
              <td>
                <kbd>{asking.value === name ? t('keysPress') : keysOf(name)}</kbd>
              </td>
              <td>
                <button
                  type="button"
                  aria-label={`${t('keysChange')}: ${t(shortcutNames[name])}`}
                  onClick={() => {
                    asking.value = name;
                  }}
                  onKeyDown={press}
                >
                  {t('keysChange')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="check">
        <input
          type="checkbox"
          checked={preferences.singleKeys.value}
          onChange={event => {
            preferences.singleKeys.value = event.currentTarget.checked;
          }}
        />
        {t('keysSingle')}
      </label>
      <button
        type="button"
        onClick={() => {
          preferences.keys.value = {};
        }}
      >
        {t('keysReset')}
      </button>
    </>
  );
}

export function ShortcutHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isHelpOpen.value]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="help-title"
      onClose={() => {
        isHelpOpen.value = false;
      }}
    >
      <form method="dialog">
        <h2 id="help-title">{t('helpTitle')}</h2>
        <dl class="keys">
          {names.map(name => (
            <div key={name}>
              <dt>{t(shortcutNames[name])}</dt>
              <dd>
                <kbd>{keysOf(name)}</kbd>
              </dd>
            </div>
          ))}
        </dl>
        <div class="row end">
          <button type="submit" class="primary">
            {t('close')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
