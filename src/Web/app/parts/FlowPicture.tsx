import { t } from '../i18n/texts';
import type { FlowDefinition } from '../rest/flows';
import { type Link, pictureOf, type Spot } from '../state/flow';
import { exitText, stepTexts } from './steps';

const [width, height] = [168, 48];
const [gapX, gapY] = [72, 24];
const margin = 16;

/** A flow as a graph: from the left to the right, each step a link to where it is edited. */
export function FlowPicture({ flow, path, chosen }: { flow: FlowDefinition; path: string; chosen: string | null }) {
  const picture = pictureOf(flow);
  if (picture.spots.length === 0) return null;
  const whole = [picture.columns * (width + gapX) - gapX + margin * 2, picture.rows * (height + gapY) - gapY + margin * 2 + gapY] as const;
  return (
    <figure class="flow-picture" aria-label={t('flowPicture')}>
      <svg width={whole[0]} height={whole[1]} viewBox={`0 0 ${whole[0]} ${whole[1]}`}>
        <title>{t('flowPicture')}</title>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {picture.links.map(link => (
          <Way key={`${link.from.step.name} ${link.field}`} link={link} />
        ))}
        {picture.spots.map(spot => (
          <a
            key={spot.step.name}
            href={`${path}/${encodeURIComponent(spot.step.name)}`}
            class={`${spot.step.type} ${spot.isReached ? '' : 'alone'} ${spot.step.name === chosen ? 'chosen' : ''}`}
          >
            <rect x={leftOf(spot)} y={topOf(spot)} width={width} height={height} rx="8" />
            <text x={leftOf(spot) + 12} y={topOf(spot) + 20} class="name">
              {short(spot.step.name)}
            </text>
            <text x={leftOf(spot) + 12} y={topOf(spot) + 38}>
              {t(stepTexts[spot.step.type])}
              {spot.step.name === flow.start && ` · ${t('flowStartMark')}`}
              {!spot.isReached && ` · ${t('flowAlone')}`}
            </text>
          </a>
        ))}
      </svg>
    </figure>
  );
}

function Way({ link }: { link: Link }) {
  const { from, target } = link;
  const [x1, y1] = [leftOf(from) + width, topOf(from) + height / 2];
  const [x2, y2] = [leftOf(target), topOf(target) + height / 2];
  const isBack = target.column <= from.column;
  const low = Math.max(y1, y2) + height / 2 + gapY;
  const line = isBack
    ? `M${x1} ${y1}C${x1 + gapX} ${low} ${x2 - gapX} ${low} ${x2 - 2} ${y2}`
    : `M${x1} ${y1}C${x1 + gapX / 2} ${y1} ${x2 - gapX / 2} ${y2} ${x2 - 2} ${y2}`;
  // Near where it ends: ways that begin together part on the way.
  const [x, y] = isBack ? [x2 - 14, y2 + 18] : [x2 - 14, y2 + (y2 > y1 ? 14 : -6)];
  return (
    <g class={isBack ? 'way back' : 'way'}>
      <path d={line} marker-end="url(#arrow)" />
      {link.label && (
        <text x={x} y={y} text-anchor="end">
          {short(exitText(link.label), 9)}
        </text>
      )}
    </g>
  );
}

function leftOf(spot: Spot): number {
  return margin + spot.column * (width + gapX);
}

function topOf(spot: Spot): number {
  return margin + spot.row * (height + gapY);
}

function short(text: string, most = 18): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
