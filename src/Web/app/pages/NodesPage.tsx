import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { Loading } from '../parts/Loading';
import { NodeTable } from '../parts/NodeTable';
import { ApiError } from '../rest/apiError';
import type { ClusterNode } from '../rest/nodes';
import { api } from '../state/session';

// As often as a lease is confirmed twice.
const refreshMilliseconds = 2_000;

/** The processes of the cluster, for whoever runs the platform. */
export function NodesPage() {
  const nodes = useSignal<readonly ClusterNode[]>([]);
  const state = useSignal<'loading' | 'failed' | 'there' | 'notHere'>('loading');
  const load = useCallback(async () => {
    try {
      nodes.value = await api.get<readonly ClusterNode[]>('/api/v1/admin/nodes');
      state.value = 'there';
    } catch (cause) {
      const isElsewhere = cause instanceof ApiError && (cause.status === 403 || cause.status === 404);
      if (isElsewhere) state.value = 'notHere';
      // What is on the screen is of seconds ago, and the next answer replaces it.
      else if (state.value !== 'there') state.value = 'failed';
    }
  }, [nodes, state]);
  useEffect(() => {
    void load();
    const timer = setInterval(() => {
      if (state.value !== 'notHere') void load();
    }, refreshMilliseconds);
    return () => clearInterval(timer);
  }, [load, state]);
  return (
    <section aria-labelledby="nodes-title" class="page">
      <h1 id="nodes-title">{t('nodesTitle')}</h1>
      {state.value === 'notHere' ? (
        <p class="hint">{t('nodesNotHere')}</p>
      ) : (
        <>
          <p class="hint">{t('nodesLead')}</p>
          <Loading state={state.value} failed="nodesFailed" retry={() => void load()} />
          {state.value === 'there' && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways by the arrow keys
            <section class="wide" aria-label={t('nodesRows')} tabIndex={0}>
              <NodeTable nodes={nodes.value} onDone={load} />
            </section>
          )}
        </>
      )}
    </section>
  );
}
