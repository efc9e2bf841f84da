import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import { tellFaults } from '../state/diagnostics';
import { accept, forgetPolicies, inSpanish, loadPolicies, notices, ownPolicies, pageOf, seen, titleOf } from '../state/policies';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const lookAgainMs = 60_000;

/**
 * Documents that have to be accepted, and what the company tells its users. It stands beside the page and not before it: whoever is rung must be
 * able to answer, accepted or not.
 */
export function PolicyDialog() {
  useEffect(() => {
    const load = () => void loadPolicies().catch(() => {});
    load();
    const endTelling = tellFaults(api);
    const timer = setInterval(load, lookAgainMs);
    return () => {
      clearInterval(timer);
      endTelling();
      forgetPolicies();
    };
  }, []);
  return (
    <>
      <Asked />
      <Notices />
    </>
  );
}

function Asked() {
  const isLater = useSignal(false);
  const own = ownPolicies.value;
  if (!own || own.pending.length === 0 || (isLater.value && !own.blocked)) return null;
  return (
    <section class="card policies" role="dialog" aria-labelledby="policies-title" aria-describedby="policies-lead" data-testid="policies">
      <h2 id="policies-title">{t('policyAsk')}</h2>
      <p id="policies-lead">
        {own.blocked || !own.blocksAt ? t('policyAskBlocked') : t('policyAskLead', { at: when(new Date(own.blocksAt)) })}
      </p>
      <ul class="plain-list">
        {own.pending.map(({ document, acceptedVersion }) => (
          <li key={document.kind} class="row">
            <a href={pageOf(document.kind, document.version)} target="_blank" rel="noopener">
              {titleOf(document)}
            </a>
            <span class="hint">
              {t('documentVersion', { version: document.version })}, {t('documentModified', { at: when(new Date(document.modifiedAt)) })}
            </span>
            {acceptedVersion !== null && (
              <a href={`#/consents/changes/${document.kind}/${acceptedVersion}/${document.version}`}>
                {t('policyChanges', { title: titleOf(document) })}
              </a>
            )}
            <button type="button" class="primary" onClick={() => attempt(() => accept(document.kind, document.version, document.hash))}>
              {t('policyAccept', { title: titleOf(document) })}
            </button>
          </li>
        ))}
      </ul>
      {!own.blocked && (
        <button
          type="button"
          onClick={() => {
            isLater.value = true;
          }}
        >
          {t('policyLater')}
        </button>
      )}
    </section>
  );
}

function Notices() {
  return (
    <>
      {notices.value.map(notice => (
        <section key={notice.id} class="banner policies" aria-label={titleOf(notice)} data-testid="notice">
          <div>
            <strong>{titleOf(notice)}</strong>{' '}
            {notice.page ? (
              <>
                {t('noticePublished')}{' '}
                <a href={`${notice.page}&lang=${inSpanish() ? 'es' : 'en'}`} target="_blank" rel="noopener">
                  {t('noticeRead')}
                </a>
              </>
            ) : (
              <span>{inSpanish() ? notice.textEs : notice.textEn}</span>
            )}
          </div>
          <button type="button" onClick={() => attempt(() => seen(notice))}>
            {t('noticeSeen')}
          </button>
        </section>
      ))}
    </>
  );
}
