import type { Item } from './agreement';

interface State {
  readonly at: number;
  /** Absent after it was deleted. */
  readonly standing: Item | undefined;
}

export const placeOf = ({ app, tenantId }: Item): string => JSON.stringify([app, tenantId]);

/** What the standings of a person were at each moment. A moment is the number of writes that came before it. */
export class StandingMoments {
  readonly #states = new Map<unknown, Map<string, State[]>>();

  written(standing: Item, at: number): void {
    this.#add(standing, { at, standing });
  }

  expired(standing: Item, at: number): void {
    this.#add(standing, { at, standing: undefined });
  }

  /** What each standing of a person was at some moment since then, by its place. */
  since(email: unknown, moment: number): ReadonlyMap<string, readonly (Item | undefined)[]> {
    return new Map(
      [...(this.#states.get(email) ?? [])].map(([place, states]) => {
        const before = states.findLast(({ at }) => at <= moment)?.standing;
        const later = states.filter(({ at }) => at > moment).map(({ standing }) => standing);
        return [place, [before, ...later]];
      }),
    );
  }

  #add(standing: Item, state: State): void {
    const places = this.#states.get(standing.email) ?? new Map<string, State[]>();
    this.#states.set(standing.email, places);
    const place = placeOf(standing);
    places.set(place, [...(places.get(place) ?? []), state]);
  }
}
