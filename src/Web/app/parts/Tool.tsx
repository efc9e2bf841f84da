import { Icon } from './Icon';

interface ToolProps {
  readonly icon: 'up' | 'down' | 'close';
  readonly text: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}

/** A small button of a row: its picture is seen, its text is read. */
export function Tool({ icon, text, isOff = false, onClick }: ToolProps) {
  return (
    <button type="button" class="plain" aria-label={text} title={text} disabled={isOff} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
