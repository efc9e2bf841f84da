import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { type BarPart, type Bars, edgesOf } from '../state/reportBars';

const height = 220;

/** A day that has just begun is no single bar as wide as the page. */
const leastPlaces = 8;

/** Callers are counted whole. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const colors: Readonly<Record<BarPart['tone'], string>> = { good: '--brand', bad: '--bad', warn: '--warn', soft: '--line' };

/** Draws bars into a place, as wide as it is and as it becomes; the answer takes them away. */
export function drawBars(place: HTMLElement, bars: Bars, locale: string): () => void {
  const style = getComputedStyle(place);
  const color = (name: string) => style.getPropertyValue(name).trim() || style.color;
  const paths = uPlot.paths.bars?.({ size: [0.7, 60], align: 0 });
  const edges = [...edgesOf(bars)].reverse();
  const tones = [...bars.parts].reverse();
  const first = bars.times[0] ?? 0;
  const last = Math.max(bars.times.at(-1) ?? 0, first + (leastPlaces - 1) * bars.length);
  const isByDay = bars.length > 4 * 3_600;
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
        x: { range: () => [first - bars.length / 2, last + bars.length / 2] },
        y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
      },
      axes: [
        { ...axis, space: 80, grid: { show: false }, values: (_, times) => times.map(time => format.format(new Date(time * 1_000))) },
        {
          ...axis,
          size: 44,
          ...(bars.unit === 'calls' && { incrs: wholeSteps }),
          values: (_, values) => values.map(value => figures.format(value)),
        },
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
