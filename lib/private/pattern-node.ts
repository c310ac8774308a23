/** A pattern as it will stand in the template: tokens are resolved, except those that only the deployment knows. */
export type PatternNode = string | number | boolean | null | PatternNode[] | { [field: string]: PatternNode };

export function isObject(node: PatternNode | undefined): node is { [field: string]: PatternNode } {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** `{ Ref: … }` or `{ 'Fn::…': … }`: a value that only the deployment knows. */
export function isIntrinsic(node: PatternNode | undefined): boolean {
  if (!isObject(node)) return false;
  const names = Object.keys(node);
  return names.length === 1 && (names[0] === 'Ref' || names[0]?.startsWith('Fn::') === true);
}
