import type { NumberFinder } from '../numbers/finder';
import { type TextRun, textRuns } from './textRuns';

/** A number in a page. */
export interface Mark {
  readonly range: Range;
  readonly e164: string;
}

/** Most numbers that are marked in one page. */
const most = 2_000;

/**
 * All numbers below a node. A number that is whole in one text node is taken from there; only what no node has alone is read across nodes:
 * two numbers in two elements side by side have nothing between them in the text of both.
 */
export function marksIn(root: Node, finder: Pick<NumberFinder, 'find'>): Mark[] {
  const marks: Mark[] = [];
  for (const run of textRuns(root)) {
    const own: [start: number, end: number][] = [];
    let offset = 0;
    for (const node of run.nodes) {
      for (const found of finder.find(node.data)) {
        // At the edge of its node it may be the beginning or the end of a longer run of digits.
        if (touchesDigit(run.text, offset + found.start - 1) || touchesDigit(run.text, offset + found.end)) continue;
        own.push([offset + found.start, offset + found.end]);
        marks.push({ range: rangeOf(run, offset + found.start, offset + found.end), e164: found.e164 });
      }
      offset += node.data.length;
    }
    if (run.nodes.length > 1) {
      for (const { start, end, e164 } of finder.find(run.text)) {
        if (own.every(([from, to]) => end <= from || start >= to)) marks.push({ range: rangeOf(run, start, end), e164 });
      }
    }
    if (marks.length >= most) break;
  }
  return marks.slice(0, most);
}

function touchesDigit(text: string, at: number): boolean {
  return /\d/.test(text[at] ?? '');
}

function rangeOf({ nodes }: TextRun, start: number, end: number): Range {
  const first = nodes[0] as Text;
  const range = first.ownerDocument.createRange();
  let offset = 0;
  for (const node of nodes) {
    const { length } = node.data;
    if (start >= offset && start < offset + length) range.setStart(node, start - offset);
    if (end > offset && end <= offset + length) range.setEnd(node, end - offset);
    offset += length;
  }
  return range;
}
