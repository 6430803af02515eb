/**
 * Asks with a dialog of the page, whose form has `method="dialog"`.
 *
 * @returns Value of the button that closed it; empty where it was dismissed.
 */
export function answerOf(dialog: HTMLDialogElement): Promise<string> {
  // It keeps its last answer, and Escape gives none.
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true });
  });
}
