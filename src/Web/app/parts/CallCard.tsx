import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Call, CallQueue, SupervisorMode } from '../../phone';
import type { TextKey } from '../i18n/en';
import { duration, t } from '../i18n/texts';
import { isGroupNumber } from '../state/groupNames';
import { nameOf, type Phone } from '../state/phone';
import { goDial } from '../state/places';
import { attempt } from '../state/problems';
import { callers } from '../state/whoCalls';
import { CallerNote } from './CallerNote';
import { CallRoom } from './CallRoom';
import { Clock } from './Clock';
import { DialPad } from './DialPad';
import { Icon, type IconName } from './Icon';
import { InviteForm } from './InviteForm';
import { MeetLink } from './MeetLink';
import { PartyField } from './PartyField';
import { Pictures } from './Pictures';
import { QualityBars } from './QualityBars';
import { SupervisorModes } from './SupervisorModes';

/** A line rings for about so long. */
const ringMs = 30_000;

const supervisedTexts: Partial<Record<SupervisorMode, TextKey>> = {
  listen: 'supervisedListen',
  whisper: 'supervisedWhisper',
  barge: 'supervisedBarge',
};

const supervisesTexts: Partial<Record<SupervisorMode, TextKey>> = {
  listen: 'supervisesListen',
  whisper: 'supervisesWhisper',
  barge: 'supervisesBarge',
  takeOver: 'supervisesTakeOver',
};

/** One call: who, how it stands, and what can be done with it. */
export function CallCard({ call, phone }: { call: Call; phone: Phone }) {
  // Calls are no signals: whatever changes in them counts this up.
  void phone.turn.value;
  const status = call.status();
  const { number } = call.remote;
  useEffect(() => callers.ask([number]), [number]);
  // What the own contacts say goes before what the caller says.
  const contact = call.remote.user ? null : callers.of(number);
  const party = contact?.name ?? nameOf(call);
  const first = phone.calls.value.find(other => other.id === call.consultFor);
  const supervised = call.supervised && supervisedTexts[call.supervised];
  return (
    <li class={`call ${status}`} aria-label={party} data-testid="call" data-call={call.id} data-status={status}>
      <div class="who">
        <span class="avatar" aria-hidden="true">
          {party.slice(0, 1).toUpperCase()}
        </span>
        <div>
          <strong>{party}</strong>
          {(contact || call.remote.name) && !isGroupNumber(number) && <span class="number">{number}</span>}
          <p class="state" role="status">
            {statusText(call)}
            {call.queue && <strong> · {queueText(call.queue)}</strong>}
            {call.isMuted() && ` · ${t('statusMuted')}`}
            {first && ` · ${t('consultation', { party: nameOf(first) })}`}
            {call.third && ` · ${t('joined', { party: call.third.name || call.third.number })}`}
          </p>
        </div>
        <div class="facts">
          {call.answeredAt && <Clock since={call.answeredAt} />}
          {call.isRecorded && (
            <span class={`recorded ${call.recordingProblem ? 'problem' : ''}`}>
              <Icon name={call.recordingProblem ? 'warning' : 'record'} />
              {t(call.recordingProblem ? 'recordingProblem' : 'recorded')}
            </span>
          )}
        </div>
      </div>
      {contact && <CallerNote contact={contact} number={number} />}
      {call.room && <CallRoom room={call.room} />}
      {call.room && isNumber(call.remote.number) && <InviteForm to={call.remote.number} phone={phone} />}
      <p role="status" class={supervised ? 'notice supervised' : 'hidden'}>
        {supervised && (
          <>
            <Icon name="headset" />
            {t(supervised)}
          </>
        )}
      </p>
      {status === 'pending' ? (
        <Ringing call={call} phone={phone} />
      ) : call.supervises ? (
        <Supervising call={call} phone={phone} mode={call.supervises} />
      ) : (
        <Talking call={call} phone={phone} />
      )}
    </li>
  );
}

function Ringing({ call, phone }: { call: Call; phone: Phone }) {
  return (
    <div class="row actions">
      <Action icon="phone" style="accept" text={t('answer')} onClick={() => phone.accept(call)} />
      <Action icon="hangUp" style="reject" text={t('decline')} onClick={() => call.reject()} />
    </div>
  );
}

/** A call of somebody else: there is nobody to hold or to transfer. */
function Supervising({ call, phone, mode }: { call: Call; phone: Phone; mode: SupervisorMode }) {
  void phone.turn.value;
  const isHeard = mode === 'whisper' || mode === 'barge';
  return (
    <>
      {(call.status() === 'open' || call.status() === 'reconnecting') && <QualityBars quality={call.quality} />}
      <div class="row actions">
        {isHeard && (
          <Action
            icon={call.isMuted() ? 'muted' : 'microphone'}
            text={t(call.isMuted() ? 'unmute' : 'mute')}
            isOn={call.isMuted()}
            onClick={() => call.mute(!call.isMuted())}
          />
        )}
        <SupervisorModes phone={phone} callId={call.id} party={nameOf(call)} mode={mode} />
      </div>
    </>
  );
}

