import { type JSONVisitor, printParseErrorCode, visit } from 'jsonc-parser';

/** A scenario has six levels. The limit keeps a malicious file from using up the stack. */
const MAX_DEPTH = 64;

/** By the name of jsonc-parser's error code. */
const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'unexpected text (field names and strings need double quotes)',
  InvalidCommentToken: 'JSON has no comments',
  PropertyNameExpected: 'expected a field name in double quotes',
  ColonExpected: 'expected a colon after the field name',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a closing }',
  CloseBracketExpected: 'expected a closing ]',
  EndOfFileExpected: 'expected the end of the file',
  UnexpectedEndOfNumber: 'this number has no digit at its end',
  UnexpectedEndOfString: 'this string has no closing double quote on its line',
  InvalidCharacter: 'this string has a control character',
  InvalidEscapeCharacter: 'this string has an unknown \\ escape',
  InvalidUnicode: 'this string has an unknown \\ escape',
};
const VALUE_EXPECTED = 'expected a value: a string in double quotes, a number, true, false, null, { or [';

export class JsonMistake extends Error {}

/**
 * Parses JSON, with the position of any mistake. JSON.parse reports some mistakes without a position, quotes the text
 * around others, which can be personal data, and accepts two fields with the same name.
 */
export function parseJson(text: string): unknown {
  const content = text.replace(/^\uFEFF/, '');
  const open: Set<string>[] = [];

  const refuse = (problem: string, offset: number, line: number, column: number) => {
    const end = offset >= content.length ? ' (the file ends here)' : '';
    throw new JsonMistake(`line ${line + 1}, column ${column + 1}: ${problem}${end}`);
  };
  const begin: JSONVisitor['onArrayBegin'] = (offset, _length, line, column) => {
    if (open.length > MAX_DEPTH) refuse('nested too deeply for a scenario', offset, line, column);
    open.push(new Set());
  };
  const end = () => void open.pop();

  visit(
    content,
    {
      onObjectBegin: begin,
      onObjectEnd: end,
      onArrayBegin: begin,
      onArrayEnd: end,
      onObjectProperty: (name, offset, _length, line, column) => {
        const names = open.at(-1);
        if (names?.has(name)) refuse('this field appears twice in its object: keep one', offset, line, column);
        names?.add(name);
      },
      onError: (code, offset, _length, line, column) =>
        refuse(PROBLEMS[printParseErrorCode(code)] ?? VALUE_EXPECTED, offset, line, column),
    },
    { disallowComments: true },
  );
  return JSON.parse(content);
}
