const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'is not readable',
};

/** Says why a file can't be read. `meant` is a sentence that suggests another one. */
export function cannotRead(shownAs: string, error: unknown, meant: string): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return `${shownAs} ${REASONS[code] ?? 'cannot be read'}: check the path.${meant}`;
}
