import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { number, t, when } from '../i18n/texts';
import type { DataExport } from '../rest/rights';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { download } from './download';

// While one is being made, it is looked again.
const again = 2_000;

/** Archives of what is kept: of the signed-in user, or of a legal case. */
export function ExportList({ path, ask, canErase }: { readonly path: string; readonly ask: string; readonly canErase: boolean }) {
  const exports = useSignal<readonly DataExport[]>([]);
  const load = useCallback(async () => {
    exports.value = await api.get<readonly DataExport[]>(path);
  }, [exports, path]);
  useEffect(() => attempt(load), [load]);
  const isBusy = exports.value.some(({ state }) => state === 'waiting');
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => attempt(load), again);
    return () => clearInterval(timer);
  }, [isBusy, load]);
  return (
    <>
      <button
        type="button"
        disabled={isBusy}
        onClick={() =>
          attempt(async () => {
            await api.post(path, {});
            await load();
          })
        }
      >
        {ask}
      </button>
      <div role="status">{exports.value.length === 0 && <p>{t('exportsNone')}</p>}</div>
      <ul class="plain-list" data-testid="exports">
        {exports.value.map(one => (
          <li key={one.id}>
            {when(new Date(one.askedAt))} · {stateOf(one)}
            {one.state === 'ready' && (
              <div class="row">
                <button
                  type="button"
                  onClick={() =>
                    attempt(async () => download({ name: `${one.id}.zip`, content: await api.blob(`${path}/${one.id}/file`) }))
                  }
                >
                  {t('exportDownload')}
                </button>
                {canErase && (
                  <button
                    type="button"
                    onClick={() =>
                      attempt(async () => {
                        await api.delete(`${path}/${one.id}`);
                        await load();
                      })
                    }
                  >
                    {t('exportErase')}
                  </button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function stateOf(one: DataExport): string {
  switch (one.state) {
    case 'waiting':
      return one.total > 0 ? t('exportWaiting', { done: number(one.done), total: number(one.total) }) : t('exportCounting');
    case 'ready':
      return t('exportReady', { size: number(one.bytes / 1_000_000), until: one.expiresAt ? when(new Date(one.expiresAt)) : '' });
    case 'failed':
      return t('exportFailed');
    default:
      return t('exportGone');
  }
}
