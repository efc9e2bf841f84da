import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { report } from '../state/problems';

/** A page that is fetched when it is first seen: who never sees it does not wait for it. */
export function later<TProps extends object>(fetch: () => Promise<ComponentType<TProps>>): ComponentType<TProps> {
  const fetched = signal<ComponentType<TProps> | null>(null);
  return function Later(props: TProps) {
    useEffect(() => {
      if (fetched.value) return;
      fetch().then(page => {
        fetched.value = page;
      }, report);
    }, []);
    const Page = fetched.value;
    return Page ? <Page {...props} /> : <p role="status">{t('loading')}</p>;
  };
}
