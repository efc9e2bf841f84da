import { t } from '../i18n/texts';
import { LegalCases } from '../parts/LegalCases';
import { NoticeRules } from '../parts/NoticeRules';
import { RetentionForm, Sweeps } from '../parts/RetentionForm';
import type { Phone } from '../state/phone';

/** How long what is kept, and what must not go, for administrators. */
export function PrivacyPage({ phone }: { phone: Phone }) {
  return (
    <section aria-labelledby="privacy-title" class="page">
      <h1 id="privacy-title">{t('privacyTitle')}</h1>
      <div class="settings">
        <section class="card" aria-labelledby="privacy-rules">
          <h2 id="privacy-rules">{t('retentionTitle')}</h2>
          <RetentionForm />
        </section>
        <section class="card" aria-labelledby="privacy-sweeps">
          <h2 id="privacy-sweeps">{t('sweepsTitle')}</h2>
          <Sweeps />
        </section>
        <section class="card" aria-labelledby="privacy-notices">
          <h2 id="privacy-notices">{t('recordingNoticesTitle')}</h2>
          <NoticeRules />
        </section>
        <section class="card" aria-labelledby="privacy-cases">
          <h2 id="privacy-cases">{t('casesTitle')}</h2>
          <LegalCases me={phone.identity.value?.user ?? ''} />
        </section>
      </div>
    </section>
  );
}
