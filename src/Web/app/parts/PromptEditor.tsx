import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { FlowDefinition, FlowPiece } from '../rest/flows';
import type { Form } from '../state/form';
import { Icon } from './Icon';

type Kind = 'say' | 'play' | 'pause' | 'number' | 'digits' | 'time' | 'money';

const kinds: Readonly<Record<Kind, TextKey>> = {
  say: 'pieceSay',
  play: 'piecePlay',
  pause: 'piecePause',
  number: 'pieceNumber',
  digits: 'pieceDigits',
  time: 'pieceTime',
  money: 'pieceMoney',
};

const languages = ['es-CO', 'en'] as const;

interface PromptEditorProps {
  readonly form: Form<FlowDefinition>;
  readonly path: string;
  readonly label: string;
}

/** What a caller hears, part by part. */
export function PromptEditor({ form, path, label }: PromptEditorProps) {
  const pieces = (form.read(path) ?? []) as readonly FlowPiece[];
  const set = (changed: readonly FlowPiece[]) => form.write(path, changed);
  const put = (at: number, piece: FlowPiece) => set(pieces.map((one, index) => (index === at ? piece : one)));
  const problem = form.problem(path);
  return (
    <fieldset class="prompt">
      <legend>{label}</legend>
      {pieces.map((piece, index) => {
        const kind = kindOf(piece);
        return (
          <div key={`${index} ${kind}`} class="piece">
            <select aria-label={t('pieceKind')} value={kind} onChange={event => put(index, plainPiece(event.currentTarget.value as Kind))}>
              {Object.entries(kinds).map(([value, text]) => (
                <option key={value} value={value}>
                  {t(text)}
                </option>
              ))}
            </select>
            <div class="grow">
              {kind === 'say' ? (
                languages.map(language => (
                  <textarea
                    key={language}
                    rows={2}
                    lang={language}
                    maxLength={500}
                    aria-label={`${t('pieceSay')}: ${language}`}
                    placeholder={language}
                    value={piece.say?.[language] ?? ''}
                    onInput={event => put(index, { say: texts({ ...piece.say, [language]: event.currentTarget.value }) })}
                  />
                ))
              ) : (
                <input
                  aria-label={t(kinds[kind])}
                  inputMode={kind === 'pause' ? 'numeric' : 'text'}
                  value={String(piece[kind] ?? '')}
                  onInput={event =>
                    put(index, {
                      [kind]: kind === 'pause' ? Number.parseInt(event.currentTarget.value, 10) || 0 : event.currentTarget.value,
                    })
                  }
                />
              )}
            </div>
            <button
              type="button"
              class="plain"
              aria-label={t('remove')}
              title={t('remove')}
              onClick={() => set(pieces.filter((_, at) => at !== index))}
            >
              <Icon name="close" />
            </button>
          </div>
        );
      })}
      {problem && <p class="problem">{t('fieldProblem', { text: problem })}</p>}
      <button type="button" class="small" onClick={() => set([...pieces, plainPiece('say')])}>
        <Icon name="add" />
        {t('pieceAdd')}
      </button>
    </fieldset>
  );
}

function kindOf(piece: FlowPiece): Kind {
  return (Object.keys(kinds) as Kind[]).find(kind => piece[kind] !== undefined && piece[kind] !== null) ?? 'say';
}

function plainPiece(kind: Kind): FlowPiece {
  if (kind === 'say') return { say: {} };
  return kind === 'pause' ? { pause: 500 } : { [kind]: '' };
}

// A language without a text is none.
function texts(said: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(said).filter(([, text]) => text !== ''));
}
