import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AgentCard, AgentWish } from '../../phone';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { AgentChange } from '../state/agentList';
import { AgentState } from './AgentState';

const wishes: readonly (readonly [wish: AgentWish, text: TextKey])[] = [
  ['ready', 'agentMakeReady'],
  ['paused', 'agentMakePaused'],
  ['loggedOut', 'agentMakeLoggedOut'],
];

interface AgentDialogProps {
  readonly agent: AgentCard;
  readonly queues: readonly { readonly name: string; readonly title: string }[];
  readonly onChange: (change: AgentChange) => void;
  readonly onClose: () => void;
}

/** What a supervisor decides about an agent; nothing happens before it is confirmed. */
export function AgentDialog({ agent, queues, onChange, onClose }: AgentDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const state = useSignal<AgentWish | null>(null);
  const reason = useSignal('');
  const force = useSignal(false);
  const served = useSignal<readonly string[]>(agent.queues);
  useEffect(() => dialog.current?.showModal(), []);
  const isTalking = agent.status === 'onCall' || agent.status === 'wrapUp';
  return (
    <dialog ref={dialog} aria-labelledby="agent-title" data-testid="agent-dialog" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={() => onChange({ state: state.value, reason: reason.value, force: force.value, queues: served.value })}
      >
        <h2 id="agent-title">{agent.name}</h2>
        <p class="now">
          <AgentState status={agent.status} reason={agent.reason} />
        </p>
        <fieldset class="choices">
          <legend>{t('agentState')}</legend>
          <label>
            <input
              type="radio"
              name="agent-state"
              checked={state.value === null}
              onChange={() => {
                state.value = null;
              }}
            />
            {t('agentLeaveAsIs')}
          </label>
          {wishes.map(([wish, text]) => (
            <label key={wish}>
              <input
                type="radio"
                name="agent-state"
                checked={state.value === wish}
                onChange={() => {
                  state.value = wish;
                }}
              />
              {t(text)}
            </label>
          ))}
        </fieldset>
        {state.value === 'paused' && (
          <label class="field">
            {t('agentReason')}
            <input
              maxLength={64}
              required
              value={reason.value}
              onInput={event => {
                reason.value = event.currentTarget.value;
              }}
            />
          </label>
        )}
        {state.value === 'loggedOut' && isTalking && (
          <label class="check">
            <input
              type="checkbox"
              checked={force.value}
              onChange={event => {
                force.value = event.currentTarget.checked;
              }}
            />
            {t('agentForce')}
          </label>
        )}
        {isTalking && state.value !== null && !force.value && <p class="hint">{t('agentAfterCall')}</p>}
        <fieldset class="choices">
          <legend>{t('agentQueues')}</legend>
          {queues.map(({ name, title }) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={served.value.includes(name)}
                onChange={event => {
                  served.value = event.currentTarget.checked ? [...served.value, name] : served.value.filter(one => one !== name);
                }}
              />
              {title}
            </label>
          ))}
        </fieldset>
        <p class="hint">{t('agentAudited')}</p>
        <div class="row end">
          <button type="button" onClick={() => dialog.current?.close()}>
            {t('cancel')}
          </button>
          <button type="submit" class="primary">
            {t('agentConfirm')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
