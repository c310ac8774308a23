// Draws the synthesized state machine as a Mermaid diagram in the README. test/readme.test.ts fails if the diagram is
// out of date.
import './check-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BEGIN = '<!-- workflow: written by scripts/diagram.mjs -->';
const END = '<!-- end of workflow -->';

/** @param definition the state machine definition, as Step Functions takes it */
export function mermaidOf(definition) {
  const lines = ['```mermaid', 'stateDiagram-v2', `  [*] --> ${definition.StartAt}`];
  for (const [name, state] of Object.entries(definition.States)) {
    if (state.Type === 'Choice') lines.push(`  state ${name} <<choice>>`);
    for (const choice of state.Choices ?? []) lines.push(`  ${name} --> ${choice.Next}: ${conditionOf(choice)}`);
    if (state.Default) lines.push(`  ${name} --> ${state.Default}: otherwise`);
    if (state.Next) lines.push(`  ${name} --> ${state.Next}`);
    for (const catcher of state.Catch ?? []) lines.push(`  ${name} --> ${catcher.Next}: error`);
    if (state.Type === 'Succeed' || state.End) lines.push(`  ${name} --> [*]`);
  }
  return [...lines, '```'].join('\n');
}

function conditionOf(choice) {
  const [operator, value] = Object.entries(choice).find(([key]) => key !== 'Variable' && key !== 'Next');
  const field = choice.Variable.slice(2);
  return operator === 'IsPresent' ? field : `${field} ${operator === 'BooleanEquals' ? 'is' : operator} ${value}`;
}

export function withDiagram(readme, definition) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('The README has no markers for the workflow.');
  return `${readme.slice(0, begin + BEGIN.length)}\n${mermaidOf(definition)}\n${readme.slice(end)}`;
}

/** The state machine definition in a synthesized template. References to resources are replaced by a name. */
export function definitionIn(template) {
  const machine = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  const text = machine.Properties.DefinitionString['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : 'resource'))
    .join('');
  return JSON.parse(text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const template = JSON.parse(readFileSync(join(root, 'cdk.out', 'UserAccess.template.json'), 'utf8'));
  const path = join(root, 'README.md');
  writeFileSync(path, withDiagram(readFileSync(path, 'utf8'), definitionIn(template)));
}
