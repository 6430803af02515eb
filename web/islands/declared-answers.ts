import type { Declared } from '../../measurement-agent/protocol/result.ts';

/** Names of the form's controls. Listed here because the schema would bring the whole validator into the page. */
const FIELDS = [
  'isp',
  'subdivisionCode',
  'accessTechnology',
  'connectionMethod',
  'dwelling',
  'medium',
  'contractDownloadBps',
  'contractUploadBps',
] as const satisfies readonly (keyof Declared)[];

/** Reads the form. Only values that the form itself offers can come out of it. */
export function answersOf(form: HTMLFormElement): Declared {
  const data = new FormData(form);
  const entries = FIELDS.map((field) => {
    const value = data.get(field);
    if (typeof value !== 'string' || value === '') return [field, null];
    return [field, field.startsWith('contract') ? Number(value) : value];
  });
  return Object.fromEntries(entries) as Declared;
}

function selectOf(form: HTMLFormElement, field: keyof Declared): HTMLSelectElement | null {
  const control = form.elements.namedItem(field);
  return control instanceof HTMLSelectElement ? control : null;
}

/** Fills the form in with remembered answers. */
export function fillIn(form: HTMLFormElement, declared: Partial<Declared>): void {
  for (const field of FIELDS) {
    const select = selectOf(form, field);
    if (select) select.value = String(declared[field] ?? '');
  }
}

/** Chooses an answer that nobody has given yet, if the form offers it; whether it did. */
export function suggest(form: HTMLFormElement, field: keyof Declared, value: string): boolean {
  const select = selectOf(form, field);
  if (select?.value !== '' || ![...select.options].some((option) => option.value === value)) return false;
  select.value = value;
  return true;
}

/** The chosen answers as the form words them. */
export function answersInWords(form: HTMLFormElement): string[] {
  return FIELDS.flatMap((field) => {
    const option = selectOf(form, field)?.selectedOptions[0];
    return option && option.value !== '' ? [option.text] : [];
  });
}
