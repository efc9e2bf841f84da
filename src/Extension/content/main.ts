import { text } from '../i18n/texts';
import { NumberFinder } from '../numbers/finder';
import type { RuleTable } from '../numbers/rules';
import rules from '../numbers/rules.json';
import type { WorkerMessage } from '../wire/messages';
import { loadPageSettings, onPageSettingsChanged, type PageSettings } from '../wire/settings';
import { CallButton } from './callButton';
import { type Mark, marksIn } from './marks';
import { FinderMemory } from './memory';
import { hasDigit } from './textRuns';

/**
 * In pages: numbers are underlined by a highlight, which changes nothing in the page's document, and the one that the pointer is at gets a button.
 * Nothing is read from the page but its text, nothing is told to it, and no message of it is listened to.
 */
const highlight = 'rtccluster-number';
const restMs = 250;

let settings: PageSettings | null = null;
let finder: FinderMemory | null = null;
let marks: readonly Mark[] = [];
let byNode = new Map<Node, Mark[]>();
let timer: ReturnType<typeof setTimeout> | undefined;

function dial(number: string): void {
  const message: WorkerMessage = { to: 'worker', ask: 'dial', text: number };
  // An extension that was updated leaves this script behind without a worker.
  chrome.runtime.sendMessage(message).catch(() => {});
}

const button = new CallButton(document, dial);

function look(): void {
  timer = undefined;
  marks = settings?.marks && finder && document.body ? marksIn(document.body, finder) : [];
  byNode = new Map();
  for (const mark of marks) {
    for (const node of [mark.range.startContainer, mark.range.endContainer]) byNode.set(node, [...(byNode.get(node) ?? []), mark]);
  }
  if (marks.length > 0) CSS.highlights.set(highlight, new Highlight(...marks.map(({ range }) => range)));
  else CSS.highlights.delete(highlight);
}

function lookSoon(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => requestIdleCallback(look, { timeout: 1_000 }), restMs);
}

function concerns({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === 'characterData') return true;
  if (removedNodes.length > 0 && marks.length > 0) return true;
  return target.nodeName !== 'HTML' && [...addedNodes].some(node => hasDigit(node.textContent ?? ''));
}

function markAt(x: number, y: number): Mark | null {
  const node = document.caretPositionFromPoint?.(x, y)?.offsetNode ?? document.caretRangeFromPoint(x, y)?.startContainer;
  if (!node) return null;
  return (
    byNode
      .get(node)
      ?.find(({ range }) =>
        [...range.getClientRects()].some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom),
      ) ?? null
  );
}

function follow(now: PageSettings): void {
  settings = now;
  finder = new FinderMemory(new NumberFinder(rules as unknown as RuleTable, now.country));
  button.hide();
  look();
}

document.addEventListener(
  'pointermove',
  event => {
    if (button.isAt(event)) return;
    const mark = event.isTrusted && marks.length > 0 ? markAt(event.clientX, event.clientY) : null;
    if (mark && settings) button.show(mark, text(settings.locale, 'menuCall').replace('%s', mark.e164));
    else button.leave();
  },
  { passive: true },
);
document.addEventListener('scroll', () => button.hide(), { passive: true, capture: true });

// Links that say themselves that they are telephone numbers.
document.addEventListener(
  'click',
  event => {
    if (!event.isTrusted || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !settings?.marks)
      return;
    const link = event.composedPath().find((one): one is HTMLAnchorElement => one instanceof HTMLAnchorElement);
    if (!link?.href.startsWith('tel:')) return;
    event.preventDefault();
    dial(decodeURIComponent(link.href.slice(4)).slice(0, 60));
  },
  { capture: true },
);

new MutationObserver(records => {
  if (records.some(concerns)) lookSoon();
}).observe(document, { subtree: true, childList: true, characterData: true });
onPageSettingsChanged(follow);
void loadPageSettings().then(follow);
