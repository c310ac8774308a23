import { element, fill } from './dom';

export interface Column<T> {
  readonly title: string;
  /** What the cell says. A cell is made anew when this changes. */
  readonly text: (item: T) => string | undefined;
  /** @default - the text */
  readonly node?: (item: T) => Node;
  /** How wide it is. @default - its share of the rest */
  readonly width?: 'email' | 'scan' | 'time' | 'short';
  /** The column that says what a row is about. */
  readonly isHeader?: boolean;
}

/**
 * A table whose rows stay the same elements while what they are about is shown, so that neither the focus nor the place
 * of a screen reader gets lost. Its roles are explicit, because a browser drops them where the style shows cards.
 */
export class Table<T> {
  readonly element: HTMLTableElement;
  readonly #body = element('tbody', { role: 'rowgroup' });
  readonly #rows = new Map<string, { readonly row: HTMLElement; readonly texts: (string | undefined)[] }>();

  constructor(
    caption: string,
    private readonly columns: readonly Column<T>[],
    private readonly keyOf: (item: T) => string,
  ) {
    const titles = columns.map(({ title, width = 'rest' }) =>
      element('th', { scope: 'col', role: 'columnheader', class: width }, title),
    );
    const head = element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...titles));
    this.element = element('table', { role: 'table' }, element('caption', {}, caption), head, this.#body);
  }

  show(items: readonly T[]): void {
    const keys = new Set(items.map(this.keyOf));
    for (const [key, { row }] of this.#rows) {
      if (keys.has(key)) continue;
      row.remove();
      this.#rows.delete(key);
    }
    let place = this.#body.firstElementChild;
    for (const item of items) {
      const row = this.#rowOf(item);
      // Moving a row that is in its place would take the focus out of it.
      if (row === place) place = place.nextElementSibling;
      else this.#body.insertBefore(row, place);
    }
  }

  #rowOf(item: T): HTMLElement {
    const key = this.keyOf(item);
    const known = this.#rows.get(key) ?? { row: this.#emptyRow(), texts: [] };
    this.#rows.set(key, known);
    this.columns.forEach(({ text, node }, index) => {
      const said = text(item);
      if (known.texts[index] === said) return;
      known.texts[index] = said;
      const cell = known.row.children[index] as HTMLElement;
      if (said === undefined) cell.replaceChildren();
      else fill(cell, node ? node(item) : said);
    });
    return known.row;
  }

  #emptyRow(): HTMLElement {
    const cells = this.columns.map(({ title, isHeader }) =>
      isHeader
        ? element('th', { scope: 'row', role: 'rowheader' })
        : element('td', { role: 'cell', 'data-title': title }),
    );
    return element('tr', { role: 'row' }, ...cells);
  }
}
