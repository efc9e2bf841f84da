import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { historyMs } from '../state/board';

/** A line without axes, legend and pointer. */
export function makePlot(place: HTMLElement, width: number, height: number): uPlot {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const color = () => getComputedStyle(place).color;
  return new uPlot(
    {
      width,
      height,
      padding: [2, 2, 2, 2],
      axes: [{ show: false }, { show: false }],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: () => [(Date.now() - historyMs) / 1_000, Date.now() / 1_000] },
        // A queue where nobody waits is a line at the bottom, not one in the middle.
        y: { range: (_, __, most) => [0, Math.max(4, most)] },
      },
      series: [{}, { stroke: color, width: 1.5, points: { show: false }, ...(stepped && { paths: stepped }) }],
    },
    [[], []],
    place,
  );
}
