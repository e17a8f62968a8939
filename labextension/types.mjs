/* TypeScript types of the REST contract: made from its JSON Schema, or with --check compared with what is there. */
import { readFile, writeFile } from 'node:fs/promises';
import { compileFromFile } from 'json-schema-to-typescript';

const schema = new URL(
  '../jupyter_tracker/schema/rest.schema.json',
  import.meta.url
);
const target = new URL('src/rest.ts', import.meta.url);

const made = await compileFromFile(schema.pathname, {
  bannerComment:
    '/* Made from jupyter_tracker/schema/rest.schema.json by `jlpm types`: change it there. */',
  additionalProperties: false,
  unreachableDefinitions: true,
  style: { singleQuote: true, trailingComma: 'none', arrowParens: 'avoid' }
});

if (process.argv.includes('--check')) {
  const there = await readFile(target, 'utf8').catch(() => '');
  if (there !== made) {
    console.error('labextension/src/rest.ts is out of date: run `jlpm types`.');
    process.exit(1);
  }
} else {
  await writeFile(target, made);
}
