import type { Mark } from './marks';

/** A click counts only when the button could be seen for so long: nobody is made to click where it is about to appear. */
const seenMs = 300;
/** How long it stays when the pointer has left. */
const staysMs = 600;
export const buttonSize = 28;

// On the elements themselves: a page may forbid style sheets that it did not bring along.
const look = `all: initial; box-sizing: border-box; position: fixed; z-index: 2147483647; width: ${buttonSize}px; height: ${buttonSize}px; border-radius: 50%;
  background: #0b6e5f; cursor: pointer; display: flex; align-items: center; justify-content: center; box-shadow: 0 1px 4px rgb(0 0 0 / 40%);`;
const picture =
  'M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.24 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1 11.4 11.4 0 0 0 .57 3.6 1 1 0 0 1-.25 1z';

/** The button beside the number that the pointer is at. It is in a closed shadow root: the page can neither read nor press it. */
export class CallButton {
  readonly #host: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #now: () => number;
  #mark: Mark | null = null;
  #shownAt = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(document: Document, call: (e164: string) => void, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#host = document.createElement('div');
    const root = this.#host.attachShadow({ mode: 'closed' });
    this.#button = document.createElement('button');
    this.#button.type = 'button';
    this.#button.style.cssText = look;
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.style.cssText = 'width: 18px; height: 18px; fill: #fff;';
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', picture);
    svg.append(path);
    this.#button.append(svg);
    root.append(this.#button);
    this.#button.addEventListener('click', event => {
      event.stopPropagation();
      event.preventDefault();
      if (!this.counts(event)) return;
      const { e164 } = this.#mark as Mark;
      this.hide();
      call(e164);
    });
    this.#button.addEventListener('pointerenter', () => clearTimeout(this.#leaving));
    this.#button.addEventListener('pointerleave', () => this.leave());
  }

  /** Whether a click is a person's, who saw what it does. */
  counts(event: { readonly isTrusted: boolean }): boolean {
    return event.isTrusted && this.#mark !== null && this.#now() - this.#shownAt >= seenMs;
  }

  /** Whether the pointer is at the button itself. */
  isAt(event: Event): boolean {
    return event.composedPath().includes(this.#host);
  }

  show(mark: Mark, label: string): void {
    clearTimeout(this.#leaving);
    if (this.#mark === mark) return;
    const rects = mark.range.getClientRects();
    const last = rects[rects.length - 1];
    if (!last) return;
    this.#mark = mark;
    this.#shownAt = this.#now();
    this.#button.setAttribute('aria-label', label);
    this.#button.title = label;
    this.#button.style.left = `${Math.min(last.right, innerWidth - buttonSize)}px`;
    this.#button.style.top = `${last.top + last.height / 2 - buttonSize / 2}px`;
    if (!this.#host.isConnected) document.documentElement.append(this.#host);
  }

  /** The pointer is elsewhere: time enough to get from the number to the button. */
  leave(): void {
    if (!this.#mark) return;
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.hide(), staysMs);
  }

  hide(): void {
    clearTimeout(this.#leaving);
    this.#mark = null;
    this.#host.remove();
  }
}
