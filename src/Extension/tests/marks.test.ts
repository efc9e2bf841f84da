import { afterEach, describe, expect, it } from 'vitest';
import { CallButton } from '../content/callButton';
import { marksIn } from '../content/marks';
import { FinderMemory } from '../content/memory';
import { NumberFinder } from '../numbers/finder';
import type { RuleTable } from '../numbers/rules';
import rules from '../numbers/rules.json';

const finder = new NumberFinder(rules as unknown as RuleTable, 'CO');

function marked(html: string): string[] {
  document.body.innerHTML = html;
  return marksIn(document.body, finder).map(({ range, e164 }) => `${range.toString()} ${e164}`);
}

afterEach(() => {
  document.body.replaceChildren();
});

describe('numbers in a page', () => {
  it('are found within elements, and across inline ones', () => {
    expect(marked('<p>Cel. <b>300 123 4567</b></p>')).toEqual(['300 123 4567 +573001234567']);
    expect(marked('<p><span>(601)</span> <i>234</i><b> 5678</b></p>')).toEqual(['(601) 234 5678 +576012345678']);
  });

  it('are not made of what stands in two blocks, or of two numbers side by side', () => {
    expect(marked('<div>300 123</div><div>4567</div>')).toEqual([]);
    expect(marked('<p>300 123<br>4567</p>')).toEqual([]);
    expect(marked('<p><span>300 123 4567</span> <span>310 123 4567</span></p>')).toEqual([
      '300 123 4567 +573001234567',
      '310 123 4567 +573101234567',
    ]);
  });

  it('are no part of a longer run of digits that goes on in the next element', () => {
    expect(marked('<p><b>300 123 4567</b>89</p>')).toEqual([]);
  });

  it('are not looked for where a person writes, nor in scripts', () => {
    expect(
      marked(
        '<div contenteditable>300 123 4567</div><div contenteditable="true"><p>300 123 4567</p></div><textarea>300 123 4567</textarea><script>3001234567</script><div role="textbox">300 123 4567</div><code>300 123 4567</code>',
      ),
    ).toEqual([]);
    expect(marked('<div contenteditable="false">300 123 4567</div>')).toEqual(['300 123 4567 +573001234567']);
  });

  it('leave the document as it was', () => {
    const html = '<p>Cel. <b>300</b> <i>123 4567</i></p>';
    expect(marked(html)).toHaveLength(1);
    expect(document.body.innerHTML).toBe(html);
  });
});

describe('a page that is read again', () => {
  it('has only what is new looked through', () => {
    const asked: string[] = [];
    const memory = new FinderMemory({
      find: text => {
        asked.push(text);
        return finder.find(text);
      },
    });
    document.body.innerHTML = '<p>Cel. 300 123 4567</p><p>Tel. 601 234 5678</p>';
    expect(marksIn(document.body, memory)).toHaveLength(2);
    document.querySelector('p')?.append(' y 310 123 4567');
    expect(marksIn(document.body, memory)).toHaveLength(3);
    expect(asked).toEqual(['Cel. 300 123 4567', 'Tel. 601 234 5678', ' y 310 123 4567', 'Cel. 300 123 4567 y 310 123 4567']);
  });
});

describe('the button beside a number', () => {
  const range = { getClientRects: () => [{ right: 10, top: 10, height: 10 }] } as unknown as Range;
  const mark = { range, e164: '+573001234567' };

  function shown(): { readonly button: CallButton; readonly pass: (ms: number) => void } {
    let now = 0;
    const button = new CallButton(
      document,
      () => {},
      () => now,
    );
    button.show(mark, 'Call');
    return {
      button,
      pass: ms => {
        now += ms;
      },
    };
  }

  it('takes clicks of a person who could see it', () => {
    const { button, pass } = shown();
    expect(button.counts({ isTrusted: true })).toBe(false);
    pass(300);
    expect(button.counts({ isTrusted: true })).toBe(true);
    expect(button.counts({ isTrusted: false })).toBe(false);
    button.hide();
    expect(button.counts({ isTrusted: true })).toBe(false);
  });

  it('cannot be reached from the page, and leaves nothing behind', () => {
    const { button } = shown();
    const host = document.documentElement.lastElementChild;
    expect(host?.shadowRoot).toBeNull();
    expect(host?.textContent).toBe('');
    button.hide();
    expect(host?.isConnected).toBe(false);
  });
});
