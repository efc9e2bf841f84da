import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/texts';
import { ask, t } from '../screen/link';
import { type CallView, type Meeting, partyOf } from '../wire/view';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const signs: Readonly<Record<string, TextKey>> = { '*': 'star', '#': 'pound' };

/** One call: who, how it stands, and what can be done with it. */
export function Call({ call, calls }: { call: CallView; calls: readonly CallView[] }) {
  const party = partyOf(call);
  return (
    <li class={`call ${call.status}`} aria-label={party} data-testid="call" data-call={call.id} data-status={call.status}>
      <strong>{party}</strong> {call.name !== '' && <span class="number">{call.number}</span>}
      <p role="status" data-testid="call-state" data-quality={call.quality}>
        {t(stateKey(call))}
        {call.queue !== null && ` · ${t('ofQueue', { queue: call.queue })}`}
        {call.isMuted && ` · ${t('statusMuted')}`}
        {call.isRecorded && ` · ${t('recorded')}`}
      </p>
      {call.answeredAt !== null && <Clock since={call.answeredAt} />}
      {call.status === 'pending' ? (
        <div class="row">
          <button type="button" class="accept" onClick={() => ask({ do: 'answer', callId: call.id })}>
            {t('answer')}
          </button>
          <button type="button" class="reject" onClick={() => ask({ do: 'decline', callId: call.id })}>
            {t('decline')}
          </button>
        </div>
      ) : (
        <Talking call={call} calls={calls} />
      )}
    </li>
  );
}

function Talking({ call, calls }: { call: CallView; calls: readonly CallView[] }) {
  const panel = useSignal<'keypad' | 'transfer' | null>(null);
  const target = useSignal('');
  const sent = useSignal('');
  const callId = call.id;
  const isUp = call.status === 'open' || call.status === 'reconnecting';
  const partner = calls.find(other => other !== call && (other.consultFor === callId || call.consultFor === other.id));
  const toggle = (name: 'keypad' | 'transfer') => () => {
    panel.value = panel.value === name ? null : name;
  };
  const transfer = (how: 'transfer' | 'consult') => () => {
    if (target.value.trim() === '') return;
    ask({ do: how, callId, text: target.value });
    panel.value = null;
    target.value = '';
  };
  return (
    <>
      <div class="row">
        {isUp && (
          <>
            <button type="button" class={call.isMuted ? 'on' : ''} onClick={() => ask({ do: call.isMuted ? 'unmute' : 'mute', callId })}>
              {t(call.isMuted ? 'unmute' : 'mute')}
            </button>
            <button type="button" class={call.isOnHold ? 'on' : ''} onClick={() => ask({ do: call.isOnHold ? 'resume' : 'hold', callId })}>
              {t(call.isOnHold ? 'resume' : 'hold')}
            </button>
            <button type="button" aria-expanded={panel.value === 'keypad'} onClick={toggle('keypad')}>
              {t('keypad')}
            </button>
            {partner ? (
              <>
                <button type="button" onClick={() => ask({ do: 'swap', callId })}>
                  {t('swap')}
                </button>
                <button type="button" class="accept" onClick={() => ask({ do: 'completeTransfer', callId })}>
                  {t('completeTransfer')}
                </button>
                {call.consultFor !== null && (
                  <button type="button" onClick={() => ask({ do: 'cancelTransfer', callId })}>
                    {t('cancelTransfer')}
                  </button>
                )}
              </>
            ) : (
              <button type="button" aria-expanded={panel.value === 'transfer'} onClick={toggle('transfer')}>
                {t('transfer')}
              </button>
            )}
          </>
        )}
        {isUp && call.meeting === null && (
          <button type="button" onClick={() => ask({ do: 'meet', callId })}>
            {t('meet')}
          </button>
        )}
        <button type="button" class="reject" onClick={() => ask({ do: 'hangUp', callId })}>
          {t('hangUp')}
        </button>
      </div>
      <MeetingLink meeting={call.meeting} />
      {panel.value === 'keypad' && (
        <div class="panel">
          <fieldset class="pad">
            <legend class="hidden">{t('keypad')}</legend>
            {keys.map(key => (
              <button
                key={key}
                type="button"
                aria-label={signs[key] && t(signs[key])}
                onClick={() => {
                  sent.value += key;
                  ask({ do: 'digits', callId, text: key });
                }}
              >
                {key}
              </button>
            ))}
          </fieldset>
          <p role="status">{sent.value && t('keypadSent', { digits: sent.value })}</p>
        </div>
      )}
      {panel.value === 'transfer' && (
        <div class="panel">
          <label class="field">
            {t('transferTo')}
            <input
              type="tel"
              value={target.value}
              onInput={event => {
                target.value = event.currentTarget.value;
              }}
            />
          </label>
          <div class="row">
            <button type="button" class="primary" onClick={transfer('transfer')}>
              {t('transferNow')}
            </button>
            <button type="button" onClick={transfer('consult')}>
              {t('transferAsk')}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

function MeetingLink({ meeting }: { meeting: Meeting | null }) {
  const isCopied = useSignal(false);
  return (
    <div data-testid="meet">
      {meeting !== null && (
        <div class="row">
          <a href={meeting.link} target="_blank" rel="noopener noreferrer">
            {meeting.link}
          </a>
          <button
            type="button"
            onClick={() =>
              void navigator.clipboard.writeText(meeting.link).then(() => {
                isCopied.value = true;
              })
            }
          >
            {t('meetCopy')}
          </button>
        </div>
      )}
      <p role="status">
        {meeting !== null && t(meeting.isSent ? 'meetSent' : 'meetNotSent')}
        {isCopied.value && ` ${t('meetCopied')}`}
      </p>
    </div>
  );
}

function Clock({ since }: { since: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now.value - since) / 1_000));
  return (
    <time class="number" dateTime={`PT${seconds}S`}>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </time>
  );
}

function stateKey(call: CallView): TextKey {
  if (call.isOnHold) return 'statusOnHold';
  if (call.isHeldByRemote) return 'statusHeld';
  switch (call.status) {
    case 'pending':
      return 'statusPending';
    case 'ringing':
      return 'statusRinging';
    case 'open':
      return 'statusOpen';
    case 'reconnecting':
      return 'statusReconnecting';
    default:
      return 'statusConnecting';
  }
}
