import { t } from '../i18n/texts';
import type { QueueRules } from '../rest/queues';
import type { Form } from '../state/form';
import { CheckField, MinutesField, NumberField } from './fields';

/** Whether callers may hang up and be called back at their turn, and how often they are tried. */
export function CallbackEditor({ form }: { form: Form<QueueRules> }) {
  const { callbacks, announcements } = form.value.value;
  return (
    <>
      <CheckField form={form} path="callbacks.allowed" label={t('callbacksAllowed')} />
      <p class="hint">{t('callbacksHint')}</p>
      {callbacks.allowed && (
        <>
          {announcements.placeAfter === null && <p class="notice">{t('callbacksUntold')}</p>}
          <NumberField form={form} path="callbacks.attempts" label={t('callbacksAttempts')} least={1} />
          {callbacks.attempts > 1 && <MinutesField form={form} path="callbacks.retryAfter" label={t('callbacksRetry')} />}
          <MinutesField form={form} path="callbacks.keepFor" label={t('callbacksKeep')} hint={t('callbacksKeepHint')} />
          <CheckField form={form} path="callbacks.outsideHours" label={t('callbacksOutside')} />
        </>
      )}
    </>
  );
}
