import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Point } from '../state/board';
import { historyMs } from '../state/board';
import { now } from './Clock';

const [width, height] = [120, 32];
const redrawMs = 5_000;

/** How a number went over the last half hour: a picture beside the number itself, which alone is read out. */
export function Sparkline({ points }: { points: readonly Point[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(points);
  latest.current = points;
  const beat = Math.floor(now.value / redrawMs);
  useEffect(() => {
    let isGone = false;
    void import('./sparklinePlot').then(({ makePlot }) => {
      if (isGone || !place.current) return;
      plot.current = makePlot(place.current, width, height);
      plot.current.setData(steps(latest.current, Date.now()));
    });
    return () => {
      isGone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(steps(points, Date.now()));
  }, [points, beat]);
  return <div ref={place} class="spark" aria-hidden="true" />;
}

/** The number holds until it changes; the picture ends now. */
export function steps(points: readonly Point[], at: number): [number[], number[]] {
  const from = at - historyMs;
  const shown = [...points.filter(point => point.at >= from)];
  const last = points.at(-1);
  const times = shown.map(point => point.at / 1_000);
  const values = shown.map(point => point.waiting);
  const first = points.filter(point => point.at < from).at(-1);
  if (first) {
    times.unshift(from / 1_000);
    values.unshift(first.waiting);
  }
  if (last) {
    times.push(at / 1_000);
    values.push(last.waiting);
  }
  return [times, values];
}
