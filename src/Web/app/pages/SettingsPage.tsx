import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { CallWishesForm } from '../parts/CallWishesForm';
import { GoogleSettings } from '../parts/GoogleSettings';
import { LocaleChoice } from '../parts/LocaleChoice';
import { MicrophoneTest } from '../parts/MicrophoneTest';
import { OwnIncidents } from '../parts/OwnIncidents';
import { OwnRetentionForm } from '../parts/OwnRetentionForm';
import { RingsChoice } from '../parts/RingsChoice';
import { ShortcutSettings } from '../parts/Shortcuts';
import { SignInSettings } from '../parts/SignInSettings';
import { VisibilityForm } from '../parts/VisibilityForm';
import { alarm } from '../state/alarm';
import type { Phone } from '../state/phone';
import { preferences, type Theme } from '../state/preferences';
import { attempt } from '../state/problems';
import { signOut } from '../state/session';

const themes = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;

export function SettingsPage({ phone }: { phone: Phone }) {
  const devices = useSignal<readonly MediaDeviceInfo[]>([]);
  const permission = useSignal(globalThis.Notification?.permission ?? 'denied');
  useEffect(() => {
    const media = navigator.mediaDevices;
    const look = () =>
      media?.enumerateDevices().then(
        found => {
          devices.value = found.filter(device => device.deviceId !== '' && device.deviceId !== 'default');
        },
        () => {},
      );
    void look();
    media?.addEventListener('devicechange', look);
    return () => media?.removeEventListener('devicechange', look);
  }, [devices]);
  const canChoose = 'setSinkId' in HTMLMediaElement.prototype;
  const outputs = devices.value.filter(device => device.kind === 'audiooutput');
  return (
    <section aria-labelledby="settings-title" class="page">
      <h1 id="settings-title">{t('settingsTitle')}</h1>
      <div class="settings">
        <section class="card" aria-labelledby="settings-sound">
          <h2 id="settings-sound">{t('settingsSound')}</h2>
          <DeviceChoice
            label={t('microphone')}
            devices={devices.value.filter(device => device.kind === 'audioinput')}
            value={preferences.microphone.value}
            onChoose={id => attempt(() => phone.useMicrophone(id))}
          />
          <MicrophoneTest />
          {canChoose ? (
            <>
              <DeviceChoice
                label={t('speaker')}
                devices={outputs}
                value={preferences.speaker.value}
                onChoose={id => phone.useSpeaker(id)}
              />
              <button type="button" onClick={() => alarm.test('speaker')}>
                {t('testSpeaker')}
              </button>
              <DeviceChoice
                label={t('ringer')}
                devices={outputs}
                value={preferences.ringer.value}
                onChoose={id => {
                  preferences.ringer.value = id;
                }}
              />
            </>
          ) : (
            <p class="hint">{t('outputFixed')}</p>
          )}
          <button type="button" onClick={() => alarm.test('ringer')}>
            {t('testRinger')}
          </button>
        </section>
        <section class="card" aria-labelledby="settings-calls">
          <h2 id="settings-calls">{t('settingsCalls')}</h2>
          <CallWishesForm />
        </section>
        <section class="card" aria-labelledby="settings-rings">
          <h2 id="settings-rings">{t('settingsRings')}</h2>
          <RingsChoice />
        </section>
        <OwnIncidents />
        <section class="card" aria-labelledby="settings-retention">
          <h2 id="settings-retention">{t('ownRetentionTitle')}</h2>
          <OwnRetentionForm />
        </section>
        <section class="card" aria-labelledby="settings-visibility">
          <h2 id="settings-visibility">{t('visibilityTitle')}</h2>
          <VisibilityForm />
        </section>
        <section class="card" aria-labelledby="settings-look">
          <h2 id="settings-look">{t('settingsLook')}</h2>
          <label class="field">
            {t('theme')}
            <select
              value={preferences.theme.value}
              onChange={event => {
                preferences.theme.value = event.currentTarget.value as Theme;
              }}
            >
              {(Object.keys(themes) as Theme[]).map(theme => (
                <option key={theme} value={theme}>
                  {t(themes[theme])}
                </option>
              ))}
            </select>
          </label>
          <LocaleChoice />
          <h2>{t('settingsNotify')}</h2>
          <p class="hint">{t('notifyLead')}</p>
          {permission.value === 'default' ? (
            <button
              type="button"
              onClick={async () => {
                permission.value = await Notification.requestPermission();
              }}
            >
              {t('notifyAllow')}
            </button>
          ) : (
            <p>{t(permission.value === 'granted' ? 'notifyOn' : 'notifyDenied')}</p>
          )}
        </section>
        <section class="card" aria-labelledby="settings-keys">
          <h2 id="settings-keys">{t('settingsKeys')}</h2>
          <ShortcutSettings />
        </section>
        <SignInSettings />
        <GoogleSettings />
      </div>
      <button type="button" onClick={() => void signOut()}>
        {t('signOut')}
      </button>
      <p>
        <a href="#/consents">{t('consentsLink')}</a> · <a href="/policies">{t('documentsLink')}</a> ·{' '}
        <a href="#/cookies">{t('keptLink')}</a>
      </p>
    </section>
  );
}

interface DeviceChoiceProps {
  readonly label: string;
  readonly devices: readonly MediaDeviceInfo[];
  readonly value: string;
  readonly onChoose: (id: string) => void;
}

function DeviceChoice({ label, devices, value, onChoose }: DeviceChoiceProps) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={event => onChoose(event.currentTarget.value)}>
        <option value="">{t('systemDefault')}</option>
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
    </label>
  );
}
