/** The first elements of a list, as far as they fit into a number of bytes of JSON. */
export function whatFits<T>(list: readonly T[], maxBytes: number): T[] {
  let bytes = 0;
  const tooLong = list.findIndex((element) => {
    bytes += Buffer.byteLength(JSON.stringify(element));
    return bytes > maxBytes;
  });
  return tooLong < 0 ? [...list] : list.slice(0, tooLong);
}
