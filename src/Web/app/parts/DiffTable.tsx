import { t } from '../i18n/texts';
import type { PolicyDiff } from '../rest/policies';
import { inSpanish } from '../state/policies';

/** What two versions differ in, in the language of now. What went and came is said in words too, not by colour alone. */
export function DiffTable({ diff }: { diff: PolicyDiff }) {
  const lines = inSpanish() ? diff.es : diff.en;
  return (
    <section class="diff" aria-label={t('documentDiff', { from: diff.from, to: diff.to })} data-testid="diff">
      <h3>{t('documentDiff', { from: diff.from, to: diff.to })}</h3>
      {lines.map((line, index) =>
        line.kind === 'same' ? (
          <p key={index}>{line.text || ' '}</p>
        ) : line.kind === 'added' ? (
          <p key={index} class="added">
            <ins>
              <span class="hidden">{t('documentAdded')}: </span>
              {line.text}
            </ins>
          </p>
        ) : (
          <p key={index} class="removed">
            <del>
              <span class="hidden">{t('documentRemoved')}: </span>
              {line.text}
            </del>
          </p>
        ),
      )}
    </section>
  );
}
