import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { endKey, problemKey } from '../i18n/texts';
import { ask, askWorker, t, view } from '../screen/link';
import type { DeskView } from '../wire/view';
import { Call } from './Call';

/** The telephone in the side panel. It shows what the desk tells and asks the desk: closing it changes nothing. */
export function Panel() {
  const now = view.value;
  useEffect(() => {
    document.title = t('panelTitle');
  });
  if (!now) return null;
  return (
    <>
      <header class="bar">
        <h1>{t('panelTitle')}</h1>
        {now.who && (
          <span>
            {now.who.name} {now.who.extension && <span class="number">{now.who.extension}</span>}
          </span>
        )}
        <span role="status" data-testid="state" class={now.state}>
          {t(now.state === 'registered' ? 'stateReady' : now.isSignedIn ? 'stateConnecting' : 'stateOff')}
        </span>
        <button type="button" class="plain" onClick={() => void chrome.runtime.openOptionsPage()}>
          {t('settings')}
        </button>
      </header>
      <main>
        <Problem problem={now.problem} />
        {now.isSignedIn ? <Phone now={now} /> : <SignedOut />}
      </main>
    </>
  );
}

function SignedOut() {
  return (
    <div class="notice">
      <p>{t('signInFirst')}</p>
      <button type="button" class="primary" onClick={() => void chrome.runtime.openOptionsPage()}>
        {t('goSettings')}
      </button>
    </div>
  );
}

function Phone({ now }: { now: DeskView }) {
  const typed = useSignal('');
  const known = new Set(now.calls.map(({ id }) => id));
  return (
    <>
      {now.microphone !== 'granted' && (
        <div class="notice bad">
          <p>{t(now.microphone === 'denied' ? 'microphoneBlocked' : 'microphoneNeeded')}</p>
          <button type="button" onClick={() => askWorker({ to: 'worker', ask: 'permission' })}>
            {t('allowMicrophone')}
          </button>
        </div>
      )}
      <form
        class="dial"
        onSubmit={event => {
          event.preventDefault();
          if (typed.value.trim() === '') return;
          ask({ do: 'dial', text: typed.value });
          typed.value = '';
        }}
      >
        <label class="field">
          {t('dial')}
          <input
            id="dial-field"
            type="tel"
            autocomplete="off"
            value={typed.value}
            onInput={event => {
              typed.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="primary">
          {t('call')}
        </button>
      </form>
      <button type="button" class="plain" onClick={() => askWorker({ to: 'worker', ask: 'selection' })}>
        {t('callSelection')}
      </button>
      <section aria-labelledby="calls-title">
        <h2 id="calls-title">{t('callsTitle')}</h2>
        {now.calls.length === 0 && now.ended.length === 0 && <p class="hint">{t('callsNone')}</p>}
        <ul class="cards" data-testid="calls">
          {now.calls.map(call => (
            <Call key={call.id} call={call} calls={now.calls} />
          ))}
          {now.ended
            .filter(({ id }) => !known.has(id))
            .map(({ id, name, reason }) => (
              <li key={id} class="call closed" data-testid="farewell">
                <p role="status">
                  {t('ended', { party: name })}: <strong>{t(endKey(reason))}</strong>
                </p>
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}

export function Problem({ problem }: { problem: DeskView['problem'] }) {
  return (
    <p role="alert" class={problem ? 'notice bad' : 'hidden'} data-testid="problem" data-code={problem?.code}>
      {problem && t(problemKey(problem.code))}
    </p>
  );
}
