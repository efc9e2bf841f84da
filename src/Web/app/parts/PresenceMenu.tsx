import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { Phone } from '../state/phone';
import { Presence, presenceTexts } from './Presence';

const choices = ['available', 'busy', 'away', 'doNotDisturb'] as const;

/** The person says how they are. */
export function PresenceMenu({ phone }: { phone: Phone }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = useSignal<(typeof choices)[number]>('available');
  const reason = useSignal('');
  const open = () => {
    const status = phone.own.value?.status;
    chosen.value = choices.find(choice => choice === status) ?? 'available';
    reason.value = phone.own.value?.reason ?? '';
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" class="plain" aria-haspopup="dialog" onClick={open} data-testid="presence">
        <span class="hidden">{t('presenceTitle')}: </span>
        <Presence card={phone.own.value} />
      </button>
      <dialog ref={dialog} aria-labelledby="presence-title">
        <form method="dialog" onSubmit={() => phone.setPresence(chosen.value, chosen.value === 'available' ? '' : reason.value.trim())}>
          <h2 id="presence-title">{t('presenceTitle')}</h2>
          <fieldset class="choices">
            <legend class="hidden">{t('presenceTitle')}</legend>
            {choices.map(choice => (
              <label key={choice}>
                <input
                  type="radio"
                  name="presence"
                  checked={chosen.value === choice}
                  onChange={() => {
                    chosen.value = choice;
                  }}
                />
                {t(presenceTexts[choice])}
              </label>
            ))}
          </fieldset>
          <label class="field">
            {t('presenceReason')}
            <input
              maxLength={64}
              placeholder={t('presenceReasonHint')}
              value={reason.value}
              disabled={chosen.value === 'available'}
              onInput={event => {
                reason.value = event.currentTarget.value;
              }}
            />
          </label>
          <div class="row end">
            <button type="button" onClick={() => dialog.current?.close()}>
              {t('cancel')}
            </button>
            <button type="submit" class="primary">
              {t('save')}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