function Talking({ call, phone }: { call: Call; phone: Phone }) {
  // Its properties stay the same objects: without this it would be drawn once, while the call is still being set up.
  void phone.turn.value;
  const panel = useSignal<'keypad' | 'transfer' | null>(null);
  const digits = useSignal('');
  const target = useSignal('');
  const leaving = useSignal('');
  const status = call.status();
  const isUp = status === 'open' || status === 'reconnecting';
  const partner = phone.calls.value.find(other => other !== call && (other.consultFor === call.id || call.consultFor === other.id));
  const first = partner && (call.consultFor === partner.id ? partner : call);
  const other = partner ?? phone.calls.value.find(one => one !== call && isOpen(one));
  const canJoin = other !== undefined && isOpen(other) && !call.third && !other.third && !call.room && !other.room;
  // In a room there is no other party: nobody who could be held, shown a picture, handed on or parked.
  const isWithOne = !call.third && !call.room;
  const toggle = (name: 'keypad' | 'transfer') => () => {
    panel.value = panel.value === name ? null : name;
  };
  const transfer = (how: 'now' | 'ask', to: string) => {
    if (to.trim() === '') return;
    panel.value = null;
    target.value = '';
    attempt(async () => {
      if (how === 'ask') {
        phone.followed(await call.consult(to.trim()));
        return;
      }
      await call.transfer(to.trim());
      leaving.value = to.trim();
      // Nothing tells that nobody answered: the call just goes on.
      setTimeout(() => {
        leaving.value = '';
      }, ringMs);
    });
  };
  return (
    <>
      {isUp && <Pictures own={call.getLocalVideo()} other={call.getRemoteVideo()} party={nameOf(call)} />}
      {isUp && <QualityBars quality={call.quality} />}
      <div class="row actions">
        {isUp && (
          <>
            <Action
              icon={call.isMuted() ? 'muted' : 'microphone'}
              text={t(call.isMuted() ? 'unmute' : 'mute')}
              isOn={call.isMuted()}
              onClick={() => call.mute(!call.isMuted())}
            />
            {!call.room && (
              <Action
                icon={call.isOnHold ? 'play' : 'pause'}
                text={t(call.isOnHold ? 'resume' : 'hold')}
                isOn={call.isOnHold}
                onClick={() => phone.toggleHold(call)}
              />
            )}
            {isWithOne && (
              <Action
                icon="camera"
                text={t(call.isCameraOn ? 'cameraOff' : 'cameraOn')}
                isOn={call.isCameraOn}
                onClick={() => call.setCamera(!call.isCameraOn)}
              />
            )}
            <Action icon="keypad" text={t('keypad')} isOpen={panel.value === 'keypad'} onClick={toggle('keypad')} />
            {canJoin && <Action icon="people" text={t('joinCalls')} onClick={() => call.merge(other)} />}
            {partner ? (
              <>
                <Action icon="swap" text={t('swap')} onClick={() => call.swap(partner)} />
                <Action icon="transfer" style="accept" text={t('completeTransfer')} onClick={() => call.completeTransfer(partner)} />
                {first && call !== first && (
                  <Action icon="hangUp" text={t('cancelTransfer', { party: nameOf(first) })} onClick={() => call.cancelTransfer()} />
                )}
              </>
            ) : (
              <>
                {isWithOne && (
                  <Action icon="transfer" text={t('transfer')} isOpen={panel.value === 'transfer'} onClick={toggle('transfer')} />
                )}
                {isWithOne && <Action icon="park" text={t('park')} onClick={() => phone.park(call)} />}
                <Action icon="add" text={t('addCall')} onClick={goDial} />
              </>
            )}
          </>
        )}
        <Action icon="hangUp" style="reject" text={t('hangUp')} onClick={() => call.disconnect()} />
      </div>
      {isUp && <MeetLink callId={call.id} />}
      <p role="status" class={leaving.value ? 'notice leaving' : 'hidden'}>
        {leaving.value && t('transferring', { to: leaving.value, party: nameOf(call) })}
      </p>
      {panel.value === 'keypad' && (
        <div class="panel">
          <DialPad
            label={t('keypad')}
            onDigit={digit => {
              digits.value += digit;
              attempt(() => call.sendDigits(digit));
            }}
          />
          <p role="status">{digits.value && t('keypadSent', { digits: digits.value })}</p>
        </div>
      )}
      {panel.value === 'transfer' && (
        <div class="panel">
          <PartyField
            id={`transfer-${call.id}`}
            label={t('transferTo')}
            phone={phone}
            value={target.value}
            autoFocus
            onValue={value => {
              target.value = value;
            }}
            onChosen={number => {
              target.value = number;
            }}
          />
          <p class="hint">{t('transferHint')}</p>
          <div class="row">
            <button type="button" class="primary" onClick={() => transfer('now', target.value)}>
              {t('transferNow')}
            </button>
            <button type="button" onClick={() => transfer('ask', target.value)}>
              {t('transferAsk')}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly text: string;
  readonly style?: string;
  readonly isOn?: boolean;
  readonly isOpen?: boolean;
  readonly onClick: () => Promise<unknown> | unknown;
}

function Action({ icon, text, style = '', isOn, isOpen, onClick }: ActionProps) {
  return (
    <button type="button" class={`action ${style} ${isOn || isOpen ? 'on' : ''}`} aria-expanded={isOpen} onClick={() => attempt(onClick)}>
      <Icon name={icon} />
      {text}
    </button>
  );
}

function queueText({ name, waitedSeconds }: CallQueue): string {
  const queue = t('barQueue', { queue: name });
  return waitedSeconds === null ? queue : `${queue}, ${t('callWaited', { time: duration(waitedSeconds) })}`;
}

function isOpen(call: Call): boolean {
  return call.status() === 'open' && !call.supervises;
}

function statusText(call: Call): string {
  const supervises = call.supervises && call.status() === 'open' && supervisesTexts[call.supervises];
  if (supervises) return t(supervises, { party: nameOf(call) });
  if (call.isOnHold) return t('statusOnHold');
  if (call.isHeldByRemote) return t('statusHeld');
  switch (call.status()) {
    case 'pending':
      return t('statusPending');
    case 'ringing':
      return t('statusRinging');
    case 'open':
      return t('statusOpen');
    case 'reconnecting':
      return t('statusReconnecting');
    default:
      return t('statusConnecting');
  }
}

// Of a room that has a number others can be asked to come in; the call of a group is its members'.
function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
