import { useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import type { ShareLink, ShareOpening } from '../rest/sharing';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { LinkMail } from './LinkMail';

const day = 24 * 60 * 60 * 1000;

/** Links of a recording, or of a voicemail message: who holds them, who opened them, one more, and an end to each. */
export function RecordingLinks({ recording, isMessage = false }: { readonly recording: string; readonly isMessage?: boolean }) {
  const path = `/api/v1/${isMessage ? 'me/voicemail' : 'recordings'}/${recording}/links`;
  const links = useSignal<readonly ShareLink[]>([]);
  const made = useSignal<ShareLink | null>(null);
  const load = useCallback(async () => {
    links.value = await api.get<readonly ShareLink[]>(path);
  }, [links, path]);
  return (
    <details
      class="card"
      data-testid="recording-links"
      onToggle={event => {
        if (event.currentTarget.open) attempt(load);
      }}
    >
      <summary>{t(isMessage ? 'shareMessageTitle' : 'shareTitle')}</summary>
      <p class="hint">{t('shareLead')}</p>
      <NewLink
        path={path}
        recording={recording}
        onMade={async link => {
          made.value = link;
          await load();
        }}
      />
      {made.value?.address && <Made key={made.value.id} path={`${path}/${made.value.id}`} address={made.value.address} />}
      <ul class="plain-list">
        {links.value.map(link => (
          <Link key={link.id} path={path} link={link} onChange={load} />
        ))}
      </ul>
    </details>
  );
}

function NewLink({
  path,
  recording,
  onMade,
}: {
  readonly path: string;
  readonly recording: string;
  readonly onMade: (link: ShareLink) => Promise<void>;
}) {
  const whom = useSignal('');
  const days = useSignal('7');
  const views = useSignal('');
  const password = useSignal('');
  const fields = [
    { name: 'for', label: 'shareFor', hint: null, value: whom, input: { maxLength: 200 } },
    { name: 'days', label: 'shareDays', hint: null, value: days, input: { type: 'number', min: 1, max: 90, required: true } },
    { name: 'views', label: 'shareViews', hint: 'shareViewsHint', value: views, input: { type: 'number', min: 1, max: 1000 } },
    {
      name: 'password',
      label: 'sharePassword',
      hint: 'sharePasswordHint',
      value: password,
      input: { type: 'password', minLength: 8, maxLength: 128, autoComplete: 'new-password' },
    },
  ] as const;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          const link = await api.post<ShareLink>(path, {
            // A minute less: the server's clock may be behind.
            expiresAt: new Date(Date.now() + Number(days.value) * day - 60_000).toISOString(),
            mostViews: views.value === '' ? null : Number(views.value),
            password: password.value || null,
            for: whom.value.trim() || null,
          });
          password.value = '';
          whom.value = '';
          await onMade(link);
        });
      }}
    >
      {fields.map(({ name, label, hint, value, input }) => (
        <div key={name} class="field">
          <label for={`share-${name}-${recording}`}>{t(label)}</label>
          <input
            {...input}
            id={`share-${name}-${recording}`}
            aria-describedby={hint ? `share-${name}-hint-${recording}` : undefined}
            value={value.value}
            onInput={event => {
              value.value = event.currentTarget.value;
            }}
          />
          {hint && (
            <p class="hint" id={`share-${name}-hint-${recording}`}>
              {t(hint)}
            </p>
          )}
        </div>
      ))}
      <button type="submit">{t('shareMake')}</button>
    </form>
  );
}

function Made({ path, address: below }: { readonly path: string; readonly address: string }) {
  const isCopied = useSignal(false);
  const address = `${location.origin}${below}`;
  return (
    <div data-testid="made-link">
      <p role="status">{t('shareMade')}</p>
      <label class="field">
        {t('shareAddress')}
        <input readOnly value={address} onFocus={event => event.currentTarget.select()} />
      </label>
      <button
        type="button"
        onClick={() =>
          attempt(async () => {
            await navigator.clipboard.writeText(address);
            isCopied.value = true;
          })
        }
      >
        {t('shareCopy')}
      </button>
      {isCopied.value && <span role="status"> {t('shareCopied')}</span>}
      <LinkMail path={path} secret={below.slice(below.lastIndexOf('/') + 1)} />
    </div>
  );
}

function Link({ path, link, onChange }: { readonly path: string; readonly link: ShareLink; readonly onChange: () => Promise<void> }) {
  const openings = useSignal<readonly ShareOpening[] | null>(null);
  const own = `${path}/${link.id}`;
  return (
    <li data-testid="recording-link">
      <strong>{t('shareOne', { name: link.for || t('shareNobody'), until: when(new Date(link.expiresAt)) })}</strong>
      <p class="hint">
        {t(link.mostViews === null ? 'shareCount' : 'shareCountOf', { views: link.views, most: link.mostViews ?? 0 })} ·{' '}
        {t('shareBy', { name: link.createdBy })}
        {link.hasPassword && ` · ${t('shareHasPassword')}`}
        {!link.isOpen && ` · ${t('shareEnded')}`}
      </p>
      <div class="row">
        <button
          type="button"
          aria-expanded={openings.value !== null}
          onClick={() =>
            attempt(async () => {
              openings.value = openings.value ? null : await api.get<readonly ShareOpening[]>(`${own}/openings`);
            })
          }
        >
          {t('shareOpenings')}
        </button>
        {link.isOpen && (
          <button
            type="button"
            onClick={() =>
              attempt(async () => {
                await api.delete(own);
                await onChange();
              })
            }
          >
            {t('shareRevoke')}
          </button>
        )}
      </div>
      {openings.value?.length === 0 && <p>{t('shareNotOpened')}</p>}
      <ul class="plain-list">
        {openings.value?.map(opening => (
          <li key={`${opening.at} ${opening.address}`}>
            {when(new Date(opening.at))} · <span class="number">{opening.address}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
