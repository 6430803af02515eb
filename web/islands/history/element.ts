/** An element with a text and attributes. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/** A list of terms and what each is. */
export function terms(pairs: readonly (readonly [term: string, text: string])[]): HTMLDListElement {
  const list = element('dl');
  for (const [term, text] of pairs) {
    const pair = element('div');
    pair.append(element('dt', term), element('dd', text));
    list.append(pair);
  }
  return list;
}
