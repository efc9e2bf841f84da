import { t } from '../i18n/texts';
import { textParts } from '../state/textParts';

/** What a message says: plain text, with the numbers in it to be called and the addresses to be opened. */
export function MessageText({ text, onCall }: { readonly text: string; readonly onCall: (number: string) => void }) {
  return (
    <p class="said">
      {textParts(text).map((part, index) =>
        part.kind === 'number' ? (
          <button
            key={index}
            type="button"
            class="inline"
            aria-label={t('chatCallNumber', { number: part.text.replace(/^tel:/, '') })}
            onClick={() => onCall(part.number)}
          >
            {part.text.replace(/^tel:/, '')}
          </button>
        ) : part.kind === 'link' ? (
          <a key={index} href={part.text} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
