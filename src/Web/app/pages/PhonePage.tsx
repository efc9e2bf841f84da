import { useSignal } from '@preact/signals';
import { t } from '../i18n/texts';
import { CallCard } from '../parts/CallCard';
import { DeskCallList } from '../parts/DeskCallList';
import { DialPad } from '../parts/DialPad';
import { endText } from '../parts/ends';
import { Icon } from '../parts/Icon';
import { PartyField } from '../parts/PartyField';
import { Suggestions } from '../parts/Suggestions';
import type { Phone } from '../state/phone';

/** Calls and the dialler: where an agent is most of the day. */
export function PhonePage({ phone }: { phone: Phone }) {
  const number = useSignal('');
  const dial = (to: string) => {
    number.value = '';
    void phone.dial(to);
  };
  const calls = phone.calls.value;
  const farewells = phone.farewells.value;
  return (
    <div class="phone-page">
      <section class="calls" aria-labelledby="calls-title">
        <h1 id="calls-title">{t('callsTitle')}</h1>
        {calls.length === 0 && farewells.length === 0 && (
          <div class="empty">
            <Icon name="phone" class="large" />
            <p>{t('callsNone')}</p>
            <p class="hint">{t('callsNoneLead')}</p>
          </div>
        )}
        <ul class="cards" data-testid="calls">
          {calls.map(call => (
            <CallCard key={call.id} call={call} phone={phone} />
          ))}
          {farewells
            .filter(farewell => !calls.some(call => call.id === farewell.id))
            .map(farewell => (
              <li key={farewell.id} class="call closed" data-testid="farewell">
                <p role="status">
                  {farewell.slot ? farewell.party : t('endedTitle', { party: farewell.party })}:{' '}
                  <strong>{farewell.slot ? t('parkedAt', { slot: farewell.slot }) : endText(farewell.reason)}</strong>
                </p>
              </li>
            ))}
        </ul>
        <DeskCallList phone={phone} />
      </section>
      <section class="dialler card" aria-labelledby="dial-title">
        <h2 id="dial-title">{t('dialTitle')}</h2>
        <form
          onSubmit={event => {
            event.preventDefault();
            dial(number.value);
          }}
        >
          <PartyField
            id="dial-field"
            label={t('dialField')}
            phone={phone}
            value={number.value}
            onValue={value => {
              number.value = value;
            }}
            onChosen={dial}
          />
          <DialPad
            label={t('dialPad')}
            onDigit={digit => {
              number.value += digit;
            }}
          />
          <div class="row">
            <button type="submit" class="primary wide call-button">
              <Icon name="phone" />
              {t('dialCall')}
            </button>
            <button
              type="button"
              aria-label={t('dialErase')}
              title={t('dialErase')}
              onClick={() => {
                number.value = number.value.slice(0, -1);
              }}
            >
              <Icon name="erase" />
            </button>
          </div>
        </form>
        <Suggestions onChosen={dial} />
      </section>
    </div>
  );
}
