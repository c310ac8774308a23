import { element } from './dom';
import type { Table } from './table';

/**
 * A table, what is said in its place when it is empty, and what is said below it when it is cut.
 *
 * @param heading of the section
 * @param empty without it, the whole section is hidden when it is empty
 */
export function list<T>(heading: HTMLElement, table: Table<T>, more: string, empty?: string) {
  const nothing = element('p', { class: 'quiet' }, empty ?? '');
  const others = element('p', { class: 'quiet' }, `There are more. To see all, run: ${more}`);
  const section = element('section', {}, heading, nothing, table.element, others);
  return {
    element: section,
    show(items: readonly T[], isCut: boolean): void {
      table.show(items);
      const isEmpty = items.length === 0;
      section.hidden = isEmpty && empty === undefined;
      table.element.hidden = isEmpty;
      nothing.hidden = !isEmpty;
      others.hidden = !isCut;
    },
  };
}
