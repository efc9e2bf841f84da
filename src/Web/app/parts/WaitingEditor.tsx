import { t } from '../i18n/texts';
import type { QueueRules } from '../rest/queues';
import type { Form } from '../state/form';
import { AnnouncementList } from './AnnouncementList';
import { CheckField, ChoiceField, Field, SecondsField } from './fields';
import { PromptChoice } from './PromptChoice';

/** What callers hear while they wait: music, their place, announcements in turn. */
export function WaitingEditor({ form }: { form: Form<QueueRules> }) {
  const { placeAfter, estimatedWait, periodic } = form.value.value.announcements;
  return (
    <>
      <Field form={form} path="music" label={t('waitingMusic')}>
        {attributes => (
          <PromptChoice
            value={form.value.value.music ?? ''}
            onChosen={name => form.write('music', name || null)}
            none={t('waitingHoldMusic')}
            attributes={attributes}
          />
        )}
      </Field>
      <ChoiceField
        form={form}
        path="announcements.language"
        label={t('waitingLanguage')}
        choices={[
          ['es-CO', 'languageSpanish'],
          ['en', 'languageEnglish'],
        ]}
      />
      <h3>{t('waitingPlace')}</h3>
      <SecondsField form={form} path="announcements.placeAfter" label={t('waitingPlaceAfter')} hint={t('waitingPlaceNever')} isOptional />
      {placeAfter !== null && (
        <>
          <SecondsField form={form} path="announcements.placeEvery" label={t('waitingPlaceEvery')} />
          <CheckField form={form} path="announcements.position" label={t('waitingPosition')} />
          <CheckField form={form} path="announcements.estimatedWait" label={t('waitingEstimate')} />
          {estimatedWait && <SecondsField form={form} path="announcements.roundTo" label={t('waitingRound')} />}
        </>
      )}
      <h3>{t('waitingPeriodic')}</h3>
      <p class="hint">{t('waitingPeriodicHint')}</p>
      <AnnouncementList form={form} />
      {periodic.length > 0 && <SecondsField form={form} path="announcements.periodicEvery" label={t('waitingPeriodicEvery')} />}
    </>
  );
}
