/**
 * Run once in a page when the person asks to call what is selected; whole in itself, because the browser carries it there as text. Editors that draw their
 * text themselves (documents, sheets and slides) have none in the page; what they would copy is asked of them, as Ctrl+C does, without touching the clipboard.
 */
export function readSelection(): string {
  function copied(): string {
    let target = document.activeElement;
    if (target instanceof HTMLIFrameElement) {
      try {
        target = target.contentDocument?.activeElement ?? target;
      } catch {
        // A page of somebody else: it is read on its own.
      }
    }
    const data = new DataTransfer();
    (target ?? document.body)?.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData('text/plain');
  }

  const field = document.activeElement;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    const chosen = field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
    if (chosen.trim() !== '') return chosen;
  }
  const chosen = document.getSelection()?.toString() ?? '';
  return chosen.trim() === '' ? copied() : chosen;
}
