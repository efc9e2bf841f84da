import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import { CheckField, ChoiceField, goToProblem, NumberField, TextField } from '../parts/fields';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { titleOf } from '../parts/RoomCard';
import { plainRoom, type Room, type RoomSettings, roomPath, settingsOf } from '../rest/rooms';
import { Form } from '../state/form';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { go } from '../state/route';
import { api } from '../state/session';

const pinInput = { inputMode: 'numeric', autocomplete: 'off', pattern: '[0-9]{4,10}', maxLength: 10 } as const;

/** How a room is set up, for administrators; null makes a new one. */
export function RoomEditor({ name }: { name: string | null }) {
  const form = useMemo(() => new Form<RoomSettings>(plainRoom), [name]);
  const state = useSignal<'loading' | 'there' | 'failed'>(name === null ? 'there' : 'loading');
  const fresh = useSignal('');
  const version = useSignal(0);
  const take = (room: Room): RoomSettings => {
    version.value = room.version;
    return { ...settingsOf(room), name: room.version === 0 ? '' : room.name };
  };
  const load = async () => {
    if (name === null) return;
    try {
      form.value.value = take(await api.get<Room>(roomPath(name)));
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => void load(), [name]);
  const save = async () => {
    const room = name ?? fresh.value.trim();
    // The version that was read: somebody else's change is not written over, and a new room is not one that there is.
    const path = `${roomPath(room)}?version=${version.value}`;
    if (!(await form.save(async settings => take(await api.put<Room>(path, settings))))) {
      goToProblem();
      return;
    }
    if (name === null) go('#/rooms');
  };
  const title = name === null ? t('roomNew') : titleOf({ name: form.value.value.name, room: name });
  const general = form.problem('');
  return (
    <section aria-labelledby="room-title" class="page">
      <p>
        <a href="#/rooms">{t('roomBack')}</a>
      </p>
      <h1 id="room-title">{title}</h1>
      <Loading state={state.value} failed="roomsFailed" retry={() => void load()} />
      {state.value === 'there' && (
        <form
          class="editor"
          data-testid="room-editor"
          onSubmit={event => {
            event.preventDefault();
            void save();
          }}
        >
          <div class="card">
            {name === null && (
              <div class="field">
                <label for="field-id">{t('roomId')}</label>
                <input
                  id="field-id"
                  required
                  pattern="[a-z0-9._\-]{1,64}"
                  aria-describedby="field-id-hint"
                  value={fresh.value}
                  onInput={event => {
                    fresh.value = event.currentTarget.value;
                  }}
                />
                <p class="hint" id="field-id-hint">
                  {t('roomIdHint')}
                </p>
              </div>
            )}
            <TextField form={form} path="name" label={t('editorName')} input={{ required: true, maxLength: 100 }} />
            <TextField form={form} path="pin" label={t('roomPin')} hint={t('roomPinHint')} isOptional input={pinInput} />
            <TextField
              form={form}
              path="moderatorPin"
              label={t('roomModeratorPin')}
              hint={t('roomModeratorHint')}
              isOptional
              input={pinInput}
            />
            <NumberField form={form} path="maxMembers" label={t('roomMost')} least={2} />
            <CheckField form={form} path="tones" label={t('roomTones')} />
            <ChoiceField
              form={form}
              path="language"
              label={t('voicemailLanguage')}
              choices={[
                ['es-CO', 'languageSpanish'],
                ['en', 'languageEnglish'],
              ]}
            />
          </div>
          <div class="save row">
            <button type="submit" class="primary" disabled={form.isBusy.value}>
              {t('save')}
            </button>
            <span role="status">{form.isSaved.value && t('saved')}</span>
            <span role="alert" class={form.errors.value.size > 0 ? 'problem' : ''}>
              {general ?? (form.errors.value.size > 0 && t('editorWrong'))}
            </span>
            {name !== null && version.value > 0 && (
              <button
                type="button"
                class="apart"
                onClick={() =>
                  ask({
                    title: t('roomDeleteTitle'),
                    text: t('roomDeleteText', { room: title }),
                    action: t('roomDelete'),
                    onYes: () =>
                      attempt(async () => {
                        await api.delete(roomPath(name));
                        go('#/rooms');
                      }),
                  })
                }
              >
                <Icon name="close" />
                {t('roomDelete')}
              </button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}
