import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentCard } from '../../phone';
import { agentCard } from '../phone/scriptedHub';

const phone = { agent: signal<AgentCard | null>(null), work: vi.fn(async () => {}), dispose: vi.fn(async () => {}) };
const root = document.body.appendChild(document.createElement('div'));
const buttons = () => [...root.querySelectorAll('.agent-bar > * button')].map(button => button.textContent);

async function draw(agent: AgentCard | null): Promise<void> {
  const { AgentBar } = await import('../../app/parts/AgentBar');
  await act(() => {
    phone.agent.value = agent;
    render(<AgentBar phone={phone as never} />, root);
  });
}

async function press(text: string): Promise<void> {
  await act(async () => {
    [...root.querySelectorAll('button')].find(button => button.textContent === text)?.click();
    await Promise.resolve();
  });
}

beforeEach(() => {
  // jsdom has no dialogs.
  HTMLDialogElement.prototype.showModal = vi.fn();
  HTMLDialogElement.prototype.close = vi.fn();
});

afterEach(() => {
  render(null, root);
  vi.clearAllMocks();
  vi.useRealTimers();
});

describe('the bar of an agent', () => {
  it('is not there for who works in no queue', async () => {
    await draw(null);
    expect(root.textContent).toBe('');
  });

  it('offers in each state what can follow it', async () => {
    const offered: unknown[] = [];
    for (const status of ['loggedOut', 'available', 'paused', 'resting'] as const) {
      await draw(agentCard({ status }));
      offered.push(buttons());
    }
    expect(offered).toEqual([['Start work'], ['Pause', 'Stop work'], ['Ready', 'Stop work'], ['Ready', 'Pause', 'Stop work']]);
  });

  it('counts a wrap-up down, and says that only words end it when they are demanded', async () => {
    vi.useFakeTimers({ now: Date.now() });
    await draw(agentCard({ status: 'wrapUp', queue: 'support', until: new Date(Date.now() + 40_000).toISOString() }));
    expect(root.textContent).toMatch(/Wrap-up of support · Next call in 0:(39|40|41)/);
    await draw(agentCard({ status: 'wrapUp', queue: 'support', until: null, dispositionRequired: true }));
    expect(root.textContent).toContain('No call comes before you say what the call came to.');
  });

  it('says what a call came to with one press', async () => {
    await draw(agentCard({ status: 'wrapUp', queue: 'support', dispositions: ['Solved', 'Call back'], disposition: 'Call back' }));
    expect(root.querySelector('[aria-pressed=true]')?.textContent).toBe('Call back');
    await press('Solved');
    expect(phone.dispose).toHaveBeenCalledWith('Solved');
  });

  it('decides during a call what comes after it', async () => {
    await draw(agentCard({ status: 'onCall', queue: 'support', next: 'paused', nextReason: 'lunch' }));
    const choice = root.querySelector('select') as HTMLSelectElement;
    expect([choice.value, choice.selectedOptions[0]?.textContent]).toEqual(['paused', 'Pause: lunch']);
    await act(async () => {
      choice.value = 'loggedOut';
      choice.dispatchEvent(new Event('change', { bubbles: true }));
      await Promise.resolve();
    });
    expect(phone.work).toHaveBeenCalledWith('loggedOut', undefined);
    expect(choice.value).toBe('paused');
  });

  it('asks for the reason of a pause, from the list when there is one', async () => {
    await draw(agentCard({ status: 'available', pauseReasons: ['lunch', 'training'] }));
    await press('Pause');
    const reasons = [...root.querySelectorAll('dialog input')] as HTMLInputElement[];
    expect(reasons.map(input => [input.type, input.checked])).toEqual([
      ['radio', true],
      ['radio', false],
    ]);
    await act(async () => {
      reasons[1]?.click();
    });
    await act(async () => {
      root.querySelector('dialog form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      await Promise.resolve();
    });
    expect(phone.work).toHaveBeenCalledWith('paused', 'training');
  });
});
