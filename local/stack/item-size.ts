/** An item in DynamoDB's JSON: `{ pk: { S: 'x' } }`. */
export type DynamoDbItem = Record<string, Record<string, unknown>>;

/** The bytes of an item as DynamoDB counts them: its attributes' names and values, in UTF-8. */
export function itemSize(item: DynamoDbItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

/** A list or a map has 3 bytes more than what is in it, and one more for each of its entries. */
const CONTAINER_BYTES = 3;

function valueSize(value: Record<string, unknown>): number {
  const [[type, content] = ['NULL', true]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'N':
      return numberSize(content as string);
    case 'B':
      return Buffer.byteLength(content as string, 'base64');
    case 'SS':
      return sumOf(content as string[], (text) => Buffer.byteLength(text));
    case 'NS':
      return sumOf(content as string[], numberSize);
    case 'BS':
      return sumOf(content as string[], (bytes) => Buffer.byteLength(bytes, 'base64'));
    case 'L':
      return CONTAINER_BYTES + sumOf(content as DynamoDbItem[string][], (entry) => 1 + valueSize(entry));
    case 'M':
      return CONTAINER_BYTES + itemSize(content as DynamoDbItem) + Object.keys(content as DynamoDbItem).length;
    default:
      return 1;
  }
}

/** One byte for two significant digits, one for the exponent, and one for a minus. */
function numberSize(text: string): number {
  const [digits = ''] = text.replace('-', '').split(/e/i);
  const significant = digits.replace('.', '').replace(/^0+|0+$/g, '');
  return Math.ceil(significant.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

const sumOf = <T>(values: readonly T[], sizeOf: (value: T) => number): number =>
  values.reduce((sum, value) => sum + sizeOf(value), 0);
