import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { type BarPart, type Bars, edgesOf } from '../state/reportBars';

const height = 220;
const colors: Readonly<Record<BarPart['tone'], string>> = { good: '--brand', bad: '--bad', warn: '--warn', soft: '--line' };

/** Draws bars into a place, as wide as it is and as it becomes; the answer takes them away. */
export function drawBars(place: HTMLElement, bars: Bars, locale: string): () => void {
  const style = getComputedStyle(place);
  const color = (name: string) => style.getPropertyValue(name).trim() || style.color;
  const paths = uPlot.paths.bars?.({ size: [0.7, 60], align: 0 });
  const edges = [...edgesOf(bars)].reverse();
  const tones = [...bars.parts].reverse();
  const apart = gapOf(bars.times);
  const isByDay = apart >= 80_000;
  const format = new Intl.DateTimeFormat(locale, isByDay ? { day: 'numeric', month: 'short' } : { hour: 'numeric', minute: '2-digit' });
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const axis = {
    stroke: color('--soft'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  };
  const plot = new uPlot(
    {
      width: Math.max(200, place.clientWidth),
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: (_, from, to) => [from - apart / 2, to + apart / 2] },
        y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
      },
      axes: [
        { ...axis, grid: { show: false }, values: (_, times) => times.map(time => format.format(new Date(time * 1_000))) },
        { ...axis, size: 44, values: (_, values) => values.map(value => figures.format(value)) },
      ],
      series: [
        {},
        ...tones.map(part => ({
          fill: color(colors[part.tone]),
          stroke: color('--card'),
          width: 1,
          points: { show: false },
          ...(paths && { paths }),
        })),
      ],
    },
    [[...bars.times], ...edges.map(values => [...values])],
    place,
  );
  const resized = new ResizeObserver(() => plot.setSize({ width: Math.max(200, place.clientWidth), height }));
  resized.observe(place);
  return () => {
    resized.disconnect();
    plot.destroy();
  };
}

/** The shortest time between two bars: an interval without a row has none. */
function gapOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, place) => time - (times[place] ?? 0));
  return gaps.length > 0 ? Math.min(...gaps) : 1_800;
}
