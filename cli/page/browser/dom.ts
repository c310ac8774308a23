import { printable } from '../../print/printable';

/** An element. Its texts are texts, whatever is in them. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map(harmless));
  return made;
}

/** Replaces what is in an element, unless it is only the same text. */
export function fill(parent: HTMLElement, ...children: readonly (Node | string)[]): void {
  const [first] = children;
  if (children.length === 1 && typeof first === 'string' && parent.textContent === printable(first)) return;
  parent.replaceChildren(...children.map(harmless));
}

const harmless = (child: Node | string): Node | string => (typeof child === 'string' ? printable(child) : child);
