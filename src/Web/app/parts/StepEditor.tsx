import { t } from '../i18n/texts';
import type { FlowDefinition, FlowStep } from '../rest/flows';
import type { Form } from '../state/form';
import { ChoiceField, NumberField, SecondsField, TextField } from './fields';
import { HoursEditor } from './HoursEditor';
import { PromptEditor } from './PromptEditor';
import { StepChoice, WaysEditor } from './WaysEditor';

interface StepEditorProps {
  readonly form: Form<FlowDefinition>;
  readonly step: FlowStep;
  readonly path: string;
}

/** What a step does: its fields follow from its type. */
export function StepEditor({ form, step, path }: StepEditorProps) {
  const at = (field: string) => ({ form, path: `${path}.${field}` });
  switch (step.type) {
    case 'say':
      return (
        <>
          <PromptEditor {...at('prompt')} label={t('stepPrompt')} />
          <StepChoice {...at('next')} label={t('wayNext')} />
        </>
      );
    case 'menu':
      return (
        <>
          <PromptEditor {...at('prompt')} label={t('stepPrompt')} />
          <WaysEditor {...at('choices')} label={t('stepChoices')} heading={t('stepDigit')} />
          <StepChoice {...at('otherwise')} label={t('stepMenuOtherwise')} />
          <div class="pairs">
            <SecondsField {...at('timeout')} label={t('stepTimeout')} />
            <NumberField {...at('attempts')} label={t('stepAttempts')} least={1} />
          </div>
          <PromptEditor {...at('invalid')} label={t('stepInvalid')} />
        </>
      );
    case 'gather':
      return (
        <>
          <PromptEditor {...at('prompt')} label={t('stepPrompt')} />
          <div class="pairs">
            <TextField {...at('into')} label={t('stepInto')} input={{ required: true }} />
            <TextField {...at('terminator')} label={t('stepTerminator')} input={{ maxLength: 1 }} />
            <NumberField {...at('minDigits')} label={t('stepMinDigits')} least={1} />
            <NumberField {...at('maxDigits')} label={t('stepMaxDigits')} least={1} />
            <SecondsField {...at('timeout')} label={t('stepTimeout')} />
            <SecondsField {...at('betweenDigits')} label={t('stepBetween')} />
            <NumberField {...at('attempts')} label={t('stepAttempts')} least={1} />
          </div>
          <PromptEditor {...at('invalid')} label={t('stepInvalid')} />
          <StepChoice {...at('next')} label={t('stepGatherNext')} />
          <StepChoice {...at('otherwise')} label={t('stepGatherOtherwise')} />
        </>
      );
    case 'hours':
      return (
        <>
          <HoursEditor form={form} path={`${path}.hours`} />
          <StepChoice {...at('open')} label={t('stepOpen')} />
          <StepChoice {...at('closed')} label={t('stepClosed')} />
        </>
      );
    case 'set':
      return (
        <>
          <div class="pairs">
            <ChoiceField
              {...at('language')}
              label={t('language')}
              choices={[
                ['', 'stepAsBefore'],
                ['es-CO', 'languageSpanish'],
                ['en', 'languageEnglish'],
              ]}
            />
            <NumberField {...at('priority')} label={t('stepPriority')} isOptional />
          </div>
          <StepChoice {...at('next')} label={t('wayNext')} />
        </>
      );
    case 'switch':
      return (
        <>
          <TextField {...at('variable')} label={t('stepVariable')} hint={t('stepVariableHint')} input={{ required: true }} />
          <WaysEditor {...at('cases')} label={t('stepCases')} heading={t('stepValue')} />
          <StepChoice {...at('otherwise')} label={t('stepSwitchOtherwise')} />
        </>
      );
    case 'webhook':
      return (
        <>
          <TextField {...at('url')} label={t('stepUrl')} hint={t('stepUrlHint')} input={{ type: 'url', required: true }} />
          <SecondsField {...at('timeout')} label={t('stepTimeout')} />
          <StepChoice {...at('next')} label={t('stepWebhookNext')} />
          <StepChoice {...at('otherwise')} label={t('stepWebhookOtherwise')} />
        </>
      );
    case 'queue':
      return <TextField {...at('queue')} label={t('queueName')} hint={t('stepQueueHint')} input={{ required: true, list: 'queues' }} />;
    case 'transfer':
      return <TextField {...at('number')} label={t('stepNumber')} input={{ required: true, inputMode: 'tel' }} />;
    case 'hangUp':
      return <PromptEditor {...at('prompt')} label={t('stepFarewell')} />;
  }
}
