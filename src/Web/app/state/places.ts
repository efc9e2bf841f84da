/** To the phone page, with the cursor where a number is typed. */
export function goDial(): void {
  location.hash = '#/';
  // The page is drawn by then, when it was another one.
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('dial-field')?.focus()));
}
