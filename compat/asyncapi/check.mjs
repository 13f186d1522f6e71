// Reads an AsyncAPI document from standard input with the official parser and prints what is wrong with it, one
// sentence a line. It fails when the document is not valid, or when the parser warns of something.
import { readFileSync } from 'node:fs'
import { Parser } from '@asyncapi/parser'

const { document, diagnostics } = await new Parser().parse(readFileSync(0, 'utf8'))
const serious = diagnostics.filter((d) => d.severity <= 1) // errors and warnings; the rest is advice
for (const d of serious) {
  console.log(`${d.path.join('.')}: ${d.message} (${d.code})`)
}
if (document === undefined || serious.length > 0) {
  process.exit(1)
}
const operations = document.operations().all()
console.log(`${document.info().title()}: ${operations.length} operations, ${document.messages().all().length} messages`)
