/** A piece of text that is read as one: text nodes that only inline elements part. */
export interface TextRun {
  readonly nodes: readonly Text[];
  readonly text: string;
}

const inline = new Set(['A', 'ABBR', 'B', 'BDI', 'EM', 'FONT', 'I', 'MARK', 'S', 'SMALL', 'SPAN', 'STRONG', 'SUB', 'SUP', 'U', 'WBR']);
const skipped = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'TEXTAREA',
  'INPUT',
  'SELECT',
  'OPTION',
  'IFRAME',
  'OBJECT',
  'CANVAS',
  'SVG',
  'CODE',
  'KBD',
  'SAMP',
  'TIME',
  'METER',
]);
const fewestDigits = /(?:\d[^\n]{0,4}){4}/;
const anyDigit = /\d/;

/** All runs below a node that have digits enough; nothing that a person edits, nor scripts. */
export function* textRuns(root: Node): Generator<TextRun> {
  let nodes: Text[] = [];
  let text = '';
  const walker = (root.ownerDocument ?? (root as Document)).createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, node =>
    node instanceof Element && isSkipped(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let last: Text | null = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) {
      if (node.nodeName !== 'BR') continue;
      if (fewestDigits.test(text)) yield { nodes, text };
      [nodes, text, last] = [[], '', null];
      continue;
    }
    if (last && !areTogether(last, node)) {
      if (fewestDigits.test(text)) yield { nodes, text };
      [nodes, text] = [[], ''];
    }
    nodes.push(node);
    text += node.data;
    last = node;
  }
  if (fewestDigits.test(text)) yield { nodes, text };
}

/** Whether a person edits what is in an element, or it is no text. */
function isSkipped(element: Element): boolean {
  if (skipped.has(element.nodeName.toUpperCase())) return true;
  const edited = element.getAttribute('contenteditable');
  return (edited !== null && edited !== 'false') || element.getAttribute('role') === 'textbox';
}

// Elements that stand between two texts begin or end a block, unless all of them are inline ones.
function areTogether(one: Text, other: Text): boolean {
  if (one.parentNode === other.parentNode && one.nextSibling === other) return true;
  const ancestors = new Set<Node>();
  let at: Node | null = one.parentNode;
  for (; at; at = at.parentNode) {
    ancestors.add(at);
    if (!inline.has(at.nodeName)) break;
  }
  for (at = other.parentNode; at && !ancestors.has(at); at = at.parentNode) if (!inline.has(at.nodeName)) return false;
  return at !== null && ancestors.has(at);
}

export function hasDigit(text: string): boolean {
  return anyDigit.test(text);
}
