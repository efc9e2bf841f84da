import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';

/** The other party's picture, and the own one small in its corner. Their sound is played elsewhere. */
export function Pictures({ own, other, party }: { own: MediaStream | null; other: MediaStream | null; party: string }) {
  if (!own && !other) return null;
  return (
    <div class={`pictures ${other ? '' : 'alone'}`}>
      {other && <Picture stream={other} label={t('pictureOf', { party })} name="other" />}
      {own && <Picture stream={own} label={t('pictureOwn')} name="own" />}
    </div>
  );
}

function Picture({ stream, label, name }: { stream: MediaStream; label: string; name: 'own' | 'other' }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (element.current) element.current.srcObject = stream;
  }, [stream]);
  return <video ref={element} class={name} data-testid={`picture-${name}`} aria-label={label} autoplay playsInline muted />;
}
