import type { SeededRandom } from '../world';
import { type PersonPlan, personPlan, placesOf, withLongestTexts } from './people';

/** @param minTenants late calls are made only for people with several */
export function peopleOf(random: SeededRandom, minTenants: number): PersonPlan[] {
  const many = random.chance(0.02);
  const mayNeverEnd = random.chance(0.03);
  const longest = random.chance(0.015);
  const nobody = minTenants === 1 && random.chance(0.05);
  const tenants = many ? random.integer(30, 50) : random.integer(minTenants, 5);
  const places = placesOf(random, longest ? 50 : nobody ? 0 : tenants);
  return Array.from({ length: random.chance(0.12) ? 2 : 1 }, () => {
    if (longest) return withLongestTexts(personPlan(random, places, false), random);
    return personPlan(random, places, mayNeverEnd);
  });
}
