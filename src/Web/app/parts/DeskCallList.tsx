import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { LiveCall } from '../rest/models';
import { DeskCalls, holds, otherOf } from '../state/deskCalls';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api } from '../state/session';

/** The person's calls on other devices. */
export function DeskCallList({ phone }: { phone: Phone }) {
  const desk = useMemo(() => new DeskCalls(api, phone), [phone]);
  useEffect(() => desk.open(), [desk]);
  const calls = desk.calls.value;
  if (calls.length === 0) return null;
  return (
    <ul class="cards" data-testid="desk-calls" aria-label={t('deskCalls')}>
      {calls.map(call => (
        <DeskCall key={call.id} call={call} desk={desk} user={phone.identity.value?.user} />
      ))}
    </ul>
  );
}

function DeskCall({ call, desk, user }: { call: LiveCall; desk: DeskCalls; user: string | undefined }) {
  const to = useSignal('');
  const isHeld = holds(call, user);
  return (
    <li class="call" data-testid="desk-call">
      <p>
        <strong>{otherOf(call, user)}</strong> <span class="hint">{t(isHeld ? 'deskHeld' : 'deskElsewhere')}</span>
      </p>
      <div class="row">
        <button type="button" onClick={() => attempt(() => desk.act(call, isHeld ? 'resume' : 'hold'))}>
          {t(isHeld ? 'resume' : 'hold')}
        </button>
        <button type="button" class="reject" onClick={() => attempt(() => desk.act(call, 'hangup'))}>
          {t('hangUp')}
        </button>
      </div>
      <form
        class="row"
        onSubmit={event => {
          event.preventDefault();
          if (to.value.trim() !== '') attempt(() => desk.act(call, 'transfer', to.value.trim()));
        }}
      >
        <label class="field">
          {t('deskTransferTo')}
          <input
            type="tel"
            value={to.value}
            onInput={event => {
              to.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit">{t('transfer')}</button>
      </form>
    </li>
  );
}
