import '../../Web/look/base.css';
import '../screen/screen.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { open, t } from '../screen/link';

const answer = signal<'granted' | 'denied' | null>(null);

async function askForMicrophone(): Promise<void> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    answer.value = 'granted';
  } catch {
    answer.value = 'denied';
  }
}

/** The one page that can ask for the microphone: the desk has no face, and a side panel may not show the browser's question. */
function Permission() {
  document.title = t('permissionTitle');
  return (
    <main>
      <h1>{t('permissionTitle')}</h1>
      <p class="notice">{t('permissionLead')}</p>
      <button type="button" class="primary" onClick={() => void askForMicrophone()}>
        {t('allowMicrophone')}
      </button>
      <p role="status" data-testid="answer" class={answer.value === 'denied' ? 'notice bad' : answer.value ? 'notice' : 'hidden'}>
        {answer.value && t(answer.value === 'granted' ? 'permissionDone' : 'permissionDenied')}
      </p>
    </main>
  );
}

const root = document.getElementById('app');
open();
if (root) render(<Permission />, root);
void askForMicrophone();
