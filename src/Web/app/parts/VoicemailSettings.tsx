import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { BoxSettings } from '../rest/models';
import { Form } from '../state/form';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { CheckField, ChoiceField, goToProblem, NumberField, TextField } from './fields';

const path = '/api/v1/me/voicemail';

interface Wishes {
  readonly language: string;
  readonly maxSeconds: number;
  readonly pin: string | null;
  readonly email: boolean;
  readonly attachAudio: boolean;
}

/** How the own box greets, and what its telephone asks for. The PIN is never told: only whether there is one. */
export function VoicemailSettings() {
  const form = useMemo(() => new Form<Wishes>({ language: 'es-CO', maxSeconds: 0, pin: null, email: false, attachAudio: true }), []);
  const box = useSignal<BoxSettings | null>(null);
  const take = (settings: BoxSettings): Wishes => {
    box.value = settings;
    const { language, maxSeconds, email, attachAudio } = settings;
    return { language, maxSeconds, pin: null, email, attachAudio };
  };
  useEffect(() => {
    attempt(async () => {
      form.value.value = take(await api.get<BoxSettings>(`${path}/settings`));
    });
  }, [form]);
  if (!box.value) return null;
  const { mailTo } = box.value;
  const save = async () => {
    if (!(await form.save(async wishes => take(await api.put<BoxSettings>(`${path}/settings`, wishes))))) goToProblem();
  };
  return (
    <section class="card box editor" aria-labelledby="box-title">
      <h2 id="box-title">{t('voicemailSettings')}</h2>
      <form
        onSubmit={event => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="pairs">
          <ChoiceField
            form={form}
            path="language"
            label={t('voicemailLanguage')}
            choices={[
              ['es-CO', 'languageSpanish'],
              ['en', 'languageEnglish'],
            ]}
          />
          <NumberField form={form} path="maxSeconds" label={t('voicemailMost')} least={10} />
          <TextField
            form={form}
            path="pin"
            label={t('voicemailPin')}
            hint={t('voicemailPinHint')}
            isOptional
            input={{ inputMode: 'numeric', autocomplete: 'off', maxLength: 8 }}
          />
        </div>
        <CheckField
          form={form}
          path="email"
          label={t('voicemailMail')}
          isOff={mailTo === null && !form.value.value.email}
          hint={mailTo === null ? t('voicemailMailNone') : t('voicemailMailTo', { address: mailTo })}
        />
        {form.value.value.email && (
          <CheckField form={form} path="attachAudio" label={t('voicemailAttach')} hint={t('voicemailAttachHint')} />
        )}
        <div class="row">
          <button type="submit" class="primary" disabled={form.isBusy.value}>
            {t('save')}
          </button>
          {box.value.hasPin && (
            <button
              type="button"
              onClick={() => {
                form.write('pin', '');
                void save();
              }}
            >
              {t('voicemailPinOff')}
            </button>
          )}
          <span role="status">{form.isSaved.value && t('saved')}</span>
          <span role="alert" class={form.errors.value.size > 0 ? 'problem' : ''}>
            {form.problem('') ?? (form.errors.value.size > 0 && t('editorWrong'))}
          </span>
        </div>
      </form>
      <h2>{t('voicemailGreeting')}</h2>
      <p>{t(box.value.hasGreeting ? 'voicemailGreetingOwn' : 'voicemailGreetingPlain')}</p>
      <div class="row">
        <label class="field">
          {t('voicemailUpload')}
          <input
            type="file"
            accept=".wav,audio/wav"
            onChange={event => {
              const file = event.currentTarget.files?.[0];
              if (file)
                attempt(async () => {
                  take(await api.upload<BoxSettings>(`${path}/greeting`, file));
                });
            }}
          />
        </label>
        {box.value.hasGreeting && (
          <button
            type="button"
            onClick={() =>
              attempt(async () => {
                await api.delete(`${path}/greeting`);
                take(await api.get<BoxSettings>(`${path}/settings`));
              })
            }
          >
            {t('voicemailGreetingOff')}
          </button>
        )}
      </div>
    </section>
  );
}
