import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';

interface PauseDialogProps {
  /** What may be said; empty: anything. */
  readonly reasons: readonly string[];
  readonly onPause: (reason: string) => void;
  readonly onClose: () => void;
}

/** No pause without a reason: reports count them. */
export function PauseDialog({ reasons, onPause, onClose }: PauseDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useSignal(reasons[0] ?? '');
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="pause-title" data-testid="pause" onClose={onClose}>
      <form method="dialog" onSubmit={() => onPause(reason.value.trim())}>
        <h2 id="pause-title">{t('barPauseTitle')}</h2>
        {reasons.length > 0 ? (
          <fieldset class="choices">
            <legend class="hidden">{t('barPauseReason')}</legend>
            {reasons.map(one => (
              <label key={one}>
                <input
                  type="radio"
                  name="pause-reason"
                  checked={reason.value === one}
                  onChange={() => {
                    reason.value = one;
                  }}
                />
                {one}
              </label>
            ))}
          </fieldset>
        ) : (
          <label class="field">
            {t('barPauseReason')}
            <input
              required
              maxLength={64}
              placeholder={t('presenceReasonHint')}
              value={reason.value}
              onInput={event => {
                reason.value = event.currentTarget.value;
              }}
            />
          </label>
        )}
        <div class="row end">
          <button type="button" onClick={() => dialog.current?.close()}>
            {t('cancel')}
          </button>
          <button type="submit" class="primary">
            {t('barPause')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
