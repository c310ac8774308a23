/** What the page shows at one address. */
export interface View<Data> {
  readonly title: string;
  /** Where its data is. */
  readonly path: string;
  readonly element: HTMLElement;
  /** Gets the focus when a link has led here. */
  readonly heading: HTMLElement;
  show(data: Data): void;
  /** What is worth saying of a change. */
  news(before: Data, now: Data): string[];
  /** Whether something runs, so that the data changes soon. */
  isBusy(data: Data): boolean;
}
