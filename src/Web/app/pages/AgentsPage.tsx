import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { AgentCard, AgentStatus } from '../../phone';
import { number, t } from '../i18n/texts';
import { AgentDialog } from '../parts/AgentDialog';
import { AgentState, agentTexts } from '../parts/AgentState';
import { Clock } from '../parts/Clock';
import { Icon } from '../parts/Icon';
import { type AgentFilter, AgentList, everybody } from '../state/agentList';
import { Board } from '../state/board';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const states: readonly AgentStatus[] = ['available', 'ringing', 'onCall', 'wrapUp', 'paused', 'resting', 'loggedOut'];
const waitMs = 150;

/** So many are drawn at once; more when they are asked for. */
const pageSize = 100;

/** Who works in the queues, for supervisors, and what they are to do. */
export function AgentsPage({ phone }: { phone: Phone }) {
  const list = useMemo(() => new AgentList(api, phone), [phone]);
  const board = useMemo(() => new Board(api), [phone]);
  const chosen = useSignal<AgentCard | null>(null);
  const shown = useSignal(pageSize);
  useEffect(() => void board.load(), [board]);
  useEffect(() => list.open(), [list]);
  const filter = list.filter.value;
  useEffect(() => {
    const timer = setTimeout(() => list.watch(), waitMs);
    return () => clearTimeout(timer);
  }, [filter]);
  const narrow = (part: Partial<AgentFilter>) => {
    list.filter.value = { ...filter, ...part };
  };
  const queues = board.queues.value;
  const titleOf = (name: string) => queues.find(queue => queue.name === name)?.title ?? name;
  const agents = list.agents.value;
  return (
    <section aria-labelledby="agents-title" class="page">
      <div class="head">
        <h1 id="agents-title">{t('agentsTitle')}</h1>
        <search class="row">
          <label class="field">
            {t('agentsSearch')}
            <input type="search" value={filter.search} onInput={event => narrow({ search: event.currentTarget.value })} />
          </label>
          <label class="field">
            {t('queueName')}
            <select value={filter.queue} onChange={event => narrow({ queue: event.currentTarget.value })}>
              <option value="">{t('logAll')}</option>
              {queues.map(queue => (
                <option key={queue.name} value={queue.name}>
                  {queue.title}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            {t('agentState')}
            <select value={filter.status} onChange={event => narrow({ status: event.currentTarget.value as AgentStatus | '' })}>
              <option value="">{t('agentsAll')}</option>
              {states.map(status => (
                <option key={status} value={status}>
                  {t(agentTexts[status])}
                </option>
              ))}
            </select>
          </label>
        </search>
      </div>
      {list.state.value === 'loading' && <p role="status">{t('loading')}</p>}
      {list.state.value === 'there' && agents.length === 0 && (
        <div class="empty">
          <Icon name="people" class="large" />
          <p>{t(filter === everybody ? 'agentsNone' : 'agentsNoMatch')}</p>
          {filter === everybody && <p class="hint">{t('agentsNoneLead')}</p>}
          {filter !== everybody && (
            <button type="button" onClick={() => narrow(everybody)}>
              {t('agentsShowAll')}
            </button>
          )}
        </div>
      )}
      {agents.length > 0 && (
        <table class="board" aria-labelledby="agents-title" data-testid="agents">
          <thead>
            <tr>
              <th scope="col">{t('agentName')}</th>
              <th scope="col">{t('agentState')}</th>
              <th scope="col">{t('agentSince')}</th>
              <th scope="col">{t('agentQueues')}</th>
              <th scope="col">{t('agentCalls')}</th>
              <th scope="col">{t('agentMissed')}</th>
              <th scope="col">
                <span class="hidden">{t('agentChange')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {agents.slice(0, shown.value).map(agent => (
              <tr key={agent.agent} data-agent={agent.agent} data-status={agent.status}>
                <th scope="row">
                  {agent.name} <span class="number">{agent.extension}</span>
                </th>
                <td>
                  <AgentState status={agent.status} reason={agent.reason} />
                  {agent.next && <p class="hint">{t('agentNext', { state: t(agentTexts[agent.next]) })}</p>}
                </td>
                <td class="figure">
                  <Clock since={new Date(agent.since)} />
                </td>
                <td>
                  {agent.queues.map(titleOf).join(', ')}
                  {agent.queue && <p class="hint">{t('agentServes', { queue: titleOf(agent.queue) })}</p>}
                </td>
                <td class="figure">{number(agent.calls)}</td>
                <td class="figure">{number(agent.missed)}</td>
                <td class="end">
                  <button
                    type="button"
                    class="small"
                    aria-haspopup="dialog"
                    aria-label={`${t('agentChange')}: ${agent.name}`}
                    onClick={() => {
                      chosen.value = agent;
                    }}
                  >
                    {t('agentChange')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {agents.length > shown.value && (
        <button
          type="button"
          onClick={() => {
            shown.value += pageSize;
          }}
        >
          {t('more')}
        </button>
      )}
      {chosen.value && (
        <AgentDialog
          key={chosen.value.agent}
          agent={chosen.value}
          queues={queues}
          onChange={change => {
            const agent = chosen.value;
            if (agent) attempt(() => list.change(agent, change));
          }}
          onClose={() => {
            chosen.value = null;
          }}
        />
      )}
    </section>
  );
}
