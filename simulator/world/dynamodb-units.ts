import { type DynamoDbItem, itemSize } from '../../local/stack/item-size';
import type { TableDefinition } from '../../local/stack/table-definitions';
import type { Response } from './network';

export type Item = DynamoDbItem;

interface Index {
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

/** Write units: for the larger of the old and the new item, and for each index entry that changes. */
export function writeUnits(
  before: Item | undefined,
  after: Item | undefined,
  table: TableDefinition | undefined,
): number {
  const keys = (table?.KeySchema ?? []) as unknown as Index['KeySchema'];
  const indexes = (table?.GlobalSecondaryIndexes ?? []) as unknown as Index[];
  const own = units(Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0), WRITE_UNIT_BYTES);
  return indexes.reduce((sum, index) => sum + indexUnits(before, after, index, keys), own);
}

/** Read units by the size of what was read, half of that for an eventually consistent read. */
export function readUnits(input: Record<string, unknown>, response: Response): number {
  if (response.status !== 200) return 0;
  const { Item: item, Items: items = item ? [item] : [] } = JSON.parse(response.body) as {
    Item?: Item;
    Items?: Item[];
  };
  const bytes = items.reduce((sum, each) => sum + itemSize(each), 0);
  return units(bytes, READ_UNIT_BYTES) * (input.ConsistentRead === true ? 1 : 0.5);
}

function indexUnits(
  before: Item | undefined,
  after: Item | undefined,
  index: Index,
  tableKeys: Index['KeySchema'],
): number {
  const old = entryOf(before, index, tableKeys);
  const renewed = entryOf(after, index, tableKeys);
  const cost = (entry: Item | undefined) => (entry ? units(itemSize(entry), WRITE_UNIT_BYTES) : 0);
  if (!old || !renewed) return cost(old) + cost(renewed);
  const moved = index.KeySchema.some(
    ({ AttributeName }) => JSON.stringify(old[AttributeName]) !== JSON.stringify(renewed[AttributeName]),
  );
  if (moved) return cost(old) + cost(renewed);
  return JSON.stringify(old) === JSON.stringify(renewed) ? 0 : Math.max(cost(old), cost(renewed));
}

/** The attributes of an item that an index has. Undefined if the item lacks one of the index's keys. */
function entryOf(
  item: Item | undefined,
  { KeySchema, Projection }: Index,
  tableKeys: Index['KeySchema'],
): Item | undefined {
  if (!item || KeySchema.some(({ AttributeName }) => item[AttributeName] === undefined)) return undefined;
  if (Projection.ProjectionType === 'ALL') return item;
  const names = new Set([
    ...[...KeySchema, ...tableKeys].map(({ AttributeName }) => AttributeName),
    ...(Projection.NonKeyAttributes ?? []),
  ]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

const units = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit));
