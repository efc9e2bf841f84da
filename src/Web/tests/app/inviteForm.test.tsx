import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, it, vi } from 'vitest';

const group = (id: string) => ({ id, name: id });
const post = vi.fn<(path: string, body: { clientId: string; groups: readonly string[] }) => Promise<{ people: number }>>();
vi.mock('../../app/state/session', () => ({
  api: { post },
  chats: { value: { list: { value: [group('sales'), group('support')] } } },
  people: { value: {} },
}));
const root = document.createElement('div');
document.body.append(root);

afterEach(() => render(null, root));

async function choose(id: string): Promise<void> {
  const select = root.querySelector('select');
  if (!select) throw new Error('There is no list of groups.');
  select.value = id;
  await act(async () => {
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

it('an invitation that is sent again has the same name until it has been sent or is another one', async () => {
  const { InviteForm } = await import('../../app/parts/InviteForm');
  await act(async () => render(<InviteForm to="4000" phone={{} as never} />, root));
  const send = () => act(async () => root.querySelector<HTMLElement>('button.primary')?.click());
  post.mockRejectedValueOnce(new TypeError('Failed to fetch')).mockRejectedValueOnce(new TypeError('Failed to fetch'));
  post.mockResolvedValue({ people: 3 });

  await choose('sales');
  await send();
  await send();
  await choose('support');
  await send();
  await choose('support');
  await send();

  const sent = post.mock.calls.map(([, body]) => body);
  expect(sent.map(({ groups }) => groups.join())).toEqual(['sales', 'sales', 'sales,support', 'support']);
  const [first, second, third, fourth] = sent.map(({ clientId }) => clientId);
  expect(second).toBe(first);
  expect(new Set([first, third, fourth]).size).toBe(3);
});
