// @ts-check
// Plain JavaScript, so that an old Node reaches the sentence below instead of failing on a type annotation.
const NEEDED_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED_MAJOR) {
  console.error(
    `Jissoku needs Node ${NEEDED_MAJOR} or newer and found ${process.versions.node}: run "npm ci" and then "npm start", which brings its own Node.`,
  );
  process.exit(1);
}
// Imported only now: an old Node cannot even parse it.
if (process.argv[2] === 'demo') void import('./demo.ts').then(({ demo }) => demo());
else void import('./serve.ts').then(({ serve }) => serve());
