import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import { question } from '../state/question';

/** Asks before something is done that cannot be taken back. */
export function Confirmation() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked) dialog.current?.showModal();
    else dialog.current?.close();
  }, [asked]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="question-title"
      aria-describedby="question-text"
      data-testid="question"
      onClose={() => {
        question.value = null;
      }}
    >
      <form method="dialog" onSubmit={() => asked?.onYes()}>
        <h2 id="question-title">{asked?.title}</h2>
        <p id="question-text">{asked?.text}</p>
        <div class="row end">
          <button type="button" onClick={() => dialog.current?.close()}>
            {t('cancel')}
          </button>
          <button type="submit" class="action reject">
            {asked?.action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
