/** The text of a place of the page that holds data. */
export function slot_text(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}
