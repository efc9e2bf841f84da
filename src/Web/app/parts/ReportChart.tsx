import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import { preferences } from '../state/preferences';
import type { Bars } from '../state/reportBars';

/** A report as bars; the table under it says the same to who does not see them. */
export function ReportChart({ bars }: { bars: Bars }) {
  const place = useRef<HTMLDivElement>(null);
  const { theme, locale } = preferences;
  useEffect(() => {
    let remove: (() => void) | null = null;
    let isGone = false;
    void import('./reportPlot').then(({ drawBars }) => {
      if (!isGone && place.current) remove = drawBars(place.current, bars, locale.value);
    });
    return () => {
      isGone = true;
      remove?.();
    };
  }, [bars, theme.value, locale.value]);
  return (
    <figure class="chart" data-testid="chart">
      <figcaption>
        <strong>{t(bars.unit === 'calls' ? 'reportCallers' : 'reportHours')}</strong>
        {bars.parts.map(part => (
          <span key={part.text} class={`tone tone-${part.tone}`}>
            {t(part.text)}
          </span>
        ))}
      </figcaption>
      <div ref={place} class="plot" aria-hidden="true" />
    </figure>
  );
}
