import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { number, t, when } from '../i18n/texts';
import type { Fax } from '../rest/faxes';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api } from '../state/session';
import { download } from './download';

// A long fax is read as a file; what it is about is on its first pages.
const mostThumbnails = 4;

interface FaxEntryProps {
  readonly fax: Fax;
  /** Something of it was changed here. */
  readonly onChanged: () => void;
}

/** A fax: its first pages, how far it is, as a file, deleted. Who has its file has seen it. */
export function FaxEntry({ fax, onChanged }: FaxEntryProps) {
  const party = fax.name || fax.number || fax.station || t('nobody');
  const path = `/api/v1/me/faxes/${encodeURIComponent(fax.id)}`;
  const fetched = (from: string, ending: string) =>
    attempt(async () => {
      download({ name: `${fax.id}.${ending}`, content: await api.blob(from) });
      if (fax.seen) return;
      await api.put(path, { seen: true });
      onChanged();
    });
  const shown = Math.min(fax.pages, mostThumbnails);
  return (
    <li data-fax={fax.id} data-state={fax.state}>
      <div class="entry">
        <div class="grow">
          <strong>{t(fax.direction === 'in' ? 'faxFrom' : 'faxTo', { party })}</strong>{' '}
          {fax.name && <span class="number">{fax.number}</span>}
          {!fax.seen && <span class="badge">{t('faxIsNew')}</span>}
          <p class="hint">
            <time dateTime={fax.at}>{when(new Date(fax.at))}</time>
            {' · '}
            {fax.pages === 1 ? t('faxOnePage') : t('faxPages', { count: number(fax.pages) })}
            {' · '}
            {stateOf(fax)}
            {fax.pending && ` · ${t('faxPending')}`}
          </p>
          {fax.result && fax.state !== 'received' && fax.state !== 'sent' && <p class="hint">{t('faxResult', { result: fax.result })}</p>}
        </div>
        {fax.pages > 0 && (
          <>
            <button type="button" class="small" onClick={() => fetched(fax.pdf, 'pdf')}>
              PDF<span class="hidden"> {party}</span>
            </button>
            <button type="button" class="small" onClick={() => fetched(fax.tiff, 'tiff')}>
              TIFF<span class="hidden"> {party}</span>
            </button>
          </>
        )}
        <button
          type="button"
          class="small"
          onClick={() =>
            ask({
              title: t('faxDeleteTitle'),
              text: t('faxDeleteText'),
              action: t('faxDelete'),
              onYes: () =>
                attempt(async () => {
                  await api.delete(path);
                  onChanged();
                }),
            })
          }
        >
          {t('faxDelete')}
        </button>
      </div>
      <div class="sheets">
        {Array.from({ length: shown }, (_, index) => (
          <Sheet key={index} from={`${path}/pages/${index + 1}/thumbnail`} label={t('faxPage', { page: number(index + 1), party })} />
        ))}
        {fax.pages > shown && <span class="hint">{t('faxMorePages', { count: number(fax.pages - shown) })}</span>}
      </div>
    </li>
  );
}

/** A page, small. It is asked for with the token, which an address in a page cannot have. */
function Sheet({ from, label }: { readonly from: string; readonly label: string }) {
  const source = useSignal('');
  useEffect(() => {
    let isGone = false;
    void (async () => {
      try {
        const picture = await api.blob(from);
        if (!isGone) source.value = URL.createObjectURL(picture);
      } catch {
        // A page that is not there yet, or was deleted elsewhere: its place stays white.
      }
    })();
    return () => {
      isGone = true;
      if (source.value) URL.revokeObjectURL(source.value);
    };
  }, [from]);
  return source.value ? <img src={source.value} alt={label} /> : <span class="sheet" aria-hidden="true" />;
}

function stateOf(fax: Fax): string {
  switch (fax.state) {
    case 'received':
      return t('faxStateReceived');
    case 'cut':
      return t('faxStateCut');
    case 'waiting':
      return fax.attempts > 0 && fax.due ? t('faxStateAgain', { time: when(new Date(fax.due)) }) : t('faxStateWaiting');
    case 'sending':
      return t('faxStateSending');
    case 'sent':
      return t('faxStateSent');
    default:
      return t('faxStateFailed');
  }
}
