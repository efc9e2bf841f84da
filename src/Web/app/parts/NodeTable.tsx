import { number, t, when } from '../i18n/texts';
import type { ClusterNode, EdgeNode } from '../rest/nodes';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api } from '../state/session';

/** Silos and edges, with a way to drain an edge. */
export function NodeTable({ nodes, onDone }: { readonly nodes: readonly ClusterNode[]; readonly onDone: () => Promise<void> }) {
  const isAlone = nodes.filter(node => node.edge && !node.edge.draining).length < 2;
  return (
    <table class="board figures" aria-labelledby="nodes-title" data-testid="nodes">
      <thead>
        <tr>
          <th scope="col">{t('nodeName')}</th>
          <th scope="col">{t('nodeRole')}</th>
          <th scope="col">{t('nodeState')}</th>
          <th scope="col">{t('nodeVersion')}</th>
          <th scope="col">{t('nodeStarted')}</th>
          <th scope="col">{t('nodeIncarnation')}</th>
          <th scope="col">{t('nodeLease')}</th>
          <th scope="col">{t('nodeCalls')}</th>
          <th scope="col">{t('nodeLegs')}</th>
          <th scope="col">{t('nodeBrowsers')}</th>
          <th scope="col">{t('nodeActions')}</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map(node => (
          <Row key={`${node.name} ${node.incarnation}`} node={node} isAlone={isAlone} onDone={onDone} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ node, isAlone, onDone }: { readonly node: ClusterNode; readonly isAlone: boolean; readonly onDone: () => Promise<void> }) {
  const edge = node.edge?.answers ? node.edge : null;
  return (
    <tr data-node={node.name}>
      <th scope="row" title={node.address}>
        {node.name}
      </th>
      <td>{t(node.role === 'core' ? 'nodeSilo' : node.role === 'edge' ? 'nodeEdge' : 'nodeBoth')}</td>
      <td>{t(stateOf(node.edge))}</td>
      <td>{node.version ?? ''}</td>
      <td>{node.startedAt ? when(new Date(node.startedAt)) : ''}</td>
      <td>{number(node.incarnation)}</td>
      <td>{edge && edge.leaseAge !== null ? t('nodeLeaseAge', { seconds: number(Math.round(edge.leaseAge * 10) / 10) }) : ''}</td>
      <td>{edge ? number(edge.calls) : ''}</td>
      <td>{edge ? number(edge.legs) : ''}</td>
      <td>{edge ? number(edge.browsers) : ''}</td>
      <td>{edge && !edge.stopping && <DrainButton name={node.name} isDraining={edge.draining} isAlone={isAlone} onDone={onDone} />}</td>
    </tr>
  );
}

function DrainButton(props: {
  readonly name: string;
  readonly isDraining: boolean;
  readonly isAlone: boolean;
  readonly onDone: () => Promise<void>;
}) {
  const { name, isDraining, isAlone, onDone } = props;
  const path = `/api/v1/admin/drain?edge=${encodeURIComponent(name)}`;
  const act = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      await onDone();
    });
  return isDraining ? (
    <button type="button" aria-label={t('nodeUndrainOf', { name })} onClick={() => act(() => api.delete(path))}>
      {t('nodeUndrain')}
    </button>
  ) : (
    <button
      type="button"
      aria-label={t('nodeDrainOf', { name })}
      onClick={() =>
        ask({
          title: t('nodeDrainTitle', { name }),
          text: t(isAlone ? 'nodeDrainAlone' : 'nodeDrainText'),
          action: t('nodeDrain'),
          onYes: () => act(() => api.post(path, {})),
        })
      }
    >
      {t('nodeDrain')}
    </button>
  );
}

function stateOf(edge: EdgeNode | null) {
  if (!edge) return 'nodeActive';
  if (!edge.answers) return 'nodeSilent';
  return edge.stopping ? 'nodeStopping' : edge.draining ? 'nodeDraining' : 'nodeActive';
}
