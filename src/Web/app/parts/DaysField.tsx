/** A number of days, or none. */
export function DaysField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (days: number | null) => void;
}) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        min={1}
        max={36_500}
        step={1}
        value={value ?? ''}
        onInput={event => onChange(event.currentTarget.value === '' ? null : event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}
