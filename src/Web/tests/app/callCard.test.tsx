import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../../phone';

/** A call as the card reads it: the same object through its life, as the library's is. */
const call = {
  id: 'call1',
  remote: { number: '1002', name: 'Agent <b>Two</b>', user: 'agent2' },
  stage: 'connecting',
  answeredAt: null as Date | null,
  isOnHold: false,
  isHeldByRemote: false,
  isRecorded: false,
  recordingProblem: null,
  consultFor: null,
  queue: null as { name: string; waitedSeconds: number | null } | null,
  room: null as { name: string; locked: boolean; members: unknown[] } | null,
  third: null as { number: string; name: string | null } | null,
  supervised: null as string | null,
  supervises: null as string | null,
  quality: null,
  status: () => call.stage,
  isMuted: () => false,
  isCameraOn: false,
  getLocalVideo: () => null as MediaStream | null,
  getRemoteVideo: () => null as MediaStream | null,
};
const other = { ...call, id: 'call2', stage: 'open', isOnHold: true, status: () => 'open' };
const phone = {
  turn: signal(0),
  calls: signal([call]),
  presences: signal(new Map()),
  supervise: vi.fn(async () => {}),
  park: vi.fn(async () => {}),
};
const root = document.createElement('ul');
const buttons = () => [...root.querySelectorAll('button')].map(button => button.textContent);

async function draw(stage: string): Promise<void> {
  const { CallCard } = await import('../../app/parts/CallCard');
  await act(() => {
    call.stage = stage;
    phone.turn.value++;
    render(<CallCard call={call as unknown as Call} phone={phone as never} />, root);
  });
}

async function change(stage: string): Promise<void> {
  await act(() => {
    call.stage = stage;
    phone.turn.value++;
  });
}

// The first fetches the card with all that it needs, which is not what a test measures.
beforeEach(async () => {
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage = null;
      postMessage() {}
    },
  );
  await import('../../app/parts/CallCard');
}, 60_000);

afterEach(() => {
  render(null, root);
  Object.assign(call, { third: null, supervised: null, supervises: null });
  phone.calls.value = [call];
  vi.unstubAllGlobals();
});

describe('the card of a call', () => {
  it('offers what can be done at each stage, though the call is the same object', async () => {
    await draw('connecting');
    expect(buttons()).toEqual(['Hang up']);
    await change('open');
    expect(buttons()).toEqual(['Mute', 'Hold', 'Camera on', 'Keypad', 'Transfer', 'Park', 'Add call', 'Hang up']);
  });

  it('parks the call', async () => {
    await draw('open');
    [...root.querySelectorAll('button')].find(button => button.textContent === 'Park')?.click();
    await Promise.resolve();
    expect(phone.park).toHaveBeenCalledWith(call);
  });

  it('offers to answer or decline a call that rings', async () => {
    await draw('pending');
    expect(buttons()).toEqual(['Answer', 'Decline']);
  });

  it('names the queue that a call comes of, and how long the caller has waited', async () => {
    call.queue = { name: 'Support', waitedSeconds: 83 };
    await draw('pending');
    expect(root.querySelector('.state')?.textContent).toContain('Call of Support, waited 1:23');
    call.queue = null;
  });

  it('joins two calls into one of three, and then transfers no longer', async () => {
    phone.calls.value = [call, other];
    await draw('open');
    expect(buttons()).toContain('Join calls');
    call.third = { number: '1003', name: 'Three' };
    await change('open');
    expect(buttons()).toEqual(['Mute', 'Hold', 'Keypad', 'Add call', 'Hang up']);
    expect(root.textContent).toContain('Three-way call with Three');
  });

  it('tells the agent what a supervisor does', async () => {
    call.supervised = 'whisper';
    await draw('open');
    expect(root.querySelector('.supervised')?.textContent).toBe('A supervisor is talking to you; the other party does not hear it.');
  });

  it('offers a supervisor the other modes, and nothing that needs a party of their own', async () => {
    call.supervises = 'listen';
    await draw('open');
    expect(buttons()).toEqual(['Listen', 'Whisper', 'Barge in', 'Take over', 'Leave']);
    expect(root.querySelector('[aria-pressed=true]')?.textContent).toBe('Listen');
    root.querySelectorAll('button')[1]?.click();
    await Promise.resolve();
    expect(phone.supervise).toHaveBeenCalledWith('call1', 'whisper');
  });

  it('shows pictures while there are any, and says whose they are', async () => {
    await draw('open');
    expect(root.querySelectorAll('video')).toHaveLength(0);
    const [own, other] = [{} as MediaStream, {} as MediaStream];
    [call.isCameraOn, call.getLocalVideo, call.getRemoteVideo] = [true, () => own, () => other];
    await change('open');
    expect([...root.querySelectorAll('video')].map(video => video.getAttribute('aria-label'))).toEqual([
      'Picture of Agent <b>Two</b>',
      'Your own picture',
    ]);
    expect([...root.querySelectorAll('video')].map(video => video.srcObject)).toEqual([other, own]);
    expect(buttons()).toContain('Camera off');
    [call.isCameraOn, call.getLocalVideo, call.getRemoteVideo] = [false, () => null, () => null];
  });

  it('shows a name from outside as text', async () => {
    await draw('open');
    expect(root.querySelector('strong')?.textContent).toBe('Agent <b>Two</b>');
    expect(root.querySelector('b')).toBeNull();
  });

  it('says who is in the conference room', async () => {
    const one = {
      callId: 'call1',
      number: '1001',
      name: 'One',
      user: 'agent1',
      moderator: true,
      muted: false,
      since: '2026-01-02T03:04:05Z',
    };
    call.room = {
      name: '4001',
      locked: true,
      members: [one, { ...one, callId: 'c2', number: '+573001234567', name: null, moderator: false, muted: true }],
    };
    await draw('open');
    const room = root.querySelector('[data-testid="call-room"]');
    expect(room?.getAttribute('aria-label')).toContain('4001');
    expect([...(room?.querySelectorAll('strong') ?? [])].map(name => name.textContent)).toEqual(['One', '+573001234567']);
    expect(room?.querySelectorAll('[data-muted="true"]').length).toBe(1);
    call.room = null;
  });
});
