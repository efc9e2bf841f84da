import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import { preferences } from '../state/preferences';
import { attempt } from '../state/problems';

const recordMs = 3_000;
const sampleMs = 80;

/** The level of the microphone, and a recording of three seconds that is played back. */
export function MicrophoneTest() {
  const level = useSignal(0);
  const state = useSignal<'off' | 'recording' | 'playing'>('off');
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);
  const start = async () => {
    const device = preferences.microphone.value;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: device === '' ? true : { deviceId: { exact: device } } });
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const values = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(values);
      level.value = Math.min(1, values.reduce((loudest, value) => Math.max(loudest, Math.abs(value)), 0) * 1.5);
    }, sampleMs);
    const recorder = new MediaRecorder(stream);
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const audio = new Audio();
    stop.current = () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      void context.close();
      audio.pause();
      level.value = 0;
      state.value = 'off';
      stop.current = () => {};
    };
    recorder.onstop = () => {
      if (state.value !== 'recording') return;
      state.value = 'playing';
      audio.src = URL.createObjectURL(new Blob(pieces, { type: recorder.mimeType }));
      audio.onended = () => {
        URL.revokeObjectURL(audio.src);
        stop.current();
      };
      const chooser = audio as HTMLAudioElement & { setSinkId?(id: string): Promise<void> };
      void Promise.resolve(chooser.setSinkId?.(preferences.speaker.value)).finally(() => audio.play());
    };
    state.value = 'recording';
    recorder.start();
    setTimeout(() => recorder.state === 'recording' && recorder.stop(), recordMs);
  };
  return (
    <div class="row">
      <label class="grow">
        {t('level')}
        <meter min={0} max={1} low={0.05} high={0.9} optimum={0.5} value={level.value} />
      </label>
      <button type="button" onClick={() => (state.value === 'off' ? attempt(start) : stop.current())}>
        {t(state.value === 'off' ? 'testMicrophone' : 'testStop')}
      </button>
      <p role="status" class="grow">
        {state.value === 'recording' ? t('testRecording') : state.value === 'playing' ? t('testPlaying') : ''}
      </p>
    </div>
  );
}
