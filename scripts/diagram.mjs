// Draws the synthesized state machines as Mermaid diagrams: of scans in the README, of watches in docs/watching.md.
// test/readme.test.ts fails if a diagram is out of date.
import './check-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The page of each workflow, its name in the page's markers, and the state that it starts at. */
export const WORKFLOWS = [
  { page: 'README.md', name: 'workflow', startAt: 'StartScan' },
  { page: 'docs/watching.md', name: 'watch workflow', startAt: 'StartWatch' },
];

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
  if (operator === 'IsPresent') return field;
  return `${field} ${['BooleanEquals', 'StringEquals'].includes(operator) ? 'is' : operator} ${value}`;
}

/** @param text the page, with a diagram or none between the markers */
export function withDiagram(text, { page, name }, definition) {
  const [begin, end] = [`<!-- ${name}: written by scripts/diagram.mjs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no markers for the ${name}.`);
  return `${text.slice(0, from + begin.length)}\n${mermaidOf(definition)}\n${text.slice(to)}`;
}

/**
 * The definition of the state machine that starts at a state, in a synthesized template. References to resources are
 * replaced by a name.
 */
export function definitionIn(template, { startAt }) {
  const definitions = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine')
    .map(({ Properties }) => Properties.DefinitionString['Fn::Join'][1])
    .map((parts) => JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'resource')).join('')));
  const definition = definitions.find(({ StartAt }) => StartAt === startAt);
  if (!definition) throw new Error(`The template has no state machine that starts at ${startAt}.`);
  return definition;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const template = JSON.parse(readFileSync(join(root, 'cdk.out', 'UserAccess.template.json'), 'utf8'));
  for (const workflow of WORKFLOWS) {
    const path = join(root, workflow.page);
    writeFileSync(path, withDiagram(readFileSync(path, 'utf8'), workflow, definitionIn(template, workflow)));
  }
}
